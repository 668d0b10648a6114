"""What a party is, by the policy and by somebody's word, on its page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from keepwell.agreements.models import Agreement
from keepwell.journal.models import Entry
from keepwell.kernel.refusal import Refused
from keepwell.kinds.commands.judge import judge_all_kinds
from keepwell.kinds.commands.overrule import overrule_kind, take_back_overruling
from keepwell.kinds.models import Holding, Overruling
from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.merge import merge_parties
from keepwell.parties.commands.unmerge import undo_merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def retained(harbour, now):
    """Harbour & Sons have a retainer, and so are a client."""
    Agreement.objects.create(party=harbour, number="1", kind="retainer", starts_on=now.date())
    judge_all_kinds(at=now)
    return harbour


def held(party):
    rows = Holding.objects.filter(party=party, until=None)
    return sorted(rows.values_list("kind", "decided_by"))


def overrule(party, now, by, kind="client", is_held=False, days=30):
    return overrule_kind(
        party, kind, is_held=is_held, reason="They are our bank", at=now, by=by,
        ends_on=now.date() + timedelta(days=days),
    )  # fmt: skip


def test_somebodys_word_goes_before_the_policy_and_falls_away_at_its_end(retained, amara, now):
    overrule(retained, now, amara)
    assert held(retained) == []
    judge_all_kinds(at=now + timedelta(days=29))
    assert held(retained) == []
    judge_all_kinds(at=now + timedelta(days=30))
    assert held(retained) == [("client", "policy 1")]


def test_a_kind_held_by_somebodys_word_says_whose_and_why(retained, amara, now):
    overrule(retained, now, amara, kind="prospect", is_held=True)
    row = Holding.objects.get(party=retained, kind="prospect")
    assert row.decided_by == "overruled"
    assert row.because[0][1]["who"] == "Amara"
    assert row.because[0][1]["reason"] == "They are our bank"


def test_an_overruling_is_taken_back_and_both_stand_in_the_journal(retained, amara, now):
    row = overrule(retained, now, amara)
    take_back_overruling(row, at=now, by=amara)
    assert held(retained) == [("client", "policy 1")]
    verbs = Entry.objects.filter(party_id=retained.pk).values_list("verb", flat=True)
    assert {"overruled", "took_back_overruling"} <= set(verbs)


def test_an_overruling_needs_a_reason_and_an_end(retained, amara, now):
    with pytest.raises(Refused, match="Say why"):
        overrule_kind(
            retained, "client", is_held=False, reason=" ", at=now, by=amara,
            ends_on=now.date() + timedelta(days=1),
        )  # fmt: skip
    with pytest.raises(Refused, match="in the future"):
        overrule(retained, now, amara, days=0)
    with pytest.raises(Refused, match="Two years at most"):
        overrule(retained, now, amara, days=800)


def test_an_overruling_goes_with_a_merge_and_comes_back_from_it(retained, amara, now):
    other = add_party("organisation", "Harbour Sons", at=now)
    overrule(other, now, amara)
    [merge] = merge_parties(retained, [other], at=now)
    judge_all_kinds(at=now)
    assert held(retained) == []
    undo_merge(merge, at=now)
    judge_all_kinds(at=now)
    assert held(retained) == [("client", "policy 1")]
    assert Overruling.objects.get().party == other


def test_the_page_of_a_party_compares_aspects_and_leads_to_its_kinds(
    client, retained, amara, now
):
    client.force_login(amara)
    page = client.get(reverse("desk:party", args=[retained.pk])).content.decode()
    assert "Nothing is known of:" in page
    assert reverse("desk:kinds", args=[retained.pk]) in page
    kinds = client.get(reverse("desk:kinds", args=[retained.pk])).content.decode()
    assert "Their retainer is in force since" in kinds


def test_a_kind_is_overruled_and_had_back_in_the_browser(client, retained, amara):
    client.force_login(amara)
    there = reverse("desk:kinds", args=[retained.pk])
    refused = client.post(there, {"is_held": "no", "kind": "client", "ends_on": "2020-01-01"})
    assert refused.status_code == 422
    sent = {"is_held": "no", "kind": "client", "ends_on": "2027-11-01", "reason": "Our bank"}
    assert client.post(there, sent).status_code == 302
    assert held(retained) == []
    party = client.get(reverse("desk:party", args=[retained.pk])).content.decode()
    beside_the_name = party[: party.index('id="why"')]
    assert "by Amara, until" in beside_the_name and "Our bank" in beside_the_name
    assert "No kind yet" not in beside_the_name
    row = Overruling.objects.get()
    back = reverse("desk:overruling_back", args=[retained.pk, row.pk])
    assert client.post(back).status_code == 302
    assert held(retained) == [("client", "policy 1")]


def test_kinds_of_a_hidden_party_are_not_there(client, retained, chidi):
    client.force_login(chidi)
    assert client.get(reverse("desk:kinds", args=[retained.pk])).status_code == 404


def test_moves_between_kinds_are_drawn_counted_and_opened(client, retained, amara, now):
    Holding.objects.filter(party=retained).update(since=now.date() - timedelta(days=500))
    judged = now + timedelta(days=30)
    Agreement.objects.update(ends_on=judged.date(), starts_on=now.date() - timedelta(days=500))
    judge_all_kinds(at=judged)
    client.force_login(amara)
    period = f"first={now.date() - timedelta(days=9)}&last={judged.date() + timedelta(days=1)}"
    page = client.get(reverse("desk:kinds_flow") + f"?{period}").content.decode()
    assert "client → former client: 1" in page
    opened = client.get(
        reverse("desk:kinds_flow") + f"?{period}&was=client&became=former+client"
    ).content.decode()
    assert "Who went this way" in opened and "Harbour &amp; Sons" in opened


def test_moves_of_hidden_parties_are_not_counted(client, retained, chidi):
    client.force_login(chidi)
    page = client.get(reverse("desk:kinds_flow")).content.decode()
    assert "Nobody you may see was of any kind." in page
