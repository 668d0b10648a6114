"""How a file's words are read: whose they are, in which zone and order dates are written."""

import hashlib
import json
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from keepwell.exchange.readers.values import DateOrder, DecimalMark, parse_day, parse_moment
from keepwell.parties.rules.draft import MATCH_BY


@dataclass(frozen=True, slots=True)
class Reading:
    """What is agreed about one file before its rows are read.

    `ours` are the firm's own mail domains, `free_mail` those that say nothing of an employer,
    `nobody` addresses behind which nobody sits; `region` is where bare numbers are at home.
    `mode` is add, update or both; parties are known again by what `known_by` says.
    """

    vendor: str
    table: str
    zone: tzinfo
    date_order: DateOrder = "unclear"
    decimal: DecimalMark = "."
    ours: frozenset[str] = frozenset()
    free_mail: frozenset[str] = frozenset()
    nobody: frozenset[str] = frozenset()
    region: str | None = None
    file_name: str = ""
    mode: str = "both"
    known_by: frozenset[str] = MATCH_BY

    def moment(self, text: str) -> datetime | None:
        """A moment in UTC, or None if the words name no real one."""
        return parse_moment(text, date_order=self.date_order, zone=self.zone) if text else None

    def day(self, text: str) -> date | None:
        """A day, or None if the words name no real one."""
        return parse_day(text, date_order=self.date_order) if text else None

    def source(self, table: str = "") -> str:
        """What ids of this tool are kept under."""
        return f"{self.vendor}:{table or self.table}"


def digest_of(facts: Dict[str, Any]) -> str:
    """The fingerprint of a row: the same facts, the same digest."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


class RowRefused(Exception):
    """A row that cannot be taken in, and the kept sentence that says why."""

    def __init__(self, because: str) -> None:
        super().__init__(because)
        self.because = because
