"""A party's story: what happened to it, changes of fields folded, and who looked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from keepwell.firm.models import Teammate
from keepwell.journal.models import Entry, Look
from keepwell.kernel.among import is_among
from keepwell.parties.models import Party
from keepwell.parties.queries.standing_in import family_of
from keepwell.walls.queries import stands_before_a_wall, visible_parties

PAGE = 50
FOLD_WITHIN = timedelta(minutes=30)
OTHERS = {"other_id": "other", "into_id": "into"}
HIDDEN = "…"


@dataclass(slots=True)
class Chapter:
    """One or several lines told as one: who did what, and each field's first and last value."""

    at: datetime
    verb: str
    noun: str
    by: str
    facts: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, list[Any]] = field(default_factory=dict)
    lines: int = 1
    party_id: UUID | None = None
    by_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """Chapters, the latest first; `before` leads to older ones, None when there are none."""

    chapters: list[Chapter]
    before: int | None


def history_of(
    party: Party, teammate: Teammate, *, before: int | None = None, size: int = PAGE
) -> Story:
    """What happened to a party and to those merged into it, as far as this teammate may know.

    Names of parties they may not see are left out. Changes one person made to the same thing
    within half an hour are one chapter, each field from its first to its last value.
    """
    family = list(family_of([party.pk]))
    entries = Entry.objects.filter(party_id__in=family)
    if before is not None:
        entries = entries.filter(pk__lt=before)
    found = list(entries.order_by("-pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    older = found[-1].pk if more else None
    found.sort(key=lambda entry: (entry.at, entry.pk), reverse=True)
    chapters = _folded(_chapter(entry) for entry in found)
    _name_teammates(chapters)
    _hide_strangers(chapters, teammate)
    return Story(chapters, older)


def chapters_for(entries: Iterable[Entry], teammate: Teammate) -> list[Chapter]:
    """Each line by itself, as far as this teammate may know."""
    chapters = [_chapter(entry) for entry in entries]
    _name_teammates(chapters)
    _hide_strangers(chapters, teammate)
    return chapters


def _chapter(entry: Entry) -> Chapter:
    changes = {
        name: value
        for name, value in entry.facts.items()
        if isinstance(value, list) and len(value) == 2 and entry.verb not in ("added", "tied")
    }
    facts = {name: value for name, value in entry.facts.items() if name not in changes}
    return Chapter(
        entry.at, entry.verb, entry.noun, "", facts, changes,
        party_id=entry.party_id, by_id=entry.by_id,
    )  # fmt: skip


def _folded(chapters: Iterable[Chapter]) -> list[Chapter]:
    """Chapters come latest first, so an older value takes the place of the first one."""
    told: list[Chapter] = []
    for chapter in chapters:
        last = told[-1] if told else None
        if last is not None and _belong_together(last, chapter):
            for name, (first, after) in chapter.changes.items():
                known = last.changes.get(name)
                last.changes[name] = [first, known[1] if known else after]
            last.lines += 1
            continue
        told.append(chapter)
    for chapter in told:
        chapter.changes = {n: pair for n, pair in chapter.changes.items() if pair[0] != pair[1]}
    return told


def _belong_together(later: Chapter, earlier: Chapter) -> bool:
    return (
        later.verb == earlier.verb == "changed"
        and later.noun == earlier.noun == "party"
        and later.by_id == earlier.by_id
        and later.party_id == earlier.party_id
        and later.at - earlier.at <= FOLD_WITHIN
    )


def _name_teammates(chapters: Sequence[Chapter]) -> None:
    ids = {chapter.by_id for chapter in chapters if chapter.by_id}
    names = dict(Teammate.objects.filter(pk__in=ids).values_list("pk", "name"))
    for chapter in chapters:
        chapter.by = names.get(chapter.by_id, "") if chapter.by_id else ""


def _hide_strangers(chapters: Sequence[Chapter], teammate: Teammate) -> None:
    """Another party is named only to those who may see it, or the one that took it in."""
    asked = {
        UUID(chapter.facts[key])
        for chapter in chapters
        for key in OTHERS
        if key in chapter.facts
    }
    asked |= {UUID(one["party_id"]) for one in _named_in(chapters)}
    stands = dict(Party.objects.filter(pk__in=asked).values_list("pk", "merged_into_id"))
    seen = dict(
        visible_parties(teammate, with_trash=True)
        .filter(pk__in={stands[pk] or pk for pk in stands})
        .values_list("pk", "name")
    )
    for chapter in chapters:
        for key, name in OTHERS.items():
            if key in chapter.facts:
                pk = UUID(chapter.facts[key])
                if (stands.get(pk) or pk) not in seen:
                    chapter.facts.pop(key)
                    chapter.facts[name] = ""
    for one in _named_in(chapters):
        pk = UUID(one.pop("party_id"))
        one["party"] = seen.get(stands.get(pk) or pk, HIDDEN)


def _named_in(chapters: Sequence[Chapter]) -> list[dict[str, Any]]:
    """Values of fields that name another party, each by its id."""
    return [
        value
        for chapter in chapters
        for pair in chapter.changes.values()
        for value in pair
        if isinstance(value, dict) and "party_id" in value
    ]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of the record somebody may read, and whether with their facts."""

    entries: QuerySet[Entry]
    tells_facts: bool


def lines_seen_by(teammate: Teammate) -> Lines:
    """The whole record; behind a wall only lines of parties one sees, without their facts.

    Facts name other parties, and lines about no party may be about one all the same.
    """
    if not stands_before_a_wall(teammate):
        return Lines(Entry.objects.all(), tells_facts=True)
    seen = is_among("party_id", visible_parties(teammate, with_trash=True))
    return Lines(Entry.objects.filter(seen), tells_facts=False)


def looks_at(party: Party, *, most: int = 50) -> QuerySet[Look]:
    """Who looked at a party, the latest first."""
    return (
        Look.objects.filter(party=party)
        .select_related("teammate")
        .order_by("-hour", "-pk")[:most]
    )
