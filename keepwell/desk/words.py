"""The journal's verbs and facts as people read them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwell.fields.rules.definitions import definition_named
from keepwell.firm.models import Teammate
from keepwell.journal.stories import Chapter
from keepwell.parties.models import Party
from keepwell.parties.queries.merges import Moving

SENTENCES = {
    ("added", "party"): gettext_lazy("added this party"),
    ("changed", "party"): gettext_lazy("changed this party"),
    ("renamed", "party"): gettext_lazy("renamed this party"),
    ("trashed", "party"): gettext_lazy("put this party in the trash"),
    ("restored", "party"): gettext_lazy("took this party out of the trash"),
    ("took in", "party"): gettext_lazy("merged %(other)s into this party"),
    ("merged", "party"): gettext_lazy("merged this party into %(into)s"),
    ("parted", "party"): gettext_lazy("undid the merge with %(other)s"),
    ("told apart", "party"): gettext_lazy("said that this is not %(other)s"),
    ("added", "name"): gettext_lazy("added the name %(name)s"),
    ("changed", "name"): gettext_lazy("corrected a name"),
    ("removed", "name"): gettext_lazy("removed the name %(name)s"),
    ("added", "email"): gettext_lazy("added the e-mail %(value)s"),
    ("changed", "email"): gettext_lazy("corrected an e-mail"),
    ("removed", "email"): gettext_lazy("removed the e-mail %(value)s"),
    ("preferred", "email"): gettext_lazy("made %(value)s the first choice"),
    ("added", "phone"): gettext_lazy("added the number %(value)s"),
    ("changed", "phone"): gettext_lazy("corrected a number"),
    ("removed", "phone"): gettext_lazy("removed the number %(value)s"),
    ("preferred", "phone"): gettext_lazy("made %(value)s the first choice"),
    ("added", "link"): gettext_lazy("added the link %(value)s"),
    ("removed", "link"): gettext_lazy("removed the link %(value)s"),
    ("added", "domain"): gettext_lazy("added the mail domain %(value)s"),
    ("removed", "domain"): gettext_lazy("removed the mail domain %(value)s"),
    ("added", "address"): gettext_lazy("added an address"),
    ("changed", "address"): gettext_lazy("corrected an address"),
    ("removed", "address"): gettext_lazy("removed an address"),
    ("tied", "tie"): gettext_lazy("tied this party to %(other)s"),
    ("changed tie", "tie"): gettext_lazy("corrected the tie to %(other)s"),
    ("ended tie", "tie"): gettext_lazy("ended the tie to %(other)s"),
    ("tie_parties", "party"): gettext_lazy("tied this party to another"),
    ("learn_domain", "party"): gettext_lazy("learned the mail domain %(domain)s"),
    ("take_in_party", "party"): gettext_lazy("took this party in from an import"),
    ("claimed_address", "party"): gettext_lazy("said that %(address)s is theirs"),
    ("gave_sight", "party"): gettext_lazy("let a teammate see this party"),
    ("took_sight", "party"): gettext_lazy("no longer lets a teammate see this party"),
    ("took_back", "party"): gettext_lazy("took back what an import wrote"),
    ("raise_wall", "wall"): gettext_lazy("raised a wall"),
    ("lower_wall", "wall"): gettext_lazy("lowered a wall"),
    ("assigned_owner", "relationship"): gettext_lazy("named the owner"),
    ("left_unowned", "relationship"): gettext_lazy("left this party without an owner"),
    ("joined_team", "relationship"): gettext_lazy("added a teammate to the account team"),
    ("left_team", "relationship"): gettext_lazy("took a teammate off the account team"),
    ("moved_stage", "relationship"): gettext_lazy("moved the stage"),
    ("joined_relationships", "relationship"): gettext_lazy("joined two relationships"),
    ("parted_relationships", "relationship"): gettext_lazy("parted two relationships"),
    ("set_cadence", "relationship"): gettext_lazy("agreed the rhythm"),
    ("paused", "relationship"): gettext_lazy("paused contact"),
    ("ended_pause", "relationship"): gettext_lazy("ended the pause"),
    ("planned_touch", "relationship"): gettext_lazy("planned the next touch"),
    ("dropped_touch", "relationship"): gettext_lazy("dropped the planned touch"),
    ("planned", "task"): gettext_lazy("planned a task: %(what)s"),
    ("promised", "task"): gettext_lazy("promised: %(what)s"),
    ("changed", "task"): gettext_lazy("changed a task: %(what)s"),
    ("moved", "task"): gettext_lazy("moved the day of: %(what)s"),
    ("set_reminder", "task"): gettext_lazy("set the reminder of: %(what)s"),
    ("reminded", "task"): gettext_lazy("reminded of: %(what)s"),
    ("repeats", "task"): gettext_lazy("lets come again: %(what)s"),
    ("repeats_no_more", "task"): gettext_lazy("lets come no more: %(what)s"),
    ("came_again", "task"): gettext_lazy("planned by its rule: %(what)s"),
    ("took_back", "task"): gettext_lazy("took back the next one of: %(what)s"),
    ("completed", "task"): gettext_lazy("did: %(what)s"),
    ("kept", "task"): gettext_lazy("kept a promise: %(what)s"),
    ("broke", "task"): gettext_lazy("gave up a promise: %(what)s"),
    ("reopened", "task"): gettext_lazy("opened again: %(what)s"),
    ("complete_party", "party"): gettext_lazy("completed this party from an import"),
    ("learn_name", "party"): gettext_lazy("learned the name %(name)s"),
    ("logged_call", "activity"): gettext_lazy("wrote down a call"),
    ("logged_mail", "activity"): gettext_lazy("wrote down a mail"),
    ("logged_meeting", "activity"): gettext_lazy("wrote down a meeting"),
    ("logged_note", "activity"): gettext_lazy("wrote down a note"),
    ("trashed_activity", "activity"): gettext_lazy("put in the trash: %(title)s"),
    ("restored_activity", "activity"): gettext_lazy("took out of the trash: %(title)s"),
    ("attached", "attachment"): gettext_lazy("kept the file %(name)s"),
    ("renamed", "attachment"): gettext_lazy("called a file otherwise"),
    ("removed", "attachment"): gettext_lazy("removed the file %(name)s"),
    ("brought_back", "attachment"): gettext_lazy("brought back the file %(name)s"),
    ("downloaded", "attachment"): gettext_lazy("saved a copy of the file %(name)s"),
    ("looked_into", "attachment"): gettext_lazy("looked into the file %(name)s"),
    ("forgot", "attachment"): gettext_lazy("forgot the removed file %(name)s"),
    ("followed", "party"): gettext_lazy("follows this party"),
    ("unfollowed", "party"): gettext_lazy("follows this party no more"),
    ("snoozed", "snooze"): gettext_lazy("put something off"),
    ("woke", "snooze"): gettext_lazy("brought something back that was put off"),
    ("take_in_agreement", "agreement"): gettext_lazy("took in an agreement"),
    ("change_agreement", "agreement"): gettext_lazy("changed an agreement"),
    ("take_in_values", "party"): gettext_lazy("took in values from an import"),
    ("chose_values", "party"): gettext_lazy("chose values of own fields in the merge"),
    ("gave_values_back", "party"): gettext_lazy("gave back a value of an own field"),
}


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
