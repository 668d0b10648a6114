"""The journal's verbs and facts as people read them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwell.desk.sentences import SENTENCES
from keepwell.fields.rules.definitions import definition_named
from keepwell.firm.models import Teammate
from keepwell.journal.stories import Chapter
from keepwell.parties.models import Party
from keepwell.parties.queries.merges import Moving

# Fields of a relationship; those of a party say themselves what they are called.
LABELS = {"owner": gettext_lazy("owner"), "stage": gettext_lazy("stage")}


@dataclass(frozen=True, slots=True)
class Told:
    """A chapter in words: who, what, and each field with its value before and after."""

    chapter: Chapter
    who: str
    what: str
    changes: tuple[tuple[str, str, str], ...]


def tell_all(chapters: Sequence[Chapter]) -> list[Told]:
    """All of them in words, with one query for the teammates they name."""
    names = _teammates_in(chapters)
    return [tell(chapter, names) for chapter in chapters]


def tell(chapter: Chapter, names: Mapping[Any, str] | None = None) -> Told:
    """The chapter in words; a verb of a room that is not listed is told as it stands."""
    facts = {name: value or _("another party") for name, value in chapter.facts.items()}
    sentence = SENTENCES.get((chapter.verb, chapter.noun))
    try:
        what = str(sentence) % facts if sentence else ""
    except (KeyError, TypeError, ValueError):
        what = ""
    names = _teammates_in([chapter]) if names is None else names
    changes = tuple(
        (_label(name), _shown(before, names), _shown(after, names))
        for name, (before, after) in chapter.changes.items()
    )
    return Told(
        chapter, chapter.by or "Keepwell", what or chapter.verb.replace("_", " "), changes
    )


def _teammates_in(chapters: Sequence[Chapter]) -> dict[Any, str]:
    ids = {each for one in chapters for each in one.changes.get("owner", ()) if each}
    found = Teammate.objects.filter(pk__in=ids).values_list("pk", "name")
    return {str(pk): name for pk, name in found}


def _label(name: str) -> str:
    own = definition_named(name)
    if own is not None:
        return own.label
    if name in LABELS:
        return str(capfirst(LABELS[name]))
    known = {field.name: field for field in Party._meta.get_fields() if field.concrete}
    verbose = getattr(known.get(name), "verbose_name", None)
    return str(capfirst(verbose or name.replace("_", " ")))


def _shown(value: Any, names: Mapping[Any, str]) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return str(value.get("party", ""))
    return _("nothing") if value in ("", None) else str(names.get(str(value), value))


# What moves when parties become one, by the rooms' own names for it.
MOVING = {
    "agreements": gettext_lazy("agreements"),
    "attachments": gettext_lazy("files"),
    "presences": gettext_lazy("conversations they took part in"),
    "tasks": gettext_lazy("tasks and promises"),
    "looks": gettext_lazy("times somebody looked"),
    "holdings": gettext_lazy("kinds and since when"),
    "orders": gettext_lazy("orders"),
    "contact points": gettext_lazy("ways to reach them"),
    "external ids": gettext_lazy("ids of other tools"),
    "loose ties": gettext_lazy("ties to parties not here yet"),
    "party names": gettext_lazy("names"),
    "postal addresss": gettext_lazy("postal addresses"),
    "ties": gettext_lazy("ties to others"),
    "follows": gettext_lazy("teammates who follow them"),
    "notices": gettext_lazy("notices about them"),
    "opportunities": gettext_lazy("opportunities"),
    "ownerships": gettext_lazy("owners and since when"),
    "snoozes": gettext_lazy("items put off"),
    "stage changes": gettext_lazy("moves between stages"),
    "team members": gettext_lazy("teammates on the account team"),
    "uses": gettext_lazy("uses of the product"),
    "sights": gettext_lazy("teammates who see them"),
    "walls": gettext_lazy("walls"),
}


def moving_words(moving: Iterable[Moving]) -> list[tuple[str, object]]:
    """What would move, in the field's words, with how many."""
    return [(capfirst(str(MOVING.get(one.label, one.label))), one.count) for one in moving]
