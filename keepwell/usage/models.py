from django.db import models

from keepwell.parties.models import Party


class Use(models.Model):
    """Something a user did with what the firm offers. `key` is the event's own fingerprint."""

    at = models.DateTimeField()
    party = models.ForeignKey(Party, models.SET_NULL, related_name="uses", null=True)
    user_id = models.CharField(max_length=200, blank=True, default="")
    address = models.CharField(max_length=320, blank=True, default="")
    event = models.CharField(max_length=120)
    product = models.CharField(max_length=200, blank=True, default="")
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["party", "-at"], name="use_of_party"),
            models.Index(
                fields=["user_id"], name="use_of_nobody", condition=models.Q(party__isnull=True)
            ),
        ]
