"""A world taken out of one house and into another is the same firm there."""

import json

import pytest

from keepwell.backups.tests.houses import Street
from keepwell.exchange.tests.shared_folders import SHARED, truth_of

WORLDS = [SHARED / "worlds" / name for name in ("hubspot_clean_tiny", "zoho_small")]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.worlds,
    pytest.mark.skipif(not WORLDS[0].exists(), reason=f"{WORLDS[0]} is not there"),
]


@pytest.fixture
def street(tmp_path):
    street = Street(tmp_path)
    yield street
    street.tear_down()


def founded(house, world):
    told = house.say(
        "init", "--empty", "--name", world["firm"], "--domain", world["domain"],
        "--time-zone", world["time_zone"],
        "--free-mail-domains", ",".join(world["free_mail_domains"]),
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    return house


def facts_of(house, on):
    told = house.say("export", "facts", "--as-of", on)
    assert told.returncode == 0, told.stderr
    return sorted(told.stdout.splitlines())


@pytest.mark.parametrize("world", WORLDS, ids=lambda path: path.name)
def test_the_same_facts_stand_in_both(street, world, tmp_path):
    truth = truth_of(world)["world"]
    first = founded(street.empty(), truth)
    assert first.say("import", world).returncode == 0
    assert first.say("export", "firm", tmp_path / "firm.zip").returncode == 0
    second = street.empty()
    assert second.say("init", "--empty", "--name", "Empty").returncode == 0
    told = second.say("import", tmp_path / "firm.zip", "--json")
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["rows"]["parties"] > 0
    assert facts_of(second, "2026-06-30") == facts_of(first, "2026-06-30")
    assert second.say("journal", "verify").returncode == 0
