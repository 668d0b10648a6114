"""The kinds policy, for programs: read, write, see what would change, bring into force."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from ninja import Path, Schema
from ninja.responses import Status
from pydantic import ConfigDict, Field

from keepwell.firm.gate.askers import AskerRequest
from keepwell.firm.gate.described import door_of
from keepwell.firm.gate.revisions import IfMatch, must_match, tagged
from keepwell.firm.gate.shapes import Name
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
from keepwell.kinds.rules.words import MOST_COUNT, asked_in_words
from keepwell.walls.queries import visible_parties

door = door_of("settings", "Kinds policy")
FactName = Annotated[str, Path(max_length=60, pattern=r"^[a-z][a-z0-9_]*$")]
Key = Annotated[str, Field(max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]
KindWord = Literal["client", "customer", "user", "prospect", "former client"]
AsksWord = Literal["at_least", "at_most", "yes", "no", "one_of", "none_of", "within", "before"]
_WON: Any = [
    {"fact": "won", "asks": "at_least", "value": 2},
    {"fact": "acts_for_another", "asks": "no"},
]


class ConditionShape(Schema):
    """One thing asked of a fact: a count, days (`within`, `before`) or words."""

    fact: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]+$")]
    asks: AsksWord
    value: Annotated[int, Field(ge=0, le=MOST_COUNT)] = 0
    words: list[Annotated[str, Field(max_length=40, pattern=r"^[a-z]*$")]] = Field(
        default=[], max_length=20
    )


class RuleIn(Schema):
    """Whoever meets all of `when` is of the kind, since the day that `since` names."""

    key: Key
    kind: KindWord
    when: list[ConditionShape] = Field(min_length=1, max_length=8)
    since: Annotated[str, Field(max_length=40, pattern=r"^[a-z_]*$")] = ""
    is_on: bool = True
    adds: Name = ""


class SignIn(Schema):
    """What speaks, in one aspect, for a client, a customer or a user."""

    key: Key
    aspect: Annotated[str, Field(max_length=40, pattern=r"^[a-z]+$")]
    speaks_for: Literal["client", "customer", "user"]
    when: list[ConditionShape] = Field(min_length=1, max_length=8)
    is_on: bool = True


class PolicyIn(Schema):
    """A policy to be written: rules in order, the first of a kind that is met decides it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{
                "rules": [{"key": "won", "kind": "client", "since": "first_won_on",
                           "when": _WON}],
                "signs": [{"key": "bespoke", "aspect": "customisation",
                           "speaks_for": "client", "when": _WON[:1]}],
            }]
        },
    )  # fmt: skip
    rules: list[RuleIn] = Field(min_length=1, max_length=60)
    signs: list[SignIn] = Field(default=[], max_length=60)


class RuleOut(RuleIn):
    """A rule, and what it asks in words."""

    says: list[str]


class SignOut(SignIn):
    """A sign, and what it asks in words."""

    says: list[str]


class PolicyOut(Schema):
    """A policy; `number` is null while it is being written."""

    number: int | None
    in_force_at: datetime | None
    note: str
    rules: list[RuleOut]
    signs: list[SignOut]


class VersionOut(Schema):
    """A version: since when it is in force, and how many kinds began or ended by it."""

    number: int
    in_force_at: datetime | None
    note: str
    goes_back_to: int | None
    applied_at: datetime | None
    changed: int | None


class HeldOut(Schema):
    """A kind, since when it would be held, and why."""

    kind: str
    since: date | None
    because: list[str]


class ExampleOut(Schema):
    """A party that would change."""

    party_id: UUID
    name: str
    begins: list[HeldOut]
    ends: list[HeldOut]


class ChangeOut(Schema):
    """How many parties would begin, and how many end, to be of a kind."""

    kind: str
    begin: int
    end: int


class PreviewOut(Schema):
    """What would change of the parties the asker may see."""

    parties: int
    changes: list[ChangeOut]
    examples: list[ExampleOut]


class NoteIn(Schema):
    """What changes and why."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"note": "Once is no client"}]}
    )
    note: Name = ""


class GoBackIn(Schema):
    """The version to go back to; 1 is what came with Keepwell."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"number": 1}]})
    number: Annotated[int, Field(ge=1, le=1_000_000)]


class ProxyIn(Schema):
    """The protected attribute a fact stands in for."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"stands_for": "nationality"}]}
    )
    stands_for: Name


class ProxyOut(Schema):
    """A fact no rule may rest on."""

    fact: str
    stands_for: str


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
