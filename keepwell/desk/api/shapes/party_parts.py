"""What hangs on a party as programs send it: names, contact points, addresses, ties."""

from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from keepwell.firm.gate.shapes import Day, Line, Name


class NameIn(Schema):
    """A further name."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "Gull Shipping", "kind": "trade"}]}
    )
    text: Name = Field(min_length=1)
    kind: Literal[
        "usual", "legal", "trade", "former", "birth", "alias", "nickname", "native"
    ] = "alias"


class PointIn(Schema):
    """A way to reach the party."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"kind": "email", "value": "post@gull.example"}]}
    )
    kind: Literal["email", "phone", "link", "domain"]
    value: Line = Field(min_length=1)
    label: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = ""
    is_primary: bool = False


class PointChange(Schema):
    """A corrected address, number, link or domain."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"value": "+44 20 7946 0001", "label": "Mobile"}]}
    )
    value: Line = Field(min_length=1)
    label: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = ""


class AddressIn(Schema):
    """Where the party is found."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"street": "1 Quay", "city": "Hull", "country": "GB"}]}
    )
    label: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = ""
    street: Name = ""
    postal_code: Annotated[str, Field(max_length=30, pattern=r"^[^\x00]*$")] = ""
    city: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] = ""
    region: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] = ""
    country: Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")] = ""


class TieChange(Schema):
    """The title and the days of a tie."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"title": "Head of claims"}]})
    title: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] = ""
    starts_on: Day | None = None
    ends_on: Day | None = None


class TieIn(TieChange):
    """How the party stands to another."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "role": "works_for",
                    "other_id": "01a2074d-7970-7000-9c55-0fc360efeac2",
                    "title": "Head of claims",
                }
            ]
        }
    )
    role: Literal[
        "works_for", "reports_to", "owned_by", "buys_for", "referred_by", "family_of", "advises"
    ]
    other_id: UUID
    is_primary: bool = False
