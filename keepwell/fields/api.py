"""Fields of the firm's own and tags, for programs: which there are, defined and retired."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Schema
from ninja.responses import Status
from pydantic import ConfigDict, Field

from keepwell.fields.commands.choices import (
    add_choices,
    add_tags,
    bring_choice_back,
    change_choice,
    retire_choice,
)
from keepwell.fields.commands.define import (
    bring_field_back,
    change_field,
    define_field,
    retire_field,
)
from keepwell.fields.models import OwnField
from keepwell.fields.queries.known import definition_of
from keepwell.fields.queries.values import every_field
from keepwell.fields.rules.definitions import OWN, TAGS, Choice
from keepwell.firm.gate.askers import AskerRequest
from keepwell.firm.gate.described import door_of
from keepwell.firm.gate.shapes import Name

door = door_of("settings", "Own fields and tags")
FieldName = Annotated[str, Path(max_length=60, pattern=r"^(own_[a-z0-9_]+|tags)$")]
Key = Annotated[str, Path(max_length=40, pattern=r"^[a-z0-9_]+$")]
SortWord = Literal[
    "text", "number", "money", "date", "choice", "choices", "party", "yes_no", "url"
]
ColourWord = Literal["grey", "petrol", "sea", "violet", "rose", "ochre", "olive", "brick"]
Label = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00]*$")]


class ChoiceOut(Schema):
    """Something that may be chosen."""

    key: str
    label: str
    colour: str
    retired: bool


class FieldOut(Schema):
    """A field: `name` is what lists, filters and parties call it."""

    id: UUID
    name: str
    label: str
    sort: str
    about: str
    nature: str
    currency: str
    choices: list[ChoiceOut]
    retired: bool


class FieldsOut(Schema):
    """All of them, in the order they are shown."""

    items: list[FieldOut]


class FieldIn(Schema):
    """A field to be defined; `choices` are the words of a list."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"label": "Size", "sort": "choice", "choices": ["Small", "Large"]}]
        },
    )
    label: Label
    sort: SortWord
    about: Name = ""
    nature: Literal["", "person", "organisation"] = ""
    currency: Annotated[str, Field(max_length=3, pattern=r"^[A-Za-z]*$")] = ""
    choices: list[Label] = Field(default=[], max_length=300)


class FieldChange(Schema):
    """What a field is called, what it is for and whose it is."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"label": "Class", "about": "By care"}]}
    )
    label: Label
    about: Name = ""
    nature: Literal["", "person", "organisation"] = ""


class ChoicesIn(Schema):
    """More that may be chosen; without a colour each has one in turn."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"labels": ["Press", "Speaker"]}]}
    )
    labels: list[Label] = Field(min_length=1, max_length=100)
    colour: ColourWord | None = None


class ChoiceChange(Schema):
    """What a choice is called, and its colour."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"label": "Key account", "colour": "rose"}]}
    )
    label: Label
    colour: ColourWord | None = None


def _choice(one: Choice) -> dict[str, Any]:
    return {"key": one.key, "label": one.label, "colour": one.colour, "retired": one.is_retired}


def _told(row: OwnField) -> dict[str, Any]:
    one = definition_of(row)
    return {
        "id": one.id, "name": one.name, "label": one.words, "sort": str(one.sort),
        "about": one.about, "nature": one.nature, "currency": one.currency,
        "choices": [_choice(each) for each in one.choices], "retired": one.is_retired,
    }  # fmt: skip


def _named(name: str) -> OwnField:
    return get_object_or_404(every_field(), key=TAGS if name == TAGS else name[len(OWN) :])


def _with_choice(name: str, key: str) -> OwnField:
    row = _named(name)
    if definition_of(row).choice(key) is None:
        raise Http404
    return row


@door.get("/fields", response=FieldsOut)
def list_fields(request: AskerRequest) -> dict[str, Any]:
    """Every field of the firm's own, and the tags, retired ones too."""
    return {"items": [_told(row) for row in every_field()]}


@door.post("/fields", response={201: FieldOut})
def create_field(request: AskerRequest, sent: FieldIn) -> Any:
    """Let parties have one more field."""
    told = sent.model_dump(exclude={"choices"})
    row = define_field(
        **told, choices="\n".join(sent.choices), at=timezone.now(), by=request.user
    )
    return Status(201, _told(row))


@door.get("/fields/{name}", response=FieldOut)
def get_field(request: AskerRequest, name: FieldName) -> dict[str, Any]:
    """One field."""
    return _told(_named(name))


@door.patch("/fields/{name}", response=FieldOut)
def update_field(request: AskerRequest, name: FieldName, sent: FieldChange) -> dict[str, Any]:
    """Call it otherwise, describe it, say whom it is for."""
    told = sent.model_dump()
    return _told(change_field(_named(name), **told, at=timezone.now(), by=request.user))


@door.post("/fields/{name}/retire", response=FieldOut)
def retire_a_field(request: AskerRequest, name: FieldName) -> dict[str, Any]:
    """Hide it everywhere; its values are kept."""
    return _told(retire_field(_named(name), at=timezone.now(), by=request.user))


@door.post("/fields/{name}/bring-back", response=FieldOut)
def bring_back_a_field(request: AskerRequest, name: FieldName) -> dict[str, Any]:
    """Show it again, with the values it had."""
    return _told(bring_field_back(_named(name), at=timezone.now(), by=request.user))


@door.post("/fields/{name}/choices", response={201: FieldOut})
def create_choices(request: AskerRequest, name: FieldName, sent: ChoicesIn) -> Any:
    """Let more be chosen; more tags under the name `tags`."""
    lines, at, colour = "\n".join(sent.labels), timezone.now(), sent.colour or ""
    if name == TAGS:
        return Status(201, _told(add_tags(lines, colour=colour, at=at, by=request.user)))
    return Status(
        201, _told(add_choices(_named(name), lines, colour=colour, at=at, by=request.user))
    )


_CHOICE = "/fields/{name}/choices/{key}"


@door.patch(_CHOICE, response=FieldOut)
def update_choice(
    request: AskerRequest, name: FieldName, key: Key, sent: ChoiceChange
) -> dict[str, Any]:
    """Call a choice otherwise or give it another colour; who has it keeps it."""
    row, colour = _with_choice(name, key), sent.colour or ""
    told = {"label": sent.label, "colour": colour}
    return _told(change_choice(row, key, **told, at=timezone.now(), by=request.user))


@door.post(_CHOICE + "/retire", response=FieldOut)
def retire_a_choice(request: AskerRequest, name: FieldName, key: Key) -> dict[str, Any]:
    """Offer a choice no longer; who has it keeps it."""
    row = _with_choice(name, key)
    return _told(retire_choice(row, key, at=timezone.now(), by=request.user))


@door.post(_CHOICE + "/bring-back", response=FieldOut)
def bring_back_a_choice(request: AskerRequest, name: FieldName, key: Key) -> dict[str, Any]:
    """Offer a choice again."""
    row = _with_choice(name, key)
    return _told(bring_choice_back(row, key, at=timezone.now(), by=request.user))
