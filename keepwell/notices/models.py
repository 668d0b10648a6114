from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwell.conversations.models import Task
from keepwell.firm.models import Teammate
from keepwell.kernel.models import Noun
from keepwell.notices.rules import USUAL_HOUR, Sort
from keepwell.parties.models import Party


class Follow(Noun):
    """A teammate wants to hear of a party."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="follows")
    teammate = models.ForeignKey(Teammate, models.CASCADE, related_name="follows")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["teammate", "party"],
                name="follow_once",
                violation_error_message=_("You follow them already."),
            )
        ]


class Preference(models.Model):
    """How a sort of notice reaches a teammate, where they chose otherwise than usual."""

    teammate = models.ForeignKey(Teammate, models.CASCADE, related_name="notice_preferences")
    sort = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Sort])
    here = models.BooleanField()
    by_mail = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["teammate", "sort"], name="preference_once")
        ]


class Digest(models.Model):
    """When a teammate wants their digest; `looked_on` is the last day it was looked for."""

    teammate = models.OneToOneField(
        Teammate, models.CASCADE, related_name="digest", primary_key=True
    )
    hour = models.PositiveSmallIntegerField(_("hour"), default=USUAL_HOUR)
    stopped_at = models.DateTimeField(null=True)
    looked_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="digest_hour_of_a_day",
                condition=Q(hour__lt=24),
                violation_error_message=_("Choose an hour of the day."),
            )
        ]


class Letter(Noun):
    """A digest that is to be sent, or was: at most one for a teammate and day.

    `begun_at` is when it was last handed to the mail server. What is in it is put together when
    it is sent, so that it tells nothing that is hidden by then.
    """

    teammate = models.ForeignKey(Teammate, models.CASCADE, related_name="letters")
    on = models.DateField()
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["teammate", "on"], name="letter_once_a_day")
        ]


class Notice(Noun):
    """Something a teammate is told. The same again, while it is unread, only counts up.

    Whether they may see its party is asked whenever it is read.
    """

    teammate = models.ForeignKey(Teammate, models.CASCADE, related_name="notices")
    sort = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Sort])
    what = models.CharField(max_length=20)
    party = models.ForeignKey(Party, models.CASCADE, related_name="notices", null=True)
    task = models.ForeignKey(Task, models.CASCADE, related_name="notices", null=True)
    by = models.ForeignKey(Teammate, models.SET_NULL, related_name="+", null=True)
    facts = models.JSONField(default=dict)
    key = models.CharField(max_length=120)
    times = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()
    here = models.BooleanField(default=True)
    by_mail = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(Letter, models.SET_NULL, related_name="notices", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["teammate", "key"], condition=Q(read_at=None), name="notice_once_unread"
            )
        ]
        indexes = [
            models.Index(fields=["teammate", "-at", "-id"], name="notice_newest"),
            models.Index(
                fields=["teammate", "-at"], name="notice_unread", condition=Q(read_at=None)
            ),
        ]
