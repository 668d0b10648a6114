"""`keepwell journal verify` and `keepwell journal seal`"""

import argparse

from keepwell.config.command_line import FAILED, enter_the_house


def offer(parser: argparse.ArgumentParser) -> None:
    """Verify or seal."""
    parser.add_argument("act", choices=["verify", "seal"])


def answer(given: argparse.Namespace) -> int:
    """0 when the record is whole; 1 and a line per fault when it is not."""
    enter_the_house()
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
