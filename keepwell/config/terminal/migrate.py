"""`keepwell migrate`"""

import argparse

from keepwell.config.command_line import enter_the_house


def offer(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def answer(given: argparse.Namespace) -> int:
    """Bring the database up to this version; safe to say again."""
    enter_the_house()
    from keepwell.config.database import migrate_database, reach_database
    from keepwell.config.terminal.plainly import say

    reach_database()
    steps = migrate_database()
    say(f"The database took {steps} migrations." if steps else "The database is up to date.")
    return 0
