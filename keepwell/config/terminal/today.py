"""`keepwell today --as TEAMMATE`"""

import argparse

from keepwell.config.command_line import enter_the_house


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
    from keepwell.config.terminal.said import (
        day,
        say,
        teammate_called,
        the_firm,
        today_in,
        write_json,
    )
    from keepwell.desk.queries import today_of

    firm = the_firm()
    on = day(given.as_of) if given.as_of else today_in(firm)
    items = today_of(teammate_called(given.teammate), on=on)
    if given.json:
        write_json([item.as_facts() for item in items])
        return 0
    for item in items:
        say(f"{item.party_name}: {item.because}")
    return 0
