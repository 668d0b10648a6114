"""What follows from all files together: whose orders, who answered whom, who is one with whom."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from keepwell.conversations.commands.claim import claim_known_addresses
from keepwell.conversations.commands.join import join_conversations
from keepwell.conversations.commands.promises import mark_promises_kept
from keepwell.conversations.models import Activity
from keepwell.exchange.commands.name_trade import name_order_buyers, name_product_users
from keepwell.exchange.commands.take.around import Around, Trace
from keepwell.exchange.models import Import
from keepwell.exchange.models import Trace as KeptTrace
from keepwell.exchange.rules.reading import Reading
from keepwell.firm.queries import the_firm
from keepwell.kernel.bulk import insert_rows
from keepwell.kernel.command import command
from keepwell.kernel.record import record
from keepwell.kinds.commands import judge_all_kinds
from keepwell.parties.commands.loose_ends import learn_domains, tie_by_domain, tie_loose_ends
from keepwell.parties.commands.settle import settle_parties
from keepwell.relationships.commands.refresh import refresh_contact_facts
from keepwell.relationships.commands.stages import derive_stages

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
    made = tie_loose_ends(at=around.at, by=around.by)
    learned = learn_domains(free_mail=around.reading.free_mail, at=around.at, by=around.by)
    made += tie_by_domain(free_mail=around.reading.free_mail, at=around.at, by=around.by)
    around.aside(
        ("parties.Tie", "", None, {"party": str(p), "role": r, "other": str(o)}) for p, r, o in made
    )
    around.aside(
        ("parties.ContactPoint", "", None, {"party": str(p), "kind": "domain", "normal": d})
        for p, d in learned
    )


def _settle(job: Import, around: Around) -> None:
    parties = KeptTrace.objects.filter(job=job, noun="parties.Party").values_list("noun_id", flat=True)
    ids = [UUID(id_) for id_ in parties.distinct().order_by("noun_id")]
    for merge in settle_parties(ids, at=around.at, by=around.by):
        around.aside([("parties.Merge", str(merge.pk), None, None)])


def _trade(job: Import, around: Around) -> None:
    name_order_buyers(around)
    name_product_users(around)


def _converse(job: Import, around: Around) -> None:
    claim_known_addresses(at=around.at)
    join_conversations(at=around.at, activity_ids=_new(job, "conversations.Activity"))
    kept = Activity.objects.filter(outcome="kept_promise").values_list("pk", flat=True)
    mark_promises_kept(list(kept), at=around.at)


def _new(job: Import, noun: str) -> list[UUID]:
    rows = KeptTrace.objects.filter(job=job, noun=noun, before=None).exclude(noun_id="")
    return [UUID(id_) for id_ in rows.values_list("noun_id", flat=True)]


def _judge(job: Import, around: Around) -> None:
    refresh_contact_facts(at=around.at)
    derive_stages(at=around.at)
    judge_all_kinds(at=around.at)


STEPS: tuple[tuple[str, Step], ...] = (
    ("ties", _tie),
    ("trade", _trade),
    ("duplicates", _settle),
    ("conversations", _converse),
    ("judgements", _judge),
)
