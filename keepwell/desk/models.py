from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwell.conversations.models import Activity, Task
from keepwell.firm.models import Teammate
from keepwell.kernel.models import Noun
from keepwell.parties.models import Party


class SavedView(Noun):
    """A list somebody keeps: of which noun, what it holds, in which order and columns.

    `base` is the view of the house it narrows further; as a report it is gathered `by` fields
    and measured, as `of` says. Shared, everybody may open it and sees
    of it what they may see; “me” in its filter is whoever looks.
    """

    noun = models.CharField(max_length=20, default="parties", db_default="parties")
    name = models.CharField(_("name"), max_length=80)
    icon = models.CharField(_("icon"), max_length=20, default="list")
    owner = models.ForeignKey(Teammate, models.CASCADE, related_name="saved_views")
    shared_at = models.DateTimeField(null=True, blank=True)
    base = models.CharField(max_length=20, default="all")
    tree = models.JSONField(default=dict)
    q = models.CharField(max_length=200, blank=True, default="")
    sort = models.CharField(max_length=30, default="name")
    columns = models.CharField(max_length=600, blank=True, default="")
    look = models.CharField(max_length=10, default="table")
    by = models.CharField(max_length=200, blank=True, default="")
    of = models.CharField(max_length=100, blank=True, default="")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "noun", "name"],
                condition=Q(dropped_at=None),
                name="saved_view_named_once",
                violation_error_message=_("You have a view of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class PinnedView(models.Model):
    """A view a teammate wants among their tabs."""

    view = models.ForeignKey(SavedView, models.CASCADE, related_name="pins")
    teammate = models.ForeignKey(Teammate, models.CASCADE, related_name="pinned_views")
    pinned_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["teammate", "view"], name="pinned_once")]


class FirstView(models.Model):
    """The view a teammate's list of a noun opens with: one of the house by name, or an id."""

    teammate = models.ForeignKey(Teammate, models.CASCADE, related_name="first_views")
    noun = models.CharField(max_length=20, default="parties", db_default="parties")
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["teammate", "noun"], name="first_view_of_noun")
        ]


class BulkVerb(models.TextChoices):
    OWNER = "owner", _("give an owner")
    HAND_OVER = "hand_over", _("hand over")
    STAGE = "stage", _("move the stage")
    NEXT_TOUCH = "next_touch", _("plan the next touch")
    LANGUAGE = "language", _("set the language")
    INDUSTRY = "industry", _("set the industry")
    SOURCE = "source", _("set how they came")
    OWN = "own", _("set a field of your own")
    TAG = "tag", _("tag")
    UNTAG = "untag", _("take tags off")
    DONE = "done", _("say it is done")
    ASSIGNEE = "assignee", _("give to somebody")
    DUE = "due", _("move the day")
    PRIORITY = "priority", _("set how urgent")
    BROKEN = "broken", _("say it will not be kept")
    TRASH = "trash", _("put in the trash")


class BulkChange(Noun):
    """One thing done to many: what, by whom, of which list, and what became of each.

    `noun` says of what they are rows, as lists name it; `asked` is the address of the list they
    were chosen from, settled when it began. It can be undone as one.
    """

    noun = models.CharField(max_length=20, default="parties", db_default="parties")
    verb = models.CharField(max_length=12, choices=BulkVerb)
    facts = models.JSONField(default=dict)
    asked = models.TextField(blank=True, default="")
    by = models.ForeignKey(Teammate, models.CASCADE, related_name="bulk_changes")
    total = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    undo_begun_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["by", "-begun_at"], name="bulk_change_of")]


class BulkRow(models.Model):
    """What became of one party, task or conversation: before and after, or why it was left.

    `kept_because` says why an undo left it as it is.
    """

    change = models.ForeignKey(BulkChange, models.CASCADE, related_name="rows")
    party = models.ForeignKey(Party, models.CASCADE, related_name="+", null=True)
    task = models.ForeignKey(Task, models.CASCADE, related_name="+", null=True)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+", null=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    refused = models.TextField(blank=True, default="")
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    kept_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "party"], name="bulk_row_once"),
            models.UniqueConstraint(fields=["change", "task"], name="bulk_row_task_once"),
            models.UniqueConstraint(
                fields=["change", "activity"], name="bulk_row_activity_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["change", "id"], name="bulk_row_ahead", condition=Q(done_at=None)
            )
        ]
