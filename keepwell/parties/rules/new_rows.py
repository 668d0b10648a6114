"""The rows of a party that is new, spelt out before anybody knows that it is.

Made where the file is read, in a process beside (see `exchange/commands/ahead.py`): who takes a
new party in has only to write them down. Each is what stands in its table after the party's id
and before the tool it came from.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from keepwell.parties.rules.spellings import folded_name, tail_of

if TYPE_CHECKING:
    from keepwell.parties.rules.draft import AddressDraft, PartyDraft, PointDraft

Row = tuple[Any, ...]
PARTY_FIELDS = (
    "nature", "name", "sort_name", "given_name", "family_name", "honorific", "search_text",
    "language", "time_zone", "industry", "employees", "source", "about", "birth_date",
)  # fmt: skip
NAME_FIELDS = ("kind", "text", "folded")
POINT_FIELDS = ("kind", "value", "normal", "tail", "label", "is_primary")
ADDRESS_FIELDS = ("label", "street", "postal_code", "city", "region", "country")
EXTERNAL_FIELDS = ("source", "external_id", "written", "digest")
PLAIN_FIELDS = PARTY_FIELDS[7:]
LONGEST = {"language": 10, "time_zone": 64, "industry": 120, "source": 120}


class NewRows(NamedTuple):
    """The values of a new party, and of the rows that stand beside it."""

    party: Row
    names: list[Row]
    points: list[Row]
    addresses: list[Row]
    external: list[Row]


def new_rows_of(draft: "PartyDraft") -> NewRows:
    """All rows of a draft but for its ties, which lead to others, and its keys."""
    return NewRows(
        (
            draft.nature, draft.name[:300], draft.sort_name(), draft.given_name[:150],
            draft.family_name[:150], draft.honorific[:60], draft.search_text(),
            *(_plain(draft.fields.get(name), name) for name in PLAIN_FIELDS),
        ),
        list(_names(draft)),
        list(_points(draft.points)),
        [address_row(address) for address in dict.fromkeys(draft.addresses)],
        [external_row(*each, draft.digest) for each in draft.external],
    )  # fmt: skip


def name_row(kind: str, text: str) -> Row:
    """A name as it is stored."""
    return kind, text[:300], folded_name(text)


def point_row(point: "PointDraft", *, is_primary: bool) -> Row:
    """An address or number as it is stored."""
    tail = tail_of(point.kind, point.normal)
    return (
        point.kind, point.value[:500], point.normal[:500], tail, point.label[:40], is_primary,
    )  # fmt: skip


def address_row(address: "AddressDraft") -> Row:
    """A postal address as it is stored."""
    return (
        address.label[:40], address.street[:300], address.postal_code[:30],
        address.city[:120], address.region[:120], address.country[:80],
    )  # fmt: skip


def external_row(source: str, id_: str, written: str, digest: str) -> Row:
    """What another tool calls them, as it is stored."""
    return source, id_[:200], written[:200], digest


def _names(draft: "PartyDraft") -> Iterable[Row]:
    seen: set[str] = set()
    for kind, text in (("usual", draft.name), *draft.other_names):
        if text and text not in seen:
            seen.add(text)
            yield name_row(kind, text)


def _points(points: Iterable["PointDraft"]) -> Iterable[Row]:
    first: set[str] = set()
    done: set[tuple[str, str]] = set()
    for point in points:
        if (point.kind, point.normal) not in done:
            done.add((point.kind, point.normal))
            yield point_row(point, is_primary=point.kind not in first)
            first.add(point.kind)


def _plain(value: Any, name: str) -> Any:
    if name in ("employees", "birth_date"):
        return value
    return (value or "")[: LONGEST.get(name)]
