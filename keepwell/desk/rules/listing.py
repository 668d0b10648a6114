"""What a list is asked for, and the address that asks for it again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, quote

from keepwell.desk.rules.catalogue import (
    BOARD,
    CALENDAR,
    PARTIES,
    REPORT,
    SORTS,
    TABLE,
    Catalogue,
)
from keepwell.desk.rules.columns import USUAL_LAYOUT, Layout
from keepwell.desk.rules.filter_tree import (
    EVERYBODY,
    Condition,
    Group,
    and_also,
    judge_condition,
)
from keepwell.desk.rules.filters import filter_as_text, parse_filter
from keepwell.desk.rules.report import BY, COUNT, OF, asked_for

__all__ = [
    "BOARD",
    "CALENDAR",
    "REPORT",
    "SORTS",
    "TABLE",
    "Listing",
    "asked_in",
    "parse_listing",
    "query_of",
]
LONGEST_SEARCH = 200
_QUIET = {"watch": ("watch", "quiet", "silent"), "quiet": ("quiet", "silent")}


@dataclass(frozen=True, slots=True)
class Listing:
    """A view, further narrowed, in an order, with columns: all that an address can carry."""

    view: str = ""
    tree: Group = field(default=EVERYBODY)
    q: str = ""
    sort: str = PARTIES.usual_sort
    layout: Layout = USUAL_LAYOUT
    look: str = TABLE
    noun: str = PARTIES.noun
    by: str = ""
    of: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.tree) or bool(self.q)


def usual_listing(of: Catalogue, view: str) -> Listing:
    """The list of a view of the house, as it is before anybody asks for more."""
    return Listing(view, sort=of.usual_sort, layout=of.layout, noun=of.noun)


def parse_listing(asked: Mapping[str, str], usual: Listing, of: Catalogue = PARTIES) -> Listing:
    """What these parameters ask for; what they leave out is as `usual`.

    `Refused` when the filter cannot be read. Orders, looks and columns nobody knows are as
    usual: they hide nothing.
    """
    sort, look = asked.get("sort", usual.sort), asked.get("look", usual.look)
    tree = parse_filter(asked["f"], of.fields) if "f" in asked else usual.tree
    further = _shorthand(asked, of)
    by, measure = asked_for(asked, usual.by, usual.of, of.fields)
    return Listing(
        usual.view,
        and_also(tree, *further) if further else tree,
        " ".join(asked.get("q", usual.q).replace("\0", " ").split())[:LONGEST_SEARCH],
        sort if of.can_sort(sort) else usual.sort,
        of.parse_layout(asked["cols"]) if "cols" in asked else usual.layout,
        look if look in of.looks else usual.look,
        of.noun,
        by,
        measure,
    )


def _shorthand(asked: Mapping[str, str], of: Catalogue) -> list[Condition]:
    """`stage=lead` and the like, for links written by hand and by other pages."""
    found = []
    for name in of.asks:
        if value := asked.get(name, "").strip():
            found.append(judge_condition(name, "is", (value,), of.fields))
    if "quiet" in of.fields and (level := asked.get("quietness", "").strip()):
        found.append(judge_condition("quiet", "any", _QUIET.get(level, (level,))))
    return found


def query_of(listing: Listing, usual: Listing, **further: str) -> str:
    """The query of the address that asks for this; only what is not `usual` is written."""
    said = {
        "view": listing.view or None,
        "f": filter_as_text(listing.tree) if listing.tree != usual.tree else None,
        "q": listing.q if listing.q != usual.q else None,
        "sort": listing.sort if listing.sort != usual.sort else None,
        "cols": (listing.layout.as_text or "-") if listing.layout != usual.layout else None,
        "look": listing.look if listing.look != usual.look else None,
        BY: (listing.by or "-") if listing.by != usual.by else None,
        OF: (listing.of or COUNT) if listing.of != usual.of else None,
    }
    told = {name: value for name, value in said.items() if value is not None}
    told.update({name: value for name, value in further.items() if value})
    return "&".join(f"{name}={quote(value, safe='():;,.~|!')}" for name, value in told.items())


def asked_in(query: str) -> dict[str, str]:
    """The parameters of such a query, the last of each."""
    try:
        return dict(parse_qsl(query[:8_000], keep_blank_values=True, max_num_fields=50))
    except ValueError:
        return {}


def with_tree(listing: Listing, tree: Group) -> Listing:
    """The same list, narrowed otherwise."""
    return replace(listing, tree=tree)
