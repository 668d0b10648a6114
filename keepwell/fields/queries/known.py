"""Which fields there are, read once for each request."""

import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from keepwell.fields.models import OwnField
from keepwell.fields.rules.definitions import Choice, Definition, Definitions, FieldSort
from keepwell.kernel.spelt import spelt_once


@dataclass(frozen=True, slots=True)
class _Kept:
    """What this process remembers for a moment."""

    found: Definitions
    read_at: float


_kept: _Kept | None = None


def forget_definitions() -> None:
    """Read them afresh next time; each request begins so, and what changes them ends so."""
    global _kept
    _kept = None


def known_definitions() -> Definitions:
    """Every field by its name, in the order it is shown; one query a request.

    What is no request (a job, a word at the terminal) reads anew every few seconds.
    """
    global _kept
    kept = _kept
    if kept is None or time.monotonic() - kept.read_at >= settings.FIELDS_KEPT_SECONDS:
        kept = _Kept(
            {one.name: one for one in map(definition_of, _every_field())}, time.monotonic()
        )
        _kept = kept
    return kept.found


@spelt_once
def _every_field() -> QuerySet[OwnField]:
    return OwnField.objects.order_by("place", "created_at", "pk")


def definition_of(row: OwnField) -> Definition:
    """The row as rules know it."""
    return Definition(
        row.pk, row.key, row.label, FieldSort(row.sort), row.about, row.nature, row.currency,
        tuple(choice_of(one) for one in row.choices), row.retired_at is not None,
    )  # fmt: skip


def choice_of(kept: dict[str, Any]) -> Choice:
    """A choice as it is kept."""
    return Choice(
        kept["key"], kept["label"], kept.get("colour", "grey"), kept.get("retired", False)
    )
