"""Adding, changing, tying and trashing: nothing lost, nothing doubled, refusals that help."""

from datetime import date, timedelta

import pytest

from keepwell.journal.models import Entry
from keepwell.kernel.refusal import Refused
from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.change import change_party
from keepwell.parties.commands.contact_points import (
    add_contact_point,
    change_contact_point,
    prefer_contact_point,
    remove_contact_point,
)
from keepwell.parties.commands.names import (
    add_name,
    change_name,
    remove_name,
    rename_party,
)
from keepwell.parties.commands.postal import (
    add_postal_address,
    change_postal_address,
    remove_postal_address,
)
from keepwell.parties.commands.ties import change_tie, end_tie, tie_parties
from keepwell.parties.commands.trash import restore_party, trash_party
from keepwell.parties.models import ContactPoint, MatchKey, Party, PartyName, Tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanne(amara, now):
    return add_party(
        "person", "Hanne Sørby", emails=["Hanne@Northlight.example"],
        phones=["+47 22 33 44 55"], at=now, by=amara,
    )  # fmt: skip


def test_a_new_party_is_sorted_searched_and_matched_at_once(hanne):
    assert hanne.sort_name == "sorby hanne"
    assert "hanne sorby" in hanne.search_text
    assert "hanne@northlight.example" in hanne.search_text
    assert "4722334455" in hanne.search_text
    assert MatchKey.objects.filter(party=hanne).exists()
    phone = hanne.contact_points.get(kind="phone")
    assert (phone.normal, phone.tail, phone.is_primary) == ("+4722334455", "5544332274", True)


def test_adding_is_in_the_journal_with_who_and_what(hanne, amara):
    line = Entry.objects.get(party_id=hanne.pk)
    assert (line.verb, line.by_id, line.facts["name"]) == ("added", amara.pk, "Hanne Sørby")


@pytest.mark.parametrize(
    ("name", "emails", "field"),
    [("  ", [], "name"), ("Hanne", ["hanne at northlight"], "email")],
)
def test_what_is_no_name_or_address_is_refused_and_nothing_is_kept(
    amara, now, name, emails, field
):
    with pytest.raises(Refused) as no:
        add_party("person", name, emails=emails, at=now, by=amara)
    assert no.value.field == field
    assert not Party.objects.exists()


def test_two_who_change_different_fields_both_succeed(hanne, amara, petra, now):
    change_party(hanne, facts={"about": "Likes the sea"}, revision=1, at=now, by=petra)
    after = change_party(
        hanne, facts={"language": "nb"}, revision=1, seen={"language": ""}, at=now, by=amara
    )
    assert (after.about, after.language) == ("Likes the sea", "nb")


def test_who_would_overwrite_somebody_is_told_which_field_and_what_it_says_now(
    hanne, amara, petra, now
):
    change_party(hanne, facts={"about": "Likes the sea"}, revision=1, at=now, by=petra)
    with pytest.raises(Refused, match="Likes the sea") as no:
        change_party(
            hanne, facts={"about": "Likes hills"}, revision=1, seen={"about": ""},
            at=now, by=amara,
        )  # fmt: skip
    assert no.value.field == "about"


def test_a_renamed_party_is_found_by_its_former_name_too(hanne, amara, now):
    after = rename_party(hanne, "Hanne Lindqvist", keep_as="former", at=now, by=amara)
    assert after.sort_name == "lindqvist hanne"
    assert "sorby" in after.search_text and "lindqvist" in after.search_text
    assert set(after.names.values_list("kind", "text")) == {
        ("former", "Hanne Sørby"), ("usual", "Hanne Lindqvist"),
    }  # fmt: skip


def test_correcting_the_name_leaves_nothing_of_the_wrong_one(hanne, amara, now):
    after = change_party(hanne, facts={"name": "Hanna Sørby"}, at=now, by=amara)
    assert list(after.names.values_list("text", flat=True)) == ["Hanna Sørby"]
    assert "hanne sorby" not in after.search_text
    assert MatchKey.objects.filter(party=hanne, key__contains="hanne").count() == 0


def test_further_names_are_kept_changed_and_forgotten(hanne, amara, now):
    name = add_name(hanne, "H. Sorby-Lund", kind="birth", at=now, by=amara)
    change_name(name, text="H. Lund", kind="birth", at=now, by=amara)
    assert "h lund" in Party.objects.get(pk=hanne.pk).search_text
    with pytest.raises(Refused):
        add_name(hanne, "H. Lund", at=now, by=amara)
    remove_name(PartyName.objects.get(text="H. Lund"), at=now, by=amara)
    assert "lund" not in Party.objects.get(pk=hanne.pk).search_text
    with pytest.raises(Refused):
        remove_name(hanne.names.get(), at=now, by=amara)


def test_there_is_one_first_choice_of_each_kind(hanne, amara, now):
    second = add_contact_point(hanne, "email", "hanne@home.example", at=now, by=amara)
    assert not second.is_primary
    prefer_contact_point(second, at=now, by=amara)
    first = hanne.contact_points.get(kind="email", is_primary=True)
    assert first.normal == "hanne@home.example"
    remove_contact_point(first, at=now, by=amara)
    assert hanne.contact_points.get(kind="email").is_primary


def test_a_corrected_number_is_found_by_its_new_digits(hanne, amara, now):
    phone = hanne.contact_points.get(kind="phone")
    change_contact_point(phone, value="+47 22 33 44 99", at=now, by=amara)
    assert ContactPoint.objects.get(pk=phone.pk).tail.startswith("99443322")
    assert "4722334499" in Party.objects.get(pk=hanne.pk).search_text


def test_the_same_address_twice_is_refused_in_a_sentence(hanne, amara, now):
    with pytest.raises(Refused, match="already"):
        add_contact_point(hanne, "email", "HANNE@northlight.example", at=now, by=amara)


def test_a_number_without_country_code_is_read_as_the_firms_country(hanne, amara, now):
    point = add_contact_point(hanne, "phone", "030 901820", at=now, by=amara)
    assert point.normal == "+4930901820"


def test_addresses_are_kept_changed_and_forgotten(hanne, amara, now):
    lines = {"street": "Kai 3", "city": "Oslo", "country": "Norway"}
    address = add_postal_address(hanne, lines=lines, at=now, by=amara)
    with pytest.raises(Refused):
        add_postal_address(hanne, lines=lines, at=now, by=amara)
    with pytest.raises(Refused):
        add_postal_address(hanne, lines={"street": " "}, at=now, by=amara)
    change_postal_address(address, lines={**lines, "city": "Bergen"}, at=now, by=amara)
    assert hanne.addresses.get().city == "Bergen"
    remove_postal_address(address, at=now, by=amara)
    assert not hanne.addresses.exists()


def test_ties_have_a_role_days_and_a_title(hanne, harbour, amara, now):
    tie = tie_parties(hanne, "works_for", harbour, title="CFO", at=now, by=amara)
    assert tie.is_primary
    change_tie(tie, title="CEO", starts_on=date(2025, 1, 1), ends_on=None, at=now, by=amara)
    with pytest.raises(Refused):
        tie_parties(hanne, "works_for", harbour, at=now, by=amara)
    end_tie(tie, on=date(2026, 11, 1), at=now, by=amara)
    again = tie_parties(hanne, "works_for", harbour, at=now, by=amara)
    assert Tie.objects.filter(party=hanne).count() == 2 and again.is_primary


def test_ties_that_cannot_be_are_refused(hanne, harbour, amara, now):
    for party, role, other in (
        (hanne, "works_for", hanne),
        (harbour, "works_for", harbour),
        (harbour, "reports_to", hanne),
        (hanne, "works_for", add_party("person", "Ann Other", at=now, by=amara)),
    ):
        with pytest.raises(Refused):
            tie_parties(party, role, other, at=now, by=amara)
    with pytest.raises(Refused):
        tie_parties(
            hanne, "works_for", harbour, starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1),
            at=now, by=amara,
        )  # fmt: skip


def test_trash_can_be_undone_and_what_lies_there_is_not_changed(hanne, amara, now):
    trash_party(hanne, at=now, by=amara)
    assert not Party.objects.present().exists()
    with pytest.raises(Refused, match="trash"):
        change_party(hanne, facts={"about": "x"}, at=now, by=amara)
    restore_party(hanne, at=now + timedelta(hours=1), by=amara)
    assert Party.objects.present().get() == hanne
    with pytest.raises(Refused):
        restore_party(hanne, at=now, by=amara)
