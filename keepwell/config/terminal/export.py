"""`keepwell export facts`, `keepwell export parties` and `keepwell export firm`"""

import argparse
from pathlib import Path

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
    firm = whats.add_parser(
        "firm", help="everything the firm owns, with every column explained"
    )
    firm.add_argument("path", type=Path, metavar="PATH", help="a new folder, or a .zip file")
    firm.add_argument("--format", choices=["jsonl", "csv"], default="jsonl")


def answer(given: argparse.Namespace) -> int:
    """Lines on standard output; the count on standard error."""
    enter_the_house()
    return {"facts": _facts, "parties": _parties, "firm": _firm}[given.what](given)


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


def _firm(given: argparse.Namespace) -> int:
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from keepwell.config.terminal.bar import bar
    from keepwell.config.terminal.plainly import say
    from keepwell.config.terminal.said import the_firm
    from keepwell.exchange.commands.take_in_firm import keep_firm_export_on_record
    from keepwell.exchange.whole.writing import write_firm

    the_firm()
    now, path = timezone.now(), given.path.absolute()
    with bar() as shown:
        rows = write_firm(path, form=given.format, at=now, tell=shown.show)
    keep_firm_export_on_record(sum(rows.values()), form=given.format, at=now)
    facts = {"path": path, "rows": sum(rows.values()), "tables": len(rows)}
    say(_("%(path)s: %(rows)s rows of %(tables)s tables. README.md explains them.") % facts)
    return 0
