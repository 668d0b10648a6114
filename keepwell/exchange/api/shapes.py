"""Imports, exports and webhooks as programs send and read them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from keepwell.firm.gate.paging import Paging
from keepwell.firm.gate.shapes import Named

Url = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[!-~]+$")]
EventWord = Literal[
    "party.added", "party.changed", "party.trashed", "party.restored", "parties.merged",
    "parties.unmerged", "contact.changed", "owner.changed", "stage.moved", "promise.made",
    "promise.kept",
]  # fmt: skip


class HookIn(Schema):
    """Where what is to be told."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"url": "https://tool.example/hook", "events": ["party.added", "owner.changed"]}
            ]
        }
    )
    url: Url
    events: list[EventWord] = Field(min_length=1, max_length=20)


class HookOut(Schema):
    """A webhook; its secret is shown when it is made or renewed."""

    id: UUID
    teammate: Named
    url: str
    events: list[str]
    made_at: datetime
    failing_since: datetime | None
    disabled_at: datetime | None
    because: str


class HookMade(HookOut):
    """A webhook with the secret it signs with."""

    secret: str


class DeliveryOut(Schema):
    """Something told, or to be told."""

    id: UUID
    event: str
    happened_at: datetime
    tries: int
    next_at: datetime | None
    last_at: datetime | None
    status: int | None
    because: str
    delivered_at: datetime | None
    given_up_at: datetime | None


class ImportsAsked(Paging):
    """Which imports, in which order: as the list on the page is narrowed."""

    filter: str = Field(
        "",
        max_length=4_000,
        description="The filter of the list, as the address of its page carries it",
        examples=["state:is:done"],
    )
    q: str = Field("", max_length=200, description="A piece of a file's name")
    sort: str = Field("", max_length=40, description="`day`; with “-” the other way")


class FileOut(Schema):
    """A file of an import, and what became of its rows."""

    id: UUID
    name: str
    form: str
    table: str
    vendor: str
    rows: int
    added: int
    updated: int
    skipped: int
    unclear: int
    refused: int
    is_done: bool
    because: str


class ImportOut(Schema):
    """Files that came in together, and how far they are."""

    id: UUID
    state: str
    is_dry_run: bool
    created_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None
    because: str
    files: list[FileOut]


class RowsAsked(Paging):
    """Which rows of an import."""

    outcome: Literal["refused", "unclear", "skipped"] = "refused"


class RowOut(Schema):
    """A row that did not simply go in, and why."""

    file: str
    number: int
    outcome: str
    because: str
    cells: list[str]


class ExportAsked(Schema):
    """Which parties, in which form."""

    form: Literal["csv", "xlsx"] = "csv"
    nature: Literal["", "person", "organisation"] = ""
    kind: str = Field("", max_length=40)
    stage: str = Field("", max_length=40)
    owner: str = Field("", max_length=40, description="A teammate's id, or `nobody`")
