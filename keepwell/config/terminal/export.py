"""`keepwell export facts` and `keepwell export parties`"""

import argparse

from keepwell.config.command_line import enter_the_house


def offer(parser: argparse.ArgumentParser) -> None:
    """What, as of when, and in which format."""
    whats = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    facts = whats.add_parser("facts", help="one line per party, with all that is judged of it")
    facts.add_argument("--as-of", metavar="DATE", help="2026-11-23; now if left out")
    facts.add_argument("--format", choices=["jsonl"], default="jsonl")
    parties = whats.add_parser("parties", help="the list of parties")
    parties.add_argument("--format", choices=["csv", "xlsx"], default="csv")
    parties.add_argument("--as", dest="teammate", help="as this teammate sees it; else all")
    parties.add_argument("--to", metavar="FILE", help="a file; else standard output")


def answer(given: argparse.Namespace) -> int:
    """Lines on standard output; the count on standard error."""
    enter_the_house()
    return _facts(given) if given.what == "facts" else _parties(given)


def _facts(given: argparse.Namespace) -> int:
    from django.utils.translation import ngettext, override

    from keepwell.config.terminal.plainly import complain
    from keepwell.config.terminal.said import day, end_of, the_firm, write_json
    from keepwell.exchange.queries import facts_as_of

    firm, lines = the_firm(), 0
    with override("en"):  # programs read it, the same for everybody
        for facts in facts_as_of(end_of(day(given.as_of) if given.as_of else None, firm)):
            write_json(facts, indent=None)
            lines += 1
    complain(ngettext("%(count)s party.", "%(count)s parties.", lines) % {"count": lines})
    return 0


def _parties(given: argparse.Namespace) -> int:
    import sys
    from pathlib import Path

    from django.utils.translation import ngettext

    from keepwell.config.terminal.plainly import complain
    from keepwell.config.terminal.said import teammate_called, the_firm
    from keepwell.exchange.parties_out import write_parties

    the_firm()
    teammate = teammate_called(given.teammate) if given.teammate else None
    if given.to:
        with Path(given.to).open("wb") as file:
            rows = write_parties(file, form=given.format, teammate=teammate)
    else:
        rows = write_parties(sys.stdout.buffer, form=given.format, teammate=teammate)
    complain(ngettext("%(count)s party.", "%(count)s parties.", rows) % {"count": rows})
    return 0
