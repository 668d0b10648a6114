"""What a backup says of itself, and how two of them are compared."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

FORM = 1
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside the backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What stood in a database at one moment: rows per table, migrations, the last seal."""

    rows: dict[str, int]
    migrations: dict[str, list[str]]
    seals: int
    head: str

    @property
    def total(self) -> int:
        """All rows of all tables."""
        return sum(self.rows.values())


@dataclass(frozen=True, slots=True)
class Manifest:
    """The label of a backup: when, by which Keepwell, of which database, and what is in it."""

    version: str
    taken_at: datetime
    vendor: str
    firm: str
    counted: Counted
    members: tuple[Member, ...] = ()
    left_out: tuple[str, ...] = ()
    form: int = field(default=FORM)

    def as_json(self) -> bytes:
        """The manifest as it stands in the backup."""
        told = asdict(self) | {"taken_at": self.taken_at.isoformat()}
        return json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False).encode()


def manifest_from(text: bytes) -> Manifest:
    """The manifest of a backup. Raises `ValueError` when it is none, or of a later form."""
    told: dict[str, Any] = json.loads(text)
    if not isinstance(told, dict) or told.get("form") != FORM:
        raise ValueError("not a manifest of this form")
    try:
        return Manifest(
            version=str(told["version"]),
            taken_at=datetime.fromisoformat(told["taken_at"]),
            vendor=str(told["vendor"]),
            firm=str(told["firm"]),
            counted=Counted(**told["counted"]),
            members=tuple(Member(**one) for one in told["members"]),
            left_out=tuple(told["left_out"]),
        )
    except (KeyError, TypeError) as fault:
        raise ValueError("a manifest with parts missing") from fault


def differences(told: Counted, found: Counted) -> list[str]:
    """In what a restored database differs from what was counted when it was taken."""
    said = [
        f"{table}: {told.rows.get(table, 0)} rows taken, {found.rows.get(table, 0)} back"
        for table in sorted(told.rows.keys() | found.rows.keys())
        if told.rows.get(table) != found.rows.get(table)
    ]
    if (told.seals, told.head) != (found.seals, found.head):
        said.append("the record ends with another seal")
    if told.migrations != found.migrations:
        said.append("its tables are of another version")
    return said
