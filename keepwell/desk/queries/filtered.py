"""Parties narrowed by a filter, behind the walls, on either database.

What selects few comes as `IN (…)`, which the database may start at; what excludes comes as
`NOT EXISTS`, asked of each row by an index. Days become half-open ranges, never functions of a
column.
"""

from collections.abc import Mapping
from datetime import date
from functools import partial

from django.db.models import Q, QuerySet

from keepwell.conversations.models import Task, TaskKind
from keepwell.desk.queries.filtered_days import on_anniversaries, on_days
from keepwell.desk.queries.filtered_own import by_own
from keepwell.desk.queries.filtered_people import by_account_team, by_owner, by_team
from keepwell.desk.queries.filtered_texts import (
    NEGATIVE,
    held,
    on_name,
    on_own_text,
    on_points,
    on_rows,
)
from keepwell.desk.queries.kinds import SHOWN
from keepwell.desk.queries.narrowing import Ask, asked_of
from keepwell.desk.rules.filter_tree import Condition, Group
from keepwell.firm.models import Teammate
from keepwell.kinds.models import Holding
from keepwell.notices.queries.seen import follows_of
from keepwell.orders.models import Order
from keepwell.parties.models import ExternalId, PartyQuerySet, PostalAddress
from keepwell.relationships.models import ContactFacts, Opportunity
from keepwell.walls.queries import visible_parties

_STORED = {shown: kind for kind, shown in SHOWN.items()}


def filtered_parties(tree: Group, *, teammate: Teammate, today: date) -> PartyQuerySet:
    """The parties this teammate may see that the filter means on that day.

    `Refused` when a value names nobody who works here. In no order.
    """
    return narrowed_by(visible_parties(teammate), tree, teammate=teammate, today=today)


def narrowed_by(
    among: PartyQuerySet, tree: Group, *, teammate: Teammate, today: date
) -> PartyQuerySet:
    """These parties, which began behind the walls, narrowed by the filter."""
    asked = asked_of(tree, ASKS, teammate, today, otherwise=by_own)
    return among.filter(asked) if tree else among


def _by_nature(asked: Condition, _teammate: Teammate, _today: date) -> Q:
    found = Q(nature__in=asked.values)
    return ~found if asked.operator in NEGATIVE else found


def _by_kind(asked: Condition, _teammate: Teammate, _today: date) -> Q:
    rows = Holding.objects.filter(until=None)
    if asked.values:
        rows = rows.filter(kind__in=[_STORED[value] for value in asked.values])
    return held(rows, negative=asked.operator in NEGATIVE)


def _by_kind_since(kind: str, asked: Condition, _teammate: Teammate, today: date) -> Q:
    rows = Holding.objects.filter(kind=kind, until=None)
    if asked.operator == "empty":
        return held(rows.filter(since__isnull=False), negative=True)
    return held(rows.filter(on_days("since", asked, today)))


def _by_stage(asked: Condition, _teammate: Teammate, _today: date) -> Q:
    found = Q(relationship__stage__in=asked.values)
    if not asked.values:
        found = Q(relationship__stage__gt="")
    return ~found if asked.operator in NEGATIVE else found


def _by_silence(asked: Condition, _teammate: Teammate, today: date) -> Q:
    """How quiet they are on that day; while contact is paused nobody is quiet."""
    if not asked.values:
        return Q(contact_facts__isnull=asked.operator == "empty")
    paused = Q(relationship__paused_until__gt=today)
    found = Q(pk__in=[])
    for value in asked.values:
        found |= this_quiet(value, paused, today)
    return ~found if asked.operator in NEGATIVE else found


def this_quiet(level: str, paused: Q, today: date) -> Q:
    """Parties exactly this quiet, by the days on which silence reaches each level."""
    reached = {"watch": "watch_on", "quiet": "quiet_on", "silent": "silent_on"}.get(level)
    worse = {"fine": "watch_on", "watch": "quiet_on", "quiet": "silent_on"}.get(level)
    found = Q(contact_facts__isnull=False)
    if reached:
        found &= Q(**{f"contact_facts__{reached}__lte": today})
    if worse:
        column = f"contact_facts__{worse}"
        found &= Q(**{f"{column}__gt": today}) | Q(**{f"{column}__isnull": True})
    if level == "fine":
        return found | (Q(contact_facts__isnull=False) & paused)
    return found & ~paused


def _by_days(path: str, moments: bool, asked: Condition, _by: Teammate, today: date) -> Q:
    return on_days(path, asked, today, moments=moments)


def _by_birthday(asked: Condition, _teammate: Teammate, today: date) -> Q:
    return on_anniversaries("birth_date", asked, today)


def _by_waiting(asked: Condition, _teammate: Teammate, _today: date) -> Q:
    rows = ContactFacts.objects.filter(unanswered_asks=True)
    return held(rows, negative=asked.operator == "no")


def _by_employees(asked: Condition, _teammate: Teammate, _today: date) -> Q:
    numbers = sorted(int(value) for value in asked.values)
    match asked.operator:
        case "over":
            return Q(employees__gt=numbers[0])
        case "under":
            return Q(employees__lt=numbers[0])
        case "is" | "between":
            return Q(employees__gte=numbers[0], employees__lte=numbers[-1])
    return Q(employees__isnull=asked.operator == "empty")


def _by_following(asked: Condition, teammate: Teammate, _today: date) -> Q:
    return held(follows_of(teammate), negative=asked.operator == "no")


def _by_task(kind: str, asked: Condition, _teammate: Teammate, _today: date) -> Q:
    rows = Task.objects.filter(kind=kind, done_at=None, trashed_at=None)
    return held(rows, negative=asked.operator == "no")


def _by_open_work(asked: Condition, _teammate: Teammate, _today: date) -> Q:
    return held(open_work(), negative=asked.operator == "no")


def open_work() -> QuerySet[Opportunity]:
    """Work that may still come, with an amount."""
    return Opportunity.objects.filter(outcome="open", amount_minor__gt=0).exclude(currency="")


def _by_orders(asked: Condition, _teammate: Teammate, _today: date) -> Q:
    rows = Order.objects.filter(party__isnull=False)
    return held(rows, negative=asked.operator == "no")


def _by_tool(asked: Condition, _teammate: Teammate, _today: date) -> Q:
    rows = ExternalId.objects.exclude(source__startswith="row:")
    return on_rows(rows, "source", asked)


_DAYS = {
    "stage_since": ("relationship__stage_since", False),
    "next_touch": ("relationship__next_touch_on", False),
    "last_two_way": ("contact_facts__last_two_way", True),
    "last_inbound": ("contact_facts__last_inbound", True),
    "last_outbound": ("contact_facts__last_outbound", True),
    "created": ("created_at", True),
    "changed": ("changed_at", True),
}
ASKS: Mapping[str, Ask] = {
    "name": lambda asked, _teammate, _today: on_name(asked),
    "nature": _by_nature,
    "kind": _by_kind,
    **{f"{kind}_since": partial(_by_kind_since, kind)
       for kind in ("client", "customer", "user", "prospect")},
    "stage": _by_stage,
    "owner": lambda asked, teammate, _today: by_owner(asked, teammate),
    "account_team": lambda asked, teammate, _today: by_account_team(asked, teammate),
    "team": lambda asked, teammate, _today: by_team(asked, teammate),
    "quiet": _by_silence,
    **{name: partial(_by_days, *how) for name, how in _DAYS.items()},
    "waits": _by_waiting,
    **{name: lambda asked, _teammate, _today, path=name: on_own_text(path, asked)
       for name in ("source", "industry", "language")},
    "employees": _by_employees,
    **{name: lambda asked, _teammate, _today, path=name: on_rows(
        PostalAddress.objects.all(), path, asked) for name in ("city", "country")},
    **{name: lambda asked, _teammate, _today, kind=name: on_points(kind, asked)
       for name in ("email", "phone", "domain")},
    "external": _by_tool,
    "birthday": _by_birthday,
    "followed": _by_following,
    "task": partial(_by_task, TaskKind.TASK),
    "promise": partial(_by_task, TaskKind.PROMISE),
    "open_work": _by_open_work,
    "orders": _by_orders,
}  # fmt: skip
