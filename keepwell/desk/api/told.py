"""How nouns are told to programs."""

from collections.abc import Mapping
from typing import Any

from keepwell.desk.queries.party_list import Row
from keepwell.desk.queries.party_whole import Whole
from keepwell.fields.queries.values import Shown
from keepwell.fields.rules.definitions import TAGS
from keepwell.parties.commands.add_many import Fates
from keepwell.parties.models import Tie


def named(one: Any) -> dict[str, Any] | None:
    """Something by its id and name; nothing where there is none."""
    return {"id": one.pk, "name": str(one)} if one is not None else None


def row_told(row: Row) -> dict[str, Any]:
    """A party in a list."""
    party: Any = row.party
    standing = getattr(party, "relationship", None)
    quiet = row.quiet
    return {
        "id": party.pk,
        "nature": party.nature,
        "name": party.name,
        "revision": party.revision,
        "kinds": list(row.kinds),
        "works_for": row.works_for,
        "owner": named(standing.owner) if standing else None,
        "stage": standing.stage if standing else "",
        "quiet": {"level": quiet.value.name.lower(), "because": quiet.because}
        if quiet
        else None,
        "last_two_way": row.last_two_way,
        "next_touch_on": row.next_touch,
        "changed_at": party.changed_at,
        **own_told(row.own),
    }


def own_told(own: Mapping[str, Shown]) -> dict[str, Any]:
    """Tags, and values of the firm's own fields by their names."""
    tags = own[TAGS].told if TAGS in own else []
    return {
        "tags": tags,
        "fields": {name: shown.told for name, shown in own.items() if name != TAGS},
    }


OWN = (
    "id", "nature", "name", "given_name", "family_name", "honorific", "language", "time_zone",
    "industry", "employees", "source", "about", "birth_date", "revision", "created_at",
    "changed_at", "trashed_at",
)  # fmt: skip


NAME = ("id", "kind", "text")
POINT = ("id", "kind", "value", "normal", "label", "is_primary")
ADDRESS = ("id", "label", "street", "postal_code", "city", "region", "country")
HELD = ("kind", "since", "because")


def _named(one: Any, fields: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in fields}


def whole_told(whole: Whole) -> dict[str, Any]:
    """Everything of a party."""
    return {
        **{name: getattr(whole.party, name) for name in OWN},
        "names": [_named(one, NAME) for one in whole.names],
        "contact_points": [_named(one, POINT) for one in whole.contact_points],
        "addresses": [_named(one, ADDRESS) for one in whole.addresses],
        "ties": [tie_told(tie) for tie in whole.ties],
        "kinds": [_named(one, HELD) for one in whole.kinds],
        **own_told(whole.own),
    }


def tie_told(tie: Tie) -> dict[str, Any]:
    """How a party stands to another."""
    plain = ("id", "role", "title", "is_primary", "starts_on", "ends_on")
    return {**{name: getattr(tie, name) for name in plain}, "other": named(tie.other)}


def fates_told(fates: Fates) -> dict[str, Any]:
    """What became of each of many, in the order they were sent."""
    results = [
        {"index": place, "done": place in fates.ids, "id": fates.ids.get(place),
         "because": fates.refused.get(place, "")}
        for place in sorted({**fates.ids, **fates.refused})
    ]  # fmt: skip
    return {"done": len(fates.ids), "refused": len(fates.refused), "results": results}
