"""How each database is taken, tried out and put in place."""

from pathlib import Path
from typing import Protocol

from django.db import connection

from keepwell.backups.databases import postgresql, sqlite
from keepwell.backups.databases.counting import Count, Scratch
from keepwell.backups.manifest import Counted, Manifest


class Store(Protocol):
    """What is asked of a database, whichever it is."""

    MEMBER: str

    def size(self) -> int:
        """How many bytes it takes on its disk, about."""

    def take(self, into: Path, count: Count) -> Counted:
        """Write it to a file as it stands at one moment, while people work; its counts."""

    def try_out(self, taken: Path) -> Scratch:
        """The same again in a scratch database, that is gone afterwards."""

    def put_in_place(self, taken: Path, manifest: Manifest, count: Count) -> str:
        """Replace the firm's database, whole or not at all; where the old one is kept."""


def store() -> Store:
    """The database in use."""
    return postgresql if connection.vendor == "postgresql" else sqlite  # type: ignore[return-value]
