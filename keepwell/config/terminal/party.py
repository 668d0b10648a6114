"""`keepwell party list` and `keepwell party show`"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from keepwell.config.command_line import enter_the_house

if TYPE_CHECKING:
    from keepwell.desk.queries.views import Viewer
    from keepwell.desk.rules.listing import Listing
    from keepwell.firm.models import Teammate

WIDEST, FIRST_ROWS = 40, 200


def offer(parser: argparse.ArgumentParser) -> None:
    """Which parties, as whom, and how they are written."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    offer_list(acts.add_parser("list", help="parties as the list on the page has them"))
    shown = acts.add_parser("show", help="everything of one party")
    shown.add_argument("id", help="its id; that of one that was merged leads on")
    shown.add_argument("--format", choices=["table", "json"], default="table")
    offer_as(shown)


def offer_list(parser: argparse.ArgumentParser) -> None:
    """Which rows of a list, in which order, with which columns, as whom, how written."""
    parser.add_argument("--view", default="", help="a view of the list; all if left out")
    parser.add_argument(
        "--filter", default="", help="as the list's address carries it, or JSON; docs say how"
    )
    parser.add_argument("--search", default="", metavar="TEXT", help="as its search box")
    parser.add_argument("--sort", default="", help="a column; --sort=-COLUMN goes back")
    parser.add_argument("--columns", default="", help="with commas between")
    parser.add_argument("--format", choices=["table", "csv", "json", "jsonl"], default="table")
    parser.add_argument("--limit", type=int, metavar="N", help="at most so many")
    offer_as(parser)


def offer_as(parser: argparse.ArgumentParser) -> None:
    """As whom."""
    parser.add_argument(
        "--as", dest="teammate", metavar="TEAMMATE",
        help="as this teammate sees it (e-mail or full name); else the first administrator",
    )  # fmt: skip


def answer(given: argparse.Namespace) -> int:
    """Parties on standard output, how many on standard error."""
    enter_the_house()
    viewer = viewer_asked(given)
    return _list(given, viewer) if given.act == "list" else _show(given, viewer)


def viewer_asked(given: argparse.Namespace) -> "Viewer":
    """Whoever is named by --as, with what they may see today."""
    from keepwell.config.terminal.said import the_firm, today_in
    from keepwell.desk.queries.views import Viewer
    from keepwell.walls.queries import visible_parties

    today, teammate = today_in(the_firm()), teammate_asked(given.teammate)
    return Viewer(teammate, visible_parties(teammate), today)


def teammate_asked(words: str | None) -> "Teammate":
    """The teammate named by --as, else the first administrator."""
    from django.utils.translation import gettext as _

    from keepwell.config.terminal.said import teammate_called
    from keepwell.firm.models import Teammate
    from keepwell.firm.rules import Role
    from keepwell.kernel.refusal import Refused

    if words:
        return teammate_called(words)
    found: Teammate | None = (
        Teammate.objects.filter(is_active=True, role=Role.ADMINISTRATOR).order_by("pk").first()
    )
    if found is None:
        raise Refused(_("Say as whom with --as: there is no administrator here."))
    return found


def _list(given: argparse.Namespace, viewer: "Viewer") -> int:
    from django.utils.translation import ngettext

    from keepwell.config.terminal.plainly import complain
    from keepwell.desk.queries.party_values import listed_values

    listing = listing_asked(given)
    count, names = 0, ("id", *listing.layout.names)

    def counted() -> Iterator[dict[str, Any]]:
        nonlocal count
        for row in listed_values(viewer, listing, most=given.limit):
            count += 1
            yield row

    WRITERS[given.format](counted(), names)
    complain(ngettext("%(count)s party.", "%(count)s parties.", count) % {"count": count})
    return 0


def listing_asked(given: argparse.Namespace, noun: str = "parties") -> "Listing":
    """What was asked for, refused where nobody knows the word."""
    from django.utils.translation import gettext as _

    from keepwell.desk.queries.nouns.every import NOUNS
    from keepwell.desk.queries.views import ALL
    from keepwell.desk.rules.listing import parse_listing, usual_listing
    from keepwell.kernel.refusal import refuse_unless

    views, of = NOUNS[noun].views, NOUNS[noun].catalogue
    asked = _asked(given.filter)
    flags = {"view": given.view, "q": given.search, "sort": given.sort, "cols": given.columns}
    asked |= {name: value for name, value in flags.items() if value}
    wanted = (
        (asked.get("view", ALL), views, _("view")),
        (asked.get("sort", of.usual_sort).removeprefix("-"), of.every_sort(), _("way to sort")),
        *((word.strip(), of.columns, _("column")) for word in given.columns.split(",") if word),
    )
    for word, every, what in wanted:
        facts = {"what": what, "word": word, "every": ", ".join(every)}
        because = _("There is no %(what)s “%(word)s”. There are: %(every)s.") % facts
        refuse_unless(word in every, because)
    asked["cols"] = asked.get("cols", "").replace(" ", "")
    return parse_listing(asked, usual_listing(of, asked.get("view", ALL)), of)


def _asked(text: str) -> dict[str, str]:
    """A filter as JSON, as the query of the list's address, or as the `f` in there."""
    from django.utils.translation import gettext as _

    from keepwell.desk.rules.filters import filter_as_text, filter_from_json
    from keepwell.desk.rules.listing import asked_in
    from keepwell.kernel.refusal import Refused

    text = text.strip()
    if text[:1] in ("{", "["):
        try:
            return {"f": filter_as_text(filter_from_json(json.loads(text)))}
        except ValueError as fault:
            raise Refused(_("The filter is not JSON: %s.") % fault) from fault
    query = text.partition("?")[2] if "?" in text else text
    head = query.partition("=")[0]
    if "=" in query and head.isidentifier():
        return asked_in(query)
    return {"f": text} if text else {}


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    """With days and moments as ISO 8601 writes them."""
    return {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()}


def as_table(
    rows: Iterable[dict[str, Any]], names: tuple[str, ...], heads: Sequence[str] = ()
) -> None:
    """Columns as wide as the first few hundred rows need."""
    lines = ([_plain(row[name]) for name in names] for row in rows)
    first = [list(heads) or [name.upper() for name in names], *islice(lines, FIRST_ROWS)]
    widths = [min(WIDEST, max(map(len, column))) for column in zip(*first, strict=True)]
    for line in chain(first, lines):
        cells = (_cut(cell, width) for cell, width in zip(line, widths, strict=True))
        sys.stdout.write("  ".join(cells).rstrip() + "\n")


def _cut(cell: str, width: int) -> str:
    return f"{cell if len(cell) <= width else cell[: width - 1] + '…':{width}}"


def _as_csv(rows: Iterable[dict[str, Any]], names: tuple[str, ...]) -> None:
    import csv

    from keepwell.exchange.parties_out import defused

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([defused(_plain(row[name])) for name in names])


def _as_json(rows: Iterable[dict[str, Any]], names: tuple[str, ...]) -> None:
    from keepwell.config.terminal.said import write_json

    write_json([_dated(row) for row in rows])


def _as_lines(rows: Iterable[dict[str, Any]], names: tuple[str, ...]) -> None:
    from keepwell.config.terminal.said import write_json

    for row in rows:
        write_json(_dated(row), indent=None)


WRITERS = {"table": as_table, "csv": _as_csv, "json": _as_json, "jsonl": _as_lines}


def _show(given: argparse.Namespace, viewer: "Viewer") -> int:
    from uuid import UUID

    from django.utils.translation import gettext as _
    from django.utils.translation import override

    from keepwell.config.terminal.said import write_json
    from keepwell.desk.queries.party_whole import whole_party
    from keepwell.kernel.refusal import Refused
    from keepwell.parties.queries.standing_in import party_of

    try:
        party = party_of(viewer.seen, UUID(given.id))
    except ValueError:
        party = None
    if party is None:
        raise Refused(_("There is no party “%s” here.") % given.id)
    if given.format == "json":
        with override("en"):  # programs read it, the same for everybody
            write_json(_dated(_whole(whole_party(party, viewer.seen))))
    else:
        for name, value in _whole(whole_party(party, viewer.seen)).items():
            _write_fact(name, value)
    return 0


def _whole(whole: Any) -> dict[str, Any]:
    from keepwell.desk.api.told import OWN

    party = whole.party
    parts = {
        "names": ("text", "kind"),
        "contact_points": ("kind", "value", "label", "is_primary"),
        "addresses": ("street", "postal_code", "city", "region", "country"),
    }
    return {
        **{name: getattr(party, name) for name in OWN},
        **{
            part: [{name: getattr(one, name) for name in names} for one in getattr(whole, part)]
            for part, names in parts.items()
        },
        "ties": [
            {"role": tie.role, "to": str(tie.other), "id": tie.other_id, "ends_on": tie.ends_on}
            for tie in whole.ties
        ],
        "kinds": [
            {"kind": one.kind, "since": one.since, "because": list(one.because)}
            for one in whole.kinds
        ],
        **{name: shown.written for name, shown in whole.own.items()},
    }


def _write_fact(name: str, value: Any) -> None:
    if isinstance(value, list):
        for one in value:
            told = " · ".join(
                _plain(part) for part in one.values() if part not in (None, "", [])
            )
            sys.stdout.write(f"{name:16} {told}\n")
    elif value not in (None, ""):
        sys.stdout.write(f"{name:16} {_plain(value)}\n")
