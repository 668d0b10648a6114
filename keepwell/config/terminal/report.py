"""`keepwell report parties`, and the same of conversations, tasks and orders"""

import argparse
import sys

from keepwell.config.command_line import enter_the_house

LISTS = {
    "parties": "stage,created.month",
    "conversations": "day.month,kind",
    "tasks": "assignee,open",
    "orders": "day.quarter",
}


def offer(parser: argparse.ArgumentParser) -> None:
    """Which list, gathered by what, measured how."""
    from keepwell.config.terminal.party import offer_as

    of_what = parser.add_subparsers(dest="act", metavar="LIST", required=True)
    for name, example in LISTS.items():
        gathered = of_what.add_parser(name, help=f"{name}, as the report on the page has them")
        gathered.add_argument("--by", default="", help=f"a field or two: {example}")
        gathered.add_argument("--of", default="", help="count, or sum.employees, avg.own_fee …")
        gathered.add_argument("--view", default="", help="a view of the list; all if left out")
        gathered.add_argument("--filter", default="", help="as for “party list”")
        gathered.add_argument("--search", default="", metavar="TEXT", help="as its search box")
        gathered.add_argument("--format", choices=["table", "csv", "json"], default="table")
        offer_as(gathered)
        gathered.set_defaults(sort="", columns="")


def answer(given: argparse.Namespace) -> int:
    """The report on standard output."""
    enter_the_house()
    from keepwell.config.terminal.party import as_table, listing_asked, viewer_asked
    from keepwell.config.terminal.said import write_json
    from keepwell.desk.queries.nouns.every import NOUNS
    from keepwell.desk.queries.report import gather
    from keepwell.desk.queries.report_rows import report_told, rows_of_report
    from keepwell.desk.rules.report import parse_report

    noun, viewer = NOUNS[given.act], viewer_asked(given)
    listing = listing_asked(given, given.act)
    among = noun.among(viewer, listing.view, listing)
    by = given.by or noun.catalogue.gathering.usual
    report = parse_report(by, given.of, noun.catalogue)
    found = gather(among, report, viewer, noun)
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
