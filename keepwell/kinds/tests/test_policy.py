"""A policy is written, seen through, brought into force and taken back, by who may."""

import json
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from keepwell.config.worker import work_off
from keepwell.journal.models import Entry
from keepwell.kernel.refusal import Refused
from keepwell.kinds.commands.judge import judge_all_kinds
from keepwell.kinds.commands.policy import (
    begin_draft,
    bring_into_force,
    go_back_to,
    mark_proxy,
    write_draft,
)
from keepwell.kinds.models import Holding, PolicyVersion
from keepwell.kinds.queries.policy import draft, policy_in_force, policy_of
from keepwell.kinds.queries.preview import previewed
from keepwell.kinds.rules.default import DEFAULT
from keepwell.kinds.rules.policy import AT_LEAST, Condition, Rule, with_rule
from keepwell.parties.models import Party
from keepwell.relationships.models import Opportunity, Relationship
from keepwell.walls.queries import visible_parties

pytestmark = pytest.mark.django_db
WON = DEFAULT.rule("won")
TWO_WON, THREE_WON = (
    replace(WON, when=(Condition("won", AT_LEAST, count), *WON.when[1:])) for count in (2, 3)
)


@pytest.fixture
def won_once(harbour, now):
    """Harbour & Sons are a client by one offer they took."""
    Opportunity.objects.create(party=harbour, name="Report", outcome="won")
    judge_all_kinds(at=now)
    return harbour


@pytest.fixture
def at_the_desk(client, petra):
    client.force_login(petra)
    return client


def as_filled_in(form):
    """What a browser sends when nothing was touched; a tick that is not set is not sent."""
    told = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in told.items() if value is not False}


def test_a_change_is_seen_before_it_takes_effect_and_taken_back_after(won_once, petra, now):
    stricter = with_rule(DEFAULT, THREE_WON)
    found = previewed(DEFAULT, stricter, visible_parties(petra), now.date())
    assert [(one.kind, one.begin, one.end) for one in found.changes] == [("client", 0, 1)]
    assert [one.party for one in found.examples] == [won_once]
    write_draft(stricter, at=now, by=petra)
    assert policy_in_force() == DEFAULT
    row = bring_into_force(note="Once is no client", at=now, by=petra)
    work_off()
    row.refresh_from_db()
    assert (row.number, row.changed) == (2, 1)
    assert Holding.objects.get(party=won_once).until is not None
    go_back_to(1, at=now, by=petra)
    work_off()
    held = Holding.objects.get(party=won_once, until=None)
    assert (held.kind, held.decided_by, held.rule) == ("client", "policy 3", "won")
    verbs = list(
        Entry.objects.filter(noun="policy").order_by("pk").values_list("verb", flat=True)
    )
    assert verbs.count("bring_policy_into_force") == 2
    assert verbs.count("applied_policy") == 2


def test_a_preview_does_not_tell_of_parties_behind_a_wall(won_once, chidi, now):
    found = previewed(
        DEFAULT, with_rule(DEFAULT, THREE_WON), visible_parties(chidi), now.date()
    )
    assert (found.parties, found.examples) == (0, ())


@pytest.mark.parametrize(
    ("fact", "because"),
    [
        ("age", "“age” tells of age, which is protected"),
        ("Date of birth", "tells of age, which is protected"),
        ("honorific", "tells of gender"),
        ("shoe_size", "no fact called “shoe_size”"),
    ],
)
def test_no_rule_rests_on_what_is_protected(fact, because, petra, now):
    rule = Rule("own_1", "client", (Condition(fact, AT_LEAST, 1),))
    with pytest.raises(Refused, match=because):
        write_draft(with_rule(DEFAULT, rule), at=now, by=petra)


def test_a_fact_marked_as_a_proxy_is_refused_and_one_in_use_is_not_marked(petra, now):
    with pytest.raises(Refused, match="policy in force rests on it"):
        mark_proxy("won", "nationality", at=now, by=petra)
    mark_proxy("team", "gender", at=now, by=petra)
    rule = Rule("own_1", "client", (Condition("team", AT_LEAST, 1),))
    with pytest.raises(Refused, match="stands in for gender"):
        write_draft(with_rule(DEFAULT, rule), at=now, by=petra)


def test_a_rule_asks_only_for_kinds_that_are_judged_before_it(petra, now):
    rule = Rule("own_1", "customer", (Condition("is_client", "yes"),))
    with pytest.raises(Refused, match="judged after"):
        write_draft(with_rule(DEFAULT, rule), at=now, by=petra)


def test_only_managers_write_a_policy(amara, now):
    with pytest.raises(Refused, match="Only administrators and partners"):
        begin_draft(at=now, by=amara)


def test_a_policy_is_changed_in_the_browser_without_reading_documentation(
    at_the_desk, won_once
):
    answer = at_the_desk.get(reverse("kinds:policy"))
    assert "Offers won: at least 1" in answer.content.decode()
    assert at_the_desk.post(reverse("kinds:begin")).status_code == 302
    page = at_the_desk.get(reverse("kinds:draft"))
    told = as_filled_in(page.context["form"])
    answer = at_the_desk.post(reverse("kinds:draft"), {**told, "v-won-0": "-1"})
    assert answer.status_code == 422
    answer = at_the_desk.post(reverse("kinds:draft"), {**told, "v-won-0": "3"})
    assert answer.status_code == 302, answer.context["form"].errors
    preview = at_the_desk.get(reverse("kinds:preview")).content.decode()
    assert "Harbour &amp; Sons" in preview
    assert "1 party of those you may see would change" in preview
    assert at_the_desk.post(reverse("kinds:preview"), {"note": "Stricter"}).status_code == 302
    work_off()
    assert not Holding.objects.filter(party=won_once, until=None).exists()
    shown = at_the_desk.get(reverse("kinds:policy")).content.decode()
    assert "Stricter" in shown and "1 kind began or ended." in shown


def test_a_rule_is_added_and_removed_in_the_browser(at_the_desk, harbour, amara, now):
    Relationship.objects.create(party=harbour, owner=amara)
    judge_all_kinds(at=now)
    at_the_desk.post(reverse("kinds:begin"))
    refused = at_the_desk.post(reverse("kinds:add_rule"), {"kind": "client"})
    assert refused.status_code == 422
    answer = at_the_desk.post(
        reverse("kinds:add_rule"),
        {"kind": "client", "since": "first_contact_on", "asked_1": "is_owned.yes"},
    )
    assert answer.status_code == 302
    row = PolicyVersion.objects.get()
    assert json.dumps(row.content).count("own_1") == 1
    assert "Harbour" in at_the_desk.get(reverse("kinds:preview")).content.decode()
    page = at_the_desk.get(reverse("kinds:draft"))
    told = as_filled_in(page.context["form"])
    at_the_desk.post(reverse("kinds:draft"), {**told, "remove": "own_1"})
    assert "own_1" not in json.dumps(PolicyVersion.objects.get().content)


def test_a_preview_asks_the_same_few_questions_however_many_change(
    at_the_desk, now, petra, django_assert_max_num_queries
):
    for n in range(20):
        party = Party.objects.create(
            nature="organisation", name=f"Firm {n}", created_at=now, changed_at=now
        )
        Opportunity.objects.create(party=party, name="Report", outcome="won")
    judge_all_kinds(at=now)
    write_draft(with_rule(DEFAULT, THREE_WON), at=now, by=petra)
    with django_assert_max_num_queries(30):
        at_the_desk.get(reverse("kinds:preview"))


def test_what_somebody_else_wrote_meanwhile_is_not_written_over_unseen(
    at_the_desk, petra, won_once
):
    at_the_desk.post(reverse("kinds:begin"))
    page = at_the_desk.get(reverse("kinds:draft"))
    told = as_filled_in(page.context["form"])
    mine = {**told, "v-won-0": "3", "seen": page.context["draft"].written_at.isoformat()}
    preview = at_the_desk.get(reverse("kinds:preview"))
    looked = preview.context["draft"].written_at.isoformat()
    write_draft(with_rule(DEFAULT, TWO_WON), at=timezone.now(), by=petra)
    refused = at_the_desk.post(reverse("kinds:draft"), mine)
    assert refused.status_code == 422
    assert "Somebody else changed the draft meanwhile." in refused.content.decode()
    assert "The draft was changed since you looked." in (
        at_the_desk.post(reverse("kinds:preview"), {"seen": looked}).content.decode()
    )
    assert policy_in_force() == DEFAULT
    assert policy_of(draft()).rule("won") == TWO_WON
    again = {**mine, "seen": refused.context["draft"].written_at.isoformat()}
    assert at_the_desk.post(reverse("kinds:draft"), again).status_code == 302
    assert policy_of(draft()).rule("won").when[0].value == 3
