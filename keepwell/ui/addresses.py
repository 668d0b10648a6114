"""Addresses of pages, worked out once: a page names hundreds, and most differ only by an id."""

from functools import cache
from uuid import UUID

from django.urls import reverse


def address(name: str, *ids: UUID) -> str:
    """The address of this name, with the ids that stand in it from left to right."""
    pattern = _pattern(name, len(ids))
    return pattern.format(*ids) if ids else pattern


@cache
def _pattern(name: str, many: int) -> str:
    blanks = [UUID(int=number + 1) for number in range(many)]
    found = reverse(name, args=blanks)
    for blank in blanks:
        found = found.replace(str(blank), "{}")
    return found
