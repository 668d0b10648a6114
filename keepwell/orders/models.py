from django.db import models
from django.utils.translation import gettext_lazy as _

from keepwell.kernel.models import Noun
from keepwell.parties.models import Party


class Order(Noun):
    """A purchase at list price, by a party or by nobody we know. Apart from invoices (B8)."""

    number = models.CharField(_("order"), max_length=100)
    source = models.CharField(max_length=60, default="orders")
    party = models.ForeignKey(Party, models.SET_NULL, related_name="orders", null=True)
    buyer = models.ForeignKey(Party, models.SET_NULL, related_name="+", null=True)
    ordered_at = models.DateTimeField(_("ordered"))
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField(default=0)
    customer_no = models.CharField(max_length=100, blank=True, default="")
    address = models.CharField(max_length=320, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="order_number_once")
        ]
        indexes = [
            models.Index(fields=["party", "-ordered_at"], name="order_of_party"),
            models.Index(fields=["-ordered_at", "-id"], name="order_newest"),
            models.Index(fields=["total_minor", "id"], name="order_amount"),
            models.Index(fields=["number", "id"], name="order_number"),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """One product of an order; a return has a negative quantity."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    product = models.CharField(_("product"), max_length=300)
    sku = models.CharField(max_length=100, blank=True, default="")
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=3)
    unit_minor = models.BigIntegerField(_("unit price"))
    is_return = models.BooleanField(default=False)
    ordered_at = models.DateTimeField()
    key = models.CharField(max_length=64, unique=True)
