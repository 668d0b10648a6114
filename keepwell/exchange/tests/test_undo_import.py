"""Undoing an import leaves everything as it was, except what people changed since."""

import json
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from keepwell.conversations.commands.tasks import plan_task
from keepwell.conversations.models import Task
from keepwell.exchange.commands.run_import import run_import
from keepwell.exchange.commands.start_import import start_import
from keepwell.exchange.commands.undo_import import undo_import
from keepwell.exchange.models import Import, ImportState
from keepwell.exchange.tests.shared_folders import SHARED, needs_shared
from keepwell.firm.models import Teammate
from keepwell.kernel.record import record
from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.contact_points import change_contact_point
from keepwell.parties.commands.ties import end_tie
from keepwell.parties.models import ContactPoint, Party, Tie

ROOMS = (
    "firm", "parties", "conversations", "orders", "usage", "agreements", "relationships",
    "kinds", "walls",
)  # fmt: skip
# When a row was last written and how often says nothing about what it holds; merges that were
# undone stay as history; suggestions and kinds are found again with new ids.
APART = {
    "Party": {"changed_at", "revision"},
    "Holding": {"id"},
    "DuplicateSuggestion": {"id", "found_at", "because", "score"},
    "ContactPoint": {"id"}, "PartyName": {"id"}, "Tie": {"id"}, "LooseTie": {"id"},
}  # fmt: skip


def everything():
    """Every row of every room an import writes to, as comparable text."""
    found = {}
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if model.__name__ in ("Merge", "Due"):  # Due: who is to be looked at again
                continue
            left_out = APART.get(model.__name__, set())
            names = [
                f.attname for f in model._meta.concrete_fields if f.attname not in left_out
            ]
            rows = (
                json.dumps(list(row), default=str) for row in model.objects.values_list(*names)
            )
            found[model.__name__] = sorted(rows)
    return found


def bring(tmp_path, by, **files):
    """Import files given as name=text."""
    paths = []
    for name, text in files.items():
        path = (
            tmp_path
            / f"{name}-{len(list(tmp_path.iterdir()))}.{'mbox' if 'mbox' in name else 'csv'}"
        )
        path.write_text(text)
        paths.append(path)
    job = start_import(paths, at=timezone.now(), by=by)
    run_import(job.pk)
    job.refresh_from_db()
    assert job.state == ImportState.DONE
    return job


def undo(job, by):
    job = undo_import(Import.objects.get(pk=job.pk), at=timezone.now(), by=by)
    assert job.state == ImportState.UNDONE
    return job


COMPANIES = """Record ID,Company name,Company Domain Name,Industry,Company owner
11,Harbour Works,harbourworks.example,Shipping,Amara
12,Tern & Co,tern.example,,
"""
COMPANIES_LATER = """Record ID,Company name,Company Domain Name,Industry,Company owner
11,Harbour Works,harbourworks.example,Logistics,Amara
12,Tern & Co,tern.example,Birds,Petra
13,New Wharf,newwharf.example,,
"""
PEOPLE = """Record ID,First Name,Last Name,Email,Phone Number,Associated Company IDs
51,Kofi,Mensah,kofi@harbourworks.example,+49 30 1234567,11
52,Hanne,Sørby,hanne@elsewhere.example,,99
"""
PEOPLE_LATER = """Record ID,First Name,Last Name,Email,Phone Number,Associated Company IDs
51,Kofi,Mensah,kofi@harbourworks.example,+49 30 7654321,11
52,Hanne,Sørby,hanne@elsewhere.example,,13
53,Ines,Okafor,ines@tern.example,,12
"""
MAILS = """From kofi@harbourworks.example Mon Nov  2 09:00:00 2026
From: Kofi Mensah <kofi@harbourworks.example>
To: Amara <amara@finch.example>
Date: Mon, 2 Nov 2026 09:00:00 +0000
Message-ID: <one@harbourworks.example>
Subject: Berth

Can you look at the berth?

From ines@tern.example Tue Nov  3 09:00:00 2026
From: Ines Okafor <ines@tern.example>
To: Amara <amara@finch.example>
Date: Tue, 3 Nov 2026 09:00:00 +0000
Message-ID: <two@tern.example>
Subject: Nests

Hello there.

"""
MAILS_LATER = """From amara@finch.example Wed Nov  4 09:00:00 2026
From: Amara <amara@finch.example>
To: Kofi Mensah <kofi@harbourworks.example>
Date: Wed, 4 Nov 2026 09:00:00 +0000
Message-ID: <three@finch.example>
In-Reply-To: <one@harbourworks.example>
Subject: Re: Berth

I will send it by Friday.

"""
ORDERS = """order_no,order_date,customer_no,email,sku,product,quantity,unit_price,currency
A1,2026-10-01,C7,,S1,Rope,2,10.00,EUR
"""
ORDERS_LATER = """order_no,order_date,customer_no,email,sku,product,quantity,unit_price,currency
A1,2026-10-01,C7,,S2,Hook,1,5.00,EUR
A2,2026-10-02,C7,kofi@harbourworks.example,S1,Rope,1,10.00,EUR
"""
AGREEMENTS = """agreement_no,party,kind,signed_on,starts_on,ends_on,signatory
V1,Harbour Works,contract,2026-01-01,2026-01-01,2027-01-01,Kofi Mensah
"""


@pytest.mark.django_db(transaction=True)
def test_an_import_undone_leaves_every_table_as_it_was(tmp_path, amara, petra):
    bring(tmp_path, petra, companies=COMPANIES, contacts=PEOPLE, mbox=MAILS, orders=ORDERS)
    before = everything()
    later = bring(
        tmp_path, petra, companies=COMPANIES_LATER, contacts=PEOPLE_LATER, mbox=MAILS_LATER,
        orders=ORDERS_LATER, agreements=AGREEMENTS,
    )  # fmt: skip
    assert everything() != before
    job = undo(later, petra)
    assert everything() == before
    assert job.kept_on_undo == []


@pytest.mark.django_db(transaction=True)
def test_the_first_import_undone_leaves_nothing(tmp_path, amara, petra):
    before = everything()
    job = bring(
        tmp_path, petra, companies=COMPANIES, contacts=PEOPLE, mbox=MAILS, orders=ORDERS
    )
    undo(job, petra)
    assert everything() == before
    assert undo_import(job, at=timezone.now(), by=petra).undone_at is not None


@pytest.mark.django_db(transaction=True)
def test_what_was_changed_since_stays_and_is_listed(tmp_path, amara, petra):
    bring(tmp_path, petra, companies=COMPANIES)
    job = bring(tmp_path, petra, companies=COMPANIES_LATER)
    harbour = Party.objects.get(name="Harbour Works")
    assert harbour.industry == "Logistics"
    Party.objects.filter(pk=harbour.pk).update(industry="Docks")
    wharf = Party.objects.get(name="New Wharf")
    record("changed", "party", wharf.pk, at=timezone.now(), by=amara, party_id=wharf.pk)
    job = undo(job, petra)
    assert Party.objects.get(pk=harbour.pk).industry == "Docks"
    assert Party.objects.get(name="Tern & Co").industry == ""
    assert Party.objects.filter(pk=wharf.pk).exists()
    kept = {each["name"]: each["because"] for each in job.kept_on_undo}
    assert set(kept) == {"Harbour Works", "New Wharf"}
    assert "industry" in kept["Harbour Works"]


@pytest.mark.django_db(transaction=True)
def test_after_an_undo_the_same_file_goes_in_again(tmp_path, amara, petra):
    bring(tmp_path, petra, companies=COMPANIES)
    job = bring(tmp_path, petra, companies=COMPANIES_LATER)
    after = everything()
    undo(job, petra)
    again = bring(tmp_path, petra, companies=COMPANIES_LATER)
    file = again.files.get()
    assert (file.added, file.updated, file.skipped) == (1, 2, 0)
    assert len(everything()["Party"]) == len(after["Party"])


@pytest.mark.django_db(transaction=True)
def test_what_somebody_wrote_to_a_row_the_import_added_keeps_it(tmp_path, amara, petra):
    bring(tmp_path, petra, companies=COMPANIES, contacts=PEOPLE)
    job = bring(tmp_path, petra, companies=COMPANIES_LATER, contacts=PEOPLE_LATER)
    now = timezone.now()
    kofi = Party.objects.get(name="Kofi Mensah")
    phone = ContactPoint.objects.get(party=kofi, normal="+49307654321")
    change_contact_point(phone, value=phone.value, label="direct line", at=now, by=amara)
    hanne = Party.objects.get(name="Hanne Sørby")
    tie = Tie.objects.get(party=hanne, other__name="New Wharf")
    end_tie(tie, on=now.date(), at=now, by=amara)
    job = undo(job, petra)
    assert ContactPoint.objects.filter(pk=phone.pk, label="direct line").exists()
    assert Tie.objects.filter(pk=tie.pk).exclude(ends_on=None).exists()
    assert {each["name"] for each in job.kept_on_undo} == {
        "Kofi Mensah", "Hanne Sørby", "New Wharf"
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_time_with_a_firm_that_was_over_before_is_not_taken_away(tmp_path, petra):
    bring(tmp_path, petra, companies=COMPANIES, contacts=PEOPLE)
    tie = Tie.objects.get(party__name="Kofi Mensah")
    end_tie(tie, on=date(2026, 1, 1), at=timezone.now(), by=petra)
    job = bring(tmp_path, petra, contacts=PEOPLE_LATER)
    assert Tie.objects.filter(party=tie.party_id).count() == 2
    undo(job, petra)
    assert list(Tie.objects.filter(party=tie.party_id).values_list("pk", flat=True)) == [tie.pk]


@pytest.mark.django_db(transaction=True)
def test_a_teammate_with_something_in_their_name_stays(tmp_path, petra, now):
    teammates = "User ID,First name,Last name,Email\n7,Ama,Boateng,ama@finch.example\n"
    teammates += "8,Kwesi,Owusu,kwesi@finch.example\n"
    job = bring(tmp_path, petra, **{"hubspot-users-2026-06-30": teammates})
    ama = Teammate.objects.get(name="Ama Boateng")
    harbour = add_party("organisation", "Harbour Works", at=now)
    plan_task("Ring them", party=harbour, assignee=ama, at=now, by=petra)
    job = undo(job, petra)
    assert [each["name"] for each in job.kept_on_undo] == ["Ama Boateng"]
    assert not Teammate.objects.filter(name="Kwesi Owusu").exists()
    assert Task.objects.get().assignee == ama


@needs_shared
@pytest.mark.django_db(transaction=True)
def test_a_whole_world_undone_leaves_nothing(petra):
    world = SHARED / "worlds" / "hubspot_clean_tiny"
    before = everything()
    job = start_import([world], at=timezone.now() - timedelta(minutes=1), by=petra)
    run_import(job.pk)
    assert Party.objects.exists()
    job = undo(job, petra)
    assert everything() == before
    assert job.kept_on_undo == []
