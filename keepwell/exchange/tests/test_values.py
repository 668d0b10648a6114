"""What a cell means, as people who wrote it would say."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwell.exchange.readers.values import (
    clean_cell,
    parse_amount,
    parse_day,
    parse_moment,
    parse_seconds,
    parse_yes,
    split_ids,
)

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2024-03-12 09:14", "unclear", datetime(2024, 3, 12, 9, 14, tzinfo=BERLIN)),
        ("12.07.2024 19:58:18", "unclear", datetime(2024, 7, 12, 19, 58, 18, tzinfo=BERLIN)),
        ("3/14/2024", "unclear", datetime(2024, 3, 14, tzinfo=BERLIN)),
        ("6/9/2026", "mdy", datetime(2026, 6, 9, tzinfo=BERLIN)),
        ("6/9/2026", "dmy", datetime(2026, 9, 6, tzinfo=BERLIN)),
        ("6/9/2026", "unclear", None),
        ("2025-01-02T13:59:13.000Z", "unclear", datetime(2025, 1, 2, 13, 59, 13, tzinfo=UTC)),
        ("2024-07-27T08:34:26+02:00", "dmy", datetime(2024, 7, 27, 6, 34, 26, tzinfo=UTC)),
        ("12. März 2024", "unclear", datetime(2024, 3, 12, tzinfo=BERLIN)),
        ("Mar 12, 2024 9:14 PM", "unclear", datetime(2024, 3, 12, 21, 14, tzinfo=BERLIN)),
        ("Tue, 12 Mar 2024 09:14:00 +0000", "ymd", datetime(2024, 3, 12, 9, 14, tzinfo=UTC)),
        ("20240312", "unclear", datetime(2024, 3, 12, tzinfo=BERLIN)),
        ("31/02/2026", "dmy", None),
        ("31.02.2026", "dmy", None),
        ("0001-01-01", "ymd", None),
        ("9999-12-31 23:59:59", "ymd", None),
        ("two", "dmy", None),
        ("", "dmy", None),
        ("C10024", "dmy", None),
    ],
)
def test_a_moment_is_what_was_meant_or_nothing(text, order, expected):
    assert parse_moment(text, date_order=order, zone=BERLIN) == expected


def test_a_day_keeps_the_day_that_was_written():
    assert parse_day("2024-03-12T23:30:00+09:00") == date(2024, 3, 12)
    assert parse_day("21.08.2024", date_order="mdy") == date(2024, 8, 21)


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001
def test_every_way_of_writing_a_moment_gives_the_same(moment):
    moment = moment.replace(microsecond=0, tzinfo=UTC, fold=0)
    for form, order in (
        ("%Y-%m-%d %H:%M:%S", "unclear"),
        ("%d.%m.%Y %H:%M:%S", "mdy"),
        ("%d/%m/%Y %H:%M:%S", "dmy"),
        ("%m/%d/%Y %I:%M:%S %p", "mdy"),
        ("%B %d, %Y %H:%M:%S", "unclear"),
        ("%Y-%m-%dT%H:%M:%S.000Z", "unclear"),
    ):
        assert parse_moment(moment.strftime(form), date_order=order, zone=UTC) == moment


@given(st.text(max_size=80))
def test_no_text_makes_a_reading_fail(text):
    parse_moment(text, date_order="dmy", zone=UTC)
    parse_day(text, date_order="mdy")
    parse_amount(text, ",")
    parse_seconds(text)
    parse_yes(text)
    assert all(split_ids(text)) or not split_ids(text)
    assert clean_cell(clean_cell(text)) is not None


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("26145.50", ",", "26145.50"),
        ("49,00", ",", "49.00"),
        ("49,00", ".", "49.00"),
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("1.234,50 €", ".", "1234.50"),
        ("$1,234.50", ",", "1234.50"),
        ("EUR 1'234.50", ".", "1234.50"),
        ("1 234,5", ",", "1234.5"),
        ("(500)", ".", "-500"),
        ("-€12", ".", "-12"),
        ("12-", ".", "-12"),
        ("100 %", ".", "100"),
        ("1,00,000.00", ".", "100000.00"),
    ],
)
def test_an_amount_is_read_as_its_writer_meant_it(text, decimal, expected):
    assert parse_amount(text, decimal) == Decimal(expected)


@pytest.mark.parametrize(
    "text", ["two", "", "-", "n/a", "12.07.2024", "1.2.3", "12:30", "5 apples"]
)
def test_what_is_no_amount_is_none(text):
    assert parse_amount(text, ".") is None


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([".", ","]))
def test_an_amount_survives_both_ways_of_grouping(amount, decimal):
    english = f"{amount:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert parse_amount(english if decimal == "." else german, decimal) == amount


def test_lengths_come_as_clocks_seconds_and_words():
    assert parse_seconds("00:25:30") == 1530
    assert parse_seconds("36:49") == 2209
    assert parse_seconds("184") == 184
    assert parse_seconds("1 h 5 min") == 3900
    assert parse_seconds("soon") is None


def test_yes_and_no_in_four_languages():
    assert [parse_yes(each) for each in ("TRUE", "1", "ja", "Oui", "Sí")] == [True] * 5
    assert [parse_yes(each) for each in ("false", "0", "nein", "Non", "no")] == [False] * 5
    assert parse_yes("") is None
    assert parse_yes("perhaps") is None


def test_blank_looking_cells_are_blank_and_people_called_null_are_not():
    assert [clean_cell(each) for each in (" - ", "n/a", "NULL", "(none)", "--", " ")] == [
        ""
    ] * 6
    assert clean_cell("Null") == "Null"
    assert clean_cell("Nan") == "Nan"
    assert clean_cell("'+44 20 7946 0000") == "+44 20 7946 0000"
    assert clean_cell('="00123"') == "00123"
    assert clean_cell('=HYPERLINK("https://example.org","x")').startswith("=HYPERLINK")


def test_ids_come_apart_once_each_the_first_being_the_primary():
    assert split_ids("18211000014; 18211000007;18211000014") == ("18211000014", "18211000007")
    assert split_ids("") == ()
