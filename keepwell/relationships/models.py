from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwell.firm.models import Teammate
from keepwell.kernel.models import Noun
from keepwell.kernel.words import told
from keepwell.parties.models import Party


class Stage(models.TextChoices):
    LEAD = "lead", _("lead")
    CONSULTATION = "consultation", _("consultation")
    PROPOSAL = "proposal", _("proposal")
    AGREED = "agreed", _("agreed")
    ONBOARDING = "onboarding", _("onboarding")
    ACTIVE = "active", _("active")
    RENEWING = "renewing", _("renewing")
    PAUSED = "paused", _("paused")
    ENDED = "ended", _("ended")
    LOST = "lost", _("lost")


class Relationship(models.Model):
    """How the firm stands to a party: stage, owner, rhythm, next touch."""

    party = models.OneToOneField(
        Party, models.CASCADE, related_name="relationship", primary_key=True
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, blank=True, default="")
    stage_since = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        Teammate, models.SET_NULL, related_name="relationships", null=True, blank=True
    )
    owner_since = models.DateField(null=True, blank=True)
    owner_named = models.CharField(max_length=200, blank=True, default="")
    called = models.CharField(max_length=40, blank=True, default="")
    cadence_days = models.PositiveSmallIntegerField(_("days between touches"), null=True)
    paused_until = models.DateField(null=True, blank=True)
    next_touch_on = models.DateField(_("next touch"), null=True, blank=True)
    next_touch_what = models.CharField(max_length=200, blank=True, default="")
    next_touch_by = models.ForeignKey(
        Teammate, models.SET_NULL, related_name="+", null=True, blank=True
    )
    ended_because = models.CharField(max_length=300, blank=True, default="")
    follow_up_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "next_touch_on"], name="relationship_of_owner"),
            models.Index(fields=["stage"], name="relationship_stage"),
            models.Index(
                fields=["next_touch_on", "party"],
                name="relationship_next_touch",
                condition=Q(next_touch_on__isnull=False),
            ),
        ]


class StageChange(Noun):
    """A move between stages, with its reason and what it rests on."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="stage_changes")
    before = models.CharField(max_length=12, blank=True, default="")
    after = models.CharField(max_length=12)
    on = models.DateField()
    reason = models.CharField(max_length=300, blank=True, default="")
    by = models.ForeignKey(Teammate, models.SET_NULL, related_name="+", null=True)

    @property
    def why(self) -> str:
        """The reason: as somebody wrote it, or as Keepwell says it in the reader's language."""
        return self.reason if self.by_id else told(self.reason)


class Ownership(Noun):
    """Who was accountable, from when to when. At most one is open."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="ownerships")
    teammate = models.ForeignKey(Teammate, models.CASCADE, related_name="ownerships")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    briefing = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(until=None),
                name="ownership_one_at_a_time",
                violation_error_message=_("A client has exactly one owner."),
            )
        ]


class TeamRole(models.TextChoices):
    SALES = "sales", _("sales")
    SUCCESS = "success", _("success")
    TECHNICAL = "technical", _("technical")
    SPONSOR = "sponsor", _("executive sponsor")
    DELIVERY = "delivery", _("delivery")


class TeamMember(Noun):
    """A teammate on a client's account team."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="account_team")
    teammate = models.ForeignKey(Teammate, models.CASCADE, related_name="account_teams")
    role = models.CharField(_("role"), max_length=10, choices=TeamRole)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "teammate", "role"],
                name="team_member_once_per_role",
                violation_error_message=_("They already have this role here."),
            )
        ]


class ContactFacts(models.Model):
    """What is known of contact with a party and its people; made again from presences.

    `watch_on`, `quiet_on`, `silent_on` are the first days on which silence reaches that level
    if nothing else happens, so that Today is one index range.
    """

    party = models.OneToOneField(
        Party, models.CASCADE, related_name="contact_facts", primary_key=True
    )
    last_inbound = models.DateTimeField(null=True)
    last_outbound = models.DateTimeField(null=True)
    last_two_way = models.DateTimeField(null=True)
    last_two_way_activity_id = models.UUIDField(null=True)
    first_contact = models.DateTimeField(null=True)
    gap_median_days = models.FloatField(null=True)
    gaps_used = models.PositiveSmallIntegerField(default=0)
    unanswered_outbound = models.PositiveIntegerField(default=0)
    unanswered_since = models.DateTimeField(null=True)
    unanswered_activity_id = models.UUIDField(null=True)
    unanswered_asks = models.BooleanField(default=False)
    watch_on = models.DateField(null=True)
    quiet_on = models.DateField(null=True)
    silent_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["quiet_on"], name="facts_quiet_on"),
            models.Index(fields=["last_two_way", "party"], name="facts_two_way"),
            models.Index(fields=["last_inbound", "party"], name="facts_inbound"),
            models.Index(fields=["last_outbound", "party"], name="facts_outbound"),
            models.Index(
                fields=["unanswered_since"],
                name="facts_unanswered",
                condition=Q(unanswered_asks=True),
            ),
        ]


class Snooze(Noun):
    """An item of Today put off by somebody, with a reason, until a day."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="snoozes", null=True)
    teammate = models.ForeignKey(Teammate, models.CASCADE, related_name="snoozes")
    item = models.CharField(max_length=120)
    reason = models.CharField(_("reason"), max_length=300)
    until = models.DateField(_("until"))
    snoozed_at = models.DateTimeField()
    woken_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["teammate", "until"], name="snooze_of_teammate")]


class Opportunity(Noun):
    """Work that may come, as another tool told of it."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="opportunities", null=True)
    contact = models.ForeignKey(Party, models.SET_NULL, related_name="+", null=True)
    name = models.CharField(_("name"), max_length=300)
    stage_named = models.CharField(max_length=100, blank=True, default="")
    outcome = models.CharField(max_length=5, default="open")
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    closes_on = models.DateField(null=True)
    opened_on = models.DateField(null=True)
    next_step = models.CharField(max_length=300, blank=True, default="")
    owner = models.ForeignKey(Teammate, models.SET_NULL, related_name="+", null=True)
    key = models.CharField(max_length=300, null=True, unique=True)
    source = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["party", "outcome"], name="opportunity_of_party")]
        verbose_name_plural = "opportunities"
