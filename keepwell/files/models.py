from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwell.conversations.models import Activity, Task
from keepwell.firm.models import Teammate
from keepwell.kernel.models import Noun
from keepwell.parties.models import Party


class Attachment(Noun):
    """A file kept with a party, and with an activity or a task of theirs if it hangs on one.

    `party` is whose page it was kept on. Its bytes lie in the store under `sha256`; the same
    bytes may be kept in several places under several names.
    """

    party = models.ForeignKey(
        Party, models.CASCADE, related_name="attachments", null=True, blank=True, db_index=False
    )
    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="attachments", null=True, blank=True
    )
    task = models.ForeignKey(
        Task, models.CASCADE, related_name="attachments", null=True, blank=True
    )
    name = models.CharField(_("name"), max_length=200)
    media = models.CharField(max_length=120)
    look = models.CharField(max_length=8, blank=True, default="")
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    kept_at = models.DateTimeField()
    by = models.ForeignKey(Teammate, models.SET_NULL, related_name="+", null=True, blank=True)
    trashed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["party", "-kept_at", "-id"],
                name="attachment_of_party",
            ),
            models.Index(
                fields=["trashed_at"],
                name="attachment_trash",
                condition=Q(trashed_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="attachment_hangs_on_something",
                condition=Q(party__isnull=False)
                | Q(activity__isnull=False)
                | Q(task__isnull=False),
                violation_error_message=_("A file is kept with somebody or something."),
            ),
            models.CheckConstraint(
                name="attachment_hangs_on_one",
                condition=Q(activity__isnull=True) | Q(task__isnull=True),
                violation_error_message=_("A file is kept with a conversation or a task."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
