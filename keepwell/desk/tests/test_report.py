"""Lists gathered and measured: every number is that of the rows it opens."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from keepwell.config.command_line import main
from keepwell.conversations.commands.tasks import make_promise, plan_task
from keepwell.desk.models import SavedView
from keepwell.desk.queries.filtered import narrowed_by
from keepwell.desk.queries.report import gather
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.filter_tree import Group
from keepwell.desk.rules.filters import parse_filter
from keepwell.desk.rules.report import EACH, every_grouping, parse_report
from keepwell.fields.commands.choices import add_tags
from keepwell.fields.commands.define import define_field
from keepwell.fields.commands.write import set_own_values
from keepwell.firm.commands.tokens import make_token
from keepwell.firm.models import Team
from keepwell.firm.rules import SCOPES
from keepwell.journal.models import Entry
from keepwell.kernel.refusal import Refused
from keepwell.kinds.models import Holding
from keepwell.orders.models import Order
from keepwell.parties.commands.add import add_party
from keepwell.parties.models import ExternalId, PostalAddress
from keepwell.relationships.models import (
    ContactFacts,
    Opportunity,
    Relationship,
    TeamMember,
)
from keepwell.walls.models import Wall
from keepwell.walls.queries import visible_parties

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)


def made(name, by, at, nature="organisation", **facts):
    return add_party(nature, name, facts=facts, at=at, by=by)


@pytest.fixture
def book(petra, amara, dele, now):
    """Parties with something in every field, some with several of it, some with nothing."""
    told = {"at": now, "by": petra}
    define_field("Fee", "money", currency="EUR", **told)
    define_field("Score", "number", **told)
    define_field("Renewal", "date", **told)
    define_field("Tier", "choice", choices="Gold\nSilver", **told)
    define_field("Newsletter", "yes_no", **told)
    define_field("Found by", "party", **told)
    add_tags("VIP\nPartner", **told)
    north = made("Northlight", petra, now, industry="Shipping", employees=250, source="Fair",
                 language="en")  # fmt: skip
    south = made("Southlight", petra, now, industry="shipping", employees=50)
    bakery = made("Bakery", petra, now - timedelta(days=40), source="Fair, hall 2")
    mei = made("Mei", petra, now - timedelta(days=800), "person", language="de")
    bare = made("Bare", petra, now)
    team = Team.objects.create(name="North")
    amara.teams.add(team)
    for party, owner, stage, touch in (
        (north, amara, "active", 3), (south, amara, "active", 40), (bakery, None, "lead", 0),
        (mei, dele, "", None),
    ):  # fmt: skip
        Relationship.objects.create(
            party=party, owner=owner, stage=stage, stage_since=date(2026, 10, 1),
            next_touch_on=None if touch is None else ON + timedelta(days=touch),
        )  # fmt: skip
    for party, kind in (
        (north, "client"), (north, "customer"), (south, "customer"), (mei, "former client")
    ):  # fmt: skip
        Holding.objects.create(
            party=party, kind=kind, since=date(2020, 5, 1), decided_by="test"
        )
    Holding.objects.create(party=bakery, kind="prospect", until=ON, decided_by="test")
    for role in ("sales", "sponsor"):
        TeamMember.objects.create(party=north, teammate=petra, role=role)
    TeamMember.objects.create(party=south, teammate=amara, role="sales")
    for place, party in enumerate((north, south, bakery, mei)):
        levels = {
            name: ON + timedelta(days=5 - 7 * (place > number))
            for number, name in enumerate(("watch_on", "quiet_on", "silent_on"))
        }
        ContactFacts.objects.create(
            party=party, last_two_way=now - timedelta(days=9 * place), last_inbound=now,
            unanswered_asks=party is south, **levels,
        )  # fmt: skip
    Relationship.objects.filter(party=mei).update(paused_until=ON + timedelta(days=9))
    for party, city, country in (
        (north, "Bergen", "Norway"), (north, "bergen", "Norway"), (north, "Oslo", ""),
        (south, "Bergen", "Norway"), (bakery, "", "Denmark"),
    ):  # fmt: skip
        PostalAddress.objects.create(
            party=party, city=city, country=country, street=f"{city} 1"
        )
    for number, party in enumerate((north, north, mei)):
        ExternalId.objects.create(party=party, source="hubspot", external_id=str(number))
    ExternalId.objects.create(party=south, source="row:7", external_id="1")
    for number, (party, currency, minor) in enumerate((
        (north, "EUR", 10_000), (north, "EUR", 5_000), (north, "GBP", 700),
        (bakery, "EUR", 900), (None, "EUR", 99),
    )):  # fmt: skip
        Order.objects.create(
            number=str(number), party=party, ordered_at=now, currency=currency,
            total_minor=minor,
        )  # fmt: skip
    for party, outcome, minor in ((south, "open", 4_200), (south, "won", 9), (mei, "open", 1)):
        Opportunity.objects.create(
            party=party, name="Work", outcome=outcome, amount_minor=minor, currency="EUR"
        )
    make_promise("Send the draft", party=north, due_on=ON, at=now, by=amara)
    plan_task("Call", party=mei, assignee=petra, due_on=ON, at=now, by=petra)
    values = {"own_fee": "1250", "own_score": "7.5", "own_tier": "silver",
              "own_renewal": "2026-12-01", "own_newsletter": "yes",
              "own_found_by": str(bakery.pk), "tags": ["vip", "partner"]}  # fmt: skip
    set_own_values(north, values, **told)
    set_own_values(
        south, {"own_fee": "80.50", "own_tier": "gold", "own_newsletter": "no",
                "tags": ["vip"]}, **told,
    )  # fmt: skip
    return {"north": north, "south": south, "bakery": bakery, "mei": mei, "bare": bare}


def gathered(by, teammate, of="", among=None):
    viewer = Viewer(teammate, visible_parties(teammate), ON)
    with timezone.override("UTC"):
        return gather(viewer.seen if among is None else among, parse_report(by, of), viewer)


def behind(teammate, *means):
    with timezone.override("UTC"):
        rows = narrowed_by(
            visible_parties(teammate), Group(True, means), teammate=teammate, today=ON
        )
        return rows.count()


def table(found):
    return {line.slot.label: line.total.words for line in found.lines}


def every_by():
    for field in every_grouping():
        if field.sort in ("date", "moment"):
            yield from (f"{field.name}.{each}" for each in EACH)
        else:
            yield field.name


def test_every_number_is_that_of_the_rows_it_opens(book, petra):
    asked = list(every_by())
    assert len(asked) > 80 and "own_found_by" in asked and "quiet" in asked
    for by in asked:
        found = gathered(by, petra)
        assert found.total.words == "5", by
        assert any(line.total for line in found.lines), by
        for line in found.lines:
            number = int(line.total.of(""))
            assert number == behind(petra, *line.slot.means), (by, line.slot.label)
        if not found.report.by[0].has_several:
            assert sum(line.total.of("") for line in found.lines) == 5, by


@pytest.mark.parametrize(
    "by",
    ["stage,owner", "kind,tags", "city,kind", "created.month,quiet", "team,own_found_by",
     "owner,next_touch.week", "own_tier,own_newsletter", "account_team,country",
     "waits,nature"],
)  # fmt: skip
def test_every_number_of_two_fields_as_well(book, petra, by):
    found = gathered(by, petra)
    for line in found.lines:
        for column, figure in zip(found.columns, line.figures, strict=True):
            means = (*line.slot.means, *column.means)
            where = (by, line.slot.label, column.label)
            assert int(figure.of("")) == behind(petra, *means), where
    for column, figure in zip(found.columns, found.totals, strict=True):
        assert int(figure.of("")) == behind(petra, *column.means), (by, column.label)


def test_what_a_report_says(book, petra):
    assert table(gathered("stage", petra)) == {"Lead": "1", "Active": "2", "None": "2"}
    assert table(gathered("kind", petra)) == {
        "Client": "1", "Customer": "2", "Former client": "1", "None": "2",
    }  # fmt: skip
    assert table(gathered("industry", petra)) == {"Shipping": "2", "Not known": "3"}
    assert table(gathered("owner", petra)) == {"Amara": "2", "Dele": "1", "Nobody": "2"}
    assert table(gathered("city", petra)) == {"Bergen": "2", "Oslo": "1", "Not known": "3"}
    quarters = table(gathered("created.quarter", petra))
    assert (quarters["Q4 2026"], quarters["Q3 2024"], quarters["Q1 2025"]) == ("4", "1", "")


def test_what_is_measured(book, petra):
    said = table(gathered("stage", petra, "sum.employees"))
    assert said == {"Active": "300", "Lead": "", "None": ""}
    assert gathered("stage", petra, "avg.employees").total.words == "150"
    assert table(gathered("own_tier", petra, "sum.own_fee"))["Silver"] == "€1,250.00"
    assert gathered("stage", petra, "sum.own_fee").total.words == "€1,330.50"
    assert gathered("stage", petra, "max.own_score").total.words == "7.5"
    assert table(gathered("stage", petra, "sum.open_work"))["Active"] == "€42.00"
    # A party of two kinds has its orders under each, once in all.
    found = gathered("kind", petra, "sum.orders")
    assert table(found)["Client"] == table(found)["Customer"] == "€150.00 + £7.00"
    assert found.total.words == "€159.00 + £7.00"
    assert found.units == ("EUR", "GBP")
    assert gathered("kind", petra, "avg.orders").total.of("EUR") == Decimal("53")
    assert gathered("city", petra, "sum.orders").lines[0].total.words == "€150.00 + £7.00"


def test_large_amounts_are_summed_to_the_last_digit(book, petra):
    for number in range(4):
        Order.objects.create(number=f"x{number}", party=book["bare"], ordered_at=timezone.now(),
                             currency="CHF", total_minor=9_000_000_000_000_000_001)  # fmt: skip
    found = gathered("stage", petra, "sum.orders")
    assert found.total.of("CHF") == Decimal("360000000000000000.04")


def test_values_that_are_not_shown_stand_together(petra, now):
    for number in range(26):
        for party in range(2 if number < 20 else 1):
            made(f"P{number}-{party}", petra, now, industry=f"Trade {number}", source="a")
    made("Bare", petra, now)
    found = gathered("industry,source", petra)
    more = found.lines[-1]
    assert (len(found.lines), more.slot.label, more.total.words) == (22, "and 6 more", "6")
    assert behind(petra, *more.slot.means) == 6 and found.lines[-2].slot.label == "Not known"
    assert [one.words for one in more.figures] == ["6", ""]
    turned = gathered("source,industry", petra)
    assert turned.columns[-1].label == "and 18 more" and turned.totals[-1].words == "30"
    assert behind(petra, *turned.columns[-1].means) == 30


def test_days_far_away_are_earlier_and_later(book, petra):
    Relationship.objects.filter(party=book["mei"]).update(next_touch_on=date(2090, 1, 1))
    Relationship.objects.filter(party=book["south"]).update(next_touch_on=date(2001, 1, 1))
    found = gathered("next_touch.month", petra)
    assert len(found.lines) == 36 + 3
    said = table(found)
    assert said["earlier"] == said["later"] == said["No day"] == "1"
    assert said["Nov 2026"] == "2"
    for line in found.lines:
        assert int(line.total.of("")) == behind(petra, *line.slot.means), line.slot.label


def test_a_hidden_party_is_in_no_number(book, petra, chidi, now):
    set_own_values(book["south"], {"own_found_by": str(book["bakery"].pk)}, at=now, by=petra)
    Wall.objects.create(party=book["north"], teammate=petra, reason="conflict", raised_at=now)
    assert gathered("stage", petra).total.words == "4"
    assert gathered("stage", petra, "sum.orders").total.words == "€9.00"
    assert gathered("stage", chidi).total.words == ""
    Wall.objects.create(party=book["bakery"], teammate=petra, reason="conflict", raised_at=now)
    assert table(gathered("own_found_by", petra)) == {"Nobody": "3"}


def test_a_report_costs_the_same_however_long_the_list_is(book, petra, now):
    def queries(by, of):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            gathered(by, petra, of)
        return len(asked)

    few = queries("industry,source", "sum.orders")
    for number in range(60):
        made(f"P{number}", petra, now, industry=f"Trade {number}", source=f"Way {number}")
    assert few <= 12 and queries("industry,source", "sum.orders") <= 18


@pytest.mark.parametrize(
    ("by", "of", "because"),
    [
        ("", "", "Say by which field"),
        ("email", "", "cannot be gathered by “email”. It can be by: nature, kind"),
        ("own_none", "", "cannot be gathered by “own_none”"),
        ("stage,owner,kind", "", "by 2 fields at most"),
        ("stage,stage", "", "two different fields"),
        ("stage.month", "", "cannot be gathered by “month”"),
        ("created.hour", "", "cannot be gathered by “hour”"),
        ("stage", "sum.name", "cannot be measured"),
        ("stage", "median.employees", "cannot be measured"),
    ],
)
def test_what_nobody_knows_is_refused(by, of, because):
    with pytest.raises(Refused, match=re.escape(because)):
        parse_report(by, of)


def test_several_of_a_list_are_asked_at_once(book, petra):
    for text, number in (
        ("industry:any:shipping,Nothing", 2), ("industry:none:shipping", 3),
        ("city:any:oslo,bergen", 2), ("city:none:oslo", 4), ("external:any:hubspot,x", 2),
        ("open_work:yes", 2), ("open_work:no", 3), ("orders:yes", 2), ("orders:no", 3),
        (f"own_found_by:any:{book['bakery'].pk},Mei", 1), ("own_found_by:none:Bakery", 4),
    ):  # fmt: skip
        assert behind(petra, *parse_filter(text).parts) == number, text


def test_programs_read_it_with_the_filter_behind_each_figure(book, petra, now):
    ends = now + timedelta(days=9)
    made = make_token(petra, name="all", scopes=SCOPES, expires_at=ends, at=now)
    shown = {"authorization": f"Bearer {made.secret}"}

    def ask(path):
        return Client().get(f"/api/v1/{path}", headers=shown)

    told = ask(
        "parties/report?by=stage,owner&of=sum.orders&filter=nature:is:organisation"
    ).json()
    assert (told["by"], told["of"]) == (["stage", "owner"], "sum.orders")
    active = told["lines"][1]
    assert (active["value"], active["cells"][0]["amounts"][0]) == (
        "active", {"currency": "EUR", "number": 150.0, "minor": 15_000},
    )  # fmt: skip
    rows = ask(f"parties?filter={active['cells'][0]['filter']}").json()["items"]
    assert [row["name"] for row in rows] == ["Northlight"]
    assert ask("parties/report?by=email").status_code == 422


def test_a_terminal_says_it_too(book, petra, capsys):
    assert main(["report", "parties", "--by", "stage", "--as", petra.email]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines] == [
        ["Stage", "Total"], ["Lead", "1"], ["Active", "2"], ["None", "2"], ["Total", "5"],
    ]  # fmt: skip
    words = ["report", "parties", "--by", "kind", "--of", "sum.orders", "--format", "json"]
    assert main([*words, "--filter", "nature:is:organisation", "--as", petra.email]) == 0
    assert '"sum.orders"' in capsys.readouterr().out
    assert main(["report", "parties", "--by", "email", "--as", petra.email]) == 1


def test_reports_teach_how_to_begin_and_list_those_that_are_kept(book, petra, amara):
    desk = desk_of(petra)
    page = desk.get(reverse("desk:reports"))
    assert "keeps it here under a name" in page.content.decode()
    for href, _title, _about in page.context["begin"]:
        assert "report_refused" not in desk.get(href).context, href
    state = f"{STATE}&f=nature:is:person"
    desk.post(f"{reverse('desk:view_new')}?{state}", {"name": "People by stage"})
    html = desk.get(reverse("desk:reports")).content.decode()
    assert "People by stage" in html and "Parties by Stage and Owner · Person" in html
    assert "People by stage" not in desk_of(amara).get(reverse("desk:reports")).content.decode()


def test_the_party_a_number_is_about_is_named(book, petra):
    desk = desk_of(petra)
    page = desk.get("/parties/?view=all&look=report&by=own_found_by")
    (cell,) = [total for slot, _cells, total in page.context["lines"] if slot.label == "Bakery"]
    (chip,) = desk.get(cell.href).context["chips"]
    assert chip.value == "is Bakery"


def test_a_list_with_nothing_to_sum_says_so(book, petra):
    page = desk_of(petra).get("/parties/?view=people&look=report&of=sum.orders")
    assert "Nothing to gather" in page.content.decode()


def desk_of(teammate):
    client = Client()
    client.force_login(teammate)
    return client


STATE = "view=all&look=report&by=stage,owner"


def test_the_page_draws_it_and_every_number_leads_to_its_rows(book, petra):
    desk = desk_of(petra)
    page = desk.get(f"/parties/?{STATE}&f=nature:is:organisation")
    html = page.content.decode()
    assert "Most: Active, 2 of 4." in html and html.count('role="img"') == 2
    assert 'style="' not in html.partition("<main")[2]
    cells = [cell for _slot, cells, total in page.context["lines"] for cell in (*cells, total)]
    cells += [*page.context["foot"][0], page.context["foot"][1]]
    linked = [cell for cell in cells if cell.href]
    assert len(linked) >= 6
    for cell in linked:
        rows = desk.get(cell.href).context["rows"]
        assert str(len(rows)) == cell.words, cell.href


def test_the_form_chooses_what_is_gathered(book, petra):
    desk = desk_of(petra)
    asked = {"view": "all", "look": "report", "by": "created", "by2": "stage", "each": "year",
             "of": "employees", "how": "avg"}  # fmt: skip
    page = desk.get("/parties/", asked)
    assert page.context["found"].report.words == (
        "Average: Employees by Here since (year) and Stage"
    )
    assert page.context["listing"].by == "created.year,stage"
    assert page.context["listing"].of == "avg.employees"
    refused = desk.get(f"/parties/?{STATE}&by=email")
    assert "cannot be gathered by “email”" in refused.content.decode()


def test_a_report_is_kept_changed_and_reset_like_any_view(book, petra, amara):
    desk = desk_of(petra)
    typed = {"name": "Stages", "icon": "measures", "is_shared": "on"}
    desk.post(f"{reverse('desk:view_new')}?{STATE}&of=sum.employees", typed)
    view = SavedView.objects.latest("pk")
    assert (view.look, view.by, view.of, view.icon) == (
        "report", "stage,owner", "sum.employees", "measures",
    )  # fmt: skip
    page = desk.get(f"/parties/?view={view.pk}")
    assert page.context["found"].total.words == "300" and not page.context["listed"].is_changed
    changed = desk.get(f"/parties/?view={view.pk}&of=count")
    assert changed.context["listed"].is_changed
    assert changed.context["found"].total.words == "5"
    assert desk_of(amara).get(f"/parties/?view={view.pk}").status_code == 200
    link = page.context["foot"][1].href
    assert len(desk.get(link).context["rows"]) == 2
    desk.post(f"/parties/views/{view.pk}/rewrite/?view={view.pk}&of=count")
    view.refresh_from_db()
    assert (view.by, view.of) == ("stage,owner", "")


def test_a_report_leaves_as_a_file_and_that_is_on_record(book, petra, chidi):
    answer = desk_of(petra).post(f"/parties/report/as-file/?{STATE}&of=sum.orders")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == (
        "Stage,Amara EUR,Amara GBP,Dele EUR,Dele GBP,Nobody EUR,Nobody GBP,Total EUR,Total GBP"
    )
    assert "Lead,,,,,9.00,,9.00," in lines
    assert lines[-1].startswith("Total,150.00,7.00") and lines[-1].endswith("159.00,7.00")
    entry = Entry.objects.get(verb="export_report")
    assert (entry.by_id, entry.facts["rows"]) == (petra.pk, 4)
    assert desk_of(chidi).post(f"/parties/report/as-file/?{STATE}").status_code == 403
