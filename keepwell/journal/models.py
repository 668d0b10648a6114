from django.db import models

from keepwell.firm.models import Teammate
from keepwell.parties.models import Party


class Seal(models.Model):
    """A short batch of journal lines, locked by a hash that holds the one before it."""

    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    lines = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()


class Entry(models.Model):
    """One line of the record: the verb, what it was done to, and the facts. Never changed.

    Ids are kept without a foreign key: the record outlives what it speaks of.
    """

    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    noun = models.CharField(max_length=40)
    noun_id = models.UUIDField(null=True)
    party_id = models.UUIDField(null=True)
    by_id = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="entries", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["party_id", "-id"], name="entry_of_party"),
            models.Index(fields=["noun", "noun_id"], name="entry_of_noun"),
            models.Index(fields=["-at", "-id"], name="entry_newest"),
            models.Index(fields=["verb", "-at", "-id"], name="entry_of_verb"),
            models.Index(fields=["by_id", "-at", "-id"], name="entry_by"),
            models.Index(
                fields=["id"], name="entry_unsealed", condition=models.Q(seal__isnull=True)
            ),
        ]


class Look(models.Model):
    """A teammate looked at a party; once an hour is enough to know."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="looks")
    teammate = models.ForeignKey(Teammate, models.CASCADE, related_name="+")
    hour = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "teammate", "hour"], name="look_once_an_hour"
            )
        ]
