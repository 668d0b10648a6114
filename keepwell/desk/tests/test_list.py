"""The list of parties: filters, columns, order, foot, and what it costs."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from keepwell.desk.queries.filtered import filtered_parties
from keepwell.desk.queries.list_foot import foot_of
from keepwell.desk.queries.party_list import ORDERS, in_order
from keepwell.desk.rules.columns import USUAL_LAYOUT, parse_layout
from keepwell.desk.rules.filters import parse_filter
from keepwell.kinds.models import Holding
from keepwell.parties.commands.add import add_party
from keepwell.parties.models import ContactPoint, Party, PartyName, PostalAddress
from keepwell.parties.queries.lists import parties_list, place_of
from keepwell.relationships.models import ContactFacts, Relationship
from keepwell.walls.models import Wall
from keepwell.walls.queries import visible_parties

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(petra):
    client = Client()
    client.force_login(petra)
    return client


@pytest.fixture
def many(petra, amara, now):
    """Sixty people: each second has an owner, each third was spoken with."""
    people = []
    for n in range(60):
        facts = {"employees": n} if n % 4 == 0 else {}
        party = add_party("person", f"Person {n:02}", facts=facts, at=now, by=petra)
        if n % 2 == 0:
            Relationship.objects.create(
                party=party, owner=amara, next_touch_on=now.date() + timedelta(days=n % 7)
            )
        if n % 3 == 0:
            ContactFacts.objects.create(party=party, last_two_way=now - timedelta(days=n))
        people.append(party)
    return people


def names_on(page):
    return [row.party.name for row in page.context["rows"]]


@pytest.mark.parametrize("sort", sorted(ORDERS))
def test_pages_follow_each_other_in_every_order(many, petra, sort):
    order = ORDERS[sort]
    everyone = in_order(visible_parties(petra), order)
    seen, page = [], parties_list(everyone, order=order, size=7)
    while True:
        seen += page.rows
        if not page.after:
            break
        page = parties_list(everyone, order=order, size=7, after=page.after)
    assert len(seen) == len(set(seen)) == 60
    back = list(page.rows)
    while page.before:
        page = parties_list(everyone, order=order, size=7, before=page.before)
        back = page.rows + back
    assert back == seen
    place = place_of(everyone, seen[30].pk, order=order)
    assert (place.before, place.after, place.number.number) == (seen[29], seen[31], 31)
    assert place_of(everyone, seen[0].pk, order=order).before is None
    assert place_of(everyone, seen[-1].pk, order=order).after is None


def test_what_is_empty_comes_last_either_way(many, petra):
    for sort in ("last", "-last", "next", "-employees"):
        order = ORDERS[sort]
        rows = list(parties_list(in_order(visible_parties(petra), order), order=order).rows)
        assert rows[0] in many[::2] or rows[0] in many[::3]
    last = parties_list(
        in_order(visible_parties(petra), ORDERS["-last"]), order=ORDERS["-last"]
    )
    assert last.rows[0] == many[0] and last.rows[19] == many[57]


def test_filter_order_and_columns_stand_in_the_address(desk, many):
    page = desk.get(
        "/parties/?view=all&f=owner:is:somebody;last_two_way:filled&sort=-last"
        "&cols=name~4,employees,email!1"
    )
    assert names_on(page) == [f"Person {n:02}" for n in range(0, 60, 6)]
    html = page.content.decode()
    assert "list-frozen" in html and "Employees" in html and "Usual gap" not in html
    assert "is somebody" in html and "10 parties" in html
    assert page.context["chips"][0].href == (
        "/parties/?view=all&f=last_two_way:filled&sort=-last&cols=name~4,employees,email!1"
    )


def test_the_foot_says_what_the_columns_come_to(many, petra, now):
    layout = parse_layout("name,owner,employees,last")
    foot = foot_of(visible_parties(petra), layout, now.date())
    assert str(foot.count) == "60"
    assert foot.words["owner"] == "50% empty"
    assert foot.words["employees"].startswith("sum 420 · average 28 · 75% empty")
    assert foot.words["last"].endswith("67% empty")


def test_beyond_a_thousand_only_the_cap_is_counted_until_it_is_asked(petra, now, monkeypatch):
    monkeypatch.setattr("keepwell.desk.queries.list_foot.MOST_COUNTED", 10)
    Party.objects.bulk_create(
        Party(nature="person", name="N", created_at=now, changed_at=now) for _ in range(12)
    )
    among = visible_parties(petra)
    assert str(foot_of(among, USUAL_LAYOUT, now.date()).count) == "10+"
    assert str(foot_of(among, USUAL_LAYOUT, now.date(), exactly=True).count) == "12"


def test_the_list_costs_the_same_with_every_column(desk, many, django_assert_max_num_queries):
    columns = ",".join(["name", "kinds", "owner", "email", "phone", "city", "country", "gap"])
    desk.get("/parties/?view=all")
    with django_assert_max_num_queries(23):
        desk.get(f"/parties/?view=all&cols={columns}&f=owner:is:me|stage:empty|task:no")


def test_the_builder_leads_to_the_list_and_back(desk, many):
    shown = desk.get("/parties/filter/?view=all&f=owner:is:me;(task:yes|promise:yes)")
    assert [len(box.lines) for box in shown.context["boxes"]] == [1, 2]
    sent = {
        "state": shown.context["state"], "a0": "all", "a1": "any",
        "g0": "0", "f0": "owner", "was0": "owner", "o0": "is", "v0": "nobody",
        "g1": "1", "f1": "next_touch", "was1": "next_touch", "o1": "last", "v1": "30",
        "g2": "1", "f2": "stage", "was2": "stage", "o2": "any", "v2": ["lead", "active"],
        "do": "show",
    }  # fmt: skip
    answer = desk.get("/parties/filter/", sent)
    assert answer["Location"] == (
        "/parties/?view=all&f=owner:is:nobody;(next_touch:last:30%7Cstage:any:lead,active)"
    )
    assert (
        len(desk.get("/parties/filter/", {**sent, "do": "add-1"}).context["boxes"][1].lines)
        == 3
    )
    assert len(desk.get("/parties/filter/", {**sent, "do": "group"}).context["boxes"]) == 3
    dropped = desk.get("/parties/filter/", {**sent, "do": "drop-0"}).context["boxes"]
    assert [len(box.lines) for box in dropped] == [0, 2]


def test_a_field_that_changed_gets_questions_that_fit_it(desk):
    sent = {"state": "view=all", "g0": "0", "f0": "employees", "was0": "stage", "o0": "any",
            "v0": "lead", "do": "again"}  # fmt: skip
    (box,) = desk.get("/parties/filter/", sent).context["boxes"]
    assert (box.lines[0].operator.name, box.lines[0].input, box.lines[0].values) == (
        "is", "number", (),
    )  # fmt: skip


def test_what_cannot_be_read_is_said_beside_it(desk):
    sent = {"state": "view=all", "g0": "0", "f0": "next_touch", "was0": "next_touch",
            "o0": "on", "v0": "soon", "do": "show"}  # fmt: skip
    answer = desk.get("/parties/filter/", sent)
    assert answer.status_code == 422
    assert "“soon” is no day" in answer.content.decode()
    for odd in (
        "?state=view%3Dx&f0=&o0=x",
        "?state=" + "a=1%26" * 60,
        "?state=&raw0=((&do=show",
    ):
        assert desk.get("/parties/filter/" + odd).status_code in (200, 302, 422), odd


def test_columns_are_chosen_and_moved(desk):
    asked = {"state": "view=all", "n": ["name", "owner", "city"], "w_city": "3",
             "show": ["name", "city", "owner"], "frozen": "1"}  # fmt: skip
    shown = desk.get("/parties/columns/", {**asked, "do": "up-city"})
    assert [row[0].name for row in shown.context["rows"]][:3] == ["name", "city", "owner"]
    answer = desk.get("/parties/columns/", {**asked, "do": "show"})
    assert answer["Location"] == "/parties/?view=all&cols=name,owner,city~3!1"


def test_what_is_exported_is_what_is_seen(desk, many):
    answer = desk.post("/parties/as-file/?view=all&f=owner:is:nobody", {"form": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert answer["X-Keepwell-Rows"] == "30" == str(len(list(csv.DictReader(StringIO(text)))))
    assert desk.post("/parties/as-file/?view=all", {"form": "odd"}).status_code == 302


def test_a_wall_stands_before_the_list_its_foot_and_its_file(desk, many, petra, now):
    for party in many[:10]:
        Wall.objects.create(party=party, teammate=petra, reason="x", raised_at=now)
    page = desk.get("/parties/?view=all&f=name:contains:person&exact=1")
    assert "Person 09" not in page.content.decode() and "50 parties" in page.content.decode()
    answer = desk.post("/parties/as-file/?view=all", {"form": "csv"})
    assert b"Person 09" not in b"".join(answer.streaming_content)
    place = place_of(visible_parties(petra), many[10].pk)
    assert place.before is None and place.number.number == 1


PROMISED = [
    ("", "-name", "party_by_name"),
    ("", "-created", "party_newest"),
    ("", "changed", "party_changed"),
    ("", "last", "facts_two_way"),
    ("", "-inbound", "facts_inbound"),
    ("", "next", "relationship_next_touch"),
    ("industry:is:i 7", "", "party_industry"),
    ("source:is:S 7", "", "party_source"),
    ("city:is:I 7", "", "postal_address_city"),
    ("last_two_way:last:7", "", "facts_two_way"),
    ("next_touch:past", "", "relationship_next_touch"),
    ("created:week", "", "party_newest"),
    ("birthday:next:7", "", "party_birthday"),
    ("waits:yes", "", "facts_unanswered"),
    ("email:is:p 00007@x.example", "", "contact_point_"),
    ("name:starts:p 0000", "", "name_"),
    ("stage:is:lead", "", "relationship_stage"),
    ("kind:is:client", "", "holders"),
]


def make_a_firm(at, petra):
    """Four thousand parties, few of which answer to any one question."""
    parties = Party.objects.bulk_create(
        Party(
            nature="person", name=f"P {n}", sort_name=f"p {n:05}", industry=f"I {n % 500}",
            source=f"S {n % 500}", created_at=at - timedelta(days=n), changed_at=at,
            birth_date=date(1980, 1 + n % 12, 1 + n % 28) if n % 100 == 0 else None,
        )
        for n in range(4_000)
    )  # fmt: skip
    for model, rows in (
        (PartyName, (PartyName(party=p, text=p.name, folded=p.sort_name) for p in parties)),
        (PostalAddress, (PostalAddress(party=p, city=p.industry) for p in parties)),
        (Holding, (
            Holding(party=p, kind="user" if n % 90 else "client", decided_by="t")
            for n, p in enumerate(parties))),
        (ContactPoint, (
            ContactPoint(party=p, kind="email", value="x", normal=f"{p.sort_name}@x.example")
            for p in parties)),
        (ContactFacts, (
            ContactFacts(party=p, last_two_way=p.created_at, last_inbound=p.created_at,
                         unanswered_asks=n % 90 == 0)
            for n, p in enumerate(parties))),
        (Relationship, (
            Relationship(party=p, stage="lead" if n % 90 == 0 else "active",
                         next_touch_on=at.date() + timedelta(days=n - 20))
            for n, p in enumerate(parties))),
    ):  # fmt: skip
        model.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            # Four thousand rows are read whole as fast; with a million that is no choice.
            cursor.execute("SET LOCAL enable_seqscan = off")


def forget_sizes():
    """A test before may have let SQLite look at tables of five rows, and it remembers."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute("DELETE FROM sqlite_stat1")
            cursor.execute("ANALYZE sqlite_schema")


def test_what_is_asked_often_reads_an_index(petra):
    """Neither a page nor a count looks at every party where an index is promised."""
    at = timezone.now()
    make_a_firm(at, petra)
    forget_sizes()
    missed = []
    for text, sort, index in PROMISED:
        found = filtered_parties(parse_filter(text), teammate=petra, today=at.date())
        rows = found.order_by()[:1001]
        if sort:
            which, inner = ORDERS[sort].stretches()[0]
            rows = in_order(found.filter(which), ORDERS[sort]).order_by(*inner.by())[:51]
        plan = rows.explain()
        if index not in plan or "Seq Scan on parties_party" in plan:
            missed.append((text, sort, index, plan))
    assert not missed, "\n\n".join(map(str, missed))


@pytest.mark.django_db
def test_the_edge_of_a_column_says_how_wide_it_is_and_the_table_what_to_keep(petra, now):
    add_party("organisation", "Harbour & Sons", at=now, by=petra)
    desk = Client()
    desk.force_login(petra)
    page = desk.get("/parties/?view=all&cols=name~4,owner!1").content.decode()
    assert 'data-cols="name~4,owner!1"' in page
    assert 'role="separator"' in page and 'aria-label="Width of Name"' in page
    assert 'aria-valuenow="4"' in page and 'aria-valuetext="as its words need"' in page
    page = desk.get("/parties/?view=all").content.decode()
    assert 'data-cols="name,kinds,owner,stage,quiet,last,gap,next"' in page
