from datetime import date, time, timedelta

import pytest

from keepwell.firm.commands.absence import end_absence, record_absence
from keepwell.firm.commands.found import (
    FirstAdministrator,
    change_firm,
    found_firm,
    name_first_administrator,
)
from keepwell.firm.commands.hours import OwnDay, set_holidays, set_working_hours
from keepwell.firm.commands.invite import (
    accept_invitation,
    invite_teammate,
    renew_invitation,
    withdraw_invitation,
)
from keepwell.firm.commands.people import (
    change_own_profile,
    change_role,
    change_team,
    form_team,
    rejoin,
    teammate_left,
)
from keepwell.firm.commands.take_in import ListedTeammate, take_in_teammates
from keepwell.firm.models import Absence, Firm, Invitation, Teammate
from keepwell.firm.news import AbsenceEnded, AbsenceRecorded, TeammateLeft
from keepwell.firm.queries import firm_calendar
from keepwell.firm.rules import Role, Stretch
from keepwell.journal.models import Entry
from keepwell.kernel import news
from keepwell.kernel.refusal import Refused

INES = FirstAdministrator("Ines Okafor", "Ines@Finch.Example", "plenty of finches")


@pytest.fixture
def heard(monkeypatch):
    """What was announced."""
    told = []
    kinds = (TeammateLeft, AbsenceRecorded, AbsenceEnded)
    monkeypatch.setattr(news, "_wiring", {kind: [told.append] for kind in kinds})
    return told


def test_the_first_page_founds_the_firm_and_puts_somebody_in_charge(db, now):
    firm = found_firm(
        name=" Finch Advisory ",
        domains=["Finch.Example", "@finch.example"],
        time_zone="Europe/Berlin",
        country="de",
        first=INES,
        at=now,
    )
    ines = Teammate.objects.get()
    assert (firm.name, firm.domains, firm.country) == (
        "Finch Advisory",
        ["finch.example"],
        "DE",
    )
    assert (ines.email, ines.role) == ("ines@finch.example", Role.ADMINISTRATOR)
    assert ines.check_password("plenty of finches")
    assert "plenty" not in str(list(Entry.objects.values()))


def test_a_firm_is_founded_once(firm, now):
    with pytest.raises(Refused, match="already belongs"):
        found_firm(name="Second", at=now)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"domains": ["not a domain"]}, "domains"),
        ({"country": "XX"}, "country"),
    ],
)
def test_a_firm_that_cannot_be_is_refused_with_its_field(db, now, wrong, field):
    with pytest.raises(Refused) as no:
        found_firm(**{"name": "Finch", **wrong}, at=now)
    assert no.value.field == field
    assert not Firm.objects.exists()


def test_a_firm_made_on_the_command_line_gets_its_first_administrator_once(firm, now):
    take_in_teammates(
        [ListedTeammate("Ines", "ines@finch.example", "7", role="administrator")],
        source="crm",
        at=now,
        by=None,
    )
    ines = name_first_administrator(INES, at=now)
    assert Teammate.objects.get() == ines
    with pytest.raises(Refused, match="somebody in charge"):
        name_first_administrator(
            FirstAdministrator("Eve", "eve@x.example", "let me in now"), at=now
        )


def test_an_invited_manager_closes_the_first_run_page(firm, now):
    invite_teammate(email="p@finch.example", name="P", role=Role.PARTNER, at=now, by=None)
    with pytest.raises(Refused, match="somebody in charge"):
        name_first_administrator(INES, at=now + timedelta(days=90))


def test_an_adviser_does_not_change_the_firm(firm, amara, petra, now):
    with pytest.raises(Refused, match="Only administrators and partners"):
        change_firm(name="Amara & Co", at=now, by=amara)
    assert change_firm(name="Finch & Wren", at=now, by=petra).name == "Finch & Wren"
    assert Entry.objects.get(verb="change_firm").facts["changed"]["name"] == [
        "Finch Advisory",
        "Finch & Wren",
    ]


def test_changing_nothing_writes_nothing(firm, petra, now):
    change_firm(name="Finch Advisory", at=now, by=petra)
    assert not Entry.objects.exists()


def test_working_hours_are_the_firms_own(firm, petra, now):
    set_working_hours([Stretch(6, time(10), time(12))], at=now, by=petra)
    assert firm_calendar().is_working_day(date(2026, 11, 22))
    assert not firm_calendar().is_working_day(date(2026, 11, 23))


def test_hours_that_overlap_are_refused_and_the_old_ones_stay(firm, petra, now):
    set_working_hours([Stretch(0, time(9), time(17))], at=now, by=petra)
    both = [Stretch(1, time(9), time(13)), Stretch(1, time(12), time(17))]
    with pytest.raises(Refused, match="overlap"):
        set_working_hours(both, at=now, by=petra)
    assert firm_calendar().week == (Stretch(0, time(9), time(17)),)


def test_holidays_of_a_region_and_own_days_are_kept(firm, petra, now):
    own = [OwnDay(date(2026, 12, 24), "Finch rest"), OwnDay(date(2026, 12, 25), "Fair", False)]
    set_holidays(country="de", region="BY", own=own, at=now, by=petra)
    calendar = firm_calendar()
    assert not calendar.is_working_day(date(2026, 1, 6))
    assert not calendar.is_working_day(date(2026, 12, 24))
    assert calendar.is_working_day(date(2026, 12, 25))


def test_a_region_of_another_country_is_refused(firm, petra, now):
    with pytest.raises(Refused, match="not a region"):
        set_holidays(country="DE", region="CA", at=now, by=petra)


def test_an_invitation_works_once(firm, petra, now):
    invited = invite_teammate(email="Mei@Finch.Example", name="Mei", at=now, by=petra)
    mei = accept_invitation(invited.secret, password="quiet harbour lights", at=now)
    assert mei.check_password("quiet harbour lights")
    with pytest.raises(Refused, match="used or has run out"):
        accept_invitation(invited.secret, password="another pass phrase", at=now)


def test_only_a_digest_of_the_link_is_kept(firm, petra, now):
    invited = invite_teammate(email="mei@finch.example", name="Mei", at=now, by=petra)
    kept = str(list(Invitation.objects.values())) + str(list(Entry.objects.values()))
    assert invited.secret not in kept
    assert invited.secret not in repr(invited)


def test_an_invitation_runs_out(firm, petra, now):
    invited = invite_teammate(email="mei@finch.example", name="Mei", at=now, by=petra)
    with pytest.raises(Refused, match="run out"):
        accept_invitation(invited.secret, password="x" * 12, at=now + timedelta(days=7))


def test_a_new_link_ends_the_older_one(firm, petra, now):
    first = invite_teammate(email="mei@finch.example", name="Mei", at=now, by=petra)
    second = renew_invitation(first.invitation.teammate, at=now, by=petra)
    with pytest.raises(Refused):
        accept_invitation(first.secret, password="x" * 12, at=now)
    withdraw_invitation(first.invitation.teammate, at=now, by=petra)
    with pytest.raises(Refused):
        accept_invitation(second.secret, password="x" * 12, at=now)


def test_nobody_is_invited_twice(firm, amara, petra, now):
    with pytest.raises(Refused, match="Amara has this mail address") as no:
        invite_teammate(email="AMARA@finch.example", name="A", at=now, by=petra)
    assert no.value.field == "email"


def test_the_last_manager_is_neither_demoted_nor_let_go(petra, amara, now):
    with pytest.raises(Refused, match="last administrator or partner"):
        change_role(petra, Role.ADVISER, at=now, by=petra)
    with pytest.raises(Refused, match="last administrator or partner"):
        teammate_left(petra, on=now.date(), at=now, by=petra)
    amara = change_role(amara, Role.ADMINISTRATOR, at=now, by=petra)
    assert change_role(petra, Role.ADVISER, at=now, by=amara).role == Role.ADVISER


def test_who_leaves_cannot_come_in_and_the_house_hears_it(amara, petra, now, heard):
    link = renew_invitation(amara, at=now, by=petra)
    amara = teammate_left(amara, on=now.date(), at=now, by=petra)
    assert not amara.has_usable_password()
    assert heard == [TeammateLeft(amara.pk, now.date())]
    with pytest.raises(Refused):
        accept_invitation(link.secret, password="x" * 12, at=now)


def test_who_comes_back_needs_a_new_link(dele, petra, now):
    dele = rejoin(dele, at=now, by=petra)
    assert dele.is_active
    assert dele.left_on is None


def test_an_absence_is_kept_with_its_cover_and_ends(amara, chidi, now, heard):
    start, back = date(2026, 12, 1), date(2026, 12, 8)
    absence = record_absence(
        amara, starts_on=start, ends_on=back, covered_by=chidi, at=now, by=amara
    )
    with pytest.raises(Refused, match="already"):
        record_absence(amara, starts_on=date(2026, 12, 7), ends_on=back, at=now, by=amara)
    end_absence(absence, on=date(2026, 12, 3), at=now, by=amara)
    assert Absence.objects.get().ends_on == date(2026, 12, 3)
    assert [type(one) for one in heard] == [AbsenceRecorded, AbsenceEnded]


def test_an_absence_that_never_begins_goes(amara, now):
    start = date(2026, 12, 1)
    absence = record_absence(
        amara, starts_on=start, ends_on=date(2026, 12, 2), at=now, by=amara
    )
    end_absence(absence, on=now.date(), at=now, by=amara)
    assert not Absence.objects.exists()


def test_nobody_who_is_away_or_gone_covers(amara, chidi, dele, now):
    span = {"starts_on": date(2026, 12, 1), "ends_on": date(2026, 12, 8)}
    record_absence(chidi, **span, at=now, by=chidi)
    for cover, because in ((amara, "themselves"), (dele, "left"), (chidi, "away then")):
        with pytest.raises(Refused, match=because):
            record_absence(amara, **span, covered_by=cover, at=now, by=amara)


def test_a_colleague_does_not_record_my_absence(amara, chidi, now):
    with pytest.raises(Refused, match="Only administrators"):
        record_absence(
            amara, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 2), at=now, by=chidi
        )


LIST = [
    ListedTeammate("Amara Obi", "amara@finch.example", "101"),
    ListedTeammate("Tomas Lindqvist", "tomas@finch.example", "102", role="partner"),
    ListedTeammate("Gone Girl", "", "103", is_active=False),
]


def test_the_same_list_twice_changes_nothing(amara, now):
    first = take_in_teammates(LIST, source="hubspot", at=now, by=None)
    lines = Entry.objects.count()
    second = take_in_teammates(LIST, source="hubspot", at=now, by=None)
    assert first.teammates[0] == amara
    assert (len(first.added), len(second.added), second.unchanged) == (2, 0, 3)
    assert Entry.objects.count() == lines
    assert Teammate.objects.count() == 3


def test_a_list_gives_nobody_a_password_nor_takes_one(amara, now):
    left = [ListedTeammate("Amara", "amara@finch.example", "101", is_active=False)]
    take_in_teammates([*LIST[1:], *left], source="hubspot", at=now, by=None)
    assert not Teammate.objects.get(email="tomas@finch.example").has_usable_password()
    amara.refresh_from_db()
    assert amara.is_active
    assert amara.check_password("correct horse battery")


def test_a_role_chosen_by_hand_outlives_a_list(petra, amara, now):
    change_role(amara, Role.COMPLIANCE, at=now, by=petra)
    listed = ListedTeammate("Amara", "amara@finch.example", role="administrator")
    take_in_teammates([listed], source="hubspot", at=now, by=None)
    amara.refresh_from_db()
    assert amara.role == Role.COMPLIANCE


def test_who_left_elsewhere_and_never_came_in_here_has_left(firm, now, heard):
    take_in_teammates([ListedTeammate("T", "t@x.example", "1")], source="c", at=now, by=None)
    gone = ListedTeammate("T", "t@x.example", "1", is_active=False)
    take_in_teammates([gone], source="c", at=now, by=None)
    assert Teammate.objects.get().left_on == now.date()
    assert len(heard) == 1


def test_one_speaks_their_own_language(amara, now):
    amara = change_own_profile(
        amara, name="Amara O.", language="de", time_zone="Africa/Lagos", theme="dark", at=now
    )
    assert (amara.language, amara.time_zone) == ("de", "Africa/Lagos")
    with pytest.raises(Refused):
        change_own_profile(amara, name="Amara", time_zone="Lagos", at=now)


def test_teams_are_formed_and_changed_by_managers(petra, amara, chidi, now):
    team = form_team("North", [amara], at=now, by=petra)
    change_team(team, name="North", members=[amara, chidi], at=now, by=petra)
    assert set(team.members.all()) == {amara, chidi}
    with pytest.raises(Refused, match="of this name"):
        form_team("north", [], at=now, by=petra)
    with pytest.raises(Refused, match="Only administrators"):
        form_team("South", [], at=now, by=amara)
