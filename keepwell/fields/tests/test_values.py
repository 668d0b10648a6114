"""What is typed into a field becomes what it means, or a sentence says why it cannot."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from keepwell.fields.rules.definitions import Choice, Definition, FieldSort, key_for
from keepwell.fields.rules.values import decimal_of, plain_of, read_value, value_of
from keepwell.kernel.refusal import Refused

LIST = (Choice("gold", "Gold"), Choice("silver", "Silver"), Choice("tin", "Tin", "grey", True))


def field(sort, **more):
    return Definition(uuid4(), "rating", "Rating", FieldSort(sort), **more)


@pytest.mark.parametrize(
    ("sort", "typed", "value"),
    [
        ("text", "  Owl & Sons ", "Owl & Sons"),
        ("number", "1 234,5", Decimal("1234.5")),
        ("number", "-0.000001", Decimal("-0.000001")),
        ("number", 12, Decimal(12)),
        ("money", "€ 1.250,50", Decimal("1250.50")),
        ("money", "1,250", Decimal("1250.00")),
        ("date", "23.11.2026", date(2026, 11, 23)),
        ("date", "2026-11-23", date(2026, 11, 23)),
        ("choice", "GOLD", "gold"),
        ("choices", "Silver; gold", ["gold", "silver"]),
        ("choices", ["tin"], ["tin"]),
        ("yes_no", "ja", True),
        ("yes_no", False, False),
        ("url", "owl.example/a", "https://owl.example/a"),
    ],
)
def test_what_is_typed_is_what_is_meant(sort, typed, value):
    asked = field(sort, choices=LIST, currency="EUR")
    cells = read_value(asked, typed)
    assert value_of(asked, cells) == value
    assert read_value(asked, plain_of(asked, cells)) == cells


@pytest.mark.parametrize(
    ("sort", "typed"),
    [
        ("number", "twelve"), ("number", "1e99"), ("money", "a lot"), ("date", "soon"),
        ("date", "2026-13-40"), ("choice", "lead"), ("choices", "gold;lead"),
        ("yes_no", "perhaps"), ("url", "javascript:alert(1)"), ("url", "https://a b.example"),
        ("text", "x" * 501), ("party", "Harbour & Sons"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_at_its_field(sort, typed):
    with pytest.raises(Refused) as no:
        read_value(field(sort, choices=LIST, currency="EUR"), typed)
    assert no.value.field == "own_rating" and "Rating" in no.value.because


@pytest.mark.parametrize("nothing", ["", "  ", None, []])
@pytest.mark.parametrize("sort", FieldSort)
def test_nothing_is_nothing_of_any_sort(sort, nothing):
    assert read_value(field(sort), nothing) == ()


def test_yen_have_no_cents():
    asked = field("money", currency="JPY")
    assert read_value(asked, "1250")[0].number == 1250


def test_numbers_no_database_holds_are_no_numbers():
    assert decimal_of("9" * 30) is None and decimal_of("nan") is None


def test_a_name_for_programs_is_plain_and_stands_for_one_field():
    assert key_for("Größe (m²)", []).startswith("gro")
    assert key_for("Rating", ["rating"]) == "rating_2"
    assert key_for("日本", []) and key_for("???", []) == "field"
    assert key_for("Tags", []) == "tags_2"
