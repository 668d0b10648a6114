from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from keepwell.firm.models import Teammate
from keepwell.kernel.models import Noun
from keepwell.parties.models import Party


class Kind(models.TextChoices):
    CLIENT = "client", _("client")
    CUSTOMER = "customer", _("customer")
    USER = "user", _("user")
    PROSPECT = "prospect", _("prospect")
    FORMER = "former client", _("former client")


class Holding(Noun):
    """A party held a kind from a day on, on these facts; `until` is the first day no longer.

    `rule` is the rule of the policy that made it; a holding without one was somebody's word.
    """

    party = models.ForeignKey(Party, models.CASCADE, related_name="holdings")
    kind = models.CharField(max_length=13, choices=Kind)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    because = models.JSONField(default=list)
    decided_by = models.CharField(max_length=60)
    rule = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "kind"], condition=Q(until=None), name="kind_held_once"
            )
        ]
        indexes = [
            models.Index(fields=["kind", "party"], name="holders", condition=Q(until=None))
        ]


class PartyFacts(models.Model):
    """What the kinds of a party rest on, as of the last time it was looked at.

    The columns are those of `rules.facts.Facts`; made from the rooms below by one question
    (`queries/facts.py`) and never written otherwise, so it can be made again at any time.
    """

    is_made_again = True  # a merge leaves it alone
    party = models.OneToOneField(
        Party, models.CASCADE, related_name="kind_facts", primary_key=True
    )
    is_person = models.BooleanField()
    acts_for_another = models.BooleanField()
    called = models.CharField(max_length=40)
    engaged_now = models.PositiveIntegerField()
    engaged_ever = models.PositiveIntegerField()
    terminated = models.PositiveIntegerField()
    first_engaged_on = models.DateField(null=True)
    engaged_as = models.CharField(max_length=20)
    engaged_on = models.DateField(null=True)
    last_ended_on = models.DateField(null=True)
    paid_now = models.PositiveIntegerField()
    won = models.PositiveIntegerField()
    lost = models.PositiveIntegerField()
    open = models.PositiveIntegerField()
    first_won_on = models.DateField(null=True)
    first_open_on = models.DateField(null=True)
    orders = models.PositiveIntegerField()
    net_minor = models.BigIntegerField()
    first_order_on = models.DateField(null=True)
    last_order_on = models.DateField(null=True)
    uses = models.PositiveIntegerField()
    last_use_on = models.DateField(null=True)
    people_using = models.PositiveIntegerField()
    use_since = models.DateField(null=True)
    people_interested = models.PositiveIntegerField()
    is_owned = models.BooleanField()
    team = models.PositiveIntegerField()
    first_contact_on = models.DateField(null=True)
    last_two_way_on = models.DateField(null=True)


class Due(models.Model):
    """A party of which news came: its facts are to be looked at again, and its kinds judged."""

    is_made_again = True
    party = models.OneToOneField(
        Party, models.CASCADE, related_name="kinds_due", primary_key=True
    )


class PolicyVersion(Noun):
    """The policy as it was from a day on; without `in_force_at` it is being written.

    Versions are never changed once in force: going back is a new version with old content.
    """

    number = models.PositiveIntegerField(null=True, unique=True)
    content = models.JSONField()
    note = models.CharField(_("what changes and why"), max_length=300, blank=True, default="")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Teammate, models.SET_NULL, related_name="+", null=True)
    in_force_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    changed = models.PositiveIntegerField(null=True)
    goes_back_to = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="policy_in_force_has_a_number",
                condition=Q(in_force_at=None, number=None)
                | Q(in_force_at__isnull=False, number__isnull=False),
            ),
            models.UniqueConstraint(
                models.ExpressionWrapper(Q(in_force_at=None), models.BooleanField()),
                condition=Q(in_force_at=None),
                name="policy_one_draft",
            ),
        ]


class Proxy(Noun):
    """A fact an administrator found to stand in for a protected attribute (domain K8)."""

    fact = models.CharField(max_length=60, unique=True)
    stands_for = models.CharField(_("stands for"), max_length=120)
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(Teammate, models.SET_NULL, related_name="+", null=True)


class Overruling(Noun):
    """Somebody’s word that a party is, or is not, of a kind, until the day before `ends_on`."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="overrulings")
    kind = models.CharField(_("kind"), max_length=13, choices=Kind)
    is_held = models.BooleanField()
    reason = models.CharField(_("reason"), max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField(_("first day it no longer counts"))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Teammate, models.SET_NULL, related_name="+", null=True)
    made_by_name = models.CharField(max_length=200, blank=True, default="")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="overruling_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("An overruling must end after it starts."),
            )
        ]
        indexes = [
            models.Index(
                fields=["party", "kind"],
                name="overruling_of_party",
                condition=Q(taken_back_at=None),
            )
        ]
