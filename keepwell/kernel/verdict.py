"""A judgement that can explain itself."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Verdict(Generic[T]):
    """What was judged, and the sentences it rests on."""

    value: T
    because: tuple[str, ...]
