"""`keepwell journal verify`, `keepwell journal seal` and `keepwell journal list`"""

import argparse

from keepwell.config.command_line import FAILED, enter_the_house


def offer(parser: argparse.ArgumentParser) -> None:
    """Verify, seal or list."""
    from keepwell.config.terminal.party import offer_list

    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    acts.add_parser("verify", help="look whether the record is whole")
    acts.add_parser("seal", help="seal what is not sealed yet")
    offer_list(acts.add_parser("list", help="lines as the list on the page has them"))


def answer(given: argparse.Namespace) -> int:
    """0 when the record is whole; 1 and a line per fault when it is not."""
    from keepwell.config.terminal.rows_of import list_rows

    enter_the_house()
    if given.act == "list":
        return list_rows(given, "journal")
    return _verify() if given.act == "verify" else _seal()


def _verify() -> int:
    from keepwell.config.terminal.plainly import complain, say
    from keepwell.journal.queries import verify_journal

    found = verify_journal()
    for fault in found.tampered:
        complain(fault.because)
    if found.tampered:
        complain(f"The record was tampered with: {len(found.tampered)} faults.")
        return FAILED
    say(
        f"The record is whole: {found.lines} lines under {found.seals} seals, "
        f"{found.unsealed} lines not sealed yet."
    )
    return 0


def _seal() -> int:
    from keepwell.config.terminal.plainly import say
    from keepwell.journal.jobs import seal
    from keepwell.journal.queries import unsealed_lines

    waiting = unsealed_lines()
    seal()
    say(f"{waiting} lines sealed.")
    return 0
