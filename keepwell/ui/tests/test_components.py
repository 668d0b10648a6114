"""What a reader would miss if a component lost it."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import gettext_lazy, override

from keepwell.ui.icons import ICONS, icon_svg
from keepwell.ui.parts import FootCell, Row, Stage, Step, Tab, Tally

TODAY = date(2026, 11, 23)
MISCHIEF = '<script>alert("Amara")</script>'


def shown(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        "{% because x %}",
        "{% so x %}",
        "{% badge x because=x foot=x href=x link=x %}",
        "{% kind 'client' because=x word=x %}",
        "{% strip because=x so=x %}{% endstrip %}",
        "{% person x role=x href=x %}",
        "{% section title=x count=x href=x link=x id=x %}{% endsection %}",
        "{% todo what=x party=x href=x who=x why=x due_text=x due_note=x %}{% endtodo %}",
        "{% tl icon='call' who=x what=x when=x said=x quote=x href=x %}{% endtl %}",
        "{% chip x x off_href=x edit_href=x %}",
        "{% chip_add x href=x opens=x %}",
        "{% button x href=x hx_get=x %}",
        "{% button x name=x value=x busy=x %}",
        "{% icon_button 'more' x href=x %}",
        "{% icon 'call' x %}",
        "{% meter 3 label=x %}",
        "{% pager next=x previous=x shown=x %}",
        "{% tick x x x %}",
        "{% selbar all_href=x all_label=x label=x %}{% endselbar %}",
        "{% dialog id=x title=x %}{% enddialog %}",
        "{% empty title=x text=x why=x %}{% endempty %}",
        "{% crumb x x %}",
        "{% palette_item x x why=x %}",
        "{% palette_group title=x %}{% endpalette_group %}",
        "{% poll id=x href=x %}{% endpoll %}",
        "{% standing None parts x %}{% standing 4 parts x x %}",
        "{% view_tabs tabs label=x new_href=x %}",
        "{% hair hair %}{% facts facts %}{% table_foot foot %}",
        "{% stage_bar stages x %}{% steps steps x %}{% tally tally %}",
        "{% tl_day x %}",
        "<table>{% sort_header x x x %}</table>",
    ],
)
def test_what_people_typed_never_becomes_part_of_the_page(source: str) -> None:
    page = shown(
        source,
        x=MISCHIEF,
        parts={MISCHIEF: 3},
        tabs=[Tab(MISCHIEF, MISCHIEF)],
        hair=[Row(MISCHIEF, MISCHIEF, MISCHIEF, MISCHIEF)],
        facts=[(MISCHIEF, MISCHIEF)],
        foot=[FootCell(MISCHIEF)],
        stages=[Stage(MISCHIEF, "now", MISCHIEF)],
        steps=[Step(MISCHIEF, "past", MISCHIEF)],
        tally=[Tally(3, MISCHIEF)],
    )
    assert "<script>" not in page
    assert "Amara" in page
    assert '="alert("' not in page


def test_a_judgement_is_tied_to_its_reason() -> None:
    page = shown('{% badge "Going quiet" tone="watch" because="21 days; usual gap 9." %}')
    tied = re.search(r'aria-describedby="([^"]+)"', page)
    assert tied
    assert re.search(
        rf'role="tooltip" id="{tied[1]}"><span>21 days; usual gap 9\.</span>', page
    )


def test_a_reason_with_a_link_is_opened_by_a_button_that_says_so() -> None:
    page = shown('{% badge "69" because="Contact fell." href="/facts/" link="All parts" %}')
    assert 'aria-expanded="false"' in page
    assert 'role="tooltip"' not in page
    assert '<a href="/facts/">All parts</a>' in page


def test_a_badge_without_a_reason_is_no_button() -> None:
    assert "button" not in shown('{% badge "Plain" %}')


def test_several_reasons_are_read_as_sentences() -> None:
    page = shown("{% because why %}", why=("Harbour & Sons is quiet.", "Usual gap 9."))
    assert "Because:" in page
    assert "Harbour &amp; Sons is quiet. Usual gap 9." in page


def test_a_kind_has_its_shape_and_its_word_even_in_rows() -> None:
    page = shown("{% kind_shapes kinds %}", kinds=["client", "former"])
    assert 'aria-label="Client"' in page and 'aria-label="Former client"' in page


def test_no_owner_is_said_in_words() -> None:
    assert "No owner" in shown("{% person owner %}", owner=None)


def test_someone_who_left_or_is_away_is_shown_so() -> None:
    assert "left the firm" in shown('{% person "Dele Adair" former=1 %}')
    away = shown('{% person "Amara Obi" away_until=d today=t %}', d=date(2026, 11, 27), t=TODAY)
    assert "away until 27 Nov" in away


def test_lateness_is_said_in_words_beside_the_date() -> None:
    page = shown(
        '{% todo what="Send" party="Harbour" due=d today=t %}{% endtodo %}',
        d=date(2026, 11, 22),
        t=TODAY,
    )
    assert '<span class="late">1 day late</span>' in page and "22 Nov" in page


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 23), ("23 Nov", "today")),
        (date(2026, 11, 24), ("24 Nov", "tomorrow")),
        (date(2026, 11, 30), ("30 Nov", "in 7 days")),
        (date(2026, 11, 2), ("2 Nov", "21 days ago")),
        (date(2027, 2, 8), ("8 Feb 2027", "in 77 days")),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), ("22 Nov", "yesterday")),
    ],
)
def test_a_date_stands_with_its_distance(day: date, words: tuple[str, str]) -> None:
    page = shown("{% day day today %}", day=day, today=TODAY)
    assert all(word in page for word in words)


def test_a_moment_counts_as_the_day_it_is_where_the_reader_sits() -> None:
    from django.utils.timezone import override as zone

    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    with zone("Africa/Lagos"):
        assert "today" in shown("{% day day today %}", day=late, today=TODAY)


def test_dates_and_numbers_follow_the_readers_language() -> None:
    with override("de"):
        assert "23. Nov" in shown("{{ d|short_day:t }}", d=TODAY, t=TODAY)
        assert shown("{{ n|capped }}", n=40_000) == "1.000+"


def test_counts_stop_at_a_thousand() -> None:
    assert shown("{{ n|capped }}", n=999) == "999"
    assert shown("{{ n|capped }}", n=1000) == "1,000+"


def test_a_sorted_column_says_so_and_turns_round_keeping_the_filters() -> None:
    request = RequestFactory().get(
        "/parties/", {"kind": "client", "sort": "name", "after": "x"}
    )
    page = shown('{% sort_header "Name" "name" sort %}', sort="name", request=request)
    assert 'aria-sort="ascending"' in page
    assert 'href="?kind=client&amp;sort=-name"' in page


def test_an_icon_is_silent_unless_it_has_a_name() -> None:
    assert all('aria-hidden="true"' in icon_svg(name) for name in ICONS)
    assert 'role="img" aria-label="Call"' in icon_svg("call", "Call")


def test_a_button_of_one_icon_has_a_name() -> None:
    assert 'aria-label="More"' in shown('{% icon_button "more" "More" %}')


def test_what_the_content_policy_would_drop_is_refused_while_building() -> None:
    with pytest.raises(ValueError, match="content policy"):
        shown('{% button "x" onclick="x()" %}')


def test_silence_is_drawn_with_its_length() -> None:
    assert "21 days without two-way contact" in shown("{% tl_silence 21 %}")


def test_a_touch_differs_from_an_unanswered_mail_without_colour() -> None:
    assert "Two-way contact:" in shown('{% tl icon="call" what="called" touch=1 %}{% endtl %}')
    assert "Two-way" not in shown('{% tl icon="mail" what="wrote" %}{% endtl %}')


def test_an_unknown_fact_is_said_to_be_unknown() -> None:
    assert "Not known" in shown("{% facts rows %}", rows=[("Address", "")])


def test_a_meter_never_leaves_its_frame() -> None:
    assert 'width="100.0"' in shown("{% meter 250 %}")
    assert 'width="0.0"' in shown("{% meter 3 max=0 %}")


def test_words_said_later_are_one_sentence_and_not_its_letters():
    page = shown("{% because x %}", x=gettext_lazy("Nothing is due."))
    assert "Nothing is due." in page
