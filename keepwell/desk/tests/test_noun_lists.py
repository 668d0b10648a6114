"""Lists of every noun: one engine, the same walls, counts, files and costs."""

import csv
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from keepwell.conversations.commands.log import log_call, log_mail, log_meeting, write_note
from keepwell.conversations.commands.tasks import (
    complete_task,
    make_promise,
    plan_task,
)
from keepwell.conversations.models import Activity, Presence, Task
from keepwell.desk.models import SavedView
from keepwell.desk.queries.nouns.every import NOUNS
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.filter_fields import OPERATORS, Sort
from keepwell.desk.rules.filter_tree import Condition, Group
from keepwell.desk.rules.filters import parse_filter
from keepwell.desk.rules.listing import Listing
from keepwell.exchange.models import Import, ImportFile
from keepwell.journal.models import Entry
from keepwell.kernel.keyset import listed_page, place_of
from keepwell.orders.models import Order
from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.ties import tie_parties
from keepwell.relationships.commands.own import assign_owner
from keepwell.walls.models import Wall
from keepwell.walls.queries import visible_parties

pytestmark = pytest.mark.django_db


def browser_of(teammate):
    client = Client()
    client.force_login(teammate)
    return client


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def book(amara, petra, at):
    """Amara's Harbour & Sons with its Hanneke, Petra's Tern; what was said with each."""
    told = {"at": at, "by": amara}
    harbour = add_party("organisation", "Harbour & Sons", **told)
    hanneke = add_party("person", "Hanneke", **told)
    tern = add_party("organisation", "Tern", at=at, by=petra)
    tie_parties(hanneke, "works_for", harbour, **told)
    assign_owner(harbour, amara, on=at.date(), **told)
    assign_owner(tern, petra, on=at.date(), **told)
    ago = [at - timedelta(days=days) for days in range(10)]
    log_call([hanneke], direction="outbound", outcome="connected", on=ago[1], text="The audit",
             **told)  # fmt: skip
    log_call([tern], direction="outbound", outcome="no_answer", on=ago[2], at=at, by=petra)
    log_mail(
        [hanneke], direction="inbound", on=ago[3], title="Quayside lease", asks=True, **told
    )
    log_meeting([harbour, tern], on=ago[4], title="Yearly review", place="Kiel", **told)
    write_note([tern], text="Moves in May.", at=at, by=petra)
    return {"harbour": harbour, "hanneke": hanneke, "tern": tern}


def titles_on(page):
    return [line.title for line, _href in page.context["rows"]]


def conversations(teammate, asked=""):
    return titles_on(browser_of(teammate).get(f"/conversations/?view=all&{asked}"))


EVERY = ["Moves in May.", "The audit", "Call", "Quayside lease", "Yearly review"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", EVERY),
        ("kind:is:call", ["The audit", "Call"]),
        ("kind:none:call,note", ["Quayside lease", "Yearly review"]),
        ("party:is:Hanneke", ["The audit", "Quayside lease"]),
        ("party:is:harbour sons", ["The audit", "Quayside lease", "Yearly review"]),
        ("party:not:Tern", ["The audit", "Quayside lease"]),
        ("party:is:Nobody", []),
        ("teammate:is:me", ["Moves in May.", "Call"]),
        ("teammate:not:me", ["The audit", "Quayside lease", "Yearly review"]),
        ("text:contains:lea", ["Quayside lease"]),
        ("text:lacks:review", [one for one in EVERY if one != "Yearly review"]),
        ("contact:is:two_way", ["The audit", "Yearly review"]),
        ("contact:is:nothing", ["Moves in May."]),
        ("contact:any:inbound,nothing", ["Moves in May.", "Quayside lease"]),
        ("direction:is:inbound", ["Quayside lease"]),
        ("direction:empty", ["Moves in May.", "Yearly review"]),
        ("outcome:is:no_answer", ["Call"]),
        ("asks:yes", ["Quayside lease"]),
        ("day:ago:2", ["Quayside lease", "Yearly review"]),
        ("kind:is:note|(kind:is:call;contact:is:two_way)", ["Moves in May.", "The audit"]),
    ],
)
def test_conversations_are_narrowed(book, petra, text, found):
    assert sorted(conversations(petra, f"f={text}")) == sorted(found)


def test_conversations_stand_by_day_and_are_found_by_their_words(book, petra):
    assert conversations(petra) == EVERY
    assert conversations(petra, "sort=day") == EVERY[::-1]
    assert conversations(petra, "q=audit") == ["The audit"]
    page = browser_of(petra).get("/conversations/").content.decode()
    assert "no contact: a note" in page and "two-way contact" in page
    assert "no contact: no answer" not in page and "written to or called" in page
    assert "5 conversations" in page


def test_a_wall_stands_before_conversations_their_foot_their_file_and_their_filter(
    book, petra, chidi, at
):
    Wall.objects.create(party=book["harbour"], teammate=petra, reason="x", raised_at=at)
    assert conversations(petra) == ["Moves in May.", "Call", "Yearly review"]
    assert conversations(petra, "f=party:is:harbour sons") == []
    assert conversations(petra, "f=text:contains:audit") == []
    page = browser_of(petra).get("/conversations/?view=all&exact=1").content.decode()
    assert "Harbour" not in page and "Hanneke" not in page and "3 conversations" in page
    answer = browser_of(petra).post("/lists/conversations/as-file/?view=all", {"form": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert answer["X-Keepwell-Rows"] == "3" and "Harbour" not in text
    assert conversations(chidi) == []


def test_who_sees_little_sees_only_that(book, amara, chidi, at):
    assign_owner(book["hanneke"], chidi, on=at.date(), at=at, by=amara)
    assert conversations(chidi) == ["The audit", "Quayside lease"]


def test_what_is_exported_is_what_is_counted(book, petra):
    asked = "view=all&f=kind:any:call,mail"
    answer = browser_of(petra).post(f"/lists/conversations/as-file/?{asked}", {"form": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert answer["X-Keepwell-Rows"] == "3" == str(len(rows))
    assert [row["what"] for row in rows] == ["The audit", "Call", "Quayside lease"]
    assert rows[0]["contact"] == "two_way" and rows[0]["party"] == "Hanneke"
    assert (
        "3 conversations" in browser_of(petra).get(f"/conversations/?{asked}").content.decode()
    )
    sheet = browser_of(petra).post(f"/lists/conversations/as-file/?{asked}", {"form": "xlsx"})
    assert sheet["X-Keepwell-Rows"] == "3"


def test_who_may_not_export_does_not(book, amara):
    assert browser_of(amara).post("/lists/conversations/as-file/").status_code == 403
    assert "as-file" not in browser_of(amara).get("/conversations/").content.decode()


def test_a_view_of_conversations_is_kept_pinned_and_opened_first(book, petra, amara):
    desk = browser_of(petra)
    new = "/lists/conversations/views/new/?f=kind:is:call&sort=day&cols=what,day"
    sent = {"name": "Calls", "is_shared": "on", "is_pinned": "on", "is_first": "on"}
    answer = desk.post(new, sent)
    view = SavedView.objects.get()
    assert answer["Location"] == f"/conversations/?view={view.pk}"
    page = desk.get("/conversations/")
    assert titles_on(page) == ["Call", "The audit"]
    assert page.context["tabs"][0].label == "Calls"
    assert desk.get("/parties/").context["listed"].saved is None
    assert "Calls" not in [tab.label for tab in desk.get("/parties/?view=all").context["tabs"]]
    assert "Conversations · All: Kind" in desk.get("/parties/views/").content.decode()
    changed = f"view={view.pk}&f=kind:is:note"
    assert "Save as" in desk.get(f"/conversations/?{changed}").content.decode()
    desk.post(f"/parties/views/{view.pk}/rewrite/?{changed}")
    assert titles_on(desk.get(f"/conversations/?view={view.pk}")) == ["Moves in May."]
    assert conversations(amara, f"view={view.pk}") == [], "Amara sees nothing of Tern"


def test_back_leads_to_the_row_and_on_to_the_next(book, petra):
    desk = browser_of(petra)
    rows = desk.get("/conversations/?view=all&f=party:is:Hanneke").context["rows"]
    first = desk.get(rows[0][1].partition("#")[0])
    place = first.context["in_list"]
    assert (str(place.number), str(place.count)) == ("1", "2") and place.before == ""
    assert desk.get(place.after.partition("#")[0]).context["in_list"].before
    assert place.back.endswith(f"#p-{rows[0][0].pk}")
    assert titles_on(desk.get(place.back.partition("#")[0])) == ["The audit", "Quayside lease"]
    assert "Conversations" in first.content.decode()


def test_a_filter_nobody_can_read_is_said(book, petra):
    page = browser_of(petra).get("/conversations/?f=stage:is:lead")
    assert page.status_code == 422
    assert "Nothing here is called “stage”. There are: kind, day" in page.content.decode()
    shown = browser_of(petra).get("/lists/conversations/filter/?f=kind:is:call")
    assert shown.context["boxes"][0].lines[0].field.name == "kind"
    sent = {"state": "view=all", "g0": "0", "f0": "text", "was0": "text", "o0": "contains",
            "v0": "audit", "do": "show"}  # fmt: skip
    answer = browser_of(petra).get("/lists/conversations/filter/", sent)
    assert answer["Location"] == "/conversations/?view=all&f=text:contains:audit"


def test_columns_of_conversations_are_chosen(book, petra):
    asked = {"state": "view=all", "n": ["what", "place", "day"], "show": ["what", "place"],
             "w_place": "3", "frozen": "1", "do": "show"}  # fmt: skip
    answer = browser_of(petra).get("/lists/conversations/columns/", asked)
    assert answer["Location"] == "/conversations/?view=all&cols=what,place~3!1"
    page = browser_of(petra).get(answer["Location"]).content.decode()
    assert "Kiel" in page and "list-frozen" in page and "Counted as" not in page


def others():
    return [noun for noun in NOUNS.values() if noun.name != "parties"]


def asked_somehow(field, operator, teammate, party):
    """Values that fit what is asked."""
    if operator.fewest == 0:
        return ()
    if operator.name in ("last", "ago", "next"):
        return ("30",)
    one = {
        Sort.CHOICE: next(iter(field.choices), ""),
        Sort.TEAMMATE: str(teammate.pk),
        Sort.PARTY: str(party.pk),
        Sort.AMOUNT: "12.5",
        Sort.NUMBER: "12",
        Sort.DATE: "2026-11-23",
        Sort.MOMENT: "2026-11-23",
    }.get(field.sort, "audit")
    return (one,) * operator.fewest


@pytest.mark.parametrize("noun", others(), ids=lambda noun: noun.name)
def test_all_that_can_be_asked_has_an_answer(book, petra, noun):
    """Every field by every question, every order, every view, and all columns."""
    viewer = Viewer(petra, visible_parties(petra), timezone.localdate())
    for field in noun.catalogue.fields.values():
        for operator in field.operators:
            values = asked_somehow(field, operator, petra, book["tern"])
            tree = Group(True, (Condition(field.name, operator.name, values),))
            rows = noun.among(viewer, "all", Listing(tree=tree))
            assert list(rows[:1]) is not None, (field.name, operator.name)
    assert {one.name for one in OPERATORS.values()}
    for view in noun.views:
        assert list(noun.among(viewer, view, Listing(q="audit"))[:1]) is not None
    assert set(noun.catalogue.fields) == set(noun.asks)
    for sort in noun.catalogue.sorts:
        assert {sort, f"-{sort}"} <= set(noun.orders)


@pytest.mark.parametrize("noun", others(), ids=lambda noun: noun.name)
def test_every_page_costs_the_same(book, petra, noun, django_assert_max_num_queries):
    desk = browser_of(petra)
    columns = ",".join(noun.catalogue.columns)
    address = f"{reverse(noun.route)}?view=all&cols={columns}"
    desk.get(address)
    with django_assert_max_num_queries(30):
        assert desk.get(address).status_code == 200


def planned(rows):
    """How the database would read these rows; a table of this size tempts nobody otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    return rows.explain()


PROMISED = [
    ("conversations", "", "-day", "activity_newest"),
    ("conversations", "", "day", "activity_newest"),
    ("conversations", "kind:is:call", "-day", "activity_of_kind"),
    ("conversations", "nature:is:bounce", "-day", "activity_of_nature"),
    ("conversations", "day:last:7", "", "activity_newest"),
    ("conversations", "party:is:Tern 7", "", "presence_"),
    ("conversations", "text:contains:quayside", "", "conversations_"),
    ("tasks", "open:yes", "due", "task_open_due"),
    ("tasks", "", "-done", "task_done"),
    ("tasks", "", "-created", "task_created"),
    ("tasks", "assignee:is:me;open:yes", "", "task_"),
    ("orders", "", "-day", "order_newest"),
    ("orders", "", "amount", "order_amount"),
    ("orders", "number:is:7", "", "order_number"),
    ("orders", "day:month", "", "order_newest"),
    ("journal", "", "-day", "entry_newest"),
    ("journal", "verb:is:merged", "-day", "entry_of_verb"),
    ("journal", "who:is:me", "-day", "entry_by"),
    ("imports", "", "-day", "import_newest"),
]


@pytest.fixture
def many(petra, at):
    """Two thousand conversations with forty parties, and as many of everything else."""
    parties = [add_party("organisation", f"Tern {n}", at=at, by=petra) for n in range(40)]
    rows = Activity.objects.bulk_create(
        Activity(
            kind="call" if n % 90 == 0 else "mail", title="Mail", created_at=at,
            nature="bounce" if n % 99 == 0 else "human", at=at - timedelta(days=n),
        )
        for n in range(2_000)
    )  # fmt: skip
    Presence.objects.bulk_create(
        Presence(activity=row, party=parties[n % 40], role="to", at=row.at)
        for n, row in enumerate(rows)
    )
    days = [at - timedelta(days=n) for n in range(2_000)]
    Task.objects.bulk_create(
        Task(what="T", party=parties[n % 40], due_on=day.date(), created_at=day, outcome="done",
             done_at=None if n % 90 == 0 else day, assignee=petra if n % 90 == 0 else None)
        for n, day in enumerate(days)
    )  # fmt: skip
    Order.objects.bulk_create(
        Order(number=str(n), party=parties[n % 40], ordered_at=day, currency="EUR",
              total_minor=n)
        for n, day in enumerate(days)
    )  # fmt: skip
    Entry.objects.bulk_create(
        Entry(at=day, verb="merged" if n % 90 == 0 else "changed", noun="party",
              by_id=petra.pk if n % 90 == 0 else uuid4())
        for n, day in enumerate(days)
    )  # fmt: skip
    Import.objects.bulk_create(Import(state="done", created_at=day) for day in days)


def test_lists_read_an_index_where_one_is_promised(many, petra):
    missed = []
    for name, text, sort, index in PROMISED:
        noun = NOUNS[name]
        viewer = Viewer(petra, visible_parties(petra), timezone.localdate())
        listing = Listing(tree=parse_filter(text, noun.catalogue.fields))
        rows = noun.among(viewer, "all", listing).order_by()[:1001]
        if sort:
            order = noun.order_of(sort)
            which, inner = order.stretches()[0]
            found = noun.beside(noun.among(viewer, "all", listing), order).filter(which)
            rows = found.order_by(*inner.by())[:51]
        plan, table = planned(rows), noun.begin(viewer).model._meta.db_table
        whole = f"Seq Scan on {table} " in plan or f"SCAN {table}\n" in f"{plan}\n"
        if index not in plan or whole:
            missed.append((name, text, sort, index, plan))
    assert not missed, "\n\n".join(map(str, missed))


@pytest.fixture
def work(book, petra, amara, at):
    """What is to be done: for Harbour, for Tern, and Petra's own."""
    told = {"at": at, "by": petra}
    day = timezone.localdate()
    plan_task("Send the file", party=book["harbour"], assignee=amara, at=at, by=amara,
              due_on=day - timedelta(days=3), priority="high")  # fmt: skip
    make_promise("The draft", party=book["tern"], assignee=petra, due_on=day, **told)
    plan_task("Tidy up", assignee=petra, **told)
    done = plan_task("Ring Tern", party=book["tern"], assignee=petra, due_on=day, **told)
    complete_task(done, feedback="It went well", **told)


def tasks(teammate, asked=""):
    return titles_on(browser_of(teammate).get(f"/tasks/?{asked}"))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("view=mine", ["The draft", "Tidy up"]),
        ("view=open", ["Send the file", "The draft", "Tidy up"]),
        ("view=late", ["Send the file"]),
        ("view=promises", ["The draft"]),
        ("view=done", ["Ring Tern"]),
        ("view=all&sort=-created", ["Ring Tern", "Tidy up", "The draft", "Send the file"]),
        ("view=all&f=due:empty", ["Tidy up"]),
        ("view=all&f=assignee:not:me", ["Send the file"]),
        ("view=all&f=party:is:Tern;open:yes", ["The draft"]),
        ("view=all&f=party:not:Tern", ["Send the file", "Tidy up"]),
        ("view=all&f=priority:is:high|outcome:is:done", ["Send the file", "Ring Tern"]),
        ("view=all&f=text:contains:draf", ["The draft"]),
        ("view=all&q=went", ["Ring Tern"]),
    ],
)
def test_tasks_are_narrowed_and_stand_by_their_day(work, petra, asked, found):
    assert tasks(petra, asked) == found


def test_tasks_stand_behind_the_walls(work, book, petra, amara, chidi, at):
    Wall.objects.create(party=book["harbour"], teammate=petra, reason="x", raised_at=at)
    assert tasks(petra, "view=open") == ["The draft", "Tidy up"]
    assert tasks(petra, "view=all&f=party:is:harbour sons") == []
    assert tasks(amara, "view=open") == ["Send the file"], "Petra's own is hers alone"
    assert tasks(chidi, "view=all") == []


def test_one_goes_from_task_to_task_and_back(work, petra):
    desk = browser_of(petra)
    rows = desk.get("/tasks/?view=open").context["rows"]
    page = desk.get(rows[1][1])
    assert str(page.context["in_list"].number) == "2"
    assert rows[2][0].title in desk.get(page.context["in_list"].after).content.decode()
    assert titles_on(desk.get(page.context["in_list"].back.partition("#")[0])) == [
        line.title for line, _href in rows
    ]


@pytest.fixture
def shop(book, at):
    """Harbour bought twice, Tern once in yen, somebody unknown once; one gave back."""
    told = {"ordered_at": at, "source": "shop"}
    for number, party, minor, currency in (
        ("A-1", book["harbour"], 12_050, "EUR"), ("A-2", book["harbour"], -2_050, "EUR"),
        ("B-1", book["tern"], 5_000, "JPY"), ("C-1", None, 900, "EUR"),
    ):  # fmt: skip
        Order.objects.create(
            number=number, party=party, total_minor=minor, currency=currency, **told
        )


def orders(teammate, asked=""):
    return titles_on(browser_of(teammate).get(f"/orders/?view=all&sort=number&{asked}"))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["A-1", "A-2", "B-1", "C-1"]),
        ("f=amount:over:120", ["A-1", "B-1"]),
        ("f=amount:between:9,5000", ["A-1", "B-1", "C-1"]),
        ("f=amount:under:0", ["A-2"]),
        ("f=party:empty", ["C-1"]),
        ("f=party:not:Tern", ["A-1", "A-2", "C-1"]),
        ("f=currency:is:JPY", ["B-1"]),
        ("f=day:today;source:is:shop", ["A-1", "A-2", "B-1", "C-1"]),
        ("q=a-", ["A-1", "A-2"]),
        ("sort=-amount", ["A-1", "B-1", "C-1", "A-2"]),
    ],
)
def test_orders_are_narrowed(shop, petra, asked, found):
    assert orders(petra, asked) == found


def test_orders_are_summed_by_currency_and_each_has_a_page(shop, petra):
    desk = browser_of(petra)
    page = desk.get("/orders/?view=all")
    assert page.context["foot"].words["amount"] == "€109.00 + JP¥5,000"
    assert "4 orders" in page.content.decode() and "nobody we know" in page.content.decode()
    first = desk.get(page.context["rows"][0][1])
    assert first.status_code == 200 and str(first.context["in_list"].count) == "4"
    order = Order.objects.get(number="B-1")
    bought = {"product": "Workbook", "quantity": 100, "unit_minor": 50, "key": "1"}
    order.lines.create(ordered_at=order.ordered_at, **bought)
    text = desk.get(f"/orders/{order.pk}/").content.decode()
    assert "Workbook" in text and '<td class="r num">100</td>' in text


def test_orders_of_nobody_are_for_who_sees_everybody(shop, book, petra, amara, at):
    assert orders(amara) == ["A-1", "A-2"]
    Wall.objects.create(party=book["harbour"], teammate=petra, reason="x", raised_at=at)
    assert orders(petra) == ["B-1"], "an order of nobody may be Harbour's"
    hidden = Order.objects.get(number="A-1")
    assert browser_of(petra).get(f"/orders/{hidden.pk}/").status_code == 404
    answer = browser_of(petra).post("/lists/orders/as-file/?view=all", {"form": "csv"})
    assert answer["X-Keepwell-Rows"] == "1"


def journal(teammate, asked=""):
    page = browser_of(teammate).get(f"/journal/?view=all&cols=what,verb,party&{asked}")
    return [line.values["verb"] for line, _href in page.context["rows"]]


def test_the_record_is_a_list_for_who_runs_the_firm(book, work, petra, amara, at):
    assert browser_of(amara).get("/journal/").status_code == 403
    assert browser_of(amara).get("/lists/journal/filter/").status_code == 403
    assert journal(petra, "f=noun:is:task;verb:is:completed") == ["completed"]
    assert set(journal(petra, "f=party:is:Tern;noun:is:party")) == {"added", "gave_sight"}
    assert "added this party" in browser_of(petra).get("/journal/").content.decode().lower()
    by_me = journal(petra, "f=who:is:me")
    assert by_me and len(by_me) < len(journal(petra))
    Wall.objects.create(party=book["harbour"], teammate=petra, reason="x", raised_at=at)
    text = browser_of(petra).get("/journal/?view=all&cols=what,facts,party").content.decode()
    assert "Harbour" not in text and "Send the file" not in text


def test_imports_are_a_list_with_what_became_of_their_rows(petra, amara, at):
    for name, who, state in (("a.csv", petra, "done"), ("b.csv", amara, "stopped")):
        job = Import.objects.create(state=state, started_by=who, created_at=at)
        ImportFile.objects.create(job=job, order=1, name=name, path=name, form="table",
                                  rows=7, added=5, refused=2)  # fmt: skip
    desk = browser_of(petra)
    assert sorted(titles_on(desk.get("/imports/"))) == ["a.csv", "b.csv"]
    assert titles_on(desk.get("/imports/?f=file:contains:b")) == ["b.csv"]
    assert titles_on(desk.get("/imports/?f=state:is:done;who:is:me")) == ["a.csv"]
    assert titles_on(desk.get("/imports/?q=a.c")) == ["a.csv"]
    answer = desk.post("/lists/imports/as-file/", {"form": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert {(row["added"], row["refused"]) for row in rows} == {("5", "2")}
    assert browser_of(amara).get("/imports/").status_code == 403


@pytest.mark.parametrize("noun", others(), ids=lambda noun: noun.name)
def test_pages_follow_each_other_in_every_order(many, petra, noun):
    viewer = Viewer(petra, visible_parties(petra), timezone.localdate())
    for name, order in noun.orders.items():
        among = noun.beside(noun.begin(viewer), order)
        first = listed_page(among, order=order, size=30)
        second = listed_page(among, order=order, size=30, after=first.after)
        back = listed_page(among, order=order, size=30, before=second.before)
        assert not set(first.rows) & set(second.rows), name
        assert back.rows == first.rows, name
        place = place_of(among, second.rows[3].pk, order=order)
        assert (place.before, place.number.number) == (second.rows[2], 34), name


def test_a_task_is_done_where_it_stands_in_the_list(client, amara, harbour, now):
    client.force_login(amara)
    task = plan_task("Send the plan", party=harbour, assignee=amara, at=now, by=amara)
    page = client.get("/tasks/?view=mine").content.decode()
    assert f'formaction="/tasks/{task.pk}/done/" aria-label="Done: Send the plan"' in page
    back = client.post(f"/tasks/{task.pk}/done/", {"back": "/tasks/?view=mine"})
    assert back["Location"] == "/tasks/?view=mine"
    page = client.get("/tasks/?view=done").content.decode()
    assert "Send the plan" in page and "row-act" not in page
