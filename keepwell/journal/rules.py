"""How the record is sealed: each seal holds the one before it. Plain Python."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

FIRST = "0" * 64


def canonical(fields: Mapping[str, Any]) -> bytes:
    """One spelling for one line: sorted keys, UTC moments, no needless blanks."""
    return json.dumps(
        fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_spell
    ).encode()


def _spell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)


def digest_of(previous: str, lines: Iterable[bytes]) -> str:
    """SHA-256 over the seal before and every line of the batch, each with its length."""
    chain = hashlib.sha256(previous.encode())
    for line in lines:
        chain.update(len(line).to_bytes(8, "big"))
        chain.update(line)
    return chain.hexdigest()
