"""The kinds policy, for programs: read, write, see what would change, bring into force."""

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from ninja.responses import Status

from keepwell.firm.gate.askers import AskerRequest
from keepwell.firm.gate.described import door_of
from keepwell.firm.gate.revisions import IfMatch, must_match, tagged
from keepwell.firm.rules import Act, may
from keepwell.kinds.commands.policy import (
    bring_into_force,
    drop_draft,
    go_back_to,
    mark_proxy,
    unmark_proxy,
    write_draft,
)
from keepwell.kinds.models import PolicyVersion
from keepwell.kinds.queries.policy import draft, policy_in_force, policy_of, proxies, versions
from keepwell.kinds.queries.preview import previewed, reasons
from keepwell.kinds.rules.default import DEFAULT
from keepwell.kinds.rules.policy import Held, Policy, Rule, Sign, policy_from_json
from keepwell.kinds.rules.words import asked_in_words
from keepwell.kinds.shapes import (
    FactName,
    GoBackIn,
    NoteIn,
    PolicyIn,
    PolicyOut,
    PreviewOut,
    ProxyIn,
    ProxyOut,
    VersionOut,
)
from keepwell.walls.queries import visible_parties

door = door_of("settings", "Kinds policy")


def _may(request: AskerRequest) -> None:
    if not may(request.user.role, Act.RUN_FIRM):
        raise PermissionDenied


def _told(policy: Policy, row: PolicyVersion | None) -> dict[str, Any]:
    return {
        "number": policy.number or None,
        "in_force_at": row.in_force_at if row else None,
        "note": row.note if row else "",
        "rules": [_one(rule) for rule in policy.rules],
        "signs": [_one(sign) for sign in policy.signs],
    }


def _one(one: Rule | Sign) -> dict[str, Any]:
    return {**one.as_json(), "says": [asked_in_words(asked) for asked in one.when]}


def _version(row: PolicyVersion) -> dict[str, Any]:
    names = ("number", "in_force_at", "note", "goes_back_to", "applied_at", "changed")
    return {name: getattr(row, name) for name in names}


def _written() -> PolicyVersion:
    row = draft()
    if row is None:
        raise Http404
    return row


@door.get("/kinds/policy", response=PolicyOut)
def get_policy(request: AskerRequest) -> dict[str, Any]:
    """The policy in force, each rule also in words."""
    return _told(policy_in_force(), versions().first())


@door.get("/kinds/policy/versions", response=list[VersionOut])
def list_policy_versions(request: AskerRequest) -> list[dict[str, Any]]:
    """Every version, the newest first; the first came with Keepwell."""
    first = {"number": DEFAULT.number, "in_force_at": None, "note": "", "goes_back_to": None,
             "applied_at": None, "changed": None}  # fmt: skip
    return [*map(_version, versions()), first]


@door.get("/kinds/policy/draft", response=PolicyOut)
def get_policy_draft(request: AskerRequest, response: HttpResponse) -> dict[str, Any]:
    """The version being written; its `ETag` says which state of it was read."""
    _may(request)
    row = _written()
    tagged(response, _state_of(row))
    return _told(policy_of(row), row)


@door.put("/kinds/policy/draft", response=PolicyOut)
def put_policy_draft(
    request: AskerRequest, response: HttpResponse, sent: PolicyIn, if_match: IfMatch = None
) -> dict[str, Any]:
    """Write a version; nothing changes for anybody until it is brought into force.

    `If-Match` says which state of the draft it is written over; none where nobody writes one.
    """
    _may(request)
    policy, now = policy_from_json(sent.model_dump(), 0), timezone.now()
    seen = _meant_for(draft(), if_match) or now  # a draft begun meanwhile is older than now
    row = write_draft(policy, at=now, by=request.user, seen=seen)
    tagged(response, _state_of(row))
    return _told(policy_of(row), row)


def _state_of(row: PolicyVersion | None) -> str | None:
    return row.written_at.astimezone(UTC).isoformat() if row else None


def _meant_for(row: PolicyVersion | None, if_match: str | None) -> datetime | None:
    must_match(_state_of(row), if_match)
    return row.written_at if row else None


@door.delete("/kinds/policy/draft", response={204: None})
def delete_policy_draft(request: AskerRequest, if_match: IfMatch = None) -> Any:
    """Throw away what was written; `If-Match` says which state of it."""
    _may(request)
    seen = _meant_for(draft(), if_match)
    if seen:
        drop_draft(at=timezone.now(), by=request.user, seen=seen)
    return Status(204, None)


@door.get("/kinds/policy/preview", response=PreviewOut)
def preview_policy(request: AskerRequest, response: HttpResponse) -> dict[str, Any]:
    """What the version being written would change, with examples and their reasons."""
    _may(request)
    row = _written()
    tagged(response, _state_of(row))
    seen = visible_parties(request.user)
    day = timezone.now().date()
    found = previewed(policy_in_force(), policy_of(row), seen, day)
    examples = [
        {"party_id": one.party.pk, "name": one.party.name,
         "begins": [_held(held) for held in one.begins],
         "ends": [_held(held) for held in one.ends]}
        for one in found.examples
    ]  # fmt: skip
    changes = [{"kind": one.kind, "begin": one.begin, "end": one.end} for one in found.changes]
    return {"parties": found.parties, "changes": changes, "examples": examples}


def _held(held: Held) -> dict[str, Any]:
    return {"kind": held.kind, "since": held.since, "because": list(reasons(held))}


@door.post("/kinds/policy/take-effect", response=VersionOut)
def take_effect(
    request: AskerRequest, sent: NoteIn, if_match: IfMatch = None
) -> dict[str, Any]:
    """Bring into force what was written; everybody is judged by it as soon as can be.

    `If-Match` says which state of it was read or previewed: no other comes into force.
    """
    _may(request)
    seen = _meant_for(draft(), if_match)
    return _version(
        bring_into_force(note=sent.note, at=timezone.now(), by=request.user, seen=seen)
    )


@door.post("/kinds/policy/go-back", response=VersionOut)
def go_back(request: AskerRequest, sent: GoBackIn) -> dict[str, Any]:
    """Let an earlier version be the policy again, as a new version."""
    return _version(go_back_to(sent.number, at=timezone.now(), by=request.user))


@door.get("/kinds/policy/proxies", response=list[ProxyOut])
def list_proxies(request: AskerRequest) -> list[dict[str, Any]]:
    """Facts that stand in for a protected attribute here: no rule may rest on them."""
    return [{"fact": fact, "stands_for": what} for fact, what in proxies().items()]


@door.put("/kinds/policy/proxies/{fact}", response=ProxyOut)
def put_proxy(request: AskerRequest, fact: FactName, sent: ProxyIn) -> dict[str, Any]:
    """Mark a fact as standing in for a protected attribute."""
    row = mark_proxy(fact, sent.stands_for, at=timezone.now(), by=request.user)
    return {"fact": row.fact, "stands_for": row.stands_for}


@door.delete("/kinds/policy/proxies/{fact}", response={204: None})
def delete_proxy(request: AskerRequest, fact: FactName) -> Any:
    """Let rules rest on a fact again."""
    unmark_proxy(fact, at=timezone.now(), by=request.user)
    return Status(204, None)
