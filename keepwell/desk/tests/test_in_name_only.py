"""Clients in name only: what each lacks, and what is done about it from the list."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from keepwell.agreements.models import Agreement
from keepwell.conversations.commands.log import log_call
from keepwell.firm.commands.tokens import make_token
from keepwell.firm.rules import SCOPES
from keepwell.kinds.commands.judge import judge_all_kinds
from keepwell.kinds.models import Holding
from keepwell.parties.commands.add import add_party
from keepwell.relationships.commands.own import assign_owner, leave_unowned
from keepwell.relationships.commands.refresh import refresh_contact_facts
from keepwell.relationships.models import Opportunity, Relationship
from keepwell.walls.models import Sight

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def hollow(harbour, amara, at, on):
    """Harbour & Sons had a retainer and Amara; now there is neither, and long silence."""
    Agreement.objects.create(
        party=harbour, number="1", title="Retainer 2024", kind="retainer",
        starts_on=on - timedelta(days=700), ends_on=on - timedelta(days=300),
    )  # fmt: skip
    Opportunity.objects.create(
        party=harbour, name="Retainer", outcome="won", closes_on=on - timedelta(days=700)
    )
    judge_all_kinds(at=at)
    assign_owner(harbour, amara, on=on - timedelta(days=700), at=at, by=amara)
    leave_unowned(harbour, on=on - timedelta(days=40), at=at, by=amara)
    Sight.objects.get_or_create(party=harbour, teammate=amara, because="shared")
    log_call(
        [harbour], direction="outbound", outcome="connected", on=at - timedelta(days=100),
        at=at, by=amara,
    )  # fmt: skip
    refresh_contact_facts(at=at)
    return harbour


LIST = "/reports/in-name-only/"


def desk_of(teammate):
    desk = Client()
    desk.force_login(teammate)
    return desk


def page_of(teammate, address=LIST):
    answer = desk_of(teammate).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def undo_in(page, door):
    """The address in the toast that takes back what was done."""
    return re.search(rf'action="(/parties/[^"]*{door}/[^"]*)"', page)[1].replace("&amp;", "&")


def there(name, party):
    back = quote(f"{LIST}?did={party.pk}")
    return f"{reverse(f'desk:{name}', args=[party.pk])}?back={back}"


def test_each_stands_there_with_what_is_missing_and_leads_to_its_evidence(hollow, amara, on):
    page = page_of(amara)
    assert "Harbour &amp; Sons" in page and "nobody looks after them" in page
    assert "; Amara did before." in page
    assert "The last agreement, “Retainer 2024”, ended on" in page
    assert "No contact both ways in 100 days." in page
    call = hollow.contact_facts.last_two_way_activity_id
    assert f"#a-{call}" in page
    evidence = page.split(f"#a-{call}")[0].rsplit('href="', 1)[1]
    assert f'id="a-{call}"' in page_of(amara, evidence.replace("&amp;", "&"))
    assert reverse("desk:party_history", args=[hollow.pk]) in page


def test_somebody_tended_is_not_accused(hollow, amara, at, on):
    assign_owner(hollow, amara, on=on, at=at, by=amara)
    Agreement.objects.update(ends_on=None)
    page = page_of(amara)
    assert "No client is one in name only" in page and "Harbour" not in page


def test_who_took_them_over_is_told_and_they_are_gone_once_two_are_there(hollow, amara, on):
    Agreement.objects.update(ends_on=None)
    desk = desk_of(amara)
    answer = desk.post(there("owner", hollow), {"teammate": amara.pk}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(f"{LIST}?did={hollow.pk}", 302)]
    assert Relationship.objects.get(party=hollow).owner == amara
    assert "Just done" in page and "Amara looks after them since" in page
    assert "No longer in name only." in page


def test_a_touch_is_planned_in_the_row_and_taken_back_from_it(hollow, amara, on):
    desk, day = desk_of(amara), on + timedelta(days=7)
    answer = desk.post(there("plan", hollow), {"on": day, "what": "Ask anew"}, follow=True)
    page = answer.content.decode()
    assert "next touch planned for" in page and ": Ask anew" in page
    assert desk.post(undo_in(page, "touch-back")).status_code == 302
    assert Relationship.objects.get(party=hollow).next_touch_on is None
    assert "Just done" not in page_of(amara, f"{LIST}?did={hollow.pk}")


def test_they_are_recorded_as_a_former_client_with_reason_and_that_is_undone(hollow, amara, on):
    desk, sent = desk_of(amara), {"stage": "ended", "on": on, "reason": ""}
    sent["follow_up_on"] = on + timedelta(days=90)
    refused = desk.post(there("stage", hollow), sent)
    assert refused.status_code == 422 and "Say why." in refused.content.decode()
    sent["reason"] = "Moved to Lisbon"
    page = desk.post(there("stage", hollow), sent, follow=True).content.decode()
    assert "Moved to “ended” on" in page and "Moved to Lisbon" in page
    again = desk.post(undo_in(page, "move-back"), follow=True).content.decode()
    assert "in 100 days" in again and "No longer in name only." not in again


def test_they_are_overruled_until_a_day_with_a_reason_and_had_back(hollow, amara, on):
    desk = desk_of(amara)
    sent = {"is_held": "no", "kind": "client", "ends_on": on + timedelta(days=90)}
    assert desk.post(there("kinds", hollow), sent).status_code == 422
    sent["reason"] = "Our bank"
    page = desk.post(there("kinds", hollow), sent, follow=True).content.decode()
    assert "says Amara: Our bank" in page
    again = desk.post(undo_in(page, "take-back"), follow=True).content.decode()
    assert "in 100 days" in again and "Our bank" not in again


def test_nobody_else_learns_of_them(hollow, chidi):
    for address in (LIST, f"{LIST}?did={hollow.pk}"):
        page = page_of(chidi, address)
        assert "Harbour" not in page and "No client is one in name only" in page


def test_a_way_back_to_another_server_is_not_taken(hollow, amara):
    address = f"{reverse('desk:owner', args=[hollow.pk])}?back=//evil.example/"
    answer = desk_of(amara).post(address, {"teammate": amara.pk})
    assert answer["Location"] == reverse("desk:party", args=[hollow.pk])


def test_the_page_of_kinds_says_so_and_leads_to_the_list(hollow, amara):
    page = page_of(amara, reverse("desk:kinds", args=[hollow.pk]))
    assert LIST in page and "The last agreement, “Retainer 2024”" in page
    assert LIST in page_of(amara, reverse("desk:reports"))


def test_a_long_list_goes_on_and_costs_the_same(petra, at, django_assert_max_num_queries):
    for n in range(60):
        party = add_party("organisation", f"Firm {n:02}", at=at, by=petra)
        Holding.objects.create(party=party, kind="client", decided_by="test")
    desk = desk_of(petra)
    with django_assert_max_num_queries(26):
        first = desk.get(LIST).content.decode()
    assert "60 parties are called clients" in first
    assert "Firm 24" in first and "Firm 25" not in first
    assert (
        "No agreement with them is known." in first and "No contact both ways, ever." in first
    )
    following = first.split('rel="next" href="', 1)[1].split('"', 1)[0]
    second = page_of(petra, LIST + following)
    assert "Firm 25" in second and "Firm 24" not in second


def test_a_program_reads_the_same_list_behind_the_same_walls(hollow, amara, chidi, at):
    def items(teammate):
        made = make_token(
            teammate, name="all", scopes=SCOPES, expires_at=at + timedelta(days=9), at=at
        )
        shown = {"authorization": f"Bearer {made.secret}"}
        return Client().get("/api/v1/parties/in-name-only", headers=shown).json()["items"]

    (one,) = items(amara)
    assert one["party"]["name"] == "Harbour & Sons" and one["owner"] is None
    assert [lack["what"] for lack in one["lacks"]] == ["owner", "agreement", "contact"]
    assert items(chidi) == []
