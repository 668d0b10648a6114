"""Tables as firms really have them: every row comes, none twice, and bad ones say why."""

import io
import json
import zipfile
from datetime import datetime

import openpyxl
import pytest

from keepwell.exchange.readers.complaints import SourceRefused
from keepwell.exchange.readers.sources import Source, gather_sources, source_from_bytes
from keepwell.exchange.readers.tables import read_rows, sniff_table
from keepwell.exchange.tests.shared_folders import SHARED

WORLDS = sorted((SHARED / "worlds").rglob("truth.json"))


def _table(content, name="x.csv"):
    content = content.encode() if isinstance(content, str) else content
    source = source_from_bytes(name, content)
    shape = sniff_table(source)
    return shape, list(read_rows(source, shape))


@pytest.mark.worlds
@pytest.mark.skipif(not WORLDS, reason="the test worlds are not there (KEEPWELL_SHARED_DATA)")
@pytest.mark.parametrize("truth", WORLDS, ids=lambda path: path.parent.name)
def test_every_row_of_every_world_comes_and_the_cut_ones_complain(truth):
    files = json.loads(truth.read_text())["files"]
    tables = 0
    for source in gather_sources([truth.parent]):
        said = files.get(source.name.rsplit("/", 1)[-1], {})
        if not isinstance(source, Source) or not source.name.endswith(".csv"):
            continue
        tables += 1
        shape = sniff_table(source)
        rows = list(read_rows(source, shape))
        cut = [each["row"] for each in said["malformed"] if "cells" in each["why"]]
        assert len(rows) == said["rows"], source.name
        assert [row.number for row in rows if row.complaint] == cut, source.name
        assert shape.delimiter == said["delimiter"], source.name
        with source.open() as stream:
            raw = stream.read()
        assert raw.decode(shape.encoding) == raw.decode(said["encoding"]), source.name
    assert tables


def test_dates_and_numbers_of_the_worlds_shapes_are_understood():
    shape, _ = _table("Ordered at;Unit price\n12.07.2024 19:58:18;49,00\n")
    assert (shape.date_order, shape.decimal, shape.delimiter) == ("dmy", ",", ";")
    shape, _ = _table("Close Date,Amount\n3/14/2024,12.50\n6/9/2026,3.00\n")
    assert (shape.date_order, shape.decimal) == ("mdy", ".")
    shape, _ = _table("When,What\n06/09/2026,a\n07/08/2026,b\n")
    assert shape.date_order == "unclear"
    shape, _ = _table("Datum,Betrag\n06/09/2026,5\n")
    assert shape.date_order == "dmy"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_names_come_whole_out_of_every_encoding(encoding):
    _, rows = _table("Name;Ort\nJörg Weiß;Köln\nZoë;Münster\n".encode(encoding))
    assert [row.cells for row in rows] == [("Jörg Weiß", "Köln"), ("Zoë", "Münster")]


def test_a_stray_byte_in_a_large_utf8_text_costs_nothing():
    content = "Name,City\n" + "Jörg,Köln\n" * 50
    _, rows = _table(content.encode() + b"J\xf6rg,K\xf6ln\n")
    assert rows[-1].cells == ("Jörg", "Köln")


def test_quotes_newlines_and_marks_in_cells_belong_to_the_cell():
    _, rows = _table('A,B,C\n1,"two\nlines","say ""hi"", you"\n2,x,"a,b"\n')
    assert rows[0].cells == ("1", "two\nlines", 'say "hi", you')
    assert rows[1].cells == ("2", "x", "a,b")


def test_rows_of_the_wrong_width_come_with_their_cells_and_a_reason():
    _, rows = _table("A,B,C\n1,2,3\n4,5\n\n6,7,8,9\n1,2,3,\n")
    assert [(row.number, row.complaint and row.complaint.code) for row in rows] == [
        (1, None),
        (2, "too_few_cells"),
        (3, "too_many_cells"),
        (4, None),
    ]
    assert rows[1].cells == ("4", "5")


def test_a_quotation_mark_left_open_costs_its_own_row_only():
    good = "".join(f"{n},b,c\n" for n in range(500))
    _, rows = _table("A,B,C\n1,2,3\n" + '4,"five,6\n' + good)
    assert len(rows) == 502
    assert rows[1].complaint.code == "quote_left_open"
    assert rows[1].cells == ("4", "five", "6")
    assert all(row.complaint is None for row in rows[2:])


def test_a_quotation_mark_closed_many_rows_later_costs_its_own_row_only():
    good = "".join(f"{n},b,c\n" for n in range(50))
    _, rows = _table("A,B,C\n" + '4,"five,6\n' + good + '7,"eight",9\n' + good)
    assert len(rows) == 102
    assert [row.number for row in rows if row.complaint] == [1]


def test_a_stray_quote_in_a_table_larger_than_any_cell_costs_one_row():
    good = "".join(f"{n},bbbbbbbbbb,cccccccccc\n" for n in range(100_000))
    _, rows = _table('A,B,C\n4,"five,6\n' + good)
    assert len(rows) == 100_001
    assert [row.number for row in rows if row.complaint] == [1]


def test_nul_bytes_lone_returns_and_marks_of_excel_do_no_harm():
    _, rows = _table("A,B\n1,x\0y\n")
    assert rows[0].cells == ("1", "xy")
    _, rows = _table("A,B\r1,2\r3,4\r")
    assert len(rows) == 2
    shape, rows = _table("sep=;\nA;B\n1;2\n")
    assert shape.header == ("A", "B")
    assert len(rows) == 1


def test_titles_above_the_header_are_passed_over():
    shape, rows = _table("Contacts report\n\nFirst Name,Last Name,City\nA,B,C\nD,E,F\n")
    assert shape.header == ("First Name", "Last Name", "City")
    assert [row.cells[0] for row in rows] == ["A", "D"]


def test_a_table_without_header_keeps_its_first_row():
    shape, rows = _table("Ana,ana@example.org\nBo,bo@example.org\n")
    assert shape.headless
    assert shape.header == ("Column 1", "Column 2")
    assert len(rows) == 2


def test_columns_of_one_name_are_told_apart():
    shape, _ = _table("Name,Phone,Phone,\nA,1,2,\n")
    assert shape.header == ("Name", "Phone", "Phone (2)")


class _Endless(io.RawIOBase):
    """A line that never ends, and a record of how much of it was asked for."""

    asked = 0

    def __init__(self, head):
        self._head = io.BytesIO(head)

    def readable(self):
        return True

    def readinto(self, buffer):
        piece = self._head.read(len(buffer)) or b"x" * len(buffer)
        buffer[: len(piece)] = piece
        _Endless.asked += len(piece)
        return len(piece)


def test_a_line_without_end_is_given_up_in_bounded_time():
    head = b"A,B\n" + b"1,2\n" * 200_000
    source = Source("x.csv", 2**31, lambda: io.BufferedReader(_Endless(head)))
    shape = sniff_table(source)
    rows = list(read_rows(source, shape))
    assert len(rows) == 200_001
    assert rows[-1].complaint.code == "line_without_end"
    assert _Endless.asked < 1_000_000_000


def test_a_very_long_line_costs_only_itself():
    _, rows = _table("A,B\n" + "1,2\n" * 3_000 + "x" * 9_000_000 + "\n3,4\n")
    assert rows[3_000].complaint.code == "line_too_long"
    assert rows[-1].cells == ("3", "4")


def test_an_empty_file_is_refused_with_a_sentence():
    with pytest.raises(SourceRefused, match="empty"):
        _table("   \n")


def _workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_workbook_reads_like_a_table():
    rows = [["Name", "Amount", "Since"], ["Ana", 12.5, datetime(2024, 3, 12)], ["Bo", 3, None]]  # noqa: DTZ001
    shape, found = _table(_workbook(rows), "x.xlsx")
    assert shape.header == ("Name", "Amount", "Since")
    assert [row.cells for row in found] == [("Ana", "12.5", "2024-03-12"), ("Bo", "3", "")]


def test_a_workbook_that_would_fill_the_memory_is_refused_unopened():
    content = io.BytesIO()
    honest = zipfile.ZipFile(io.BytesIO(_workbook([["a", "b"], [1, 2]])))
    with honest, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as bomb:
        for entry in honest.infolist():
            text = honest.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                text = text.replace(b'"B2"', b'"XFD1048576"')
            bomb.writestr(entry.filename, text)
    with pytest.raises(SourceRefused) as refused:
        _table(content.getvalue(), "x.xlsx")
    assert refused.value.complaint.code == "sheet_too_wide"
