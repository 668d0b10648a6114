from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from keepwell.kernel.models import Noun
from keepwell.parties.models import Party


class AgreementKind(models.TextChoices):
    ENGAGEMENT_LETTER = "engagement_letter", _("engagement letter")
    CONTRACT = "contract", _("contract")
    RETAINER = "retainer", _("retainer")
    SOW = "sow", _("statement of work")
    NDA = "nda", _("non-disclosure agreement")
    DPA = "dpa", _("data processing agreement")
    TERMS = "terms", _("terms")
    ORDER_FORM = "order_form", _("order form")
    OTHER = "other", _("other agreement")


class Renewal(models.TextChoices):
    NONE = "none", _("does not renew")
    MANUAL = "manual", _("renews by hand")
    AUTOMATIC = "automatic", _("renews by itself")


class Agreement(Noun):
    """Terms both sides can be held to. `ends_on` is the first day they no longer bind."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="agreements", null=True)
    party_name = models.CharField(max_length=300, blank=True, default="")
    signatory = models.ForeignKey(Party, models.SET_NULL, related_name="+", null=True)
    signatory_name = models.CharField(max_length=300, blank=True, default="")
    number = models.CharField(_("number"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=AgreementKind)
    title = models.CharField(_("title"), max_length=300, blank=True, default="")
    signed_on = models.DateField(_("signed"), null=True, blank=True)
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    renewal = models.CharField(max_length=10, choices=Renewal, default=Renewal.NONE)
    notice_months = models.PositiveSmallIntegerField(_("notice, months"), null=True, blank=True)
    terminated_on = models.DateField(_("terminated"), null=True, blank=True)
    value_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agreement_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("An agreement must end after it starts."),
            )
        ]
        indexes = [models.Index(fields=["party", "-starts_on"], name="agreement_of_party")]

    def __str__(self) -> str:
        return self.title or self.number
