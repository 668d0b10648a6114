"""`keepwell worker`"""

import argparse

from keepwell.config.command_line import enter_the_house


def offer(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def answer(given: argparse.Namespace) -> int:
    """Do background jobs until TERM or INT; start as many as you like."""
    enter_the_house()
    from keepwell.config.background import work
    from keepwell.config.database import make_database_ready

    make_database_ready()
    work()
    return 0
