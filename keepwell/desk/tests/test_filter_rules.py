"""What may be asked of a list of parties, how it is spelt, and what is said of nonsense."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwell.desk.rules.filter_days import anniversaries_meant, days_meant
from keepwell.desk.rules.filter_fields import FIELDS
from keepwell.desk.rules.filter_tree import and_also, conditions_in, without
from keepwell.desk.rules.filters import (
    EVERYBODY,
    Condition,
    Group,
    filter_as_json,
    filter_as_text,
    filter_from_json,
    parse_filter,
)
from keepwell.kernel.refusal import Refused

MONDAY = date(2026, 11, 23)
TEXTS = st.text(min_size=1, max_size=20).filter(lambda text: "\0" not in text and text.split())


@st.composite
def conditions(draw):
    name = draw(st.sampled_from(["name", "stage", "employees", "waits", "next_touch"]))
    if name == "name":
        word = " ".join(draw(TEXTS).split())
        return Condition(name, draw(st.sampled_from(["contains", "lacks", "is"])), (word,))
    if name == "stage":
        stages = draw(st.lists(st.sampled_from(["lead", "active", "lost"]), min_size=1))
        return Condition(name, draw(st.sampled_from(["any", "none"])), tuple(stages))
    if name == "employees":
        return Condition(name, "between", ("10", str(draw(st.integers(0, 10**6)))))
    if name == "waits":
        return Condition(name, draw(st.sampled_from(["yes", "no"])))
    return Condition(name, "last", (str(draw(st.integers(0, 400))),))


GROUPS = st.builds(
    Group, st.booleans(), st.lists(conditions(), min_size=2, max_size=4).map(tuple)
)


@given(st.builds(Group, st.booleans(), st.lists(conditions() | GROUPS, min_size=2, max_size=4)
                 .map(tuple)))  # fmt: skip
def test_a_filter_written_down_is_read_as_the_same_filter(tree):
    assert parse_filter(filter_as_text(tree)) == tree
    assert filter_from_json(filter_as_json(tree)) == tree


def test_a_filter_reads_as_it_is_said():
    tree = parse_filter("owner:is:me;stage:any:lead,proposal;(quiet:is:silent|next_touch:past)")
    assert tree == Group(
        True,
        (
            Condition("owner", "is", ("me",)),
            Condition("stage", "any", ("lead", "proposal")),
            Group(
                False, (Condition("quiet", "is", ("silent",)), Condition("next_touch", "past"))
            ),
        ),
    )
    assert parse_filter("") == EVERYBODY == filter_from_json({})
    assert parse_filter(r"name:contains:Smith\, Jones\; Co").parts[0].values == (
        "Smith, Jones; Co",
    )


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("shoe_size:is:43", "Nothing here is called “shoe_size”"),
        ("stage:contains:x", "“Stage” cannot be asked “contains”"),
        ("stage:is:happy", "“happy” is no value of “Stage”"),
        ("stage:is:lead,lost", "takes 1 values at most"),
        ("stage:is", "Say what “Stage is” is about"),
        ("stage", "is no condition"),
        ("name:empty", "cannot be asked “empty”"),
        ("next_touch:on:soon", "“soon” is no day"),
        ("next_touch:last:many", "is no number of days"),
        ("next_touch:last:-3", "is no number of days"),
        ("employees:over:1e3", "is no number for"),
        ("owner:is:Amara", "is nobody for “Owner”"),
        ("name:is:", "1 to 200 letters"),
        ("waits:yes;task:no|promise:yes", "Put one of them in brackets"),
        ("(waits:yes", "never closed"),
        ("waits:yes)", "never opened"),
        ("((((waits:yes))))", "deep at most"),
        (";".join(["waits:yes"] * 41), "40 conditions at most"),
        ("name:is:" + "x" * 4_000, "letters at most"),
        ("()", "no condition"),
        ("waits:yes;", "no condition"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(text, because):
    with pytest.raises(Refused) as refused:
        parse_filter(text)
    assert because in refused.value.because and refused.value.field == "filter"


@pytest.mark.parametrize(
    "obj",
    [[], "x", 7, {"all": "x"}, {"all": [], "any": []}, {"any": [{}]}, {"all": [{"any": []}]},
     {"field": "stage", "is": "is", "value": {"x": 1}}, {"field": None}, {"field": ["name"]},
     {"all": [{"field": "name", "is": None, "value": "x"}]}],
)  # fmt: skip
def test_json_that_is_no_filter_is_refused(obj):
    with pytest.raises(Refused):
        filter_from_json(obj)


@given(st.text(alphabet="stage:is,lead;|()\\ owner\0é", max_size=60))
def test_no_text_breaks_the_reader(text):
    try:
        list(conditions_in(parse_filter(text)))
    except Refused as refused:
        assert refused.because


def test_a_chip_goes_and_another_comes():
    tree = parse_filter("waits:yes|task:yes")
    more = and_also(tree, Condition("promise", "yes"))
    assert filter_as_text(more) == "(waits:yes|task:yes);promise:yes"
    assert filter_as_text(without(more, 0)) == "promise:yes"


@pytest.mark.parametrize(
    ("operator", "values", "first", "beyond"),
    [
        ("today", (), date(2026, 11, 23), date(2026, 11, 24)),
        ("last", ("7",), date(2026, 11, 16), date(2026, 11, 24)),
        ("last", ("0",), date(2026, 11, 23), date(2026, 11, 24)),
        ("ago", ("7",), None, date(2026, 11, 16)),
        ("next", ("7",), date(2026, 11, 23), date(2026, 12, 1)),
        ("week", (), date(2026, 11, 23), date(2026, 11, 30)),
        ("month", (), date(2026, 11, 1), date(2026, 12, 1)),
        ("quarter", (), date(2026, 10, 1), date(2027, 1, 1)),
        ("year", (), date(2026, 1, 1), date(2027, 1, 1)),
        ("past", (), None, date(2026, 11, 23)),
        ("future", (), date(2026, 11, 23), None),
        ("before", ("2026-03-01",), None, date(2026, 3, 1)),
        ("after", ("2026-03-01",), date(2026, 3, 2), None),
        ("between", ("2026-03-31", "2026-03-01"), date(2026, 3, 1), date(2026, 4, 1)),
        ("ago", ("36500",), None, date(1926, 12, 18)),
    ],
)
def test_days_are_meant_as_people_mean_them(operator, values, first, beyond):
    assert days_meant(operator, values, MONDAY) == (first, beyond)


def test_birthdays_are_asked_within_a_year_at_most():
    first, beyond = anniversaries_meant("next", ("9999",), MONDAY)
    assert (beyond - first).days == 366


def test_age_is_never_asked():
    """A protected attribute: the year of birth decides nothing (domain K8)."""
    asked = {one.name for one in FIELDS["birthday"].operators}
    assert not asked & {"before", "after", "between", "on", "year", "ago", "last"}
