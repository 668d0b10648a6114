"""`keepwell doctor`"""

import argparse
from typing import TYPE_CHECKING

from keepwell.config.command_line import FAILED, enter_the_house

if TYPE_CHECKING:
    from keepwell.config.doctor import Finding


def offer(parser: argparse.ArgumentParser) -> None:
    """How it is written."""
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument(
        "--mend-search", action="store_true", help="first make the index of search anew"
    )


def answer(given: argparse.Namespace) -> int:
    """0 when nothing is broken, warnings or not; 1 when something is."""
    enter_the_house()
    from django.utils import timezone
    from django.utils.translation import override

    from keepwell.config.commands import mend_search
    from keepwell.config.doctor import State, examine

    if given.mend_search:
        mend_search(at=timezone.now())
    if given.json:
        with override("en"):  # programs read it, the same for everybody
            found = list(examine(timezone.now()))
            _write(found)
    else:
        found = []
        for finding in examine(timezone.now()):
            found.append(finding)
            _tell(finding)
    return FAILED if any(one.state == State.BROKEN for one in found) else 0


def _write(found: "list[Finding]") -> None:
    from keepwell.config.doctor import State
    from keepwell.config.terminal.said import write_json

    checks = [
        {"name": one.name, "state": one.state.value, "says": one.says, "do": one.do}
        for one in found
    ]
    write_json({"ok": all(one.state != State.BROKEN for one in found), "checks": checks})


def _tell(one: "Finding") -> None:
    from keepwell.config.terminal.plainly import say

    say(f"{one.state.value:8} {one.name}: {one.says}{' → ' + one.do if one.do else ''}")
