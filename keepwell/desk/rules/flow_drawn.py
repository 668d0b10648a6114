"""Where the bands of a flow run: two stacks of kinds, and what goes from one to the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NODE, GAP, HIGH, LEAST = 12, 14, 300, 2.0


@dataclass(frozen=True, slots=True)
class Stack:
    """One kind on one side: where its block stands and how many parties it is."""

    key: str
    x: float
    y: float
    high: float
    parties: int


@dataclass(frozen=True, slots=True)
class Band:
    """Parties that went from one kind to another: a path from block to block."""

    was: str
    became: str
    parties: int
    path: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A flow at one width."""

    width: int
    height: float
    left: tuple[Stack, ...]
    right: tuple[Stack, ...]
    bands: tuple[Band, ...]


def draw_flow(
    counts: Mapping[tuple[str, str], int], order: Sequence[str], *, width: int, margin: int
) -> Drawn:
    """Blocks are as high as their share; bands leave and arrive in the order of the kinds."""
    total = sum(counts.values()) or 1
    left = _stack(order, {k: _sum(counts, 0, k) for k in order}, margin, total)
    right_x = width - margin - NODE
    right = _stack(order, {k: _sum(counts, 1, k) for k in order}, right_x, total)
    leaves = {one.key: one.y for one in left}
    arrives = {one.key: one.y for one in right}
    bands = []
    for was in order:
        for became in order:
            if not (parties := counts.get((was, became), 0)):
                continue
            high = max(LEAST, HIGH * parties / total)
            path = _band(margin + NODE, leaves[was], right_x, arrives[became], high)
            bands.append(Band(was, became, parties, path))
            leaves[was] += high
            arrives[became] += high
    ends = [one.y + one.high for one in (*left, *right)]
    return Drawn(width, max(ends, default=HIGH) + LEAST * len(bands), left, right, tuple(bands))


def _sum(counts: Mapping[tuple[str, str], int], side: int, key: str) -> int:
    return sum(count for pair, count in counts.items() if pair[side] == key)


def _stack(
    order: Sequence[str], sums: Mapping[str, int], x: float, total: int
) -> tuple[Stack, ...]:
    found, y = [], 8.0
    for key in order:
        if sums[key]:
            high = max(LEAST, HIGH * sums[key] / total)
            found.append(Stack(key, x, y, high, sums[key]))
            y += high + GAP
    return tuple(found)


def _band(x1: float, y1: float, x2: float, y2: float, high: float) -> str:
    middle = (x1 + x2) / 2
    return (
        f"M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        f"V{y2 + high:.1f}C{middle:.1f} {y2 + high:.1f} {middle:.1f} {y1 + high:.1f}"
        f" {x1:.1f} {y1 + high:.1f}Z"
    )
