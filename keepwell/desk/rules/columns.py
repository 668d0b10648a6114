"""The columns a list of parties may show: which, in which order, how wide, how many stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from keepwell.desk.rules.own import WithOwn
from keepwell.fields.rules.definitions import SORTABLE, Definition, FieldSort
from keepwell.kernel.words import gettext_noop
from keepwell.kernel.words import say as _

WIDEST = 6
MOST_FROZEN = 1
LONGEST = 600


@dataclass(frozen=True, slots=True)
class Column:
    """One fact in a row; `sort` is the order it can stand in, `foot` what its foot can say.

    On a phone a row becomes a card, of which only cells with a place are shown: `fold` is
    "top" (beside the name), "start" or "end" (under it).
    """

    name: str
    words: str
    sort: str = ""
    foot: str = ""
    right: bool = False
    own: Definition | None = None
    fold: str = ""

    @property
    def label(self) -> str:
        return self.own.label if self.own else _(self.words)

    @property
    def door(self) -> str:
        """Where the form of a value in its cells is; '' where it is not changed in place."""
        return "own" if self.own else "field" if self.name in _IN_PLACE else ""


_IN_PLACE = ("industry", "employees", "source", "language")
FILLED, DAYS, NUMBERS, MONEY = "filled", "days", "numbers", "money"
_ALL = (
    Column("name", gettext_noop("Name"), "name"),
    Column("kinds", gettext_noop("Kinds")),
    Column("owner", gettext_noop("Owner"), "owner", FILLED),
    Column("stage", gettext_noop("Stage"), "stage", FILLED),
    Column("quiet", gettext_noop("In touch")),
    Column("last", gettext_noop("Last two-way"), "last", DAYS, right=True),
    Column("gap", gettext_noop("Usual gap"), "", NUMBERS, right=True),
    Column("next", gettext_noop("Next touch"), "next", DAYS, right=True),
    Column("inbound", gettext_noop("Last heard from"), "inbound", DAYS, right=True),
    Column("outbound", gettext_noop("Last written to"), "outbound", DAYS, right=True),
    Column("stage_since", gettext_noop("In stage since"), "stage_since", DAYS, right=True),
    Column("nature", gettext_noop("Person or organisation")),
    Column("industry", gettext_noop("Industry"), "industry", FILLED),
    Column("employees", gettext_noop("Employees"), "employees", NUMBERS, right=True),
    Column("source", gettext_noop("How they came"), "source", FILLED),
    Column("language", gettext_noop("Language"), "", FILLED),
    Column("email", gettext_noop("E-mail")),
    Column("phone", gettext_noop("Phone")),
    Column("city", gettext_noop("City")),
    Column("country", gettext_noop("Country")),
    Column("created", gettext_noop("Here since"), "created", DAYS, right=True),
    Column("changed", gettext_noop("Last changed"), "changed", DAYS, right=True),
)
_FOOTS = {FieldSort.NUMBER: NUMBERS, FieldSort.MONEY: NUMBERS, FieldSort.DATE: DAYS}


def _own_column(asked: Definition) -> Mapping[str, Column]:
    if asked.is_retired:
        return {}
    foot = _FOOTS.get(asked.sort, "")
    sort = asked.name if asked.sort in SORTABLE else ""
    return {asked.name: Column(asked.name, asked.words, sort, foot, bool(foot), asked)}


COLUMNS: Mapping[str, Column] = WithOwn({one.name: one for one in _ALL}, _own_column)
USUAL = ("name", "kinds", "owner", "stage", "quiet", "last", "gap", "next")


@dataclass(frozen=True, slots=True)
class Shown:
    """A column as somebody wants it: `width` 1 to 6 in steps, 0 as its words need."""

    column: Column
    width: int = 0

    @property
    def as_text(self) -> str:
        return f"{self.column.name}~{self.width}" if self.width else self.column.name


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns in their order; the first `frozen` of them stay in sight."""

    columns: tuple[Shown, ...]
    frozen: int = 0
    usual: tuple[str, ...] = USUAL

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one.column.name for one in self.columns)

    @property
    def in_place(self) -> str:
        """The columns whose cells can be written in, with the door: "source:field tags:own"."""
        written = (one.column for one in self.columns if one.column.door)
        return " ".join(f"{column.name}:{column.door}" for column in written)

    @property
    def as_text(self) -> str:
        """As a link carries it, '' for what everybody sees: "name~4,owner,next!1"."""
        plain = not self.frozen and not any(one.width for one in self.columns)
        return "" if plain and self.names == self.usual else self.written

    @property
    def written(self) -> str:
        """The same in full, also where it is what everybody sees."""
        said = ",".join(one.as_text for one in self.columns)
        return f"{said}!{self.frozen}" if self.frozen else said


def layout_of(
    names: Sequence[str],
    widths: Mapping[str, int],
    frozen: int,
    columns: Mapping[str, Column] = COLUMNS,
    usual: tuple[str, ...] = USUAL,
) -> Layout:
    """Columns that exist, each once; what a row is called by (the first of `usual`) is always
    there, first unless said otherwise."""
    known = [name for name in dict.fromkeys(names) if name in columns]
    if usual[0] not in known:
        known.insert(0, usual[0])
    shown = (Shown(columns[name], min(max(widths.get(name, 0), 0), WIDEST)) for name in known)
    return Layout(tuple(shown), min(max(frozen, 0), MOST_FROZEN, len(known)), usual)


USUAL_LAYOUT = layout_of(USUAL, {}, 0)


def parse_layout(
    text: str, columns: Mapping[str, Column] = COLUMNS, usual: tuple[str, ...] = USUAL
) -> Layout:
    """The layout this text means; what nobody knows is left out, nothing is the usual one."""
    said, _mark, frozen = text[:LONGEST].partition("!")
    widths: dict[str, int] = {}
    names = []
    for one in filter(None, said.split(",")):
        name, _tilde, width = one.partition("~")
        names.append(name)
        widths[name] = _number(width)
    if not any(name in columns for name in names):
        names, widths = list(usual), {}
    return layout_of(names, widths, _number(frozen), columns, usual)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 1 else 0
