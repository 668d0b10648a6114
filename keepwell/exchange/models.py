from django.db import models
from django.utils.translation import gettext_lazy as _

from keepwell.firm.models import Teammate
from keepwell.kernel.models import Noun


class ImportState(models.TextChoices):
    READING = "reading", _("looking at the files")
    READY = "ready", _("ready to start")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    STOPPED = "stopped", _("stopped")
    UNDONE = "undone", _("undone")


class Import(Noun):
    """Files that came in together, what became of every row, and the way back."""

    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.READING)
    stage = models.CharField(max_length=40, blank=True, default="")
    started_by = models.ForeignKey(Teammate, models.SET_NULL, related_name="+", null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    is_dry_run = models.BooleanField(default=False)
    because = models.CharField(max_length=500, blank=True, default="")
    heartbeat_at = models.DateTimeField(null=True)
    kept_on_undo = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="import_newest")]


class ImportFile(Noun):
    """One file of an import: how it is read, how far, and the tally of its rows."""

    job = models.ForeignKey(Import, models.CASCADE, related_name="files")
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=500)
    path = models.CharField(max_length=1000)
    size = models.BigIntegerField(default=0)
    form = models.CharField(max_length=10)
    vendor = models.CharField(max_length=20, blank=True, default="")
    table = models.CharField(max_length=20, blank=True, default="")
    shape = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    position = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    added = models.BigIntegerField(default=0)
    updated = models.BigIntegerField(default=0)
    skipped = models.BigIntegerField(default=0)
    unclear = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    is_done = models.BooleanField(default=False)
    because = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["job", "order"], name="import_file_order")]


class RowOutcome(models.Model):
    """A row that did not simply go in: skipped, unclear or refused, and why."""

    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="outcomes")
    number = models.BigIntegerField()
    outcome = models.CharField(max_length=8)
    because = models.CharField(max_length=500)
    cells = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["file", "outcome", "number"], name="outcome_of_file")]


class NamedOwner(Noun):
    """An owner whom files of an import name and no list of teammates tells of."""

    job = models.ForeignKey(Import, models.CASCADE, related_name="named_owners")
    name = models.CharField(max_length=200)
    rows = models.PositiveIntegerField(default=0)
    teammate = models.ForeignKey(Teammate, models.SET_NULL, related_name="+", null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job", "name"],
                name="named_owner_once",
                violation_error_message=_("An import names each owner once."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Trace(models.Model):
    """What an import made or changed: the way back. `before` is None for what it made."""

    job = models.ForeignKey(Import, models.CASCADE, related_name="traces", db_index=False)
    noun = models.CharField(max_length=60)
    noun_id = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["job", "-id"], name="trace_of_import")]


class Preset(Noun):
    """A mapping kept under a name, for the next file of the same shape."""

    name = models.CharField(max_length=120, unique=True)
    header_key = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    kept_by = models.ForeignKey(Teammate, models.SET_NULL, related_name="+", null=True)


class Hook(Noun):
    """Where another tool wants to hear what happens, as far as its teammate may see it.

    The secret is kept as it is: every delivery is signed with it.
    """

    teammate = models.ForeignKey(Teammate, models.CASCADE, related_name="hooks")
    url = models.CharField(_("address"), max_length=500)
    events = models.JSONField(default=list)
    secret = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return self.url


class Delivery(Noun):
    """Something told to a hook, or to be told: the outbox and its log in one."""

    hook = models.ForeignKey(Hook, models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=40)
    happened_at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    because = models.CharField(max_length=300, blank=True, default="")
    delivered_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["hook", "-id"], name="delivery_of_hook")]
        verbose_name_plural = "deliveries"
