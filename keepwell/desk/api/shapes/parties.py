"""Parties as programs send and read them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from keepwell.desk.queries.party_list import ORDERS
from keepwell.desk.queries.views import NAMES
from keepwell.firm.gate.paging import Paging
from keepwell.firm.gate.shapes import MOST_AT_ONCE, Day, Minor, Name, Named, Text, Word

NatureWord = Literal["person", "organisation"]
if TYPE_CHECKING:
    ViewWord: TypeAlias = str
    SortWord: TypeAlias = str
else:
    OwnSort = Annotated[str, Field(pattern=r"^-?own_[a-z0-9_]{1,40}$")]
    ViewWord, SortWord = Literal[tuple(NAMES)], Literal[tuple(ORDERS)] | OwnSort
Sent = Annotated[str, Field(max_length=320, pattern=r"^[^\x00]*$")]


class Amount(Schema):
    """Money: whole minor units and its currency."""

    minor: Minor
    currency: str = Field(max_length=3)


OwnName = Annotated[str, Field(max_length=60, pattern=r"^own_[a-z0-9_]+$")]
OwnText = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]
OwnValue: TypeAlias = (
    bool | float | OwnText | Amount | Annotated[list[OwnText], Field(max_length=300)] | None
)
Tags = Annotated[list[OwnText], Field(max_length=300)]
_ITS_OWN: dict[str, Any] = {"tags": ["VIP"], "fields": {"own_tier": "Gold"}}
_OWN = "Fields of the firm's own, by the names lists call them; `GET /fields` tells which."


class KindHeld(Schema):
    """A kind the party holds, since when, and why."""

    kind: str
    since: date | None
    because: list[str]


class Quiet(Schema):
    """How quiet it is, and why."""

    level: str
    because: list[str]


class PartyRow(Schema):
    """A party in a list."""

    id: UUID
    nature: str
    name: str
    revision: int
    kinds: list[str]
    works_for: str
    owner: Named | None
    stage: str
    quiet: Quiet | None
    last_two_way: datetime | None
    next_touch_on: date | None
    changed_at: datetime
    tags: list[str]
    fields: dict[str, OwnValue] = Field(description=_OWN)


class NameOut(Schema):
    """One of the names of a party."""

    id: int
    kind: str
    text: str


class PointOut(Schema):
    """A way to reach the party."""

    id: int
    kind: str
    value: str
    normal: str
    label: str
    is_primary: bool


class AddressOut(Schema):
    """Where the party is found."""

    id: int
    label: str
    street: str
    postal_code: str
    city: str
    region: str
    country: str


class TieOut(Schema):
    """How the party stands to another."""

    id: int
    role: str
    other: Named
    title: str
    is_primary: bool
    starts_on: date | None
    ends_on: date | None


class PartyOut(Schema):
    """Everything that is known of a party by itself."""

    id: UUID
    nature: str
    name: str
    given_name: str
    family_name: str
    honorific: str
    language: str
    time_zone: str
    industry: str
    employees: int | None
    source: str
    about: str
    birth_date: date | None
    revision: int
    created_at: datetime
    changed_at: datetime
    trashed_at: datetime | None
    names: list[NameOut]
    contact_points: list[PointOut]
    addresses: list[AddressOut]
    ties: list[TieOut]
    kinds: list[KindHeld]
    tags: list[str]
    fields: dict[str, OwnValue] = Field(description=_OWN)


class TrashRow(Schema):
    """A party that was put aside."""

    id: UUID
    nature: str
    name: str
    revision: int
    trashed_at: datetime


class PartiesAsked(Paging):
    """Which parties, in which order: narrowed as the list on the page is."""

    view: ViewWord = "all"
    q: str = Field("", max_length=200, description="Any piece of a name, address or number")
    filter: str = Field(
        "",
        max_length=4_000,
        description="The filter of the list, as the address of the page carries it",
        examples=["owner:is:me;stage:any:lead,proposal"],
    )
    sort: SortWord = "name"


class PartyFacts(Schema):
    """The party's own fields; what is not sent stays as it is."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"industry": "Shipping", "employees": 40}]},
    )
    name: Name | None = Field(None, min_length=1)
    given_name: Annotated[str, Field(max_length=150, pattern=r"^[^\x00]*$")] = ""
    family_name: Annotated[str, Field(max_length=150, pattern=r"^[^\x00]*$")] = ""
    honorific: Word = ""
    language: Annotated[str, Field(max_length=10, pattern=r"^[^\x00]*$")] = ""
    time_zone: Annotated[str, Field(max_length=64, pattern=r"^[^\x00]*$")] = ""
    industry: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] = ""
    employees: int | None = Field(None, ge=0, le=2_000_000_000)
    source: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] = ""
    about: Text = ""
    birth_date: Day | None = None


class NewParty(PartyFacts):
    """Somebody to be written down."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "nature": "organisation",
                    "name": "Gull & Daughters",
                    "emails": ["desk@gull.example"],
                    "phones": ["+44 20 7946 0000"],
                }
            ]
        },
    )
    nature: NatureWord
    name: Name = Field(min_length=1)
    emails: list[Sent] = Field(default=[], max_length=20)
    phones: list[Word] = Field(default=[], max_length=20)

    def told(self) -> dict[str, Any]:
        """The fields that were sent, besides what every party has."""
        theirs = {"nature", "name", "emails", "phones", "anyway", "fields", "tags"}
        return self.model_dump(exclude_unset=True, exclude=theirs)


class WithOwn(Schema):
    """Values of the firm's own fields; what is not sent stays, null clears."""

    tags: Tags | None = None
    fields: dict[OwnName, OwnValue] = Field(default={}, max_length=100, description=_OWN)

    def own(self) -> dict[str, Any]:
        """Those that were sent, by name."""
        told = self.model_dump(include={"fields", "tags"}, exclude_unset=True)
        tags = {"tags": told["tags"] or []} if "tags" in told else {}
        return {**told.get("fields", {}), **tags}


class PartyChange(PartyFacts, WithOwn):
    """What is to be changed of a party; what is not sent stays as it is."""

    def facts(self) -> dict[str, Any]:
        """What was sent of the party itself."""
        return self.model_dump(exclude_unset=True, exclude={"fields", "tags"})


class NewPartyOfMany(NewParty, WithOwn):
    """Somebody to be written down among many."""


class NewPartyAlone(NewPartyOfMany):
    """Somebody to be written down, unless they may be here already."""

    anyway: bool = Field(False, description="Add them although somebody alike is here already")


class NewParties(Schema):
    """Many to be written down at once."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"whole": True, "parties": [{"nature": "person", "name": "Ada Gull"}]},
                {
                    "whole": False,
                    "parties": [{"nature": "person", "name": "Ada Gull", **_ITS_OWN}],
                },
            ]
        }
    )
    whole: bool = Field(True, description="All or none; else each by itself, with its result")
    parties: list[NewPartyOfMany] = Field(min_length=1, max_length=MOST_AT_ONCE)


class OneResult(Schema):
    """What became of one of many."""

    index: int
    done: bool
    id: UUID | None = None
    because: str = ""


class Results(Schema):
    """What became of each, in the order they were sent."""

    done: int
    refused: int
    results: list[OneResult]
