from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwell.firm.models import Teammate
from keepwell.kernel.models import Noun
from keepwell.parties.models import Party


class Conversation(Noun):
    """Mails that answer each other."""

    subject = models.CharField(max_length=500, blank=True, default="")
    subject_key = models.CharField(max_length=120, blank=True, default="")
    last_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["subject_key", "-last_at"], name="conversation_subject")
        ]


class ActivityKind(models.TextChoices):
    MAIL = "mail", _("mail")
    CALL = "call", _("call")
    MEETING = "meeting", _("meeting")
    NOTE = "note", _("note")


class MailNature(models.TextChoices):
    """Only human mail is contact."""

    HUMAN = "human", _("written by a person")
    NEWSLETTER = "newsletter", _("newsletter")
    AUTOMATIC = "automatic", _("automatic reply")
    BOUNCE = "bounce", _("bounced")
    MACHINE = "machine", _("sent by a machine")
    INTERNAL = "internal", _("among teammates")


class Activity(Noun):
    """Something that happened, or will, between the firm and others: mail, call, meeting, note.

    `key` names it in the tool it came from; the same key is the same activity. `thread_key`
    is the subject without its reply marks, kept by `join_conversations`.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=ActivityKind)
    at = models.DateTimeField(_("when"))
    ends_at = models.DateTimeField(null=True, blank=True)
    title = models.CharField(_("subject"), max_length=500, blank=True, default="")
    text = models.TextField(_("what was said"), blank=True, default="")
    place = models.CharField(_("where"), max_length=300, blank=True, default="")
    nature = models.CharField(
        max_length=10, choices=MailNature, default=MailNature.HUMAN, blank=True
    )
    direction = models.CharField(max_length=8, blank=True, default="")
    outcome = models.CharField(_("outcome"), max_length=20, blank=True, default="")
    asks = models.BooleanField(_("asks something"), default=False)
    by = models.ForeignKey(
        Teammate, models.SET_NULL, related_name="activities", null=True, blank=True
    )
    conversation = models.ForeignKey(
        Conversation, models.SET_NULL, related_name="activities", null=True, blank=True
    )
    answers = models.ForeignKey(
        "self", models.SET_NULL, related_name="answered_by", null=True, blank=True
    )
    in_reply_to = models.CharField(max_length=500, blank=True, default="")
    thread_key = models.CharField(max_length=120, blank=True, default="", db_default="")
    key = models.CharField(max_length=500, null=True, blank=True, unique=True)
    # Its index is below: of all rows, SQLite would begin every list at the many without one.
    same_as = models.ForeignKey(
        "self", models.SET_NULL, related_name="mirrors", null=True, blank=True, db_index=False
    )
    source = models.CharField(max_length=60, blank=True, default="")
    created_at = models.DateTimeField()
    trashed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="activity_newest"),
            models.Index(fields=["kind", "-at", "-id"], name="activity_of_kind"),
            models.Index(fields=["nature", "-at", "-id"], name="activity_of_nature"),
            models.Index(
                fields=["in_reply_to"], name="activity_reply", condition=~Q(in_reply_to="")
            ),
            models.Index(
                fields=["thread_key", "at"], name="activity_thread", condition=~Q(thread_key="")
            ),
            models.Index(
                fields=["same_as"], name="activity_mirrors", condition=Q(same_as__isnull=False)
            ),
            models.Index(
                fields=["-trashed_at", "-id"],
                name="activity_trash",
                condition=Q(trashed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()


class Presence(models.Model):
    """Who was in an activity, and what it was to them: heard from, written to, two-way.

    One of ours has `teammate`; one of theirs `party`; an address nobody has claimed has
    neither. `at` repeats the activity's moment so that a timeline is one index range.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="presences")
    party = models.ForeignKey(
        Party, models.SET_NULL, related_name="presences", null=True, blank=True, db_index=False
    )
    teammate = models.ForeignKey(
        Teammate, models.SET_NULL, related_name="presences", null=True, blank=True
    )
    address = models.CharField(max_length=320, blank=True, default="")
    name = models.CharField(max_length=300, blank=True, default="")
    role = models.CharField(max_length=10)
    response = models.CharField(max_length=12, blank=True, default="")
    at = models.DateTimeField()
    inbound = models.BooleanField(default=False)
    outbound = models.BooleanField(default=False)
    two_way = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["party", "-at", "-id"], name="presence_timeline"),
            models.Index(
                fields=["address"],
                name="presence_unclaimed",
                condition=Q(party=None, teammate=None),
            ),
        ]


class TaskKind(models.TextChoices):
    TASK = "task", _("task")
    PROMISE = "promise", _("promise")


class Series(Noun):
    """What comes again by a rule, each as a task of its own; `rule` is in iCalendar's words.

    `last_on` is the day planned for the last of them and `next_on` for the one that is not made
    yet. Counted from when it was done, there is no next day until then (`counts_from_done`).
    """

    rule = models.CharField(max_length=200)
    counts_from_done = models.BooleanField(default=False)
    starts_on = models.DateField()
    turns = models.PositiveIntegerField(default=1)
    last_on = models.DateField()
    next_on = models.DateField(null=True)
    by = models.ForeignKey(Teammate, models.SET_NULL, related_name="+", null=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_on"], name="series_next", condition=Q(next_on__isnull=False)
            )
        ]
        verbose_name_plural = "series"


class Priority(models.TextChoices):
    HIGH = "high", _("high")
    NORMAL = "", _("normal")
    LOW = "low", _("low")


class Task(Noun):
    """Something to be done by somebody; a promise is one made to a party in words.

    `turn` is its number in its series. A reminder stands in `remind_at`; one that is so many
    days before the day due (`remind_days`, at `remind_time` where the assignee lives) moves
    with that day. `feedback` is how it went.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=TaskKind, default=TaskKind.TASK)
    what = models.CharField(_("what"), max_length=500)
    text = models.TextField(_("details"), blank=True, default="")
    party = models.ForeignKey(
        Party, models.CASCADE, related_name="tasks", null=True, blank=True
    )
    contact = models.ForeignKey(Party, models.SET_NULL, related_name="+", null=True, blank=True)
    assignee = models.ForeignKey(
        Teammate, models.SET_NULL, related_name="tasks", null=True, blank=True
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    made_in = models.ForeignKey(
        Activity, models.SET_NULL, related_name="promises", null=True, blank=True
    )
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, blank=True, default="")
    feedback = models.TextField(_("how it went"), blank=True, default="", db_default="")
    priority = models.CharField(
        _("priority"), max_length=4, choices=Priority, blank=True, default="", db_default=""
    )
    series = models.ForeignKey(
        Series, models.SET_NULL, related_name="tasks", null=True, blank=True
    )
    turn = models.PositiveIntegerField(null=True, blank=True)
    remind_days = models.PositiveSmallIntegerField(null=True, blank=True)
    remind_time = models.TimeField(null=True, blank=True)
    remind_at = models.DateTimeField(_("reminder"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=300, null=True, blank=True, unique=True)
    source = models.CharField(max_length=60, blank=True, default="")
    created_at = models.DateTimeField()
    trashed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["assignee", "due_on"],
                name="task_open",
                condition=Q(done_at__isnull=True),
            ),
            models.Index(fields=["party", "due_on"], name="task_of_party"),
            models.Index(fields=["due_on", "id"], name="task_due"),
            models.Index(
                fields=["due_on", "id"], name="task_open_due", condition=Q(done_at__isnull=True)
            ),
            models.Index(
                fields=["done_at", "id"], name="task_done", condition=Q(done_at__isnull=False)
            ),
            models.Index(fields=["created_at", "id"], name="task_created"),
            models.Index(
                fields=["remind_at"],
                name="task_to_remind",
                condition=Q(remind_at__isnull=False, reminded_at=None, done_at=None),
            ),
            models.Index(
                fields=["-trashed_at", "-id"],
                name="task_trash",
                condition=Q(trashed_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "turn"],
                name="task_once_per_turn",
                violation_error_message=_("This one was made already."),
            )
        ]

    def __str__(self) -> str:
        return self.what
