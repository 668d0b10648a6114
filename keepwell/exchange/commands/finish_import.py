"""What follows from all files together: whose orders, who answered whom, who is one."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from keepwell.conversations.commands.claim import Given, claim_known_addresses
from keepwell.conversations.commands.join import join_conversations
from keepwell.conversations.commands.promises import mark_promises_kept
from keepwell.conversations.commands.tasks import KEPT
from keepwell.conversations.models import Activity
from keepwell.exchange.commands.name_trade import (
    name_order_buyers,
    name_product_users,
    nameless_orders,
)
from keepwell.exchange.commands.take.around import Around, Trace
from keepwell.exchange.models import Import
from keepwell.exchange.models import Trace as KeptTrace
from keepwell.exchange.queries.imports import is_narrowed
from keepwell.exchange.rules.reading import Reading
from keepwell.firm.queries import the_firm
from keepwell.kernel.bulk import insert_rows, know_sizes
from keepwell.kernel.command import command
from keepwell.kernel.record import record
from keepwell.kinds.commands.judge import judge_all_kinds
from keepwell.orders.models import Order
from keepwell.parties.commands.loose_ends import learn_domains, tie_by_domain, tie_loose_ends
from keepwell.parties.commands.settle import settle_parties
from keepwell.parties.commands.suggest import suggest_duplicates
from keepwell.parties.models import LooseTie
from keepwell.relationships.commands.refresh import refresh_contact_facts
from keepwell.relationships.commands.stages import Moved, derive_stages
from keepwell.usage.models import Use

Step = Callable[[Import, Around], None]


def know_everybody(job: Import, *, at: datetime) -> None:
    """Settle who is who before activities and agreements name them; may be repeated."""
    _draw(job, at, STEPS[:3])


def finish_import(job: Import, *, at: datetime) -> None:
    """Draw the conclusions of an import; each step may be repeated and then changes nothing."""
    _draw(job, at, STEPS)


def _draw(job: Import, at: datetime, steps: tuple[tuple[str, Step], ...]) -> None:
    firm = the_firm()
    reading = Reading(
        "plain", "", ZoneInfo(firm.time_zone), ours=frozenset(firm.domains),
        free_mail=frozenset(firm.free_mail_domains), region=firm.country or None,
    )  # fmt: skip
    around = Around(reading, at, job.started_by, "import")
    know_sizes()
    for name, step in steps:
        take_step(job, name, step, around)


@command
def take_step(job: Import, name: str, step: Step, around: Around) -> None:
    """Draw one conclusion of an import, all or nothing."""
    Import.objects.filter(pk=job.pk).update(stage=name, heartbeat_at=around.at)
    step(job, around)
    traces: list[Trace] = around.taken_aside()
    insert_rows(
        KeptTrace,
        ("job", "noun", "noun_id", "before", "after"),
        ([job.pk, noun, noun_id, before, after] for noun, noun_id, before, after in traces),
    )
    record("conclude_import", "import", job.pk, at=around.at, by=around.by, step=name)


def _tie(job: Import, around: Around) -> None:
    gone: list[LooseTie] = []
    made = tie_loose_ends(at=around.at, by=around.by, gone=gone)
    learned = learn_domains(free_mail=around.reading.free_mail, at=around.at, by=around.by)
    made += tie_by_domain(free_mail=around.reading.free_mail, at=around.at, by=around.by)
    around.aside(
        ("parties.Tie", "", None, {"party": str(p), "role": r, "other": str(o)})
        for p, r, o in made
    )
    around.aside(
        ("parties.ContactPoint", "", None, {"party": str(p), "kind": "domain", "normal": d})
        for p, d in learned
    )
    # Ids sort by time: what is older than the import was loose before it, and is again when
    # the import is undone.
    around.aside(("parties.LooseTie", "", _loose(t), None) for t in gone if t.party_id < job.pk)


def _loose(tie: LooseTie) -> dict[str, Any]:
    names = ("role", "source", "external_id", "title", "is_primary")
    return {"party": str(tie.party_id), **{name: getattr(tie, name) for name in names}}


def _settle(job: Import, around: Around) -> None:
    """Who is one becomes one; where somebody narrowed what that is known by, they are asked."""
    parties = KeptTrace.objects.filter(job=job, noun="parties.Party").values_list(
        "noun_id", flat=True
    )
    ids = [UUID(id_) for id_ in parties.distinct().order_by("noun_id")]
    if is_narrowed(job):
        suggest_duplicates(ids, at=around.at, by=around.by)
        return
    for merge in settle_parties(ids, at=around.at, by=around.by):
        around.aside([("parties.Merge", str(merge.pk), None, None)])


def _trade(job: Import, around: Around) -> None:
    nameless = list(nameless_orders().filter(pk__lt=job.pk).values_list("pk", flat=True))
    name_order_buyers(around)
    around.aside(_now_named(nameless))
    name_product_users(around, first=_first_use(job))


def _first_use(job: Import) -> int | None:
    """The first event that came with this import."""
    made = KeptTrace.objects.filter(job=job, noun="usage.Use", before__isnull=True)
    first = made.order_by("pk").values_list("after", flat=True).first()
    uses = Use.objects.filter(key=first["key"]) if first else Use.objects.none()
    return uses.values_list("pk", flat=True).first()


def _now_named(orders: list[UUID]) -> Iterator[Trace]:
    for start in range(0, len(orders), 500):
        named = Order.objects.filter(pk__in=orders[start : start + 500]).exclude(party=None)
        for pk, party_id, buyer_id in named.values_list("pk", "party_id", "buyer_id"):
            after = {"party_id": str(party_id), "buyer_id": str(buyer_id) if buyer_id else None}
            yield "orders.Order", str(pk), {"party_id": None, "buyer_id": None}, after


def _converse(job: Import, around: Around) -> None:
    given = Given()
    claim_known_addresses(at=around.at, given=given)
    around.aside(_given_away(job, given))
    join_conversations(at=around.at, activity_ids=_new(job, "conversations.Activity"))
    told = Activity.objects.filter(outcome="kept_promise").values_list("pk", flat=True)
    open_: dict[str, Any] = {"done_at": None, "outcome": ""}
    around.aside(
        ("conversations.Task", str(pk), open_, {"done_at": on.isoformat(), "outcome": KEPT})
        for pk, on in mark_promises_kept(list(told), at=around.at)
        if pk < job.pk
    )


def _given_away(job: Import, given: Given) -> Iterator[Trace]:
    """What waited before the import and is somebody's since; further addresses found."""
    for party, address in given.addresses:
        point = {"party": str(party), "kind": "email", "normal": address}
        yield "parties.ContactPoint", "", None, point
    for pk, activity, party in given.presences:
        if activity < job.pk:
            after = {"party_id": str(party)}
            yield "conversations.Presence", str(pk), {"party_id": None}, after


def _new(job: Import, noun: str) -> list[UUID]:
    rows = KeptTrace.objects.filter(job=job, noun=noun, before__isnull=True).exclude(noun_id="")
    return [UUID(id_) for id_ in rows.values_list("noun_id", flat=True)]


def _judge(job: Import, around: Around) -> None:
    refresh_contact_facts(at=around.at)
    moved: list[Moved] = []
    derive_stages(at=around.at, moved_to=moved)
    around.aside(
        ("relationships.Relationship", str(party), before, after)
        for party, before, after in moved
        if party < job.pk
    )
    ended: list[UUID] = []
    judge_all_kinds(at=around.at, ended=ended)
    today = str(around.at.date())
    around.aside(("kinds.Holding", str(pk), {"until": None}, {"until": today}) for pk in ended)


STEPS: tuple[tuple[str, Step], ...] = (
    ("ties", _tie),
    ("trade", _trade),
    ("duplicates", _settle),
    ("conversations", _converse),
    ("judgements", _judge),
)
