"""Words of the house, and beside them those the firm defined: fields, columns, orders."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from keepwell.fields.rules.definitions import (
    Definition,
    definition_named,
    shown_definitions,
)

T = TypeVar("T")


class WithOwn(Mapping[str, T]):
    """What the house knows by name, and what follows from each field of the firm's own.

    `make` gives it for one of them, None where there is no such thing. A retired field is
    still known by its name, for filters somebody kept, but no longer among those one walks
    through.
    """

    def __init__(
        self, house: Mapping[str, T], make: Callable[[Definition], Mapping[str, T]]
    ) -> None:
        self.house, self._make = house, make

    def __getitem__(self, name: str) -> T:
        if name in self.house:
            return self.house[name]
        asked = definition_named(name.removeprefix("-"))
        made = self._make(asked) if asked else {}
        return made[name]

    def __iter__(self) -> Iterator[str]:
        yield from self.house
        for asked in shown_definitions():
            yield from self._make(asked)

    def __len__(self) -> int:
        return sum(1 for _name in self)
