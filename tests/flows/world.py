"""A small world with something in every corner, and a party that some may not see.

Harbour & Sons is Amara's. Whoever must not see it finds no trace of it: not of its people, its
mail, its tasks, its past names, nor of what it shares with Tern & Co, which everybody sees.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from keepwell.conversations.commands.log import (
    log_call,
    log_mail,
    log_meeting,
    trash_activity,
    write_note,
)
from keepwell.conversations.commands.set_aside import trash_task
from keepwell.conversations.commands.tasks import make_promise, plan_task
from keepwell.conversations.models import Activity, Presence
from keepwell.desk.models import BulkChange, BulkRow, SavedView
from keepwell.exchange.models import Import, ImportFile, ImportState, RowOutcome, Trace
from keepwell.fields.commands.choices import add_tags
from keepwell.fields.commands.define import define_field
from keepwell.fields.commands.write import set_own_values
from keepwell.files.commands.attach import attach_files
from keepwell.files.receiving import Received
from keepwell.firm.models import Absence, Firm, Invitation, Team, Teammate
from keepwell.firm.rules import Role
from keepwell.kinds.models import Holding
from keepwell.notices.models import Notice
from keepwell.orders.models import Order
from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.contact_points import add_contact_point
from keepwell.parties.commands.merge import merge_parties
from keepwell.parties.commands.names import add_name
from keepwell.parties.commands.ties import tie_parties
from keepwell.parties.commands.trash import trash_party
from keepwell.parties.models import DuplicateSuggestion, Merge, Party
from keepwell.relationships.commands.own import assign_owner
from keepwell.relationships.commands.refresh import refresh_contact_facts
from keepwell.relationships.commands.tend import plan_touch
from keepwell.relationships.models import Snooze
from keepwell.walls.models import Sight, Wall

NEVER_SAID = ("Harbourside", "Hanneke", "Quayside", "harbour.example", "7654321")
STRANGER = "who@stranger.example"


@dataclass
class World:
    """Everything a route can be asked about; `hidden` is the same, of the hidden party."""

    firm: Firm
    at: datetime
    amara: Teammate
    shown: dict[str, Any] = field(default_factory=dict)
    hidden: dict[str, Any] = field(default_factory=dict)


def make_world(firm: Firm, amara: Teammate) -> World:
    """The world as Amara made it."""
    world = World(firm, timezone.now(), amara)
    _parties(world)
    _conversations(world)
    _merged_and_trashed(world)
    _own_fields(world)
    _imported(world)
    _people_of_the_firm(world)
    refresh_contact_facts(at=world.at)
    for side in (world.hidden, world.shown):
        side["snooze"] = put_off(side["party"], amara, world.at)
        _keep_and_change(side, amara, world.hidden["party"], world.at)
    return world


def put_off(party: Party, teammate: Teammate, at: datetime) -> Snooze:
    """An item about this party that the teammate put off."""
    return Snooze.objects.create(
        party=party, teammate=teammate, item=f"quiet:{party.pk}", snoozed_at=at,
        reason=f"{party.name} is away", until=at.date() + timedelta(days=3),
    )  # fmt: skip


def _parties(world: World) -> None:
    at, by = world.at, world.amara
    told = {"at": at, "by": by}
    harbour = add_party(
        "organisation", "Harbourside & Sons", emails=["desk@harbour.example"],
        phones=["+49 30 7654321"], **told,
    )  # fmt: skip
    hanne = add_party("person", "Hanneke Lund", emails=["hanne@harbour.example"], **told)
    tern = add_party("organisation", "Tern & Co", emails=["desk@tern.example"], **told)
    tie_parties(hanne, "works_for", harbour, **told)
    tie_parties(tern, "owned_by", harbour, **told)
    tie_parties(tern, "referred_by", hanne, **told)
    add_name(harbour, "Quayside Partners", kind="trade", **told)
    for party in (harbour, tern):
        Holding.objects.create(party=party, kind="client", decided_by="test")
        assign_owner(party, by, on=at.date(), **told)
    plan_touch(harbour, on=at.date(), what="Ask Hanneke about the audit", **told)
    for side, party in ((world.hidden, harbour), (world.shown, tern)):
        side["party"], side["point"] = party, party.contact_points.first()
        side["other_name"] = add_name(party, f"{party.name} (old)", **told)


def _conversations(world: World) -> None:
    at, told = world.at, {"at": world.at, "by": world.amara}
    harbour, tern = world.hidden["party"], world.shown["party"]
    long_ago = at - timedelta(days=200)
    for side, party in ((world.hidden, harbour), (world.shown, tern)):
        log_call([party], direction="outbound", outcome="connected", on=long_ago, **told)
        side["activity"] = write_note([party], text=f"About {party.name}", **told)
        side["order"] = Order.objects.create(
            number=f"1 of {party.name}", party=party, ordered_at=at, currency="EUR",
            total_minor=12_000,
        )  # fmt: skip
        side["task"] = plan_task(
            f"Send {party.name} the file", party=party, assignee=world.amara,
            due_on=at.date(), **told,
        )  # fmt: skip
        make_promise(f"A draft for {party.name}", party=party, due_on=at.date(), **told)
        log_mail([party], direction="inbound", on=at, title="A question", asks=True, **told)
        _files(side, told)
    log_meeting([harbour, tern], on=long_ago, title="Yearly talk", **told)
    mail = log_mail([harbour], direction="inbound", on=at, title="Hello", **told)
    Presence.objects.create(activity=mail, address=STRANGER, name="Hanneke's cousin",
                            role="cc", at=at)  # fmt: skip
    for number in range(2):
        letter = Activity.objects.create(
            kind="mail", at=at, title=f"Letter {number}", key=f"letter-{number}", created_at=at
        )
        address = "new@stranger.example"
        Presence.objects.create(activity=letter, address=address, role="from", at=at,
                                inbound=True)  # fmt: skip


def _files(side: dict[str, Any], told: dict[str, Any]) -> None:
    """A file of the party, of its note and of its task."""
    party = side["party"]
    file = Received(f"Offer for {party.name}.txt", "text/plain", "text", 5, "0" * 64)
    attach_files(party, [file], activity=side["activity"], **told)
    attach_files(party, [file], task=side["task"], **told)
    side["attachment"] = attach_files(party, [file], **told)[0]


def _merged_and_trashed(world: World) -> None:
    told = {"at": world.at, "by": world.amara}
    for side in (world.hidden, world.shown):
        party: Party = side["party"]
        twin = add_party("organisation", f"{party.name} Twin", **told)
        merge_parties(party, [twin], **told)
        side["absorbed"], side["merge"] = twin, Merge.objects.latest("pk")
        side["trashed"] = add_party("organisation", f"{party.name} Gone", **told)
        Sight.objects.create(party=side["trashed"], teammate=world.amara, because="owner")
        trash_party(side["trashed"], **told)
        later = plan_task(f"Call {party.name} back", party=party, assignee=world.amara, **told)
        trash_task(later, **told)
        trash_activity(write_note([party], text=f"Not of {party.name}", **told), **told)
    a, b = sorted((world.hidden["party"], world.shown["party"]), key=lambda one: one.pk)
    world.hidden["suggestion"] = _alike(a, b, world.at)
    eider = add_party("organisation", "Eider & Co", **told)
    add_contact_point(eider, "phone", "+49 30 111222", **told)
    Sight.objects.create(party=eider, teammate=world.amara, because="owner")
    world.shown["other"] = eider
    a, b = sorted((eider, world.shown["party"]), key=lambda one: one.pk)
    world.shown["suggestion"] = _alike(a, b, world.at)


def _alike(a: Party, b: Party, at: datetime) -> DuplicateSuggestion:
    because = [f"{a.name} and {b.name} share an address"]
    return DuplicateSuggestion.objects.create(a=a, b=b, score=0.9, because=because, found_at=at)


def _own_fields(world: World) -> None:
    """Both have a tier and a tag; Tern & Co was found by Harbour & Sons, which is not told."""
    told = {"at": world.at, "by": world.amara}
    anybody = {"at": world.at, "by": None}
    world.shown["field"] = define_field("Tier", "choice", choices="Gold\nSilver", **anybody)
    define_field("Found by", "party", **anybody)
    add_tags("VIP", **anybody)
    harbour, tern = world.hidden["party"], world.shown["party"]
    for party in (harbour, tern):
        set_own_values(party, {"own_tier": "gold", "tags": ["vip"]}, **told)
    set_own_values(tern, {"own_found_by": str(harbour.pk)}, **told)


def _imported(world: World) -> None:
    harbour = world.hidden["party"]
    job = Import.objects.create(
        state=ImportState.DONE, created_at=world.at, finished_at=world.at,
        kept_on_undo=[{"noun": "party", "id": str(harbour.pk), "name": harbour.name,
                       "because": "changed since"}],
    )  # fmt: skip
    shape = {"header": ["Name"], "encoding": "utf-8", "delimiter": ",", "header_row": 0,
             "columns": [{"header": "Name", "field": "name", "confidence": 1,
                          "samples": ["Harbourside & Sons"]}]}  # fmt: skip
    file = ImportFile.objects.create(
        job=job, order=0, name="list.csv", path="gone", form="table", table="organisations",
        shape=shape, mapping={"columns": {"Name": "name"}}, rows=2, added=1, refused=1,
        is_done=True,
    )  # fmt: skip
    RowOutcome.objects.create(file=file, number=2, outcome="refused", because="no name",
                              cells=["Harbourside & Sons"])  # fmt: skip
    Trace.objects.create(job=job, noun="parties.Party", noun_id=str(harbour.pk))
    world.shown["import"], world.shown["file"] = job, file


def _people_of_the_firm(world: World) -> None:
    at, day = world.at, world.at.date()
    sefa = Teammate.objects.create(
        email="sefa@finch.example", name="Sefa", role=Role.ADVISER, created_at=at
    )
    Invitation.objects.create(
        teammate=sefa, secret_digest="0" * 64, sent_at=at, expires_at=at + timedelta(days=7)
    )
    world.shown["teammate"] = sefa
    world.shown["absence"] = Absence.objects.create(
        teammate=sefa, starts_on=day, ends_on=day + timedelta(days=2)
    )
    world.shown["team"] = Team.objects.create(name="Tax")
    for side in (world.hidden, world.shown):
        side["wall"] = Wall.objects.create(
            party=side["party"], teammate=sefa, reason=f"{side['party'].name} is next door",
            raised_at=at,
        )  # fmt: skip


def walker(world: World, role: Role, *, walled: bool) -> Teammate:
    """A teammate who sees Tern & Co but not Harbour & Sons, by a wall or by their reach.

    Things point at them all the same: a task they were given, an item they put off.
    """
    at = world.at
    one = Teammate.objects.create(
        email=f"{role}-{walled}@finch.example", name=f"Sam {role}", role=role, created_at=at
    )
    for name in ("party", "other", "trashed"):
        Sight.objects.create(party=world.shown[name], teammate=one, because="team")
    harbour = world.hidden["party"]
    if walled:
        Sight.objects.create(party=harbour, teammate=one, because="team")
        names = (harbour, world.hidden["trashed"])
        for party in names:
            Wall.objects.create(party=party, teammate=one, reason="conflict", raised_at=at)
    told = {"at": at, "by": world.amara}
    world.hidden["notice"] = _told_of(harbour, one, at)
    world.hidden["my_task"] = plan_task(
        "Post the Harbourside file", party=harbour, assignee=one, due_on=at.date(), **told
    )
    for side in (world.hidden, world.shown):
        side["snooze"] = put_off(side["party"], one, at)
    _keep_and_change(world.shown, one, harbour, at)
    return one


def _keep_and_change(side: dict[str, Any], whose: Teammate, party: Party, at: Any) -> None:
    """A view somebody saved, and parties they changed in one go, one of them in vain."""
    side["notice"] = _told_of(side["party"], whose, at)
    side["view"] = SavedView.objects.create(
        name=f"Like {side['party'].name}", owner=whose, created_at=at, changed_at=at
    )
    side["bulk"] = BulkChange.objects.create(
        verb="trash", by=whose, total=1, begun_at=at, finished_at=at
    )
    BulkRow.objects.create(change=side["bulk"], party=party, done_at=at, refused="no")


def _told_of(party: Party, whose: Teammate, at: datetime) -> Notice:
    """Something they were told of a party, before it was hidden."""
    return Notice.objects.create(
        teammate=whose, sort="followed", what="changed", party=party, at=at,
        key=f"followed:{party.pk}",
    )  # fmt: skip
