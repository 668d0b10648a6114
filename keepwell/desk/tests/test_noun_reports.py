"""Reports of conversations, tasks and orders: every number is that of the rows it opens."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from keepwell.conversations.models import Activity, Presence, Task
from keepwell.desk.models import SavedView
from keepwell.desk.queries.nouns.every import NOUNS
from keepwell.desk.queries.report import gather
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.catalogue import REPORT
from keepwell.desk.rules.filter_tree import Group
from keepwell.desk.rules.filters import filter_as_text, parse_filter
from keepwell.desk.rules.report import EACH, every_grouping, parse_report
from keepwell.exchange.models import Import
from keepwell.firm.models import Teammate
from keepwell.journal.models import Entry
from keepwell.kernel.refusal import Refused
from keepwell.orders.models import Order
from keepwell.parties.commands.add import add_party
from keepwell.walls.models import Wall
from keepwell.walls.queries import visible_parties

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
GATHERED = [name for name, one in NOUNS.items() if REPORT in one.catalogue.looks]


@pytest.fixture
def book(petra, amara, dele, now):
    """What was said, is to be done and was bought, with and without each fact."""
    told = {"at": now, "by": petra}
    harbour = add_party("organisation", "Harbour & Sons", **told)
    tern = add_party("organisation", "Tern", **told)
    said = (
        ("mail", 1, "inbound", "", petra, True, (amara, petra), {"inbound": True}),
        ("mail", 2, "outbound", "", None, False, (amara,), {"outbound": True}),
        ("mail", 500, "inbound", "", None, False, (), {"inbound": True}),
        ("call", 30, "outbound", "connected", petra, False, (), {"two_way": True}),
        ("call", 31, "outbound", "left word", dele, False, (dele, dele), {}),
        ("meeting", -9, "", "tentative", amara, False, (petra,), {}),
        ("note", 3, "", "", amara, False, (), {}),
    )  # fmt: skip
    for kind, ago, direction, outcome, by, asks, ours, contact in said:
        at = now - timedelta(days=ago)
        one = Activity.objects.create(
            kind=kind, at=at, direction=direction, outcome=outcome, by=by, asks=asks,
            nature="newsletter" if ago == 500 else "human", title=f"{kind} {ago}",
            created_at=now,
        )  # fmt: skip
        for who in ours:
            Presence.objects.create(activity=one, teammate=who, role="with", at=at)
        Presence.objects.create(activity=one, party=harbour, role="with", at=at, **contact)
        if kind == "call":
            Presence.objects.create(activity=one, party=tern, role="with", at=at, outbound=True)
    for kind, whose, due, done, outcome, party, priority in (
        ("task", petra, 3, None, "", harbour, "high"),
        ("task", None, None, now, "done", tern, "low"),
        ("promise", amara, -40, now, "kept", harbour, ""),
        ("promise", dele, 400, None, "", tern, ""),
        ("task", petra, None, None, "", None, ""),
        ("task", amara, 1, None, "", None, ""),
    ):  # fmt: skip
        Task.objects.create(
            kind=kind, what="Call", assignee=whose, done_at=done, outcome=outcome, party=party,
            due_on=None if due is None else ON + timedelta(days=due), priority=priority,
            remind_at=now if priority else None, created_at=now - timedelta(days=60),
        )  # fmt: skip
    for number, (party, source, currency, minor) in enumerate((
        (harbour, "Shop", "EUR", 12_000), (harbour, "shop", "EUR", -1_050),
        (tern, "Shop", "GBP", 700), (tern, "api:till", "JPY", 900), (None, "Shop", "EUR", 99),
    )):  # fmt: skip
        Order.objects.create(
            number=str(number), party=party, source=source, currency=currency,
            total_minor=minor, ordered_at=now - timedelta(days=40 * number),
        )  # fmt: skip
    return {"harbour": harbour, "tern": tern}


def seen_by(teammate):
    return Viewer(teammate, visible_parties(teammate), ON)


def gathered(name, by, teammate, of=""):
    noun, viewer = NOUNS[name], seen_by(teammate)
    with timezone.override("UTC"):
        rows = noun.begin(viewer)
        return gather(rows, parse_report(by, of, noun.catalogue), viewer, noun)


def behind(name, teammate, *means):
    """How many rows the list has that the address of a figure opens."""
    noun, viewer = NOUNS[name], seen_by(teammate)
    tree = parse_filter(filter_as_text(Group(True, means)), noun.catalogue.fields)
    with timezone.override("UTC"):
        return noun.narrowed(noun.begin(viewer), tree, viewer).count()


def table(found):
    return {line.slot.label: line.total.words for line in found.lines}


def every_by(name):
    for field in every_grouping(NOUNS[name].catalogue):
        if field.sort in ("date", "moment"):
            yield from (f"{field.name}.{each}" for each in EACH)
        else:
            yield field.name


@pytest.mark.parametrize("name", GATHERED[1:])
def test_every_number_is_that_of_the_rows_it_opens(book, petra, name):
    every = str(behind(name, petra))
    for by in every_by(name):
        found = gathered(name, by, petra)
        assert found.total.words == every, by
        assert any(line.total for line in found.lines), by
        for line in found.lines:
            where = (by, line.slot.label)
            assert int(line.total.of("")) == behind(name, petra, *line.slot.means), where
        if not found.report.by[0].has_several:
            assert sum(line.total.of("") for line in found.lines) == int(every), by


@pytest.mark.parametrize("name", GATHERED[1:])
def test_every_number_of_two_fields_as_well(book, petra, name):
    fields = [one.name for one in every_grouping(NOUNS[name].catalogue)]
    for first, second in product(fields, fields):
        if first == second:
            continue
        by = f"{first},{second}"
        found = gathered(name, by, petra)
        for line in found.lines:
            for column, figure in zip(found.columns, line.figures, strict=True):
                where = (by, line.slot.label, column.label)
                means = (*line.slot.means, *column.means)
                assert int(figure.of("")) == behind(name, petra, *means), where


def test_what_is_said_of_conversations(book, petra):
    assert table(gathered("conversations", "kind", petra)) == {
        "Mail": "3", "Call": "2", "Meeting": "1", "Note": "1",
    }  # fmt: skip
    assert table(gathered("conversations", "direction", petra)) == {
        "From them to us": "2", "From us to them": "3", "None": "2",
    }  # fmt: skip
    # Who was there and who wrote it down, each once; two of ours in one count it each.
    assert table(gathered("conversations", "teammate", petra)) == {
        "Amara": "4", "Petra": "3", "Dele": "1", "Nobody": "1",
    }  # fmt: skip
    assert gathered("conversations", "teammate", petra).total.words == "7"
    outcomes = table(gathered("conversations", "outcome", petra))
    assert outcomes == {"Connected": "1", "Tentative": "1", "None": "4", "and 1 more": "1"}
    months = table(gathered("conversations", "day.month", petra))
    assert (months["Nov 2026"], months["Oct 2026"], months["Dec 2026"]) == ("3", "2", "1")


def test_what_is_said_of_tasks(book, petra):
    assert table(gathered("tasks", "assignee,open", petra)) == {
        "Petra": "2", "Amara": "1", "Dele": "1", "Nobody": "1",
    }  # fmt: skip
    assert table(gathered("tasks", "open", petra)) == {"yes": "3", "no": "2"}
    assert table(gathered("tasks", "priority", petra)) == {
        "High": "1", "Normal": "3", "Low": "1",
    }  # fmt: skip
    assert table(gathered("tasks", "due.year", petra)) == {
        "2026": "2", "2027": "1", "No day": "2",
    }  # fmt: skip


def test_orders_are_added_up_each_currency_by_itself(book, petra):
    found = gathered("orders", "source", petra, "sum.amount")
    assert table(found) == {"Shop": "€120.99 + £7.00", "shop": "-€10.50", "api:till": "JP¥900"}
    assert found.total.words == "€110.49 + £7.00 + JP¥900"
    averages = table(gathered("orders", "party", petra, "avg.amount"))
    assert averages["Harbour & Sons"] == "€54.75" and averages["Nobody"] == "€0.99"


def test_walls_stand_before_every_number(book, petra, chidi, now):
    Wall.objects.create(party=book["harbour"], teammate=petra, reason="x", raised_at=now)
    assert gathered("conversations", "kind", petra).total.words == "2"
    assert table(gathered("conversations", "contact", petra)) == {"Written to or called": "2"}
    assert table(gathered("tasks", "party", petra)) == {"Tern": "2", "Nobody": "1"}
    # Who stands before a wall sees no order of nobody either.
    assert gathered("orders", "party", petra, "sum.amount").total.words == "£7.00 + JP¥900"
    for name in GATHERED:
        for field in every_grouping(NOUNS[name].catalogue):
            assert gathered(name, field.name, chidi).total.words == "", (name, field.name)


def test_a_list_that_has_no_numbers_says_so():
    tasks = NOUNS["tasks"].catalogue
    with pytest.raises(Refused, match="nothing to sum"):
        parse_report("kind", "sum.amount", tasks)
    with pytest.raises(Refused, match=r"cannot be gathered by “stage”\. It can be by: due"):
        parse_report("stage", "", tasks)
    with pytest.raises(Refused, match="cannot be gathered by “party”"):
        parse_report("party", "", NOUNS["conversations"].catalogue)


@pytest.mark.parametrize("by", ["teammate,contact", "day.month,kind"])
def test_a_report_costs_the_same_however_much_was_said(book, petra, now, by):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            gathered("conversations", by, petra)
        return len(asked)

    few = queries()
    people = Teammate.objects.all()
    for number in range(40):
        one = Activity.objects.create(
            kind="note", at=now - timedelta(days=number), by=people[number % 3], created_at=now
        )
        Presence.objects.create(activity=one, party=book["tern"], role="with", at=one.at)
    assert queries() == few <= 40


def desk_of(teammate):
    client = Client()
    client.force_login(teammate)
    return client


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/conversations/?view=all&look=report&by=kind,teammate", "Conversations by Kind and"),
        ("/tasks/?view=all&look=report", "Tasks and promises by Whose"),
        ("/orders/?view=all&look=report&of=sum.amount", "Sum: Amount by Ordered (month)"),
    ],
)
def test_the_page_draws_it_and_every_number_leads_to_its_rows(book, petra, address, says):
    desk = desk_of(petra)
    page = desk.get(address)
    html = page.content.decode()
    assert says in html and 'role="img"' in html and 'style="' not in html.partition("<main")[2]
    assert "Table</a>" in html and "Every number opens its rows" in html
    cells = [cell for _slot, cells, total in page.context["lines"] for cell in (*cells, total)]
    linked = [cell for cell in (*cells, page.context["foot"][1]) if cell.href]
    assert len(linked) >= 4
    for cell in linked:
        shown = desk.get(cell.href)
        assert shown.status_code == 200 and shown.context["listing"].look == "table"
        if "of=" not in address:
            assert str(len(shown.context["rows"])) == cell.words, cell.href


def test_a_report_of_tasks_is_kept_found_among_the_reports_and_leaves_as_a_file(
    book, petra, chidi
):
    desk = desk_of(petra)
    state = "view=all&look=report&by=kind&f=open:yes"
    desk.post(f"/lists/tasks/views/new/?{state}", {"name": "To be done"})
    view = SavedView.objects.get(name="To be done")
    assert (view.noun, view.look, view.by) == ("tasks", "report", "kind")
    html = desk.get(reverse("desk:reports")).content.decode()
    assert f"/tasks/?view={view.pk}" in html
    assert "Tasks and promises by Task or promise · Still open yes" in html
    page = desk.get(f"/tasks/?view={view.pk}")
    assert page.context["found"].total.words == "3" and not page.context["listed"].is_changed
    answer = desk.post(f"/lists/tasks/report/as-file/?{state}")
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "Task or promise,Total", "Task,2", "Promise,1", "Total,3",
    ]  # fmt: skip
    facts = Entry.objects.get(verb="export_report").facts
    assert (facts["told"]["list"], facts["rows"]) == ("tasks", 3)
    assert desk_of(chidi).post(f"/lists/tasks/report/as-file/?{state}").status_code == 403
    assert desk.post("/lists/journal/report/as-file/").status_code == 404


def test_the_form_of_a_report_of_orders_offers_what_orders_have(book, petra):
    desk = desk_of(petra)
    asked = {"view": "all", "look": "report", "by": "day", "by2": "party", "each": "year",
             "of": "amount", "how": "avg"}  # fmt: skip
    page = desk.get("/orders/", asked)
    assert page.context["listing"].by == "day.year,party"
    assert page.context["listing"].of == "avg.amount"
    assert {name for name, _label in page.context["box"]["fields"]} == {
        "party", "day", "currency", "source",
    }  # fmt: skip
    assert (
        "cannot be gathered by “number”"
        in desk.get("/orders/?view=all&look=report&by=number").content.decode()
    )


@pytest.mark.parametrize(
    ("path", "noun", "by"),
    [
        ("activities", "conversations", "kind"),
        ("tasks", "tasks", "assignee"),
        ("orders", "orders", "currency"),
    ],
)
def test_programs_gather_the_same_behind_the_walls(book, petra, now, path, noun, by):
    desk = Client()
    desk.force_login(petra)
    told = desk.get(f"/api/v1/{path}/report?by={by}").json()
    viewer = Viewer(petra, visible_parties(petra), timezone.localdate())
    every = NOUNS[noun].begin(viewer).count()
    assert told["total"]["amounts"][0]["number"] == every > 0
    line = told["lines"][0]
    behind = desk.get(f"/api/v1/{path}", {"filter": line["total"]["filter"], "limit": 200})
    assert len(behind.json()["items"]) == line["total"]["amounts"][0]["number"]
    assert desk.get(f"/api/v1/{path}/report?by=odd").status_code == 422
    assert desk.get(f"/api/v1/{path}/report?view=odd").status_code == 422


def test_programs_narrow_the_list_of_imports(petra, now):
    petra.role = "administrator"
    petra.save()
    for state in ("done", "undone"):
        Import.objects.create(state=state, created_at=now, started_by=petra)
    desk = Client()
    desk.force_login(petra)
    found = desk.get("/api/v1/imports?filter=state:is:done&sort=day").json()["items"]
    assert [one["state"] for one in found] == ["done"]
    assert desk.get("/api/v1/imports?sort=odd").status_code == 422
