"""Only what is new, only what is known, or both: for every kind of file, each row counted."""

import pytest
from django.utils import timezone

from keepwell.agreements.models import Agreement
from keepwell.conversations.models import Activity, Task
from keepwell.exchange.commands.run_import import run_import
from keepwell.exchange.commands.start_import import start_import
from keepwell.firm.models import Teammate
from keepwell.orders.models import OrderLine
from keepwell.parties.models import Party
from keepwell.relationships.models import Opportunity
from keepwell.usage.models import Use

MAIL = """From kofi@harbour.example Mon Nov  2 09:00:00 2026
From: Kofi Mensah <kofi@harbour.example>
To: Petra <petra@finch.example>
Date: Mon, 2 Nov 2026 09:00:00 +0000
Message-ID: <{}@harbour.example>
Subject: Berth

Can you look at the berth?

"""
MEETING = """BEGIN:VEVENT
UID:{}@harbour.example
DTSTAMP:20261101T090000Z
DTSTART:20261102T090000Z
DTEND:20261102T100000Z
SUMMARY:Berth
END:VEVENT
"""
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:{}\nUID:{}\nEMAIL:{}@x.example\n{}END:VCARD\n"
# Per table: the file's name, its first line or frame, what is here first, the same changed
# (where it can), and something new.
FILES = {
    "teammates": (
        "users.csv", "User ID,Name,Email,Role,Active\n{}",
        "1,Tomas Novak,tomas@finch.example,adviser,true\n",
        "1,Tomas Novak,tomas@finch.example,delivery,true\n",
        "2,Lena Vogt,lena@finch.example,adviser,true\n", Teammate,
    ),
    "deals": (
        "hubspot-crm-exports-all-deals.csv",
        "Record ID,Deal Name,Deal Stage,Amount,Close Date,Pipeline\n{}",
        "7,Pier,qualified,100,2026-12-01,Sales\n", "7,Pier,closed won,100,2026-12-01,Sales\n",
        "8,Quay,qualified,50,2026-12-01,Sales\n", Opportunity,
    ),
    "orders": (
        "orders.csv",
        "order_no,order_date,customer_no,email,sku,product,quantity,unit_price,currency\n{}",
        "A1,2026-10-01,C7,,S1,Rope,2,10.00,EUR\n", "",
        "A2,2026-10-01,C7,,S1,Rope,1,10.00,EUR\n", OrderLine,
    ),
    "usage": (
        "events.csv", "timestamp,user_id,email,event,product\n{}",
        "2026-10-01T09:00:00Z,u1,,login,App\n", "", "2026-10-02T09:00:00Z,u1,,login,App\n", Use,
    ),
    "agreements": (
        "agreements.csv",
        "agreement_no,party,kind,signed_on,starts_on,ends_on,signatory\n{}",
        "V1,Harbour Works,contract,2026-01-01,2026-01-01,2027-01-01,Kofi Mensah\n",
        "V1,Harbour Works,contract,2026-01-01,2026-01-01,2028-01-01,Kofi Mensah\n",
        "V2,Tern Works,contract,2026-01-01,2026-01-01,2027-01-01,Ines Okafor\n", Agreement,
    ),
    "tasks": (
        "hubspot-tasks.csv", "Record ID,Task Title,Task Status,Due Date\n{}",
        "5,Call the quay,NOT_STARTED,2026-11-01\n", "5,Call the quay,COMPLETED,2026-11-01\n",
        "6,Write to the quay,NOT_STARTED,2026-11-01\n", Task,
    ),
    "notes": (
        "hubspot-notes.csv", "Record ID,Activity date,Note body\n{}",
        "5,2026-10-01 09:00,The quay is wet\n", "", "6,2026-10-02 09:00,It dried\n", Activity,
    ),
    "mails": ("box.mbox", "{}", MAIL.format("one"), "", MAIL.format("two"), Activity),
    "calendar": (
        "cal.ics", "BEGIN:VCALENDAR\nVERSION:2.0\n{}END:VCALENDAR\n",
        MEETING.format("one"), "", MEETING.format("two"), Activity,
    ),
    "cards": (
        "book.vcf", "{}", CARD.format("Kofi Mensah", "u1", "kofi", ""),
        CARD.format("Kofi Mensah", "u1", "kofi", "TEL:+49301234567\n"),
        CARD.format("Ines Okafor", "u2", "ines", ""), Party,
    ),
}  # fmt: skip
pytestmark = pytest.mark.django_db(transaction=True)


def bring(tmp_path, by, table, rows, mode="both"):
    """Import one file of a table in a mode; every row must have been counted."""
    name, frame = FILES[table][:2]
    path = tmp_path / name
    path.write_text(frame.format("".join(rows)))
    job = start_import([path], at=timezone.now(), by=by)
    file = job.files.get()
    assert file.table == table, file.because
    file.mapping = {**file.mapping, "mode": mode}
    file.save(update_fields=["mapping"])
    run_import(job.pk)
    file.refresh_from_db()
    assert file.added + file.updated + file.skipped + file.refused == file.rows == len(rows)
    return file


@pytest.mark.parametrize("mode", ["add", "update", "both"])
@pytest.mark.parametrize("table", sorted(FILES))
def test_a_mode_holds_for_every_table(tmp_path, petra, table, mode):
    _name, _frame, first, changed, new, model = FILES[table]
    bring(tmp_path, petra, table, [first])
    before = model.objects.count()
    file = bring(tmp_path, petra, table, [changed or first, new, new], mode)
    adds, completes = mode != "update", mode != "add" and bool(changed)
    assert (file.added, file.updated) == (int(adds), int(completes)), table
    assert model.objects.count() == before + adds
    told = set(file.outcomes.filter(outcome="skipped").values_list("because", flat=True))
    if mode == "add":
        assert any("only new ones were to be added" in each for each in told)
    if mode == "update":
        assert any("was to be added" in each for each in told)


def test_only_completing_adds_nobody_an_agreement_or_a_mail_names(tmp_path, petra):
    bring(tmp_path, petra, "agreements", [FILES["agreements"][2]])
    before = Party.objects.count()
    renamed = "V1,New Wharf,contract,2026-01-01,2026-01-01,2029-01-01,Hanne Sørby\n"
    bring(tmp_path, petra, "agreements", [renamed], "update")
    bring(tmp_path, petra, "mails", [MAIL.format("three")], "update")
    assert Party.objects.count() == before
    assert not Activity.objects.exists()
