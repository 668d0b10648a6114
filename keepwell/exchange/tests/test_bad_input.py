"""Whatever is dropped in: a clear sentence, every row counted, and nothing raised."""

import json
import os
import subprocess
import sys
import zipfile

import pytest
from django.utils import timezone

from keepwell.exchange.commands.run_import import run_import
from keepwell.exchange.commands.start_import import start_import
from keepwell.exchange.models import ImportState, RowOutcome
from keepwell.kernel.refusal import Refused
from keepwell.kernel.words import told_in_english
from keepwell.parties.models import ContactPoint, Party

MEBIBYTE = 2**20
HEADER = "Record ID,First Name,Last Name,Email,Create Date\n"


def bring(paths, by):
    """Import files; each of them with its rows counted."""
    job = start_import(paths, at=timezone.now(), by=by)
    return carry_on(job)


def carry_on(job):
    run_import(job.pk)
    job.refresh_from_db()
    assert job.state == ImportState.DONE
    files = list(job.files.order_by("order"))
    for file in files:
        assert file.added + file.updated + file.skipped + file.refused == file.rows, file.name
        assert file.is_done
    return files


def drop(tmp_path, content, name="people.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def sentence(text):
    """Whether this is one a person can read: no name of an exception, no trace."""
    text = told_in_english(text)
    no_code = not any(
        word in text for word in ("Error", "Traceback", "Exception", "0x", "None")
    )
    return text and text[0].isupper() and text.rstrip().endswith((".", "?")) and no_code


def why(file):
    """Why rows of this file did not go in."""
    rows = RowOutcome.objects.filter(file=file).order_by("number")
    return dict(rows.values_list("number", "because"))


def test_letters_of_a_wrong_encoding_cost_no_row(tmp_path, petra):
    rows = "".join(f"{n},Jörg,Müller{n},m{n}@a.example,2026-01-01\n" for n in range(50))
    broken = (HEADER + rows).encode("utf-8").replace("Müller7,".encode(), b"M\xfcller7,")
    [file] = bring([drop(tmp_path, broken)], petra)
    assert (file.rows, file.refused) == (50, 0)
    assert Party.objects.filter(family_name="Müller8").exists()


def test_a_quotation_mark_left_open_costs_its_own_row_only(tmp_path, petra):
    rows = "".join(f"{n},Ann,Oak{n},a{n}@a.example,2026-01-01\n" for n in range(100))
    [file] = bring([drop(tmp_path, HEADER + rows.replace("40,Ann", '40,"Ann'))], petra)
    assert file.rows == 100
    assert file.added >= 99
    assert all(sentence(because) for because in why(file).values())


def test_columns_of_one_name_lose_nothing(tmp_path, petra):
    text = "Record ID,First Name,Last Name,Email,Email\n1,Ann,Oak,a@a.example,b@a.example\n"
    [file] = bring([drop(tmp_path, text)], petra)
    assert (file.rows, file.added) == (1, 1)
    assert ContactPoint.objects.filter(party__given_name="Ann", normal="a@a.example").exists()


@pytest.mark.parametrize(
    "day",
    [
        "0000-00-00",
        "9999-12-31",
        "31.02.2026",
        "0001-01-01",
        "99999-01-01",
        "-1",
        "1e308",
        "NaN",
    ],
)
def test_absurd_dates_do_not_keep_a_person_out(tmp_path, petra, day):
    [file] = bring([drop(tmp_path, f"{HEADER}1,Ann,Oak,a@a.example,{day}\n")], petra)
    assert (file.rows, file.added) == (1, 1)
    assert Party.objects.get().created_at.year in range(1970, timezone.now().year + 2)


def test_orders_of_absurd_dates_and_amounts_are_refused_or_counted(tmp_path, petra):
    rows = [
        "A1,9999-99-99,K1,a@a.example,X,1,1.00", "A2,2026-02-31,K1,a@a.example,X,1,1.00",
        "A3,2026-02-01,K1,a@a.example,X,many,1.00", "A4,2026-02-01,K1,a@a.example,X,1,1e400",
        "A5,2026-02-01,K1,a@a.example,X,99999999999999999999,1.00",
    ]  # fmt: skip
    header = "order_no,ordered_at,customer_no,email,sku,quantity,unit_price\n"
    [file] = bring([drop(tmp_path, header + "\n".join(rows) + "\n", "orders.csv")], petra)
    assert file.table == "orders"
    assert file.rows == 5
    assert file.refused >= 3
    assert all(sentence(because) for because in why(file).values())


def test_script_in_a_name_is_kept_as_text_and_shown_as_text(tmp_path, petra, client):
    evil = "<script>alert(1)</script>"
    image = "<img src=x onerror=alert(2)>"
    [file] = bring([drop(tmp_path, f"{HEADER}1,{evil},{image},a@a.example,\n")], petra)
    assert file.added == 1
    party = Party.objects.get()
    assert evil in party.name
    client.force_login(petra)
    for page in (f"/parties/{party.pk}/", "/parties/", "/search/?q=script"):
        shown = client.get(page)
        assert shown.status_code == 200, page
        text = shown.content.decode()
        assert evil not in text, page
        assert image not in text, page
    assert "&lt;script&gt;" in client.get(f"/parties/{party.pk}/").content.decode()


def test_empty_files_are_said_to_be_empty(tmp_path, petra):
    names = ("nothing.csv", "blank.csv", "none.vcf", "none.mbox", "none.ics", "none.xlsx")
    paths = [drop(tmp_path, b"\n\n  \n" if n == "blank.csv" else b"", n) for n in names]
    files = bring(paths, petra)
    assert len(files) == len(names)
    for file in files:
        assert file.rows == 0
        assert sentence(file.because), (file.name, file.because)


def test_a_table_of_nothing_but_a_header_says_nothing_wrong(tmp_path, petra):
    [file] = bring([drop(tmp_path, HEADER)], petra)
    assert (file.rows, file.because) == (0, "")


def test_a_folder_with_nothing_in_it_is_refused_in_a_sentence(tmp_path, petra):
    (tmp_path / "folder").mkdir()
    with pytest.raises(Refused) as no:
        start_import([tmp_path / "folder"], at=timezone.now(), by=petra)
    assert sentence(no.value.because)


def test_a_path_that_is_not_there_is_refused_in_a_sentence(tmp_path, petra):
    with pytest.raises(Refused) as no:
        start_import([tmp_path / "gone.csv"], at=timezone.now(), by=petra)
    assert sentence(no.value.because)


def test_a_file_that_vanishes_after_it_was_dropped_costs_nothing(tmp_path, petra):
    path = drop(tmp_path, f"{HEADER}1,Ann,Oak,a@a.example,\n")
    job = start_import([path], at=timezone.now(), by=petra)
    path.unlink()
    [file] = carry_on(job)
    assert file.added == 1


def test_a_kept_copy_that_vanishes_is_told(tmp_path, petra, settings):
    job = start_import(
        [drop(tmp_path, f"{HEADER}1,Ann,Oak,a@a.example,\n")], at=timezone.now(), by=petra
    )
    for copy in (settings.FILES / "imports" / str(job.pk)).rglob("*.csv"):
        copy.unlink()
    [file] = carry_on(job)
    assert file.rows == 0
    assert sentence(file.because)


def test_a_mail_of_ten_thousand_headers_costs_only_itself(tmp_path, petra):
    def mail(n, more=""):
        return (
            f"From a@b.example Thu Jan  1 00:00:00 2026\nMessage-ID: <{n}@b.example>\n{more}"
            f"From: Ann <ann@b.example>\nTo: petra@finch.example\nSubject: {n}\n"
            f"Date: Thu, 1 Jan 2026 10:0{n}:00 +0000\n\nHello {n}\n\n"
        )

    many = "".join(f"X-Weight-{n}: heavy\n" for n in range(10_000))
    [file] = bring([drop(tmp_path, mail(1) + mail(2, many) + mail(3), "mail.mbox")], petra)
    assert file.rows == 3
    assert file.added >= 2
    assert all(sentence(because) for because in why(file).values())


def test_a_card_with_a_large_photo_is_read(tmp_path, petra):
    photo = "A" * 10_000_000
    card = f"BEGIN:VCARD\nVERSION:3.0\nFN:Ann Oak\nPHOTO;ENCODING=b;TYPE=JPEG:{photo}\n"
    text = f"{card}EMAIL:ann@a.example\nEND:VCARD\n"
    [file] = bring([drop(tmp_path, text, "cards.vcf")], petra)
    assert file.rows == 1
    assert file.added == 1 or sentence(why(file)[1])


def test_bytes_that_are_no_text_are_refused_in_a_sentence(tmp_path, petra):
    noise = bytes((n * 7919 + n // 251) % 256 for n in range(50_000))
    [file] = bring([drop(tmp_path, noise)], petra)
    told = [file.because, *why(file).values()]
    assert all(sentence(each) for each in told if each)
    assert file.added == 0


# A child's peak begins with the memory of the process it was forked from, so a small process
# stands between this one, which may be large by now, and the one that is measured.
_MEASURE = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """What came of files that want to fill the memory, and the most memory it took, in MiB."""
    place = tmp_path_factory.mktemp("large")
    home = {"KEEPWELL_HOME": str(place / "home"), "DATABASE_URL": ""}
    environment = {**os.environ, **home}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    keepwell = [sys.executable, "-m", "keepwell.config.command_line"]
    subprocess.run([*keepwell, "init", "--empty"], env=environment, check=True, timeout=120)
    (place / "in").mkdir()
    _write_large(place / "in")
    out = (place / "out").open("w+")
    told = (place / "told").open("w+")
    subprocess.run(
        [sys.executable, "-c", _MEASURE, *keepwell, "import", str(place / "in"), "--json"],
        env=environment, stdout=out, stderr=told, check=True, timeout=600,
    )  # fmt: skip
    out.seek(0)
    told.seek(0)
    code, most = map(int, told.read().split()[-2:])
    files = {file["name"].rpartition("/")[2]: file for file in json.load(out)["files"]}
    return files, most / 1024, code


def _write_large(place):
    with (place / "line.csv").open("w") as file:
        file.write(f"{HEADER}1,Ann,Oak,a@a.example,\n2,")
        for _ in range(300):
            file.write("x" * MEBIBYTE)
    with zipfile.ZipFile(place / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(800):
                sheet.write(b" " * MEBIBYTE)
    with (place / "many.csv").open("w") as file:
        file.write(HEADER)
        note = "lorem ipsum " * 2_000
        for n in range(4_000):
            file.write(f'{n},"{note}",Oak,,\n')
    with (place / "photos.vcf").open("w") as file:
        for n in range(3):
            file.write(f"BEGIN:VCARD\nVERSION:3.0\nFN:Ann {n}\nPHOTO;ENCODING=b:")
            file.write("A" * 20 * MEBIBYTE + "\nEND:VCARD\n")
    with (place / "mails.mbox").open("w") as file:
        for n in range(4):
            file.write(
                f"From a@b.example Thu Jan  1 00:00:00 2026\nMessage-ID: <{n}@b.example>\n"
            )
            file.write("From: ann@b.example\nDate: Thu, 1 Jan 2026 10:00:00 +0000\n\n")
            for _ in range(20):
                file.write(("word " * 15 + "\n") * 14_000)


@pytest.mark.slow
def test_no_file_fills_the_memory(large):
    files, most, code = large
    assert most < 400, f"{most:.0f} MiB"
    assert code == 3, "some of it was left out, and the exit code says so"
    assert set(files) == {"line.csv", "bomb.xlsx", "many.csv", "photos.vcf", "mails.mbox"}


@pytest.mark.slow
def test_each_file_that_is_too_large_is_told_in_a_sentence(large):
    files = large[0]
    assert sentence(files["bomb.xlsx"]["because"])
    for file in files.values():
        assert (
            file["added"] + file["updated"] + file["skipped"] + file["refused"] == file["rows"]
        )
        assert not file["because"] or sentence(file["because"]), file
    assert files["line.csv"]["added"] == 1
    assert files["line.csv"]["refused"] == 1
    assert files["many.csv"]["rows"] == 4_000
    assert files["mails.mbox"]["rows"] == 4
