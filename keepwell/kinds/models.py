from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwell.kernel.models import Noun
from keepwell.parties.models import Party


class Kind(models.TextChoices):
    CLIENT = "client", _("client")
    CUSTOMER = "customer", _("customer")
    USER = "user", _("user")
    PROSPECT = "prospect", _("prospect")
    FORMER = "former client", _("former client")


class Holding(Noun):
    """A party held a kind from a day on, on these facts; `until` is the first day no longer."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="holdings")
    kind = models.CharField(max_length=13, choices=Kind)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    because = models.JSONField(default=list)
    decided_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "kind"], condition=Q(until=None), name="kind_held_once"
            )
        ]
        indexes = [
            models.Index(fields=["kind", "party"], name="holders", condition=Q(until=None))
        ]
