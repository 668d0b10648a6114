"""Only administrators plan backups, have one taken, or take one out of the house."""

from datetime import timedelta

import pytest

from keepwell.backups.commands.course import (
    begin_backup,
    drop_backups,
    end_backup,
    fail_backup,
    hand_out_backup,
)
from keepwell.backups.commands.plan import ask_for_backup, plan_backups
from keepwell.backups.models import Backup
from keepwell.backups.queries import (
    backup_is_due,
    backup_under_way,
    backups_worry,
    last_failed_backup,
    last_good_backup,
)
from keepwell.config.models import Job
from keepwell.firm.rules import Role
from keepwell.journal.models import Entry
from keepwell.kernel.refusal import Refused

pytestmark = pytest.mark.django_db
NIGHTLY = {"is_on": True, "hour": 2, "folder": "nightly", "keep": 14}


@pytest.fixture
def ada(petra):
    """Ada runs the machine."""
    petra.role = Role.ADMINISTRATOR
    petra.save()
    return petra


def ended(backup, path, at, because=""):
    return end_backup(
        backup, path=path, size=5, rows=9, is_encrypted=False,
        verified_at=None if because else at, because=because, at=at,
    )  # fmt: skip


def test_the_plan_is_kept_and_on_record(ada, now):
    plan = plan_backups(**NIGHTLY, at=now, by=ada)
    assert (plan.on_since, plan.hour, plan.folder, plan.keep) == (now, 2, "nightly", 14)
    later = plan_backups(**{**NIGHTLY, "keep": 3}, at=now + timedelta(days=1), by=ada)
    assert later.on_since == now
    line = Entry.objects.filter(verb="plan_backups").order_by("-pk").first()
    assert line.facts == {"keep": [14, 3]}


@pytest.mark.parametrize("folder", ["..", "/etc", "nightly/../../away", "\0"])
def test_backups_stay_in_their_folder(ada, now, folder):
    with pytest.raises(Refused) as no:
        plan_backups(**{**NIGHTLY, "folder": folder}, at=now, by=ada)
    assert no.value.field == "folder"


def test_a_partner_may_not(petra, now):
    for act in (
        lambda: plan_backups(**NIGHTLY, at=now, by=petra),
        lambda: ask_for_backup(at=now, by=petra),
        lambda: hand_out_backup(begin_backup(at=now), at=now, by=petra),
    ):
        with pytest.raises(Refused, match="Only administrators"):
            act()


def test_asking_twice_takes_one(ada, now):
    first = ask_for_backup(at=now, by=ada)
    assert ask_for_backup(at=now + timedelta(minutes=1), by=ada) == first
    assert Job.objects.filter(name="backups.take").count() == 1
    assert backup_under_way(now) == first
    assert backup_under_way(now + timedelta(hours=1)) is None


def test_a_failed_one_is_told_until_one_goes_well(ada, now, tmp_path):
    plan_backups(**NIGHTLY, at=now - timedelta(days=3), by=ada)
    assert backups_worry(now).value
    fail_backup(begin_backup(is_planned=True, at=now), "The disk is full.", at=now)
    assert last_failed_backup().because == "The disk is full."
    later = now + timedelta(hours=1)
    good = ended(begin_backup(is_planned=True, at=later), tmp_path / "a", later)
    assert last_failed_backup() is None
    assert last_good_backup() == good
    assert not backups_worry(later).value


def test_one_a_night_is_due(ada, now, tmp_path):
    assert not backup_is_due(now)
    plan_backups(**NIGHTLY, at=now - timedelta(days=3), by=ada)
    assert backup_is_due(now)
    backup = begin_backup(is_planned=True, at=now)
    assert not backup_is_due(now + timedelta(minutes=1))
    ended(backup, tmp_path / "a", now)
    assert not backup_is_due(now + timedelta(hours=2))
    assert backup_is_due(now + timedelta(days=1))


def test_what_could_not_be_proven_is_not_a_good_one(ada, now, tmp_path):
    ended(begin_backup(at=now), tmp_path / "a", now, because="No scratch database.")
    assert last_good_backup() is None
    assert Backup.objects.get().written_at == now


def test_dropped_ones_are_on_record(ada, now, tmp_path):
    backup = ended(begin_backup(at=now), tmp_path / "a", now)
    drop_backups([backup], at=now)
    assert Entry.objects.filter(verb="drop_backups").get().facts == {"files": ["a"]}
