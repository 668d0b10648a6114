"""A firm with very many customers and users, written straight into its tables."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

PORTION = 20_000


@dataclass(slots=True)
class Book:
    """What the measurement names."""

    partner: Any
    some: list[Any]
    orders: int


def write_kinds_firm(parties: int, orders: int, at: datetime) -> Book:
    """Organisations a tenth; everybody buys up to twice `orders` times, every third uses.

    Every twentieth organisation has an agreement. Nothing hangs on parties that kinds do not
    rest on: no names, no addresses, no conversations but their facts of contact.
    """
    from keepwell.firm.commands.found import found_firm
    from keepwell.firm.models import Teammate
    from keepwell.kernel.bulk import know_sizes
    from keepwell.kernel.ids import uuid7

    found_firm(name="Finch", domains=["finch.example"], country="GB", time_zone="UTC", at=at)
    partner = Teammate.objects.create(
        email="p@finch.example", name="P", role="partner", created_at=at, joined_on=at.date()
    )
    ids = [uuid7() for _ in range(parties)]
    chance = random.Random(11)
    firms = ids[: max(20, parties // 10)]
    written = 0
    for start in range(0, parties, PORTION):
        with transaction.atomic():
            _parties(ids[start : start + PORTION], len(firms) - start, firms, at)
            written += _trade(ids[start : start + PORTION], orders, at, chance)
    with transaction.atomic():
        _relationships(firms, partner, at)
    know_sizes()
    return Book(partner, chance.sample(ids, 15), written)


def _parties(some: list[Any], organisations: int, firms: list[Any], at: datetime) -> None:
    from keepwell.kernel.bulk import insert_rows
    from keepwell.parties.models import Party, Tie

    insert_rows(
        Party,
        ("id", "nature", "name", "sort_name", "given_name", "family_name", "search_text",
         "industry", "source", "created_at", "changed_at", "revision", "honorific", "language",
         "time_zone", "about"),
        ((id_, "organisation" if n < organisations else "person", f"Party {n}", f"party {n}",
          "", "", "", "", "", at, at, 1, "", "", "", "") for n, id_ in enumerate(some)),
    )  # fmt: skip
    insert_rows(
        Tie,
        ("party", "role", "other", "title", "is_primary", "source"),
        ((id_, "works_for", firms[n % len(firms)], "", True, "")
         for n, id_ in enumerate(some) if n >= organisations and n % 2),
    )  # fmt: skip


def _trade(some: list[Any], orders: int, at: datetime, chance: random.Random) -> int:
    from keepwell.kernel.bulk import insert_rows
    from keepwell.orders.models import Order
    from keepwell.usage.models import Use

    insert_rows(
        Use,
        ("at", "party", "user_id", "address", "event", "product", "key"),
        ((at - timedelta(days=n % 400), id_, "", "", "open", "", id_.hex)
         for n, id_ in enumerate(some) if n % 3 == 0),
    )  # fmt: skip
    return insert_rows(
        Order,
        ("id", "number", "source", "party", "ordered_at", "currency", "total_minor",
         "customer_no", "address"),
        _orders(some, orders, at, chance),
    )  # fmt: skip


def _orders(
    some: list[Any], orders: int, at: datetime, chance: random.Random
) -> Iterator[list[Any]]:
    from keepwell.kernel.ids import uuid7

    for id_ in some:
        for n in range(chance.randint(0, 2 * orders)):
            moment = at - timedelta(days=chance.randint(0, 700))
            yield [uuid7(), f"{id_.hex}-{n}", "bench", id_, moment, "EUR", 990, "", ""]


def _relationships(firms: list[Any], partner: Any, at: datetime) -> None:
    from keepwell.agreements.models import Agreement
    from keepwell.kernel.bulk import insert_rows
    from keepwell.kernel.ids import uuid7
    from keepwell.relationships.models import ContactFacts, Relationship

    insert_rows(
        Relationship,
        ("party", "stage", "owner", "owner_named", "called", "next_touch_what",
         "ended_because"),
        ((id_, "", partner.pk, "", "customer" if n % 3 else "", "", "")
         for n, id_ in enumerate(firms)),
    )  # fmt: skip
    insert_rows(
        ContactFacts,
        ("party", "last_two_way", "first_contact", "gaps_used", "unanswered_outbound",
         "unanswered_asks"),
        ((id_, at - timedelta(days=n % 400), at - timedelta(days=900), 3, 0, False)
         for n, id_ in enumerate(firms)),
    )  # fmt: skip
    begins = date(2025, 1, 1)
    insert_rows(
        Agreement,
        ("id", "party", "party_name", "signatory_name", "number", "kind", "title", "starts_on",
         "renewal", "currency"),
        ((uuid7(), id_, "", "", str(n), "retainer", "", begins, "none", "")
         for n, id_ in enumerate(firms) if n % 20 == 0),
    )  # fmt: skip
