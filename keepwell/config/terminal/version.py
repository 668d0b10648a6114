"""`keepwell version`"""

import argparse
import sys

from keepwell import __version__


def offer(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def answer(given: argparse.Namespace) -> int:
    """Say which Keepwell this is."""
    sys.stdout.write(f"Keepwell {__version__}\n")
    return 0
