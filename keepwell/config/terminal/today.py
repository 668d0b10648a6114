"""`keepwell today --as TEAMMATE`"""

import argparse
from datetime import date, datetime
from typing import TYPE_CHECKING

from keepwell.config.command_line import enter_the_house

if TYPE_CHECKING:
    from keepwell.firm.models import Teammate


def offer(parser: argparse.ArgumentParser) -> None:
    """Who, when, and how it is written."""
    parser.add_argument(
        "--as", dest="teammate", required=True, metavar="TEAMMATE", help="e-mail or full name"
    )
    parser.add_argument(
        "--as-of", metavar="DATE", help="the day, 2026-11-23; today if left out"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document")


def answer(given: argparse.Namespace) -> int:
    """The ordered list of what this teammate is to do."""
    enter_the_house()
    from keepwell.config.terminal.said import day, end_of, teammate_called, the_firm, today_in

    firm = the_firm()
    teammate = teammate_called(given.teammate)
    on = day(given.as_of) if given.as_of else None
    return _tell(teammate, on or today_in(firm), end_of(on, firm), as_json=given.json)


def _tell(teammate: "Teammate", on: date, at: datetime, *, as_json: bool) -> int:
    from django.utils.translation import override

    from keepwell.config.terminal.plainly import say
    from keepwell.config.terminal.said import write_json
    from keepwell.desk.queries.today import today_as_json

    if as_json:
        with override("en"):  # programs read it, the same for everybody
            write_json(today_as_json(teammate, on=on, at=at))
        return 0
    today = today_as_json(teammate, on=on, at=at)
    say(today["lead"])
    for item in today["items"]:
        whom = f"{item['party']['name']}: " if item["party"] else ""
        say(f"{whom}{item['what']} {' '.join(item['because'])}")
    return 0
