"""Identifiers: UUIDs that sort by the time they were made."""

import os
import threading
import time
import uuid

_lock = threading.Lock()
_last = 0


def uuid7() -> uuid.UUID:
    """A version 7 UUID (RFC 9562): milliseconds, a counter within this process, then chance.

    Two made by one process always sort in the order they were made.
    """
    global _last
    with _lock:
        now = time.time_ns() // 1_000_000 << 12
        _last = now if now > _last else _last + 1
        stamp = _last
    chance = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | chance
    return uuid.UUID(int=value)
