"""`keepwell report parties`"""

import argparse
import sys

from keepwell.config.command_line import enter_the_house


def offer(parser: argparse.ArgumentParser) -> None:
    """Which list, gathered by what, measured how."""
    of_what = parser.add_subparsers(dest="act", metavar="LIST", required=True)
    gathered = of_what.add_parser("parties", help="parties, as the report on the page has them")
    gathered.add_argument("--by", default="stage", help="a field or two: stage,created.month")
    gathered.add_argument("--of", default="", help="count, or sum.employees, avg.own_fee …")
    gathered.add_argument(
        "--view", default="", help="clients, quiet, unowned …; all if left out"
    )
    gathered.add_argument("--filter", default="", help="as for “party list”")
    gathered.add_argument(
        "--search", default="", metavar="TEXT", help="a name, address, number"
    )
    gathered.add_argument("--format", choices=["table", "csv", "json"], default="table")
    gathered.add_argument(
        "--as", dest="teammate", metavar="TEAMMATE",
        help="as this teammate sees it (e-mail or full name); else the first administrator",
    )  # fmt: skip
    gathered.set_defaults(sort="", columns="")


def answer(given: argparse.Namespace) -> int:
    """The report on standard output."""
    enter_the_house()
    from keepwell.config.terminal.party import as_table, listing_asked, teammate_asked
    from keepwell.config.terminal.said import the_firm, today_in, write_json
    from keepwell.desk.queries.party_list import parties_of
    from keepwell.desk.queries.report import gather
    from keepwell.desk.queries.report_rows import report_told, rows_of_report
    from keepwell.desk.queries.views import Viewer
    from keepwell.desk.rules.report import parse_report
    from keepwell.walls.queries import visible_parties

    today, teammate = today_in(the_firm()), teammate_asked(given.teammate)
    viewer = Viewer(teammate, visible_parties(teammate), today)
    listing = listing_asked(given)
    among = parties_of(viewer, viewer.narrow(listing.view), listing)
    found = gather(among, parse_report(given.by, given.of), viewer)
    if given.format == "json":
        write_json(report_told(found, listing.tree))
        return 0
    rows = rows_of_report(found)
    if given.format == "csv":
        import csv

        csv.writer(sys.stdout, lineterminator="\n").writerows(rows)
    else:
        names = tuple(str(place) for place in range(len(rows[0])))
        as_table((dict(zip(names, row, strict=True)) for row in rows[1:]), names, rows[0])
    return 0
