"""Plots: drawn at two widths, from zero, readable without colour and safe with any word."""

import re

import pytest

from keepwell.ui.charts import BARS, COLUMNS, LINE, Chart, Mark, series_of

MISCHIEF = '<script>alert("Amara")</script>'


def chart(shape, *values, series=()):
    marks = tuple(
        Mark(f"M{place}", tuple(each), f"{sum(each):g}", is_open=place == len(values) - 1)
        for place, each in enumerate(values)
    )
    return Chart(shape, marks, "Most: M1.", "Marks", "Marks by number", series_of(series))


@pytest.mark.parametrize("shape", [BARS, COLUMNS, LINE])
def test_a_chart_is_drawn_twice_with_its_summary_and_without_a_style(shape):
    drawn = chart(shape, (3,), (12,), (0,))
    for svg, width in ((drawn.wide, 760), (drawn.narrow, 342)):
        assert f'viewBox="0 0 {width} ' in svg and 'aria-label="Marks by number"' in svg
        assert "style=" not in svg and "NaN" not in svg
        for x in re.findall(r' x="([-\d.]+)"', svg):
            assert -1 <= float(x) <= width


def test_bars_are_as_long_as_their_numbers_and_below_zero_go_left():
    svg = chart(BARS, (10,), (5,), (-5,)).wide
    wide = [float(one) for one in re.findall(r'<rect [^>]*width="([\d.]+)"', svg)]
    left = [float(one) for one in re.findall(r'<rect [^>]* x="([\d.]+)"', svg)]
    assert wide[0] == pytest.approx(2 * wide[1], abs=0.2) and wide[1] == wide[2]
    assert left[2] + wide[2] == pytest.approx(left[0], abs=0.2)


def test_parts_differ_by_more_than_colour_and_are_named():
    drawn = chart(BARS, (1, 2), (3, 4), series=("Won", MISCHIEF))
    assert drawn.wide.count("url(#chart-760-h)") == 2
    assert [label for label, _patch in drawn.key] == ["Won", MISCHIEF]
    assert "<script" not in drawn.wide + drawn.key[1][1]


def test_a_stretch_that_is_not_over_is_hollow():
    assert chart(LINE, (1,), (2,), (3,)).wide.count("c-dot-hollow") == 1


def test_nothing_at_all_is_drawn_as_nothing():
    for shape in (BARS, COLUMNS, LINE):
        assert "<svg" in chart(shape, (0,)).narrow


def test_words_are_words():
    marks = (Mark(MISCHIEF, (1,), MISCHIEF, MISCHIEF), Mark("b", (2,), "2", "b"))
    for shape in (BARS, COLUMNS, LINE):
        assert "<script" not in Chart(shape, marks, "", "", MISCHIEF).wide
