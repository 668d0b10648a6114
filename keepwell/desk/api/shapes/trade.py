"""Orders, usage and agreements as programs send and read them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from keepwell.desk.api.shapes.narrowed import Narrowed
from keepwell.firm.gate.paging import Paging
from keepwell.firm.gate.shapes import MOST_AT_ONCE, Currency, Minor, Moment, Name, Named

_ID = "01a2074d-7970-7000-9c55-0fc360efeac2"
Tool = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,39}$")]
Number = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00]+$")]
Code = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")]
Mail = Annotated[str, StringConstraints(max_length=320, pattern=r"^[^\x00]*$")]


class OfParty(Paging):
    """Of one party, or of all one may see."""

    party_id: UUID | None = None


class OrdersAsked(Narrowed):
    """Which orders."""

    party_id: UUID | None = None


class LineOut(Schema):
    """One product of an order; a return has a negative quantity."""

    product: str
    sku: str
    quantity: Decimal
    unit_minor: int
    is_return: bool


class OrderOut(Schema):
    """A purchase."""

    id: UUID
    number: str
    source: str
    party: Named | None
    ordered_at: datetime
    currency: str
    total_minor: int
    lines: list[LineOut]


class LineIn(Schema):
    """One line of an order; `line` tells it from the others of the order."""

    number: Number
    line: Number
    party_id: UUID | None = None
    customer_no: Code = ""
    address: Mail = ""
    ordered_at: Moment
    currency: Currency
    product: Name = Field(min_length=1)
    sku: Code = ""
    quantity: Decimal = Field(ge=-1_000_000, le=1_000_000, max_digits=10, decimal_places=3)
    unit_minor: Minor = Field(ge=-(10**10), le=10**10)
    is_return: bool = False


class OrdersIn(Schema):
    """Lines of orders from a shop or till, up to 1,000 at once; known ones are left out."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "source": "shop",
                    "lines": [
                        {
                            "number": "A-1001",
                            "line": "1",
                            "address": "ada@gull.example",
                            "ordered_at": "2026-11-20T09:30:00Z",
                            "currency": "EUR",
                            "product": "Rope, 10 m",
                            "quantity": "2",
                            "unit_minor": 1990,
                        }
                    ],
                }
            ]
        }
    )
    source: Tool = "api"
    lines: list[LineIn] = Field(min_length=1, max_length=MOST_AT_ONCE)


class UseOut(Schema):
    """Something a user did."""

    id: int
    at: datetime
    party_id: UUID | None
    user_id: str
    event: str
    product: str


class UseIn(Schema):
    """Something a user did; `id` is the event's own, so that it counts once."""

    id: Number
    at: Moment
    user_id: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
    event: Annotated[
        str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00]+$")
    ]
    product: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")] = ""
    party_id: UUID | None = None
    address: Mail = ""


class UsesIn(Schema):
    """Events of a product, up to 1,000 at once; known ones are left out."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "source": "app",
                    "events": [
                        {
                            "id": "e-77",
                            "at": "2026-11-20T09:30:00Z",
                            "user_id": "u-12",
                            "event": "signed in",
                        }
                    ],
                }
            ]
        }
    )
    source: Tool = "api"
    events: list[UseIn] = Field(min_length=1, max_length=MOST_AT_ONCE)


class Recorded(Schema):
    """How many were new, and how many had come before."""

    added: int
    known: int


class AgreementOut(Schema):
    """Terms both sides can be held to; `ends_on` is the first day they no longer bind."""

    id: UUID
    party: Named | None
    number: str
    kind: str
    title: str
    signed_on: date | None
    starts_on: date | None
    ends_on: date | None
    renewal: str
    notice_months: int | None
    terminated_on: date | None
    value_minor: int | None
    currency: str
