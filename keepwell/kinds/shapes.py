"""The kinds policy as programs send and read it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Path, Schema
from pydantic import ConfigDict, Field

from keepwell.firm.gate.shapes import Name
from keepwell.kinds.rules.words import MOST_COUNT

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
