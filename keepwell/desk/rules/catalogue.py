"""What a list of one noun can be asked: its fields, its columns, its orders."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from keepwell.desk.rules.columns import COLUMNS, USUAL, Column, Layout, layout_of, parse_layout
from keepwell.desk.rules.filter_fields import FIELDS, Field
from keepwell.kernel.words import gettext_noop

TABLE, BOARD, CALENDAR, REPORT = "table", "board", "calendar", "report"
SORTS = (
    "name", "last", "next", "owner", "stage", "stage_since", "inbound", "outbound", "industry",
    "employees", "source", "created", "changed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gathering:
    """What a report of a noun is gathered by, and what is counted.

    `fields` are those it can be gathered by; None: every one whose sort of fact can be
    shared. Of `several` a row may have more than one. `trade` is money of rows beside it,
    each in the currency it was written down in.
    """

    counted: str = gettext_noop("Rows")
    usual: str = ""
    fields: tuple[str, ...] | None = None
    several: frozenset[str] = frozenset()
    trade: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything an address of this noun's list may name.

    `usual` are the columns shown unless others are chosen; the first of them, what a row is
    called by, is always there. `asks` are fields that may be asked by a parameter of their
    own (`?kind=call`). `starts` is the condition a new line of the builder begins with.
    """

    noun: str
    fields: Mapping[str, Field]
    columns: Mapping[str, Column]
    usual: tuple[str, ...]
    sorts: tuple[str, ...]
    usual_sort: str
    asks: tuple[str, ...] = ()
    starts: tuple[str, str] = ("stage", "is")
    looks: tuple[str, ...] = (TABLE,)
    gathering: Gathering = field(default_factory=Gathering)
    layout: Layout = field(init=False)

    def __post_init__(self) -> None:
        usual = layout_of(self.usual, {}, 0, self.columns, self.usual)
        object.__setattr__(self, "layout", usual)

    def parse_layout(self, text: str) -> Layout:
        """The columns this text names."""
        return parse_layout(text, self.columns, self.usual)

    def layout_of(self, names: list[str], widths: Mapping[str, int], frozen: int) -> Layout:
        """These columns, as wide as said."""
        return layout_of(names, widths, frozen, self.columns, self.usual)

    def can_sort(self, sort: str) -> bool:
        """Whether a list can stand in this order, either way."""
        name = sort.removeprefix("-")
        column = self.columns.get(name)
        return name in self.sorts or (column is not None and bool(column.own and column.sort))

    def every_sort(self) -> list[str]:
        """Every order there is, one way."""
        others = (name for name in self.columns if name not in self.sorts)
        return [*self.sorts, *(name for name in others if self.can_sort(name))]


PARTIES = Catalogue(
    "parties", FIELDS, COLUMNS, USUAL, SORTS, "name",
    asks=("kind", "stage", "owner", "nature"), looks=(TABLE, BOARD, CALENDAR, REPORT),
    gathering=Gathering(
        gettext_noop("Parties"), "stage",
        several=frozenset({"kind", "account_team", "team", "city", "country", "external"}),
        trade={"open_work": gettext_noop("Open work"), "orders": gettext_noop("Orders")},
    ),
)  # fmt: skip
