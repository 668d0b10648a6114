"""`keepwell kinds check` and `keepwell kinds rebuild`"""

import argparse
import sys

from keepwell.config.command_line import DONE, FAILED, enter_the_house


def offer(parser: argparse.ArgumentParser) -> None:
    """What is to be done with the facts."""
    parser.add_argument(
        "act", choices=["check", "rebuild"], metavar="ACT",
        help="check: compare what is kept with what is told anew; rebuild: make all again",
    )  # fmt: skip


def answer(given: argparse.Namespace) -> int:
    """A line of sums; 1 when what is kept is not what is told."""
    enter_the_house()
    from django.utils import timezone

    from keepwell.kinds.commands.judge import judge_all_kinds
    from keepwell.kinds.queries.checked import facts_checked

    now = timezone.now()
    if given.act == "rebuild":
        changed = judge_all_kinds(at=now)
        sys.stderr.write(f"Made again. Kinds begun or ended: {changed}.\n")
    found = facts_checked(now.date())
    sys.stdout.write(f"parties {found.parties}\nkept {found.kept}\ntold {found.told}\n")
    for party in found.among:
        sys.stdout.write(f"differs {party}\n")
    if found.is_same:
        return DONE
    sys.stderr.write(
        f"The facts of {found.differ} parties are not what is told anew; news of {found.due} is"
        " still to be looked at. `keepwell kinds rebuild` makes them again.\n"
    )
    return FAILED
