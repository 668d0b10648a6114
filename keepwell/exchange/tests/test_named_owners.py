"""Owners whom files name and no list of teammates tells of become somebody once it is said."""

import pytest
from django.urls import reverse
from django.utils import timezone

from keepwell.exchange.commands.run_import import run_import
from keepwell.exchange.commands.settle_owners import settle_owners, take_in_owners
from keepwell.exchange.commands.start_import import start_import
from keepwell.exchange.commands.undo_import import undo_import
from keepwell.exchange.models import Import
from keepwell.exchange.queries.owners import owners_to_settle
from keepwell.firm.commands.take_in import ListedTeammate, take_in_teammates
from keepwell.firm.models import Teammate, TeammateAlias
from keepwell.firm.queries import can_sign_in
from keepwell.journal.models import Entry
from keepwell.kernel.refusal import Refused
from keepwell.parties.models import Party
from keepwell.relationships.commands.own import assign_owner
from keepwell.relationships.models import Ownership, Relationship
from keepwell.walls.commands import raise_wall
from keepwell.walls.models import Sight
from keepwell.walls.queries import visible_parties

COMPANIES = """Record ID,Company name,Company Domain Name,Company owner
11,Harbour Works,harbourworks.example,Jane Hill
12,Tern & Co,tern.example,Jane Hill
13,New Wharf,newwharf.example,"Petra, A."
14,Old Mole,oldmole.example,Integration User
15,Sea Wall,seawall.example,mira.stone@finch.example
"""
LATER = """Record ID,Company name,Company Domain Name,Company owner
21,Light House,lighthouse.example,Jane Hill
"""
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(client, petra):
    client.force_login(petra, backend="keepwell.firm.sessions.Doorbook")
    return client


def bring(tmp_path, by, text=COMPANIES, **more):
    path = tmp_path / "hubspot-companies.csv"
    path.write_text(text)
    job = start_import([path], at=timezone.now(), by=by, **more)
    run_import(job.pk)
    return Import.objects.get(pk=job.pk)


def settle(job, by, **chosen):
    names = {name.replace("_", " "): choice for name, choice in chosen.items()}
    return settle_owners(job, names, at=timezone.now(), by=by)


def owner_of(name):
    return Relationship.objects.get(party__name=name).owner


def named(job, by):
    return {each.owner.name: each.parties for each in owners_to_settle(job, by)}


def test_the_owners_nobody_knows_are_named_with_how_many_wait_and_machines_are_not(
    tmp_path, petra
):
    job = bring(tmp_path, petra)
    assert named(job, petra) == {"Jane Hill": 2, "Petra, A.": 1, "mira.stone@finch.example": 1}


def test_somebody_taken_in_owns_what_waited_and_cannot_sign_in(tmp_path, petra):
    job = bring(tmp_path, petra)
    assert settle(job, petra, Jane_Hill="invite") == 2
    jane = owner_of("Harbour Works")
    assert owner_of("Tern & Co") == jane
    assert (jane.name, jane.role, jane.is_active) == ("Jane Hill", "delivery", True)
    assert not can_sign_in(jane)
    assert Ownership.objects.filter(teammate=jane, until=None).count() == 2
    seen = visible_parties(jane).values_list("name", flat=True)
    assert sorted(seen) == ["Harbour Works", "Tern & Co"]
    assert Entry.objects.filter(verb="take_in_standing", by_id=petra.pk).count() == 2
    assert Entry.objects.filter(verb="settle_owners").count() == 1
    assert settle(job, petra, Jane_Hill="invite") == 0
    assert Teammate.objects.filter(name="Jane Hill").count() == 1


def test_who_has_left_is_kept_as_gone_and_an_address_becomes_a_name(tmp_path, petra):
    job = bring(tmp_path, petra)
    settle_owners(job, {"mira.stone@finch.example": "left"}, at=timezone.now(), by=petra)
    mira = owner_of("Sea Wall")
    assert (mira.name, mira.email) == ("Mira Stone", "mira.stone@finch.example")
    assert not mira.is_active and mira.left_on


def test_a_teammate_chosen_is_known_by_that_name_from_then_on(tmp_path, petra, amara):
    job = bring(tmp_path, petra)
    assert settle(job, petra, Jane_Hill=str(amara.pk)) == 2
    assert owner_of("Harbour Works") == amara
    later = bring(tmp_path, petra, LATER)
    assert owner_of("Light House") == amara
    assert named(later, petra) == {}


def test_one_taken_in_is_found_by_later_files_and_by_a_list_with_addresses(tmp_path, petra):
    job = bring(tmp_path, petra)
    settle(job, petra, Jane_Hill="invite")
    bring(tmp_path, petra, LATER)
    jane = owner_of("Light House")
    listed = ListedTeammate("Jane Hill", "jane.hill@finch.example", "77")
    take_in_teammates([listed], source="hubspot:teammates", at=timezone.now(), by=petra)
    jane.refresh_from_db()
    assert jane.email == "jane.hill@finch.example"
    assert Teammate.objects.filter(name="Jane Hill").count() == 1


def test_leaving_it_open_changes_nothing_and_it_is_asked_again(tmp_path, petra):
    job = bring(tmp_path, petra)
    before = named(job, petra)
    assert settle(job, petra, Jane_Hill="leave") == 0
    assert named(job, petra) == before
    again = bring(tmp_path, petra)
    assert named(again, petra) == before


def test_an_owner_named_by_hand_stays_and_there_is_one(tmp_path, petra, amara):
    job = bring(tmp_path, petra)
    harbour = Party.objects.get(name="Harbour Works")
    assign_owner(harbour, amara, on=timezone.localdate(), at=timezone.now(), by=petra)
    assert settle(job, petra, Jane_Hill="invite") == 1
    assert owner_of("Harbour Works") == amara
    assert Ownership.objects.filter(party=harbour, until=None).count() == 1


def test_nobody_becomes_owner_behind_a_wall(tmp_path, petra, amara):
    job = bring(tmp_path, petra)
    harbour = Party.objects.get(name="Harbour Works")
    raise_wall(harbour, teammate=amara, reason="Family", at=timezone.now(), by=petra)
    assert settle(job, petra, Jane_Hill=str(amara.pk)) == 1
    assert owner_of("Harbour Works") is None
    assert not Sight.objects.filter(party=harbour, teammate=amara).exists()


def test_undoing_the_import_takes_owners_names_and_teammates_back(tmp_path, petra, amara):
    bring(tmp_path, petra, COMPANIES.replace("Jane Hill", ""))
    job = bring(tmp_path, petra)
    before = Teammate.objects.count()
    settle(job, petra, Jane_Hill=str(amara.pk))
    settle_owners(job, {"mira.stone@finch.example": "invite"}, at=timezone.now(), by=petra)
    assert owner_of("Harbour Works") == amara
    undo_import(job, at=timezone.now(), by=petra)
    assert owner_of("Harbour Works") is None
    assert not Ownership.objects.exists()
    assert not Sight.objects.filter(because="owner").exists()
    assert not TeammateAlias.objects.exists()
    assert Teammate.objects.count() == before


def test_before_anything_is_in_nobody_is_settled(tmp_path, petra):
    job = bring(tmp_path, petra, is_dry_run=True)
    assert {each.name for each in job.named_owners.all()} >= {"Jane Hill"}
    with pytest.raises(Refused):
        settle(job, petra, Jane_Hill="invite")
    assert not Teammate.objects.filter(name="Jane Hill").exists()


def test_only_who_may_import_settles(tmp_path, petra, chidi):
    job = bring(tmp_path, petra)
    with pytest.raises(Refused):
        settle(job, chidi, Jane_Hill="invite")


def test_at_a_terminal_all_are_taken_in_at_once(tmp_path, petra):
    job = bring(tmp_path, None)
    assert take_in_owners(job, at=timezone.now(), by=None) == 4
    assert owner_of("Old Mole") is None
    assert {owner_of(each).name for each in ("Harbour Works", "Sea Wall")} == {
        "Jane Hill", "Mira Stone",
    }  # fmt: skip
    assert take_in_owners(job, at=timezone.now(), by=None) == 0


def test_the_page_proposes_and_one_press_settles_all(desk, tmp_path, petra):
    job = bring(tmp_path, petra, COMPANIES.replace('"Petra, A."', "Jane Hil"))
    mira = take_in_teammates(
        [ListedTeammate("Mira Stone", "stone@finch.example")],
        source="test", at=timezone.now(), by=petra,
    ).teammates[0]  # fmt: skip
    address = reverse("exchange:import", args=[job.pk])
    said = desk.get(address).content.decode()
    assert "Owners named in these files" in said and "Jane Hill" in said
    assert f'<option value="{mira.pk}" selected>' in said
    settling = reverse("exchange:settle-owners", args=[job.pk])
    refused = desk.post(settling, {})
    assert refused.status_code == 422
    fields = {str(each.owner.pk): "invite" for each in owners_to_settle(job, petra)}
    odd = desk.post(settling, {**fields, next(iter(fields)): "nobody at all"})
    assert odd.status_code == 422
    assert not Ownership.objects.exists()
    assert desk.post(settling, fields).status_code == 302
    assert Ownership.objects.filter(until=None).count() == 4
    assert "Owners named in these files" not in desk.get(address).content.decode()
    assert desk.post(settling, fields).status_code == 302
