"""The list on the days of a month: the right ones, bounded, and every day opens its rows."""

import html
import re
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from keepwell.conversations.commands.tasks import complete_task, plan_task
from keepwell.desk.rules.month import days_of, first_weekday, month_asked
from keepwell.firm.models import Holiday
from keepwell.firm.queries import forget_firm
from keepwell.parties.commands.add import add_party
from keepwell.parties.models import Party
from keepwell.relationships.models import ContactFacts, Relationship
from keepwell.walls.models import Wall

ON = date(2026, 11, 23)


def test_weeks_begin_as_the_country_counts_them():
    assert first_weekday("en", "US") == 6 and first_weekday("de", "DE") == 0
    assert first_weekday("en-gb", "") == first_weekday("xx", "??") == 0
    days = list(days_of(date(2026, 11, 1), 0))
    assert (days[0], days[-1], len(days)) == (date(2026, 10, 26), date(2026, 12, 6), 42)
    assert next(iter(days_of(date(2026, 11, 1), 6))) == date(2026, 11, 1)
    assert len(list(days_of(date(2027, 2, 1), 0))) == 28


@pytest.mark.parametrize(
    ("text", "month"),
    [("2026-12", date(2026, 12, 1)), ("2026-13", None), ("soon", None), ("", None),
     ("0000-01", None), ("9999-12", None), ("2026-1-1", None), ("²026-01", None)],
)  # fmt: skip
def test_a_month_nobody_can_read_is_this_one(text, month):
    assert month_asked(text, ON) == (month or date(2026, 11, 1))


@pytest.fixture
def book(petra, now, time_machine):
    """Eight touches on one day, one on the last day shown, one birthday on 29 February."""
    time_machine.move_to(now, tick=False)
    told = {"at": now, "by": petra}
    for number in range(8):
        party = add_party("organisation", f"Gull {number}", **told)
        Relationship.objects.create(party=party, owner=petra, next_touch_on=ON,
                                    next_touch_what="Call" if number == 0 else "")  # fmt: skip
    late = add_party("organisation", "Late", **told)
    Relationship.objects.create(party=late, next_touch_on=date(2026, 12, 6))
    ContactFacts.objects.create(party=late, last_two_way=now - timedelta(hours=13))
    add_party("person", "Mei", facts={"birth_date": date(1992, 2, 29)}, **told)
    return late


@pytest.fixture
def desk(petra):
    client = Client()
    client.force_login(petra)
    return client


def shown(desk, query=""):
    page = desk.get(f"/parties/?view=all&look=calendar{query}")
    return page, {one.day: one for one in page.context["days"]}


@pytest.mark.django_db
def test_a_day_shows_a_few_and_opens_them_all(desk, book):
    page, days = shown(desk)
    today = days[ON]
    assert [one.name for one in today.entries] == [f"Gull {number}" for number in range(4)]
    assert (today.more, today.is_today, today.entries[0].note) == (4, True, "Call")
    assert len(desk.get(today.href).context["rows"]) == 8
    html = page.content.decode()
    assert "+4 more" in html and "November 2026" in html
    last = days[date(2026, 12, 6)]
    assert [one.name for one in last.entries] == ["Late"] and last.is_beside
    assert page.context["count"] == 8


@pytest.mark.django_db
def test_every_date_has_its_calendar_and_every_day_its_rows(desk, book):
    names = [name for name, _label in shown(desk)[0].context["date_fields"]]
    assert {"next_touch", "birthday", "created", "last_two_way", "client_since"} <= set(names)
    for name in names:
        _page, days = shown(desk, f"&by={name}")
        for one in days.values():
            if one.entries:
                rows = desk.get(one.href).context["rows"]
                assert len(rows) == len(one.entries) + one.more, (name, one.day)
    _page, days = shown(desk, "&by=birthday&month=2027-02")
    assert [one.name for one in days[date(2027, 2, 28)].entries] == ["Mei"]
    assert len(desk.get(days[date(2027, 2, 28)].href).context["rows"]) == 1
    _page, days = shown(desk, "&by=birthday&month=2028-02")
    assert days[date(2028, 2, 29)].entries and not days[date(2028, 2, 28)].entries


@pytest.mark.django_db
def test_the_filter_is_kept_and_one_goes_from_month_to_month(desk, book):
    page, _days = shown(desk, "&f=name:starts:late&month=2026-12")
    assert page.context["count"] == 1
    for way, month in (("earlier", "2026-11"), ("later", "2027-01")):
        href = page.context[way]
        assert "f=name:starts:late" in href and f"month={month}" in href
        assert desk.get(href).status_code == 200
    assert "month" not in page.context["this_month"]
    entry = desk.get(f"/parties/{book.pk}/?list={page.context['from_list']}")
    assert "month=2026-12" in entry.context["in_list"].back


@pytest.mark.django_db
def test_days_off_and_holidays_are_told(desk, book):
    Holiday.objects.create(day=date(2026, 11, 24), name="Moving house")
    forget_firm()
    page, days = shown(desk)
    assert days[date(2026, 11, 24)].is_free and days[date(2026, 11, 28)].is_free
    assert not days[ON].is_free and "Moving house" in page.content.decode()
    _page, days = shown(desk, "&month=2026-12")
    assert days[date(2026, 12, 25)].holiday


@pytest.mark.django_db
def test_whoever_is_hidden_stands_on_no_day(desk, book, petra, now):
    Wall.objects.create(party=book, teammate=petra, reason="conflict", raised_at=now)
    _page, days = shown(desk)
    assert not days[date(2026, 12, 6)].entries
    page, _days = shown(desk, "&month=2001-01")
    assert "Nothing of this list stands in this month" in page.content.decode()


@pytest.mark.django_db
def test_a_month_costs_the_same_however_many_stand_on_it(desk, book, petra, now):
    def queries():
        shown(desk)
        with CaptureQueriesContext(connection) as asked:
            shown(desk)
        return len(asked)

    few = queries()
    for number in range(40):
        party = add_party("organisation", f"Tern {number}", at=now, by=petra)
        day = ON + timedelta(days=number % 7)
        Relationship.objects.create(party=party, next_touch_on=day)
    assert queries() == few and Party.objects.count() == 50


@pytest.mark.django_db
def test_tasks_stand_on_the_days_they_are_due(desk, book, petra, now):
    gull = Party.objects.get(name="Gull 0")
    told = {"assignee": petra, "at": now, "by": petra}
    call = plan_task("Call them", party=gull, due_on=ON, **told)
    complete_task(plan_task("Sent", due_on=ON, **told), at=now, by=petra)
    page = desk.get("/tasks/?view=all&look=calendar")
    days = {one.day: one for one in page.context["days"]}
    assert [(one.name, one.note, one.is_done) for one in days[ON].entries] == [
        ("Call them", "Gull 0", False), ("Sent", "", True),
    ]  # fmt: skip
    assert "Due: 2 entries" in page.content.decode()
    back = "/tasks/?view=all&look=calendar"
    move = f"{days[ON].entries[0].move}?back={quote(back)}"
    assert not days[ON].entries[1].move
    answer = desk.get(move).content.decode()
    assert 'value="2026-11-23"' in answer and "Call them" in answer
    answer = desk.post(move, {"on": "2026-11-27"})
    assert answer["Location"] == back
    call.refresh_from_db()
    assert call.due_on == date(2026, 11, 27)
    undo = undo_in(desk.get(back))
    desk.post(undo)
    call.refresh_from_db()
    assert call.due_on == ON
    desk.post(move, {"on": "2026-11-30"})
    assert "Somebody moved it since" in desk.post(undo, follow=True).content.decode()


@pytest.mark.django_db
def test_a_touch_is_dragged_to_another_day_and_back(desk, book, petra):
    gull = Party.objects.get(name="Gull 0")
    move = f"/parties/{gull.pk}/touch-to/?back=/parties/"
    desk.post(move, {"on": "2026-12-01"})
    standing = Relationship.objects.get(party=gull)
    assert (standing.next_touch_on, standing.next_touch_what) == (date(2026, 12, 1), "Call")
    desk.post(undo_in(desk.get("/parties/?view=all")))
    standing.refresh_from_db()
    assert (standing.next_touch_on, standing.next_touch_by) == (ON, None)
    answer = desk.post(move, {"on": "2001-01-01"})
    assert answer.status_code == 422 and "today or later" in answer.content.decode()


@pytest.mark.django_db
def test_a_stage_moved_on_the_page_of_a_party_is_moved_back(desk, book, petra, now):
    gull = Party.objects.get(name="Gull 0")
    desk.post(f"/parties/{gull.pk}/stage/", {"stage": "lead", "on": "2026-11-20"})
    assert Relationship.objects.get(party=gull).stage == "lead"
    answer = desk.post(undo_in(desk.get(f"/parties/{gull.pk}/")))
    assert answer["Location"].startswith(f"/parties/{gull.pk}/")
    assert Relationship.objects.get(party=gull).stage == ""


def undo_in(page):
    """The address the toast of a page undoes at."""
    found = re.search(r'action="([^"]+-back/\?[^"]+)"', page.content.decode())
    assert found, "no toast to undo by"
    return html.unescape(found[1])
