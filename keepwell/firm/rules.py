"""What the firm's people may do, and when the firm works. Plain Python."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo


class Role(StrEnum):
    """The roles of `domain.md`: who uses Keepwell."""

    ADVISER = "adviser"
    DELIVERY = "delivery"
    FINANCE = "finance"
    PARTNER = "partner"
    COMPLIANCE = "compliance"
    ADMINISTRATOR = "administrator"


MANAGERS = frozenset({Role.PARTNER, Role.ADMINISTRATOR})
IMPORTERS = frozenset({Role.PARTNER, Role.ADMINISTRATOR, Role.FINANCE, Role.COMPLIANCE})
EXPORTERS = frozenset({Role.PARTNER, Role.ADMINISTRATOR, Role.COMPLIANCE})


class Act(StrEnum):
    """What only some roles may do for the whole firm."""

    RUN_FIRM = "run_firm"
    BUILD_WALLS = "build_walls"
    IMPORT = "import"
    EXPORT = "export"
    KEEP_BACKUPS = "keep_backups"


MAY: dict[Act, frozenset[Role]] = {
    Act.RUN_FIRM: MANAGERS,
    Act.BUILD_WALLS: MANAGERS | {Role.COMPLIANCE},
    Act.IMPORT: IMPORTERS,
    Act.EXPORT: EXPORTERS,
    # A backup holds everything there is, behind every wall.
    Act.KEEP_BACKUPS: frozenset({Role.ADMINISTRATOR}),
}


def may(role: str, act: Act) -> bool:
    """Whether a teammate of this role may do this for the whole firm."""
    return role in MAY[act]


def is_own_address(address: str, domains: Collection[str]) -> bool:
    """Whether a mail address is ours: its domain is one of ours or lies beneath one."""
    domain = address.rpartition("@")[2].lower().rstrip(".")
    return any(domain == own or domain.endswith(f".{own}") for own in domains)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of a weekday in which the firm works (0 = Monday), by its own clock."""

    weekday: int
    opens_at: time
    closes_at: time


USUAL_WEEK = tuple(Stretch(weekday, time(9), time(17)) for weekday in range(5))


def stretches_that_overlap(week: Collection[Stretch]) -> tuple[Stretch, Stretch] | None:
    """The first two stretches of a week that share a minute, or None."""
    ordered = sorted(week, key=lambda one: (one.weekday, one.opens_at))
    for earlier, later in pairwise(ordered):
        if earlier.weekday == later.weekday and later.opens_at < earlier.closes_at:
            return earlier, later
    return None


def _no_holiday(day: date) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When the firm works: its week, the holidays of its place, and its own days.

    `holiday` names the public holiday on a day, or says nothing; `closed` and `open` are
    the firm's own days and go before it.
    """

    zone: str = "UTC"
    week: tuple[Stretch, ...] = USUAL_WEEK
    holiday: Callable[[date], str] = _no_holiday
    closed: frozenset[date] = field(default_factory=frozenset)
    open: frozenset[date] = field(default_factory=frozenset)

    def is_working_day(self, day: date) -> bool:
        """Whether the firm works on that day at all."""
        if day in self.closed:
            return False
        if all(one.weekday != day.weekday() for one in self.week):
            return day in self.open
        return day in self.open or not self.holiday(day)

    def is_working_moment(self, moment: datetime) -> bool:
        """Whether the firm works at that moment (aware), by its own clock.

        A day the firm opens outside its week is worked in the hours of its first weekday.
        """
        local = moment.astimezone(ZoneInfo(self.zone))
        if not self.is_working_day(local.date()):
            return False
        clock = local.time()
        return any(one.opens_at <= clock < one.closes_at for one in self._hours(local.date()))

    def _hours(self, day: date) -> list[Stretch]:
        today = [one for one in self.week if one.weekday == day.weekday()]
        first = min((one.weekday for one in self.week), default=0)
        return today or [one for one in self.week if one.weekday == first]

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie from `start` up to, not including, `end`."""
        days = max((end - start).days, 0)
        return sum(self.is_working_day(start + timedelta(n)) for n in range(days))

    def next_working_day(self, day: date, *, most: int = 400) -> date:
        """The first working day after `day`, or the very next day if none is within `most`."""
        for n in range(1, most):
            if self.is_working_day(day + timedelta(n)):
                return day + timedelta(n)
        return day + timedelta(1)

    def working_day_from(self, day: date) -> date:
        """`day` itself when the firm works then, else the next working day."""
        return day if self.is_working_day(day) else self.next_working_day(day)


class Area(StrEnum):
    """What a token may be let into, each to read or to write."""

    PARTIES = "parties"
    CONVERSATIONS = "conversations"
    FILES = "files"
    RELATIONSHIPS = "relationships"
    ORDERS = "orders"
    USAGE = "usage"
    AGREEMENTS = "agreements"
    IMPORTS = "imports"
    EXPORTS = "exports"
    JOURNAL = "journal"
    WEBHOOKS = "webhooks"
    NOTICES = "notices"
    SETTINGS = "settings"


ONLY_READ = frozenset({Area.AGREEMENTS, Area.EXPORTS, Area.JOURNAL})
SCOPES = tuple(
    f"{area}:{way}"
    for area in Area
    for way in ("read", "write")
    if way == "read" or area not in ONLY_READ
)


def lets_in(scopes: Collection[str], area: str, *, to_write: bool) -> bool:
    """Whether these scopes open an area; who may write there may read there."""
    writes = f"{area}:write" in scopes
    return writes or (not to_write and f"{area}:read" in scopes)


@dataclass(frozen=True, slots=True)
class Deed:
    """What would change about a teammate's power over the firm."""

    role_before: str
    works_here_after: bool
    role_after: str


def leaves_nobody_in_charge(deed: Deed, *, other_managers: int) -> bool:
    """Whether the firm would have no administrator or partner left who can sign in."""
    was = deed.role_before in MANAGERS
    stays = deed.works_here_after and deed.role_after in MANAGERS
    return was and not stays and other_managers == 0
