"""What rows and store say of each other."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Sum

from keepwell.files.models import Attachment
from keepwell.files.store import Content, contents


@dataclass(frozen=True, slots=True)
class Stock:
    """How many files there are by name, and what they weigh once each."""

    names: int
    contents: int
    size: int


@dataclass(frozen=True, slots=True)
class Differences:
    """Contents that rows name and the store has not, or not whole; and the other way round."""

    missing: tuple[str, ...]
    orphaned: tuple[Content, ...]

    @property
    def orphaned_size(self) -> int:
        return sum(one.size for one in self.orphaned)


def is_named(sha256: str) -> bool:
    """Whether any file, removed ones too, has these bytes."""
    return Attachment.objects.filter(sha256=sha256).exists()


def _named() -> Iterator[tuple[str, int]]:
    rows = Attachment.objects.order_by("sha256").values_list("sha256", "size").distinct()
    yield from rows.iterator(chunk_size=5_000)


def stock() -> Stock:
    """What the firm keeps: the same bytes twice count once."""
    told = Attachment.objects.filter(trashed_at=None).aggregate(names=Count("pk"))
    every = Attachment.objects.order_by().values("sha256", "size").distinct()
    sums = every.aggregate(whole=Sum("size"), many=Count("sha256"))
    return Stock(told["names"], sums["many"], sums["whole"] or 0)


def differences() -> Differences:
    """What is missing and what nobody names; every file of the store is looked at."""
    wanted = dict(_named())
    here = {one.sha256: one for one in contents()}
    missing = [sha for sha, size in wanted.items() if _lacks(here.get(sha), size)]
    orphaned = [one for sha, one in here.items() if sha not in wanted]
    return Differences(tuple(missing), tuple(orphaned))


def _lacks(found: Content | None, size: int) -> bool:
    return found is None or found.size != size
