"""Fields are defined, filled, retired and brought back, and nothing is ever lost."""

from uuid import UUID

import pytest

from keepwell.fields.commands.choices import change_choice, move_choice, retire_choice
from keepwell.fields.commands.define import (
    bring_field_back,
    change_field,
    define_field,
    retire_field,
)
from keepwell.fields.commands.write import put_choices, set_own_values
from keepwell.fields.models import OwnField, OwnValue
from keepwell.fields.queries.values import lines_of, values_of_parties
from keepwell.fields.rules.definitions import definition_named
from keepwell.journal.models import Entry
from keepwell.journal.stories import history_of
from keepwell.kernel.refusal import Overtaken, Refused
from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.merge import merge_parties
from keepwell.parties.commands.unmerge import undo_merge
from keepwell.parties.models import Party
from keepwell.walls.models import Wall
from keepwell.walls.queries import visible_parties

EVERYTHING = {
    "own_motto": "Slow and steady", "own_score": "7.5", "own_fee": "1250", "tags": ["vip"],
    "own_renewal": "2027-03-01", "own_tier": "gold", "own_interests": ["tax", "law"],
    "own_newsletter": True, "own_profile": "https://harbour.example",
}  # fmt: skip


def plain(party, petra):
    held = values_of_parties([party.pk], visible_parties(petra))[party.pk]
    return {name: shown.plain for name, shown in held.items()}


@pytest.fixture
def tern(petra, now):
    return add_party("organisation", "Tern & Co", at=now, by=petra)


def test_what_is_written_is_read_again_and_stands_in_the_story(harbour, fields, petra, now):
    set_own_values(harbour, EVERYTHING, at=now, by=petra)
    assert plain(harbour, petra) == EVERYTHING | {"own_fee": "1250.00"}
    (chapter, *_rest) = history_of(harbour, petra).chapters
    assert chapter.changes["own_tier"] == ["", "Gold"]
    assert chapter.changes["tags"] == ["", "VIP"]


def test_the_same_again_writes_nothing(harbour, fields, petra, now):
    set_own_values(harbour, EVERYTHING, at=now, by=petra)
    revision, lines = Party.objects.get(pk=harbour.pk).revision, Entry.objects.count()
    set_own_values(harbour, EVERYTHING, at=now, by=petra)
    assert Party.objects.get(pk=harbour.pk).revision == revision
    assert Entry.objects.count() == lines


def test_two_who_write_the_same_field_do_not_overwrite_each_other(harbour, fields, petra, now):
    set_own_values(harbour, {"own_tier": "gold"}, at=now, by=petra)
    with pytest.raises(Overtaken, match=r"Tier.*Gold"):
        set_own_values(harbour, {"own_tier": "tin"}, seen={"own_tier": None}, at=now, by=petra)


def test_a_field_for_organisations_is_none_of_a_person(fields, petra, now):
    hanne = add_party("person", "Hanne", at=now)
    with pytest.raises(Refused, match="only for organisations"):
        set_own_values(hanne, {"own_fee": "5"}, at=now, by=petra)
    names = [one.asked.name for one in lines_of(hanne, visible_parties(petra))]
    assert "own_fee" not in names and "own_motto" in names


def test_a_link_names_nobody_whom_the_writer_does_not_see(harbour, tern, fields, petra, now):
    Wall.objects.create(party=tern, teammate=petra, reason="x", raised_at=now)
    with pytest.raises(Refused, match="nobody who is here"):
        set_own_values(harbour, {"own_recommended_by": str(tern.pk)}, at=now, by=petra)


def test_a_link_to_somebody_hidden_is_as_if_it_were_not_there(
    harbour, tern, fields, petra, amara, now
):
    set_own_values(harbour, {"own_recommended_by": str(tern.pk)}, at=now, by=petra)
    assert plain(harbour, petra) == {"own_recommended_by": str(tern.pk)}
    Wall.objects.create(party=tern, teammate=amara, reason="x", raised_at=now)
    assert not values_of_parties([harbour.pk], visible_parties(amara))[harbour.pk]
    facts = [one.changes for one in history_of(harbour, amara).chapters]
    assert "Tern" not in str(facts) and str(tern.pk) not in str(facts)


def test_retired_a_field_hides_its_values_and_brings_them_back(harbour, fields, petra, now):
    set_own_values(harbour, {"own_tier": "gold"}, at=now, by=petra)
    retire_field(fields["tier"], at=now, by=petra)
    assert "own_tier" not in values_of_parties([harbour.pk], visible_parties(petra))[harbour.pk]
    with pytest.raises(Refused, match="There is no field"):
        set_own_values(harbour, {"own_tier": "tin"}, at=now, by=petra)
    bring_field_back(fields["tier"], at=now, by=petra)
    assert plain(harbour, petra) == {"own_tier": "gold"}


def test_called_otherwise_a_choice_stays_on_those_who_have_it(harbour, fields, petra, now):
    set_own_values(harbour, {"own_tier": "silver"}, at=now, by=petra)
    change_choice(fields["tier"], "silver", label="Platinum", colour="sea", at=now, by=petra)
    shown = values_of_parties([harbour.pk], visible_parties(petra))[harbour.pk]["own_tier"]
    assert shown.words == "Platinum" and shown.chips[0].colour == "sea"
    move_choice(fields["tier"], "silver", up=True, at=now, by=petra)
    assert OwnValue.objects.get(key="silver").number == 0


def test_a_retired_choice_may_stay_but_is_offered_no_more(harbour, fields, petra, now):
    set_own_values(harbour, {"own_tier": "tin"}, at=now, by=petra)
    retire_choice(fields["tier"], "tin", at=now, by=petra)
    assert plain(harbour, petra) == {"own_tier": "tin"}
    assert [one.key for one in definition_named("own_tier").offered] == ["gold", "silver"]


def test_tags_are_put_on_and_taken_off_one_by_one(harbour, fields, petra, now):
    put_choices(harbour, "tags", add=["Partner"], at=now, by=petra)
    put_choices(harbour, "tags", add=["VIP"], remove=["partner"], at=now, by=petra)
    assert plain(harbour, petra)["tags"] == ["vip"]


def test_only_who_runs_the_firm_defines_fields(amara, fields, now):
    with pytest.raises(Refused, match="administrators"):
        define_field("Secret", "text", at=now, by=amara)
    assert not OwnField.objects.filter(label="Secret").exists()


def test_two_fields_are_not_called_the_same(fields, petra, now):
    with pytest.raises(Refused, match="is there already"):
        define_field("TIER", "text", at=now, by=petra)
    with pytest.raises(Refused, match="is there already"):
        change_field(fields["tier"], label="score", at=now, by=petra)


def merged(harbour, tern, petra, now, **choices):
    ids = {"ours": harbour.pk, "theirs": tern.pk}
    chosen: dict[str, UUID] = {name: ids[whose] for name, whose in choices.items()}
    (merge,) = merge_parties(harbour, [tern], choices=chosen, at=now, by=petra)
    return merge


def test_in_a_merge_the_chosen_value_stands_and_undone_each_has_theirs(
    harbour, tern, fields, petra, now
):
    set_own_values(harbour, {"own_tier": "gold", "tags": ["vip"]}, at=now, by=petra)
    theirs = {
        "own_tier": "tin",
        "own_score": "3",
        "own_motto": "Ahoy",
        "tags": ["partner", "vip"],
    }
    set_own_values(tern, theirs, at=now, by=petra)
    before = [plain(one, petra) for one in (harbour, tern)]
    merge = merged(harbour, tern, petra, now, own_tier="theirs", own_motto="ours")
    stands = plain(harbour, petra)
    assert stands == {"own_tier": "tin", "own_score": "3", "tags": ["vip", "partner"]}
    undo_merge(merge, at=now, by=petra)
    assert [plain(one, petra) for one in (harbour, tern)] == before


def test_a_link_to_who_was_merged_leads_to_who_took_them_in(harbour, tern, fields, petra, now):
    owl = add_party("organisation", "Owl", at=now)
    set_own_values(owl, {"own_recommended_by": str(tern.pk)}, at=now, by=petra)
    merge = merged(harbour, tern, petra, now)
    assert plain(owl, petra) == {"own_recommended_by": str(harbour.pk)}
    undo_merge(merge, at=now, by=petra)
    assert plain(owl, petra) == {"own_recommended_by": str(tern.pk)}
