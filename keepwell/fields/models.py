from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwell.kernel.models import Noun
from keepwell.parties.models import Merge, Party


class OwnField(Noun):
    """A field the firm defined for its parties; retired it is hidden, its values stay.

    `choices` are the values of a list, each `{"key", "label", "colour", "retired"}`, in the
    order they are shown. Tags are the field whose key is “tags”.
    """

    key = models.CharField(max_length=40, unique=True)
    label = models.CharField(_("name"), max_length=80)
    sort = models.CharField(_("what it holds"), max_length=10)
    about = models.CharField(_("what it is for"), max_length=300, blank=True, default="")
    nature = models.CharField(_("for"), max_length=12, blank=True, default="")
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="")
    choices = models.JSONField(default=list, blank=True)
    place = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label


class OwnValue(models.Model):
    """A value of such a field, in the column its sort is compared by (see `rules/values.py`).

    Each column has an index that begins with the field, so that a filter or an order by one
    field reads that field's rows and no others.
    """

    field = models.ForeignKey(OwnField, models.CASCADE, related_name="values", db_index=False)
    party = models.ForeignKey(Party, models.CASCADE, related_name="own_values")
    slot = models.CharField(max_length=40, blank=True, default="")
    text = models.CharField(max_length=500, blank=True, default="")
    key = models.CharField(max_length=500, null=True, blank=True)
    number = models.BigIntegerField(null=True, blank=True)
    day = models.DateField(null=True, blank=True)
    other = models.ForeignKey(
        Party, models.CASCADE, related_name="named_in_fields", null=True, blank=True,
        db_index=False,
    )  # fmt: skip

    class Meta:
        verbose_name_plural = _("values of own fields")
        constraints = [
            models.UniqueConstraint(fields=["field", "party", "slot"], name="own_value_once")
        ]
        indexes = [
            models.Index(
                fields=["field", "key", "party"],
                name="own_value_key",
                condition=Q(key__isnull=False),
            ),
            models.Index(
                fields=["field", "number", "party"],
                name="own_value_number",
                condition=Q(number__isnull=False),
            ),
            models.Index(
                fields=["field", "day", "party"],
                name="own_value_day",
                condition=Q(day__isnull=False),
            ),
            models.Index(
                fields=["other", "field"],
                name="own_value_other",
                condition=Q(other__isnull=False),
            ),
        ]


class SwappedValue(models.Model):
    """A merge in which the other party's value was chosen: what each had, to be undone."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="swapped_values")
    field = models.ForeignKey(OwnField, models.CASCADE, related_name="+")
    survivor = models.JSONField(default=list)
    absorbed = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merge", "field"], name="swapped_value_once")
        ]
