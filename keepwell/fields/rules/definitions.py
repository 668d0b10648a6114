"""What a field of the firm's own is: its sort, its choices, for whom; and which there are."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from anyascii import anyascii

from keepwell.kernel.refusal import Refused
from keepwell.kernel.words import gettext_noop
from keepwell.kernel.words import say as _

OWN = "own_"
TAGS = "tags"
MOST_FIELDS = 100
MOST_CHOICES = 300
LONGEST_LABEL = 80
LONGEST_KEY = 40
COLOURS = ("grey", "petrol", "sea", "violet", "rose", "ochre", "olive", "brick")
COLOUR_WORDS: Mapping[str, str] = {
    "grey": gettext_noop("grey"),
    "petrol": gettext_noop("petrol"),
    "sea": gettext_noop("sea green"),
    "violet": gettext_noop("violet"),
    "rose": gettext_noop("rose"),
    "ochre": gettext_noop("ochre"),
    "olive": gettext_noop("olive"),
    "brick": gettext_noop("brick red"),
}


class FieldSort(StrEnum):
    """What a value of a field is."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    PARTY = "party"
    YES_NO = "yes_no"
    URL = "url"


SORT_WORDS: Mapping[str, str] = {
    FieldSort.TEXT: gettext_noop("text"),
    FieldSort.NUMBER: gettext_noop("number"),
    FieldSort.MONEY: gettext_noop("money"),
    FieldSort.DATE: gettext_noop("date"),
    FieldSort.CHOICE: gettext_noop("one of a list"),
    FieldSort.CHOICES: gettext_noop("several of a list"),
    FieldSort.PARTY: gettext_noop("another party"),
    FieldSort.YES_NO: gettext_noop("yes or no"),
    FieldSort.URL: gettext_noop("web address"),
}
WITH_CHOICES = frozenset({FieldSort.CHOICE, FieldSort.CHOICES})
SORTABLE = frozenset(
    {FieldSort.TEXT, FieldSort.NUMBER, FieldSort.MONEY, FieldSort.DATE, FieldSort.CHOICE,
     FieldSort.YES_NO, FieldSort.URL}
)  # fmt: skip
SUMMED = frozenset({FieldSort.NUMBER, FieldSort.MONEY})
NATURES: Mapping[str, str] = {
    "": gettext_noop("people and organisations"),
    "person": gettext_noop("people"),
    "organisation": gettext_noop("organisations"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values of a list; renamed it stays the same value, retired it stays kept."""

    key: str
    label: str
    colour: str = "grey"
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """A field of the firm's own. `key` never changes, so that links and programs go on."""

    id: UUID
    key: str
    words: str
    sort: FieldSort
    about: str = ""
    nature: str = ""
    currency: str = ""
    choices: tuple[Choice, ...] = field(default=())
    is_retired: bool = False

    @property
    def name(self) -> str:
        """How lists, filters and files call it."""
        return TAGS if self.is_tags else OWN + self.key

    @property
    def is_tags(self) -> bool:
        return self.key == TAGS

    @property
    def label(self) -> str:
        return _("Tags") if self.is_tags else self.words

    @property
    def sort_words(self) -> str:
        return _(SORT_WORDS[self.sort])

    @property
    def nature_words(self) -> str:
        return _(NATURES[self.nature])

    @property
    def offered(self) -> tuple[Choice, ...]:
        """What may be chosen from now on."""
        return tuple(one for one in self.choices if not one.is_retired)

    @property
    def has_choices(self) -> bool:
        return self.sort in WITH_CHOICES

    def fits(self, nature: str) -> bool:
        """Whether parties of this nature have such a field."""
        return self.nature in ("", nature)

    def choice(self, key: str) -> Choice | None:
        """The choice of this key, retired or not."""
        return next((one for one in self.choices if one.key == key), None)

    def place_of(self, key: str) -> int:
        """Where the choice stands in the list."""
        return next((at for at, one in enumerate(self.choices) if one.key == key), 0)


Definitions = Mapping[str, Definition]


def _none() -> Definitions:
    return {}


_known: Callable[[], Definitions] = _none


def know_definitions(source: Callable[[], Definitions]) -> None:
    """Bind where definitions are kept: rules read no table (see `keepwell/config/apps.py`)."""
    global _known
    _known = source


def definitions() -> Definitions:
    """Every field there is by its name, retired ones as well, in the order they are shown."""
    return _known()


def is_own(name: str) -> bool:
    """Whether a name could be that of a field of the firm's own."""
    return name == TAGS or name.startswith(OWN)


def definition_named(name: str) -> Definition | None:
    """The field lists call so; None for any other word, without asking anybody."""
    return definitions().get(name) if is_own(name) else None


def shown_definitions(nature: str = "") -> list[Definition]:
    """The fields in use, for parties of this nature; tags are the last."""
    every = [one for one in definitions().values() if not one.is_retired]
    fitting = [one for one in every if not nature or one.fits(nature)]
    return sorted(fitting, key=lambda one: one.is_tags)


def key_for(label: str, taken: Iterable[str]) -> str:
    """A short name for programs, made of the label; numbered where it is taken."""
    plain = re.sub(r"[^a-z0-9]+", "_", anyascii(label).lower()).strip("_")
    plain = plain[: LONGEST_KEY - 4].strip("_") or "field"
    known = {*taken, TAGS}
    if plain not in known:
        return plain
    number = 2
    while f"{plain}_{number}" in known:
        number += 1
    return f"{plain}_{number}"


def label_or_refuse(text: str, taken: Iterable[str], *, at: str = "label") -> str:
    """A label that is not there yet, or a refusal."""
    label = " ".join(text.replace("\0", " ").split())
    if not label:
        raise Refused(_("Give it a name."), field=at)
    if len(label) > LONGEST_LABEL:
        raise Refused(_("A name has %(most)s letters at most.", most=LONGEST_LABEL), field=at)
    if label.casefold() in {one.casefold() for one in taken}:
        raise Refused(
            _("“%(name)s” is there already. Give another name.", name=label), field=at
        )
    return label


def choices_from_lines(
    text: str, before: Iterable[Choice], colour: Callable[[int], str]
) -> tuple[Choice, ...]:
    """New choices, one a line, after those there are."""
    made = list(before)
    for line in text.splitlines():
        if not line.strip():
            continue
        if len(made) >= MOST_CHOICES:
            many = _("A list has %(most)s choices at most.", most=MOST_CHOICES)
            raise Refused(many, field="choices")
        label = label_or_refuse(line, (one.label for one in made), at="choices")
        key = key_for(label, (one.key for one in made))
        made.append(Choice(key, label, colour(len(made))))
    return tuple(made)


def usual_colour(place: int) -> str:
    """A colour for the choice at this place; after grey they come round again."""
    return COLOURS[1:][place % (len(COLOURS) - 1)]
