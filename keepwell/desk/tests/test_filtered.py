"""Parties narrowed by a filter: the right ones, behind the walls, at one price."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from keepwell.conversations.commands.tasks import make_promise, plan_task
from keepwell.desk.queries.filtered import filtered_parties
from keepwell.desk.rules.filter_fields import FIELDS, OPERATORS
from keepwell.desk.rules.filters import parse_filter
from keepwell.firm.models import Team
from keepwell.kernel.refusal import Refused
from keepwell.kinds.models import Holding
from keepwell.parties.commands.add import add_party
from keepwell.parties.models import ContactPoint, ExternalId, PostalAddress
from keepwell.relationships.models import ContactFacts, Relationship, TeamMember
from keepwell.walls.models import Wall

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)


def made(name, by, at, nature="organisation", **facts):
    facts = {"emails": facts.pop("emails", ()), "phones": facts.pop("phones", ()),
             "facts": facts}  # fmt: skip
    return add_party(nature, name, at=at, by=by, **facts)


@pytest.fixture
def book(petra, amara, dele, now):
    """Northlight (Amara's client), Ærø Bakery (a lead of nobody), Mei Tan (Dele's, silent)."""
    north = made("Northlight AS", petra, now, industry="Shipping", employees=250,
                 emails=["post@northlight.example"], phones=["+47 22 33 44 55"])  # fmt: skip
    bakery = made("Ærø Bakery", petra, now - timedelta(days=40), source="Fair")
    mei = made("Mei Tan", petra, now, "person", emails=["mei@tan.example"],
               birth_date=date(1980, 11, 30), language="de")  # fmt: skip
    Relationship.objects.create(
        party=north, owner=amara, stage="active", next_touch_on=ON + timedelta(days=3)
    )
    Relationship.objects.create(party=bakery, stage="lead", stage_since=date(2026, 10, 1))
    Relationship.objects.create(
        party=mei, owner=dele, stage="active", next_touch_on=ON - timedelta(days=3)
    )
    Holding.objects.create(party=north, kind="client", since=date(2020, 1, 1), decided_by="t")
    Holding.objects.create(party=mei, kind="former client", decided_by="t")
    ContactFacts.objects.create(party=north, last_two_way=now - timedelta(days=10),
                                watch_on=date(2026, 12, 2), unanswered_asks=True)  # fmt: skip
    ContactFacts.objects.create(
        party=mei, last_two_way=now - timedelta(days=400), last_inbound=now,
        watch_on=date(2026, 1, 1), quiet_on=date(2026, 2, 1), silent_on=date(2026, 3, 1),
    )  # fmt: skip
    PostalAddress.objects.create(party=north, city="Bergen", country="Norway")
    PostalAddress.objects.create(party=bakery, city="Ærøskøbing", country="Denmark")
    ContactPoint.objects.create(
        party=north, kind="domain", value="northlight.example", normal="northlight.example"
    )
    ExternalId.objects.create(party=north, source="hubspot", external_id="1")
    make_promise("Send the draft", party=north, due_on=ON, at=now, by=amara)
    plan_task("Call", party=mei, assignee=petra, due_on=ON, at=now, by=petra)
    TeamMember.objects.create(party=bakery, teammate=petra, role="sales")
    team = Team.objects.create(name="North")
    amara.teams.add(team)
    return {"north": north, "bakery": bakery, "mei": mei}


def found(text, teammate):
    with timezone.override("UTC"):
        rows = filtered_parties(parse_filter(text), teammate=teammate, today=ON)
        return sorted(party.name for party in rows)


NORTH, BAKERY, MEI = "Northlight AS", "Ærø Bakery", "Mei Tan"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", [MEI, NORTH, BAKERY]),
        ("name:contains:light", [NORTH]),
        ("name:contains:aero", [BAKERY]),
        ("name:contains:ta", [MEI]),
        ("name:lacks:light", [MEI, BAKERY]),
        ("name:starts:north", [NORTH]),
        ("name:is:mei tan", [MEI]),
        ("nature:is:person", [MEI]),
        ("nature:not:person", [NORTH, BAKERY]),
        ("kind:is:client", [NORTH]),
        ("kind:any:client,former", [MEI, NORTH]),
        ("kind:none:client", [MEI, BAKERY]),
        ("kind:empty", [BAKERY]),
        ("client_since:before:2021-01-01", [NORTH]),
        ("client_since:empty", [MEI, BAKERY]),
        ("stage:is:lead", [BAKERY]),
        ("stage:none:lead", [MEI, NORTH]),
        ("stage_since:ago:30", [BAKERY]),
        ("owner:is:nobody", [BAKERY]),
        ("owner:is:somebody", [MEI, NORTH]),
        ("owner:is:left", [MEI]),
        ("owner:is:amara@finch.example", [NORTH]),
        ("owner:any:nobody,Amara@finch.example", [NORTH, BAKERY]),
        ("owner:empty", [BAKERY]),
        ("account_team:is:me", [BAKERY]),
        ("account_team:empty", [MEI, NORTH]),
        ("team:is:north", [NORTH]),
        ("team:empty", [MEI, BAKERY]),
        ("quiet:is:silent", [MEI]),
        ("quiet:is:fine", [NORTH]),
        ("quiet:empty", [BAKERY]),
        ("last_two_way:last:10", [NORTH]),
        ("last_two_way:last:9", []),
        ("last_two_way:ago:30", [MEI]),
        ("last_two_way:empty", [BAKERY]),
        ("last_inbound:today", [MEI]),
        ("next_touch:past", [MEI]),
        ("next_touch:next:3", [NORTH]),
        ("next_touch:empty", [BAKERY]),
        ("waits:yes", [NORTH]),
        ("waits:no", [MEI, BAKERY]),
        ("created:month", [MEI, NORTH]),
        ("created:between:2026-10-14,2026-10-14", [BAKERY]),
        ("industry:is:shipping", [NORTH]),
        ("industry:empty", [MEI, BAKERY]),
        ("source:contains:fai", [BAKERY]),
        ("employees:over:249", [NORTH]),
        ("employees:between:300,100", [NORTH]),
        ("employees:empty", [MEI, BAKERY]),
        ("city:is:bergen", [NORTH]),
        ("city:not:Bergen", [MEI, BAKERY]),
        ("country:any:Norway,Denmark", [NORTH, BAKERY]),
        ("name:any:Norway", None),
        ("country:filled", [NORTH, BAKERY]),
        ("email:contains:tan.ex", [MEI]),
        ("email:is:MEI@tan.example", [MEI]),
        ("email:empty", [BAKERY]),
        ("phone:is:22 33 44 55", [NORTH]),
        ("phone:contains:3344", [NORTH]),
        ("phone:starts:+47", [NORTH]),
        ("domain:is:northlight.example", [NORTH]),
        ("domain:is:tan.example", [MEI]),
        ("domain:contains:light", [NORTH]),
        ("external:is:hubspot", [NORTH]),
        ("language:is:DE", [MEI]),
        ("birthday:next:7", [MEI]),
        ("birthday:next:6", []),
        ("birthday:month", [MEI]),
        ("birthday:day:11-30", [MEI]),
        ("birthday:day:11-29,02-29", []),
        ("birthday:next:400", [MEI]),
        ("task:yes", [MEI]),
        ("promise:yes", [NORTH]),
        ("promise:no", [MEI, BAKERY]),
        ("stage:is:lead|kind:is:client", [NORTH, BAKERY]),
        ("(stage:is:lead|kind:is:client);name:contains:bakery", [BAKERY]),
        ("owner:is:nobody|next_touch:past|email:is:post@northlight.example",
         [MEI, NORTH, BAKERY]),
    ],
)  # fmt: skip
def test_a_filter_finds_whom_it_means(book, petra, text, names):
    if names is None:
        with pytest.raises(Refused):
            parse_filter(text)
    else:
        assert found(text, petra) == sorted(names)


VALUES = {"text": "a", "word": "a", "teammate": "me", "team": "mine", "number": "7",
          "date": "2026-11-23", "moment": "2026-11-23", "anniversary": "7"}  # fmt: skip


def test_everything_that_can_be_asked_is_answered(book, petra):
    for field in FIELDS.values():
        for asked in field.operators:
            value = VALUES.get(field.sort, next(iter(field.choices), ""))
            if asked.name in ("last", "ago", "next"):
                value = "30"
            if asked.name == "day":
                value = "11-30"
            if field.name == "phone":
                value = "22334455"
            said = ",".join([value] * asked.fewest)
            text = f"{field.name}:{asked.name}:{said}" if said else f"{field.name}:{asked.name}"
            names, others = found(text, petra), None
            opposite = {"is": "not", "any": "none", "contains": "lacks", "filled": "empty",
                        "yes": "no"}.get(asked.name)  # fmt: skip
            if opposite in {one.name for one in field.operators}:
                others = found(text.replace(f":{asked.name}", f":{opposite}", 1), petra)
                assert sorted(names + others) == sorted([NORTH, BAKERY, MEI]), text
    assert set(OPERATORS) == {one.name for field in FIELDS.values() for one in field.operators}


def test_a_wall_stands_before_every_filter(book, petra, chidi, now):
    Wall.objects.create(party=book["mei"], teammate=petra, reason="conflict", raised_at=now)
    assert found("kind:is:former|name:contains:mei|owner:is:left", petra) == []
    assert found("name:lacks:zzz", chidi) == []


def test_nobody_of_that_name_is_said(book, petra):
    for text, because in (
        ("owner:is:x@y.example", "is no teammate here"),
        ("owner:is:00000000-0000-0000-0000-000000000000", "is no teammate here"),
        ("team:is:South", "is no team here"),
        ("phone:is:call me", "by its digits"),
    ):
        with pytest.raises(Refused, match=because):
            found(text, petra)


def test_days_begin_where_the_reader_lives(book, petra):
    late = datetime(2026, 11, 23, 23, 30, tzinfo=timezone.get_fixed_timezone(0))
    Relationship.objects.filter(party=book["bakery"]).update(owner=petra)
    ContactFacts.objects.create(party=book["bakery"], last_inbound=late)
    tree = parse_filter("last_inbound:on:2026-11-24")
    with timezone.override("Asia/Singapore"):
        rows = filtered_parties(tree, teammate=petra, today=ON)
        assert [party.name for party in rows] == [BAKERY]
    with timezone.override("UTC"):
        assert not filtered_parties(tree, teammate=petra, today=ON).exists()
