"""Bringing files in through the browser, without JavaScript."""

import csv
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from keepwell.config.worker import work_off
from keepwell.exchange import uploads
from keepwell.exchange.models import Import, Preset
from keepwell.exchange.parties_out import COLUMNS
from keepwell.journal.models import Entry
from keepwell.parties.models import ContactPoint, Party

CONTACTS = """Record ID,First Name,Last Name,Email,Phone Number,Lifecycle Stage
1,Kofi,Mensah,kofi@harbour.example,+49 30 1234567,customer
2,Hanne,Sørby,hanne@elsewhere.example,,lead
3,,,,,
4,Ines,Okafor,ines@tern.example
"""
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(client, petra):
    client.force_login(petra, backend="keepwell.firm.sessions.Doorbook")
    return client


def drop(client, *files, **more):
    """Drop files given as (name, text or bytes)."""
    given = [
        SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
        for name, text in files
    ]
    return client.post(reverse("exchange:new"), {"files": given, **more})


def brought(client, *files):
    """Drop files, import them, and give the import."""
    answer = drop(client, *files)
    assert answer.status_code == 302, answer.content.decode()
    job = Import.objects.latest("created_at")
    act(client, job, "begin")
    job.refresh_from_db()
    return job


def act(client, job, verb):
    answer = client.post(reverse(f"exchange:{verb}", args=[job.pk]))
    assert answer.status_code == 302, answer.content.decode()
    work_off()
    job.refresh_from_db()


def page(client, job, **asked):
    answer = client.get(reverse("exchange:import", args=[job.pk]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_import_goes_from_files_over_a_try_to_its_result_and_back(desk):
    assert "Nothing has come in yet" in desk.get(reverse("desk:imports")).content.decode()
    assert drop(desk, ("hubspot-contacts.csv", CONTACTS)).status_code == 302
    job = Import.objects.get()
    assert "Contacts: people the firm knows" in page(desk, job)
    act(desk, job, "try")
    assert not Party.objects.exists()
    assert "would be added" in page(desk, job)
    assert "cut off" in page(desk, job, show="refused")
    assert "Kofi" in page(desk, job, show="added")
    act(desk, job, "begin")
    assert Party.objects.count() == 2
    file = job.files.get()
    assert file.added + file.updated + file.skipped + file.refused == file.rows == 4
    said = page(desk, job, show="added")
    assert "Kofi Mensah" in said and "would be" not in said
    act(desk, job, "undo")
    assert not Party.objects.exists()
    assert "undone" in page(desk, job)
    assert "undone" in desk.get(reverse("desk:imports")).content.decode()


def test_refused_rows_come_back_as_a_file_that_goes_in_when_corrected(desk):
    job = brought(desk, ("hubspot-contacts.csv", CONTACTS))
    file = job.files.get()
    answer = desk.get(reverse("exchange:outcome_rows", args=[job.pk, file.pk, "refused"]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][:3] == ["Keepwell: why", "Record ID", "First Name"]
    assert len(rows) == 3
    rows[1][2:4] = ["Amina", "Bello"]
    rows[2] += ["", ""]
    corrected = io.StringIO()
    csv.writer(corrected).writerows(rows)
    again = brought(desk, ("refused-hubspot-contacts.csv", corrected.getvalue()))
    file = again.files.get()
    assert (file.vendor, file.table) == ("hubspot", "people")
    assert (file.rows, file.added, file.refused) == (2, 2, 0)
    assert Party.objects.filter(name="Amina Bello").exists()


def test_columns_can_be_changed_looked_at_and_kept_for_the_next_time(desk):
    drop(desk, ("list.csv", "Who,Where,When\nKofi Mensah,kofi@harbour.example,03/04/2025\n"))
    job = Import.objects.get()
    file = job.files.get()
    address = reverse("exchange:columns", args=[job.pk, file.pk])
    desk.post(reverse("exchange:table", args=[job.pk, file.pk]), {"table": "people"})
    chosen = {
        "c0": "full_name", "c1": "email", "c2": "created_at", "date_order": "dmy",
        "decimal": ".", "zone": "Europe/Berlin", "mode": "both",
    }  # fmt: skip
    looked = desk.post(address, {**chosen, "do": "look"}).content.decode()
    assert "3 Apr 2025" in looked
    looked = desk.post(address, {**chosen, "date_order": "mdy", "do": "look"}).content.decode()
    assert "4 Mar 2025" in looked
    assert desk.post(address, {**chosen, "do": "keep"}).status_code == 302
    desk.post(reverse("exchange:keep_preset", args=[job.pk, file.pk]), {"name": "Who list"})
    assert Preset.objects.get().name == "Who list"
    drop(desk, ("other.csv", "Who,Where,When\nHanne Sørby,h@elsewhere.example,05/06/2025\n"))
    second = Import.objects.latest("created_at").files.get()
    assert second.mapping["columns"]["Who"] == "full_name"
    assert second.mapping["date_order"] == "dmy"
    assert "Who list" in page(desk, second.job)


@pytest.mark.parametrize(
    ("mode", "added", "phone"), [("add", 1, 0), ("update", 0, 1), ("both", 1, 1)]
)
def test_a_mode_adds_only_completes_only_or_does_both(desk, mode, added, phone):
    brought(
        desk, ("contacts.csv", "First Name,Last Name,Email\nKofi,Mensah,kofi@harbour.example\n")
    )
    later = (
        "First Name,Last Name,Email,Phone Number,Company\n"
        "Kofi,Mensah,kofi@harbour.example,+49 30 1234567,\n"
        "Hanne,Sørby,hanne@elsewhere.example,,Wharf Ltd\n"
    )
    drop(desk, ("contacts.csv", later))
    job = Import.objects.latest("created_at")
    file = job.files.get()
    file.mapping = {**file.mapping, "mode": mode}
    file.save()
    act(desk, job, "begin")
    file.refresh_from_db()
    assert file.added == added
    assert file.added + file.updated + file.skipped + file.refused == 2
    assert Party.objects.filter(name="Hanne Sørby").count() == added
    assert Party.objects.filter(name="Wharf Ltd").count() == added
    assert ContactPoint.objects.filter(kind="phone").count() == phone


def test_only_some_roles_import_and_see_each_others_imports(desk, client, amara, petra):
    brought(desk, ("hubspot-contacts.csv", CONTACTS))
    job = Import.objects.get()
    client.force_login(amara, backend="keepwell.firm.sessions.Doorbook")
    assert client.get(reverse("desk:imports")).status_code == 403
    assert client.get(reverse("exchange:new")).status_code == 403
    assert client.get(reverse("exchange:import", args=[job.pk])).status_code == 403
    assert client.post(reverse("exchange:undo", args=[job.pk])).status_code == 403
    assert client.get(reverse("exchange:export")).status_code == 403
    amara.role = "finance"
    amara.save()
    assert client.get(reverse("exchange:import", args=[job.pk])).status_code == 404
    assert client.get(reverse("exchange:export")).status_code == 403
    assert "hubspot-contacts" not in client.get(reverse("desk:imports")).content.decode()


def test_too_much_at_once_is_said_before_it_is_read(desk, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_AT_ONCE", 100)
    answer = drop(desk, ("contacts.csv", CONTACTS))
    assert answer.status_code == 413
    assert "larger than" in answer.content.decode()
    assert not Import.objects.exists()


def test_no_file_is_a_sentence_and_a_form_from_elsewhere_is_not_taken(desk, petra):
    assert "Choose at least one file" in drop(desk).content.decode()
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(petra, backend="keepwell.firm.sessions.Doorbook")
    assert drop(strict, ("contacts.csv", CONTACTS)).status_code == 403


def test_names_and_cells_with_script_are_only_text(desk):
    evil = "<script>alert(1)</script>"
    text = f'First Name,Last Name,Email\n"{evil}",Mensah,kofi@harbour.example\n{evil}\n'
    job = brought(desk, (f"../../{evil}.csv", text))
    for show in ("added", "refused", "skipped"):
        said = page(desk, job, show=show)
        assert evil not in said
    assert ".." not in job.files.get().path
    assert evil not in desk.get(reverse("desk:imports")).content.decode()


BOMB = io.BytesIO()
with zipfile.ZipFile(BOMB, "w", zipfile.ZIP_DEFLATED) as _book:
    _book.writestr("[Content_Types].xml", "<Types/>")
    _book.writestr("xl/workbook.xml", "<workbook/>")
    _book.writestr("xl/worksheets/sheet1.xml", b"0" * (600 * 2**20))
MANY_HEADERS = (
    b"From kofi@harbour.example Mon Nov  2 09:00:00 2026\n"
    b"From: Kofi <kofi@harbour.example>\nTo: petra@finch.example\n"
    b"Date: Mon, 2 Nov 2026 09:00:00 +0000\nMessage-ID: <a@b.example>\n"
    + b"".join(b"X-Header-%d: yes\n" % n for n in range(10_000))
    + b"\nHello\n\n"
)
ODD = {
    "broken.csv": b'First Name,Last Name,Email\n"Kofi,Mensah,k@h.example\nA,B\n"x"y,C,d\n',
    "latin.csv": "First Name,Last Name,Email\nZoë,Müller,z@x.example\n".encode("cp1252"),
    "not-utf.csv": b"First Name,Last Name,Email\n\xff\xfe\x81,\x9d,z@x.example\n",
    "empty.csv": b"",
    "noise.bin": bytes(range(256)) * 40,
    "bomb.xlsx": BOMB.getvalue(),
    "headers.mbox": MANY_HEADERS,
    "dates.csv": (
        b"order_no,order_date,customer_no,email,sku,product,quantity,unit_price,currency\n"
        b"A1,31/02/2026,C7,,S1,Rope,2,10.00,EUR\nA2,0001-01-01,C7,,S1,Rope,2,10.00,EUR\n"
        b"A3,9999-99-99,C7,,S1,Rope,2,10.00,EUR\nA4,2026-11-01,C7,,S1,Rope,2,10.00,EUR\n"
    ),
}


@pytest.mark.parametrize("name", sorted(ODD))
def test_odd_files_get_a_sentence_and_no_row_is_lost(desk, name):
    answer = drop(desk, (name, ODD[name]))
    if answer.status_code == 422:
        assert "refusal" in answer.content.decode()
        return
    job = Import.objects.get()
    said = page(desk, job)
    assert "Traceback" not in said
    if job.files.filter(is_done=False).exclude(table="unknown").exists():
        act(desk, job, "begin")
    for file in job.files.all():
        assert file.added + file.updated + file.skipped + file.refused == file.rows
        assert file.rows or file.because
    assert page(desk, job)


def test_the_list_of_parties_goes_out_with_formulas_defused_and_on_record(desk, petra, harbour):
    brought(
        desk,
        ("contacts.csv", 'First Name,Last Name,Email\n"=cmd|x",Mensah,kofi@harbour.example\n'),
    )
    shown = desk.get(reverse("exchange:export")).content.decode()
    count = Party.objects.present().count()
    assert f"{count} rows" in shown
    answer = desk.post(reverse("exchange:export"), {"form": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) - 1 == count == int(answer["X-Keepwell-Rows"])
    assert not [cell for row in rows[1:] for cell in row if cell[:1] in "=+-@" and cell]
    assert any(cell.startswith("'=cmd") for row in rows for cell in row)
    entry = Entry.objects.get(verb="export_parties")
    assert (entry.by_id, entry.facts["rows"]) == (petra.pk, count)


def test_an_excel_export_holds_text_and_no_formula(desk, harbour):
    from openpyxl import load_workbook

    Party.objects.filter(pk=harbour.pk).update(name="=1+1")
    answer = desk.post(reverse("exchange:export"), {"form": "xlsx", "nature": "organisation"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert any(cell.value == "=1+1" and cell.data_type == "s" for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_an_import_that_was_stopped_goes_on_from_where_it_is(desk, monkeypatch):
    from keepwell.exchange import progress
    from keepwell.exchange.commands import opened

    monkeypatch.setattr(opened, "CHUNK", 10)
    lines = "".join(f"{n},Kofi{n},Mensah{n},kofi{n}@x{n}.example\n" for n in range(40))
    drop(desk, ("contacts.csv", "Record ID,First Name,Last Name,Email\n" + lines))
    job = Import.objects.get()
    wished = iter([False, True] + [True] * 5)
    monkeypatch.setattr(progress, "is_asked_to_stop", lambda job_id: next(wished, True))
    act(desk, job, "begin")
    assert job.state == "stopped"
    assert Party.objects.filter(nature="person").count() == 20
    assert "Stopped at row 20" in page(desk, job)
    monkeypatch.setattr(progress, "is_asked_to_stop", lambda job_id: False)
    act(desk, job, "go-on")
    assert job.state == "done"
    assert Party.objects.filter(nature="person").count() == 40
    assert job.files.get().rows == 40


def test_a_folder_of_single_mails_is_one_mailbox(desk):
    mail = (
        b"From: Kofi <kofi@harbour.example>\nTo: petra@finch.example\nSubject: Berth %d\n"
        b"Date: Mon, 2 Nov 2026 09:0%d:00 +0000\nMessage-ID: <%d@harbour.example>\n\nHello\n"
    )
    files = [SimpleUploadedFile(f"{n}.eml", mail % (n, n, n)) for n in range(3)]
    assert desk.post(reverse("exchange:new"), {"folder": files}).status_code == 302
    file = Import.objects.get().files.get()
    assert (file.form, file.table) == ("eml", "mails")
    act(desk, file.job, "begin")
    file.refresh_from_db()
    assert (file.rows, file.added) == (3, 3)
