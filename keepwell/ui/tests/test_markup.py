"""Our way of writing HTML is as careful as Django's, and our addresses are the same."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import html
from django.utils.functional import lazy
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from keepwell.ui.addresses import address
from keepwell.ui.markup import format_html, format_html_join


class Named:
    """A thing with a dangerous name."""

    def __str__(self):
        return "<script>alert('1')</script>"


class Drawn(Named):
    """A thing that draws itself."""

    def __html__(self):
        return "<i>drawn</i>"


PARTS = [
    "plain", "<b>&'\"</b>", mark_safe("<b>ours</b>"), 7, None, True, Decimal("1.50"),
    date(2026, 11, 23), UUID(int=7), gettext_lazy("Today"), Named(), Drawn(), ["<i>"],
    lazy(lambda: mark_safe("<b>late</b>"), str)(), lazy(lambda: "<b>late</b>", str)(),
]  # fmt: skip


@pytest.mark.parametrize("part", PARTS, ids=lambda part: type(part).__name__)
def test_every_part_is_escaped_as_django_escapes_it(part):
    written = format_html('<p title="{}">{}</p>', part, part)
    assert written == html.format_html('<p title="{}">{}</p>', part, part)
    assert isinstance(written, SafeString)


def test_rows_are_joined_and_what_joins_them_is_escaped():
    rows = [("a<", 1), ("b", mark_safe("<br>"))]
    ours, djangos = (
        each("<", "<li>{}{}</li>", rows) for each in (format_html_join, html.format_html_join)
    )
    assert ours == djangos


def test_an_address_is_what_django_says_it_is():
    assert address("desk:parties") == reverse("desk:parties")
    for number in (1, 2, 3):
        one = UUID(int=number)
        assert address("desk:party", one) == reverse("desk:party", args=[one])
