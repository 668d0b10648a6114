"""What each thing done to many needs to be told, judged as the page's forms judge it."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from keepwell.conversations.models import Priority
from keepwell.desk.models import BulkVerb
from keepwell.fields.rules.definitions import TAGS, FieldSort, definition_named
from keepwell.fields.rules.values import plain_of, read_value
from keepwell.firm.models import Teammate
from keepwell.firm.queries import teammates
from keepwell.kernel.refusal import Refused, refuse_unless
from keepwell.relationships.models import Stage
from keepwell.walls.queries import visible_parties

LONGEST, FARTHEST = 20_000, 3_650
FACTS = "facts"
Read = Callable[[Any], Any]
_NUMBER = re.compile(r"[-+]?[0-9]{1,6}")


def _text(value: Any) -> str:
    refuse_unless(isinstance(value, str | int), _("Give a text."), field=FACTS)
    return str(value).strip()[:LONGEST]


def _words(value: Any) -> str:
    said = _text(value)
    refuse_unless(bool(said), _("Say why, or what they need to know."), field=FACTS)
    return said


def _day(value: Any) -> str:
    try:
        return date.fromisoformat(_text(value)).isoformat()
    except ValueError:
        raise Refused(_("Write days like 2026-11-23."), field=FACTS) from None


def _days(value: Any) -> int:
    said = _text(value)
    number = int(said) if _NUMBER.fullmatch(said) else 0
    near = _("Give a number of days, up to ten years.")
    refuse_unless(0 < abs(number) <= FARTHEST, near, field=FACTS)
    return number


def _teammate(value: Any) -> str:
    nobody = _("There is no such teammate.")
    try:
        found = teammates().filter(pk=UUID(_text(value)), is_active=True).first()
    except ValueError:
        found = None
    refuse_unless(found is not None, nobody, field=FACTS)
    assert found is not None
    return str(found.pk)


def _one_of(words: list[str]) -> Read:
    def read(value: Any) -> str:
        said = _text(value)
        odd = _("Choose one of: %(every)s.") % {"every": ", ".join(filter(None, words))}
        refuse_unless(said in words, odd, field=FACTS)
        return said

    return read


def _tags(value: Any) -> list[str]:
    asked = definition_named(TAGS)
    offered = [one.key for one in asked.offered] if asked else []
    keys = value if isinstance(value, list) else [value]
    refuse_unless(bool(keys), _("Choose at least one tag."), field=FACTS)
    return [_one_of(offered)(key) for key in keys]


_VALUE = {"value": _text}
NEEDED: Mapping[str, Mapping[str, Mapping[str, Read]]] = {
    "parties": {
        BulkVerb.OWNER: {"teammate": _teammate},
        BulkVerb.HAND_OVER: {"teammate": _teammate, "briefing": _words},
        BulkVerb.STAGE: {
            "stage": _one_of(list(Stage.values)), "reason?": _text, "follow_up_on?": _day,
        },
        BulkVerb.NEXT_TOUCH: {"on": _day, "what?": _text},
        BulkVerb.LANGUAGE: _VALUE,
        BulkVerb.INDUSTRY: _VALUE,
        BulkVerb.SOURCE: _VALUE,
        BulkVerb.TAG: {"tags": _tags},
        BulkVerb.UNTAG: {"tags": _tags},
        BulkVerb.TRASH: {},
    },
    "tasks": {
        BulkVerb.DONE: {"feedback?": _text},
        BulkVerb.ASSIGNEE: {"teammate": _teammate},
        BulkVerb.DUE: {"on?": _day, "days?": _days},
        BulkVerb.PRIORITY: {"priority": _one_of(list(Priority.values))},
        BulkVerb.BROKEN: {"reason": _words},
        BulkVerb.TRASH: {},
    },
    "conversations": {BulkVerb.TRASH: {}},
}  # fmt: skip


def facts_for(
    noun: str, do: str, given: Mapping[str, Any], by: Teammate
) -> tuple[str, dict[str, Any]]:
    """The verb that is meant and what it needs; `Refused` where something is odd or missing."""
    needed = NEEDED[noun].get(do)
    if needed is None and noun == "parties":
        return BulkVerb.OWN, _own(do, given, by)
    every = ", ".join(NEEDED[noun])
    odd = _("There is no such thing to do. There are: %(every)s.") % {"every": every}
    if needed is None:
        raise Refused(odd, field="do")
    names = [name.removesuffix("?") for name in needed]
    told = _("It takes these facts: %(names)s.") % {"names": ", ".join(names) or "–"}
    refuse_unless(set(given) <= set(names), told, field=FACTS)
    facts = {}
    for name, read in needed.items():
        plain = name.removesuffix("?")
        refuse_unless(plain in given or name.endswith("?"), told, field=FACTS)
        if plain in given:
            facts[plain] = read(given[plain])
    one = do != BulkVerb.DUE or len(facts) == 1
    refuse_unless(one, _("Say the day, or by how many days."), field=FACTS)
    return do, facts


def _own(name: str, given: Mapping[str, Any], by: Teammate) -> dict[str, Any]:
    """What a field of the firm's own reads from now on."""
    asked = definition_named(name)
    every = ", ".join(NEEDED["parties"])
    odd = _("There is no such thing to do. There are: %(every)s.") % {"every": every}
    if asked is None or asked.is_tags or asked.is_retired:
        raise Refused(odd, field="do")
    told = _("It takes these facts: %(names)s.") % {"names": "value"}
    refuse_unless(set(given) == {"value"}, told, field=FACTS)
    value = given["value"]
    try:
        cells = read_value(asked, value)
    except Refused as no:
        raise Refused(no.because, field=FACTS) from None
    if asked.sort is FieldSort.PARTY and cells:
        there = visible_parties(by).filter(pk=cells[0].party).exists()
        unknown = _("There is no such party here, or it is not for you.")
        refuse_unless(there, unknown, field=FACTS)
    return {"field": asked.name, "value": plain_of(asked, cells)}
