"""Judging the kinds of parties and keeping their history."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from keepwell.kernel.command import command
from keepwell.kernel.ids import uuid7
from keepwell.kernel.record import record
from keepwell.kinds.commands.facts import SOME, rebuild_facts, refresh_facts, with_organisations
from keepwell.kinds.models import Due
from keepwell.kinds.queries.judged import OVERRULED, holdings_judged
from keepwell.kinds.queries.policy import policy_in_force
from keepwell.kinds.queries.whose import These, Whose, stretches
from keepwell.kinds.rules.policy import Policy
from keepwell.parties.models import Party


def judge_all_kinds(
    *,
    at: datetime,
    party_ids: Iterable[UUID] | None = None,
    ended: list[UUID] | None = None,
) -> int:
    """Make facts again and judge: of these and the organisations they work for, or of all.

    Goes in stretches that are each whole; begun again it changes nothing. A kind no longer held
    keeps its row, with the day as `until`. Gives the number of holdings begun or ended; the
    ids of those that ended are put in `ended`.
    """
    if party_ids is None:
        rebuild_facts(at.date())
        return apply_policy(at=at, ended=ended)
    ids = with_organisations(list(party_ids))
    refresh_facts(ids, at.date())
    policy = policy_in_force()
    return sum(
        _judge(These(ids[start : start + SOME]), policy, at=at, over=ended)
        for start in range(0, len(ids), SOME)
    )


def apply_policy(*, at: datetime, ended: list[UUID] | None = None) -> int:
    """Judge all parties by the policy in force, from the facts as they stand."""
    policy = policy_in_force()
    return sum(_judge(each, policy, at=at, over=ended) for each in stretches())


def follow_news(*, at: datetime) -> int:
    """Look again at the parties news came of; how many there were."""
    count = 0
    while some := list(Due.objects.order_by("pk").values_list("pk", flat=True)[:SOME]):
        _follow(some, at=at)
        count += len(some)
    return count


@command
def _follow(some: Sequence[UUID], *, at: datetime) -> None:
    """Facts and kinds of some parties, and that they are no longer due: all or nothing."""
    # Taken off first: news that comes meanwhile is due again.
    Due.objects.filter(pk__in=some).delete()
    ids = with_organisations(some)
    here = Party.objects.filter(pk__in=ids).values_list("pk", flat=True)
    judge_all_kinds(at=at, party_ids=list(here))


@command
def _judge(whose: Whose, policy: Policy, *, at: datetime, over: list[UUID] | None) -> int:
    """Judge one stretch of parties and write what is different from what stands."""
    today = at.date()
    with connection.cursor() as cursor:
        _lay_out(cursor, policy, whose, today)
        gone = _end(cursor, whose, today)
        _keep(cursor, policy)
        begun = _begin(cursor, policy)
        cursor.execute("DROP TABLE keepwell_judged")
    if over is not None:
        over += gone
    if begun or gone:
        record("judged_kinds", "holding", None, at=at, begun=begun, ended=len(gone))
    return begun + len(gone)


def _lay_out(cursor: Any, policy: Policy, whose: Whose, today: Any) -> None:
    said, values = holdings_judged(policy, whose, today)
    cursor.execute("DROP TABLE IF EXISTS keepwell_judged")
    cursor.execute(f"CREATE TEMP TABLE keepwell_judged AS {said}", values)
    if isinstance(whose, These):  # a handful: looking through them is sooner than an index
        return
    cursor.execute("CREATE INDEX keepwell_judged_by ON keepwell_judged (party_id, kind)")
    if connection.vendor == "postgresql":
        # Planned as if nothing were held yet, the second stretch took a hundred times as long.
        cursor.execute("ANALYZE keepwell_judged")
        cursor.execute("ANALYZE kinds_holding (party_id, kind, until)")


_SAME = "j.party_id = h.party_id AND j.kind = h.kind"
# What somebody said before there was a policy, or a test set up, is not the policy's to end.
_OURS = "(h.rule <> '' OR h.decided_by = 'first rules' OR h.decided_by LIKE 'policy %%')"


def _end(cursor: Any, whose: Whose, today: Any) -> list[UUID]:
    """End what is no longer held, of parties that are here."""
    theirs, values = whose.are("h.party_id")
    cursor.execute(
        "UPDATE kinds_holding SET until = %s WHERE id IN (SELECT h.id FROM kinds_holding h"
        " JOIN parties_party p ON p.id = h.party_id"
        " AND p.trashed_at IS NULL AND p.merged_into_id IS NULL"
        f" WHERE h.until IS NULL AND {theirs} AND {_OURS}"
        f" AND NOT EXISTS (SELECT 1 FROM keepwell_judged j WHERE {_SAME})) RETURNING id",
        [today, *values],
    )
    return [id_ if isinstance(id_, UUID) else UUID(id_) for (id_,) in cursor.fetchall()]


def _keep(cursor: Any, policy: Policy) -> None:
    """Give what is still held its reasons of today."""
    because = "j.because" if connection.vendor == "postgresql" else "json(j.because)"
    differ = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    stands = "h.because" if connection.vendor == "postgresql" else "json(h.because)"
    cursor.execute(
        f"UPDATE kinds_holding AS h SET because = {because}, since = j.since, rule = j.rule,"
        " decided_by = CASE WHEN j.rule = %s THEN %s ELSE %s END"
        f" FROM keepwell_judged j WHERE {_SAME} AND h.until IS NULL"
        f" AND (j.since {differ} h.since OR j.rule <> h.rule OR {because} {differ} {stands})",
        [OVERRULED, OVERRULED, _decided_by(policy)],
    )


def _begin(cursor: Any, policy: Policy) -> int:
    """Write what is newly held."""
    columns = "id, party_id, kind, since, until, because, decided_by, rule"
    cursor.execute(
        f"INSERT INTO kinds_holding ({columns})"
        f" SELECT {_new_id()}, j.party_id, j.kind, {_since()}, NULL, j.because,"
        " CASE WHEN j.rule = %s THEN %s ELSE %s END, j.rule FROM keepwell_judged j"
        " WHERE NOT EXISTS (SELECT 1 FROM kinds_holding h"
        # In order: all are found before the first is written, or each look walks over the last.
        f" WHERE h.until IS NULL AND {_SAME}) ORDER BY j.party_id, j.kind"
        " ON CONFLICT DO NOTHING",
        [OVERRULED, OVERRULED, _decided_by(policy)],
    )
    return int(cursor.rowcount)


def _since() -> str:
    return "CAST(j.since AS date)" if connection.vendor == "postgresql" else "j.since"


def _new_id() -> str:
    """A UUIDv7 for each row: after all that this process made before, then by chance."""
    stamp = uuid7().hex[:16] + "8"
    if connection.vendor == "postgresql":
        chance = "substr(md5(random()::text || clock_timestamp()::text), 1, 15)"
        return f"CAST('{stamp}' || {chance} AS uuid)"
    return f"'{stamp}' || substr(lower(hex(randomblob(8))), 1, 15)"


def _decided_by(policy: Policy) -> str:
    return f"policy {policy.number}"
