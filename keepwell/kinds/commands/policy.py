"""Writing a policy, bringing it into force, and going back to an earlier one."""

from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from keepwell.firm.charge import must_be_allowed
from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act
from keepwell.kernel.command import command, hold
from keepwell.kernel.later import enqueue
from keepwell.kernel.record import record
from keepwell.kernel.refusal import Overtaken, Refused, refuse_unless
from keepwell.kinds.commands.judge import apply_policy
from keepwell.kinds.models import PolicyVersion, Proxy
from keepwell.kinds.queries.policy import draft, policy_in_force, policy_of, proxies, versions
from keepwell.kinds.rules.default import DEFAULT
from keepwell.kinds.rules.facts import FACTS
from keepwell.kinds.rules.policy import Policy
from keepwell.kinds.rules.words import PROTECTED, faults_of

LONGEST_NOTE = 300


@command
def begin_draft(*, at: datetime, by: Teammate | None) -> PolicyVersion:
    """Begin to write a new version, from the policy in force; one at a time, for everybody."""
    must_be_allowed(by, Act.RUN_FIRM)
    there = draft()
    if there is not None:
        return there
    row = PolicyVersion.objects.create(
        content=policy_in_force().as_json(), written_at=at, written_by=by
    )
    record("begin_policy", "policy", row.pk, at=at, by=by)
    return row


@command
def write_draft(
    policy: Policy, *, at: datetime, by: Teammate | None, seen: datetime | None = None
) -> PolicyVersion:
    """Keep what was written; refused when a rule rests on what none may, or makes no sense.

    `seen` says when the draft that was changed had been written: what somebody else wrote
    since is not written over unseen.
    """
    must_be_allowed(by, Act.RUN_FIRM)
    for fault in faults_of(policy, proxies()):
        raise Refused(fault)
    overtaken = _(
        "Somebody else changed the draft meanwhile. Keep yours once more to write over it,"
        " or open the page anew to see theirs."
    )
    row = _as_seen(begin_draft(at=at, by=by), seen, overtaken)
    row.content, row.written_at, row.written_by = policy.as_json(), at, by
    row.save(update_fields=["content", "written_at", "written_by"])
    record("write_policy", "policy", row.pk, at=at, by=by, rules=len(policy.rules))
    return row


def _as_seen(row: PolicyVersion, seen: datetime | None, overtaken: str) -> PolicyVersion:
    """The draft, held; refused when it was written again since it was `seen`."""
    row = hold(row)
    if seen not in (None, row.written_at):
        raise Overtaken(overtaken)
    return row


def _changed_since() -> str:
    return _("The draft was changed since you looked. See what would change now, then decide.")


@command
def drop_draft(*, at: datetime, by: Teammate | None, seen: datetime | None = None) -> None:
    """Throw away what was written; what is in force stays.

    `seen` says when the draft that was looked at had been written.
    """
    must_be_allowed(by, Act.RUN_FIRM)
    found = draft()
    if found is not None:
        row = _as_seen(found, seen, _changed_since())
        record("drop_policy", "policy", row.pk, at=at, by=by, content=row.content)
        row.delete()


@command
def bring_into_force(
    *, note: str, at: datetime, by: Teammate | None, seen: datetime | None = None
) -> PolicyVersion:
    """From now on the draft is the policy; parties are judged by it as soon as can be.

    `seen` says when the draft that was looked at had been written.
    """
    must_be_allowed(by, Act.RUN_FIRM)
    found = draft()
    if found is None:
        raise Refused(_("Nothing is being written. Change the policy first."))
    row = _as_seen(found, seen, _changed_since())
    for fault in faults_of(policy_of(row), proxies()):
        raise Refused(fault)
    refuse_unless(
        row.content != policy_in_force().as_json(),
        _("Nothing is different from the policy in force."),
    )
    return _take_effect(row, note, at, by)


@command
def go_back_to(number: int, *, at: datetime, by: Teammate | None) -> PolicyVersion:
    """Let an earlier version be the policy again, as a new version."""
    must_be_allowed(by, Act.RUN_FIRM)
    old = versions().filter(number=number).first()
    if old is None and number != DEFAULT.number:
        raise Refused(_("There is no such version."))
    policy = policy_of(old) if old else DEFAULT
    for fault in faults_of(policy, proxies()):
        raise Refused(fault)
    refuse_unless(
        policy.as_json() != policy_in_force().as_json(), _("This is what is in force already.")
    )
    refuse_unless(
        draft() is None,
        _("Somebody is writing a new version. Bring it into force or drop it first."),
    )
    row = PolicyVersion.objects.create(
        content=policy.as_json(), written_at=at, written_by=by, goes_back_to=number
    )
    return _take_effect(row, "", at, by)


def _take_effect(
    row: PolicyVersion, note: str, at: datetime, by: Teammate | None
) -> PolicyVersion:
    last = PolicyVersion.objects.aggregate(last=Max("number"))["last"] or DEFAULT.number
    row.number, row.in_force_at, row.note = last + 1, at, note.strip()[:LONGEST_NOTE]
    row.save(update_fields=["number", "in_force_at", "note"])
    record(
        "bring_policy_into_force", "policy", row.pk, at=at, by=by, number=row.number,
        note=row.note, goes_back_to=row.goes_back_to, content=row.content,
    )  # fmt: skip
    enqueue("kinds.apply_policy", str(row.pk))
    return row


def finish_applying(version: PolicyVersion, *, at: datetime) -> int:
    """Judge everybody by the policy in force, and keep with its version what came of it.

    May be begun again after a crash: what was judged already is then the same.
    """
    changed = apply_policy(at=at)
    _note_what_came(version, changed, at=at)
    return changed


@command
def _note_what_came(version: PolicyVersion, changed: int, *, at: datetime) -> None:
    """Everybody is judged by this version; so many kinds began or ended."""
    version = hold(version)
    version.applied_at = version.applied_at or at
    version.changed = (version.changed or 0) + changed
    version.save(update_fields=["applied_at", "changed"])
    record("applied_policy", "policy", version.pk, at=at, changed=changed)


@command
def mark_proxy(fact: str, stands_for: str, *, at: datetime, by: Teammate | None) -> Proxy:
    """Say that a fact stands in for a protected attribute here: no rule may rest on it."""
    must_be_allowed(by, Act.RUN_FIRM)
    refuse_unless(fact in FACTS, _("Choose a fact."), field="fact")
    known = stands_for in PROTECTED
    refuse_unless(known, _("Choose what it stands for."), field="stands_for")
    policy = policy_in_force()
    in_use = {asked.fact for one in policy.everything if one.is_on for asked in one.when}
    refuse_unless(
        fact not in in_use,
        _("The policy in force rests on it. Change the policy first, then mark it."),
        field="fact",
    )
    row, made = Proxy.objects.get_or_create(
        fact=fact, defaults={"stands_for": stands_for, "marked_at": at, "marked_by": by}
    )
    refuse_unless(made, _("It is marked already."), field="fact")
    record("mark_proxy", "proxy", row.pk, at=at, by=by, fact=fact, stands_for=stands_for)
    return row


@command
def unmark_proxy(fact: str, *, at: datetime, by: Teammate | None) -> None:
    """Rules may rest on this fact again."""
    must_be_allowed(by, Act.RUN_FIRM)
    row = Proxy.objects.filter(fact=fact).first()
    if row is not None:
        record("unmark_proxy", "proxy", row.pk, at=at, by=by, fact=fact)
        row.delete()
