"""Which rows of a file are wanted: only what is new, only what is known, or all."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from keepwell.exchange.commands.take.around import RowResult
from keepwell.kernel.words import keep as _kept

Row = TypeVar("Row", bound=tuple[Any, ...])
KNOWN = _kept("It is here already, and only new ones were to be added.")
NEW = _kept("It is not here yet, and nothing was to be added.")


def keys_here(model: Any, field: str = "key") -> Callable[[Iterable[str]], set[str]]:
    """Asks which of some keys are known here, in one query."""
    return lambda keys: set(
        model.objects.filter(**{f"{field}__in": list(keys)}).values_list(field, flat=True)
    )


def wanted(
    rows: Sequence[Row],
    mode: str,
    key_of: Callable[[Row], str],
    known_of: Callable[[Iterable[str]], set[str]],
) -> tuple[list[Row], list[RowResult]]:
    """The rows a file's mode takes in, and what became of those it leaves aside.

    Each row begins with its number; the second row of one key is known by the first.
    """
    if mode == "both" or not rows:
        return list(rows), []
    known = known_of({key_of(row) for row in rows})
    taken: list[Row] = []
    left: list[RowResult] = []
    for row in rows:
        is_known = key_of(row) in known
        if is_known is (mode == "update"):
            taken.append(row)
            known.add(key_of(row))
        else:
            left.append(RowResult(row[0], "skipped", KNOWN if is_known else NEW))
    return taken, left
