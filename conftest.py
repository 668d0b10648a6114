"""The small cast every test may call on."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as keepwell
from django.utils import timezone, translation
from hypothesis import settings

from keepwell.fields.queries.known import forget_definitions
from keepwell.firm.models import Firm, Teammate
from keepwell.firm.rules import Role
from keepwell.parties.models import Party
from keepwell.walls.models import Sight

# How long an example takes says how busy the machine is, nothing of what it shows.
settings.register_profile("keepwell", deadline=None)
settings.load_profile("keepwell")

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def no_fields_remembered():
    """What the test before this one defined is gone from the tables; so it is from memory."""
    forget_definitions()


@pytest.fixture(autouse=True)
def house_tongue():
    """What a browser asked for in the test before this one is not spoken in this one."""
    with translation.override(keepwell.LANGUAGE_CODE):
        yield


@pytest.fixture
def now():
    """Monday 23 November 2026, noon."""
    return NOON


@pytest.fixture
def on():
    """Today, in Berlin: an hour or two before midnight of the clock it is another day there."""
    return timezone.localdate(timezone=BERLIN)


@pytest.fixture
def firm(db):
    """Finch Advisory, in Berlin."""
    return Firm.objects.create(
        name="Finch Advisory",
        domains=["finch.example"],
        time_zone=BERLIN.key,
        country="DE",
        founded_at=NOON,
    )


def _teammate(name, role):
    teammate = Teammate(
        email=f"{name.lower()}@finch.example", name=name, role=role, created_at=NOON
    )
    teammate.set_password("correct horse battery")
    teammate.save()
    return teammate


@pytest.fixture
def amara(firm):
    """Amara is an adviser and looks after Harbour & Sons."""
    return _teammate("Amara", Role.ADVISER)


@pytest.fixture
def chidi(firm):
    """Chidi works in delivery and has no business in Harbour & Sons."""
    return _teammate("Chidi", Role.DELIVERY)


@pytest.fixture
def petra(firm):
    """Petra is a partner and sees the whole book."""
    return _teammate("Petra", Role.PARTNER)


@pytest.fixture
def dele(firm):
    """Dele left."""
    teammate = _teammate("Dele", Role.ADVISER)
    teammate.is_active, teammate.left_on = False, NOON.date()
    teammate.save()
    return teammate


@pytest.fixture
def harbour(amara):
    """Harbour & Sons, an organisation in Amara's book."""
    party = Party.objects.create(
        nature="organisation",
        name="Harbour & Sons",
        sort_name="harbour sons",
        created_at=NOON,
        changed_at=NOON,
    )
    Sight.objects.create(party=party, teammate=amara, because="owner")
    return party
