import pytest

from keepwell.backups.tests.houses import FOUND, Street


@pytest.fixture(scope="module")
def street(tmp_path_factory):
    """Where the houses of these tests stand."""
    street = Street(tmp_path_factory.mktemp("street"))
    yield street
    street.tear_down()


@pytest.fixture(scope="module")
def model(street):
    """Finch Advisory with twenty organisations; copied, never changed."""
    house = street.empty()
    told = house.say("migrate")
    assert told.returncode == 0, told.stderr
    house.do(FOUND)
    (house.home / "files").mkdir(exist_ok=True)
    (house.home / "files" / "letter.txt").write_text("Dear Ines")
    return house


@pytest.fixture
def finch(street, model):
    """A Finch Advisory of one's own."""
    return street.like(model)
