"""What a noun tells of itself, so that one engine lists it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.utils.functional import Promise

from keepwell.desk.queries.narrowing import Ask, asked_of
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.catalogue import Catalogue
from keepwell.desk.rules.filter_tree import Group
from keepwell.desk.rules.listing import Listing
from keepwell.desk.rules.report import Grouping
from keepwell.firm.models import Teammate
from keepwell.kernel.keyset import Count, Order
from keepwell.kernel.money import Money

Words = str | Promise
# A column, or what is worked out of several; rows with the way to a value from them.
Path = str | Combinable
Way = tuple[QuerySet[Any], Path]
Gather = Callable[[QuerySet[Any], str, Viewer], list[Way]]


@dataclass(frozen=True, slots=True)
class Link:
    """A value that leads somewhere; without `href` it is only text."""

    text: str
    href: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Word:
    """A value that people read in words and programs by its name; `tone` watch or alarm."""

    name: str
    text: str
    tone: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Number:
    """A count that people look at when it is not nothing; `tone` watch or alarm."""

    number: int
    tone: str = ""


Value = (
    str | int | bool | date | datetime | Money | Link | Word | Number | tuple[Link, ...] | None
)


@dataclass(frozen=True, slots=True)
class RowAct:
    """What can be done with a row where it stands: in words, its icon, where it is sent."""

    words: str
    icon: str
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list: its id, where it leads, and what it says in each column asked for."""

    pk: Any
    title: str
    href: str
    values: Mapping[str, Value]
    act: RowAct | None = None


def everything(_viewer: Viewer, rows: QuerySet[Any]) -> QuerySet[Any]:
    """A view that narrows nothing."""
    return rows


def anybody(_teammate: Teammate) -> bool:
    """A list for everybody who works here."""
    return True


@dataclass(frozen=True, slots=True)
class View:
    """A view of the house: its tab, what it holds, and how many, where that is shown."""

    label: Words
    narrow: Callable[[Viewer, QuerySet[Any]], QuerySet[Any]] = everything


@dataclass(frozen=True, slots=True)
class ListNoun:
    """A noun of which there is a list. This is all the engine asks of it.

    - `route`: the name of the address of its list.
    - `catalogue`: its fields, columns and orders (rules); `catalogue.noun` names it in
      addresses, saved views and the API.
    - `title`, and `counted(count)`: “3 tasks”.
    - `begin(viewer)`: every row the teammate may see. Lists, counts, exports, the API and
      reports all start here, so the walls stand once.
    - `views`: tabs of the house, the first being usual; `quick`: filters one press away.
    - `asks`: the condition of each field of the catalogue.
    - `hold(viewer, rows, text)`: rows that the text of the search box finds.
    - `orders`: those of the catalogue, both ways, each by an index.
    - `beside(rows, order)`: with what the order and the rows read of other tables.
    - `otherwise` and `other_order`: conditions and orders that are made as they are asked
      for; parties have them, for fields of the firm's own.
    - `lines(rows, viewer, columns)`: a page of them as people and programs read it, in a
      fixed number of queries; its moments, days and money are values, not words.
    - `paths`: where a column's fact stands in the row: for the foot, and to group and sum by.
      A path to minor units of money has its currency beside it in `currency`.
    - `gathers`: for each field a report gathers by the column, or `(rows, alias, viewer)` to
      the rows with what stands beside them; `ways` for all others, as parties need it.
    - `may(teammate)`: whether the list is for them at all.
    - `aside`: tabs that lead to pages which are no list; `acts`: what can be done from it, each
      by its words, icon and address.
    - `ticked`: what is pressed most with ticked rows, each by its verb, words and icon; with
      `is_ticked` rows have a box, if only to take them along as a file.
    """

    catalogue: Catalogue
    route: str
    title: Words
    counted: Callable[[Count], str]
    begin: Callable[[Viewer], QuerySet[Any]]
    views: Mapping[str, View]
    asks: Mapping[str, Ask]
    orders: Mapping[str, Order]
    lines: Callable[[Sequence[Any], Viewer, Collection[str]], list[Line]]
    hold: Callable[[Viewer, QuerySet[Any], str], QuerySet[Any]]
    beside: Callable[[QuerySet[Any], Order], QuerySet[Any]] = lambda rows, _order: rows
    otherwise: Ask | None = None
    other_order: Callable[[str], Order] | None = None
    paths: Mapping[str, str] = field(default_factory=dict)
    currency: str = ""
    gathers: Mapping[str, Path | Gather] = field(default_factory=dict)
    ways: Callable[[QuerySet[Any], Grouping, str, Viewer], list[Way]] | None = None
    quick: Sequence[tuple[str, Words]] = ()
    may: Callable[[Teammate], bool] = anybody
    search_label: Words = ""
    legend: Words = ""
    empty: Words = ""
    aside: Sequence[tuple[Words, Words]] = ()
    acts: Sequence[tuple[Words, str, Words]] = ()
    ticked: Sequence[tuple[str, Words, str]] = ()
    is_ticked: bool = False

    def among(self, viewer: Viewer, view: str, listing: Listing) -> QuerySet[Any]:
        """What a list means, behind the walls, in no order; `Refused` for odd values."""
        rows = self.views[view].narrow(viewer, self.begin(viewer))
        if listing.tree:
            rows = self.narrowed(rows, listing.tree, viewer)
        return self.hold(viewer, rows, listing.q) if listing.q else rows

    def narrowed(self, rows: QuerySet[Any], tree: Group, viewer: Viewer) -> QuerySet[Any]:
        """These rows, which began behind the walls, as far as the filter means them."""
        who, on = viewer.teammate, viewer.on
        return rows.filter(asked_of(tree, self.asks, who, on, self.otherwise))

    @property
    def name(self) -> str:
        """What it is called in addresses, kept views and by programs."""
        return self.catalogue.noun

    def order_of(self, sort: str) -> Order:
        """The order of this name."""
        if sort in self.orders or self.other_order is None:
            return self.orders[sort]
        return self.other_order(sort)
