"""Sentences on standard output and standard error."""

import sys


def say(sentence: str) -> None:
    """One sentence on standard output."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def complain(sentence: str) -> None:
    """One sentence on standard error."""
    sys.stderr.write(sentence + "\n")
