"""The house complains when a rule of the house is broken, and about nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def complaints(folder):
    asked = [sys.executable, str(ROOT / "tools/house.py"), str(folder)]
    said = subprocess.run(asked, capture_output=True, text=True, cwd=ROOT, check=False)
    return said.returncode, said.stdout


@pytest.fixture
def room(tmp_path):
    """Write a file into a room of another house and hear what is said of it."""

    def write(name, text):
        path = tmp_path / "house" / "room" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return complaints(tmp_path / "house")

    return write


BAD = [
    ("pages.py", "def save(request, row):\n    row.save()\n", "only commands write"),
    ("queries.py", "def tidy(rows):\n    rows.filter(a=1).delete()\n", "only commands write"),
    (
        "rules.py",
        "def make(Party):\n    Party.objects.create(name='x')\n",
        "only commands write",
    ),
    (
        "pages.py",
        "from k.room.commands import a, b\n\ndef act(request):\n    a()\n    b()\n",
        "more than one command",
    ),
    ("commands.py", "@command\ndef sign(at):\n    record('sign')\n", "does not say"),
    ("commands.py", "@command\ndef sign(at):\n    'Sign it.'\n    row.save()\n", "the journal"),
    ("pages.py", "def all(request):\n    return Party.objects.all()\n", "before the walls"),
]


@pytest.mark.parametrize(("name", "text", "complaint"), BAD)
def test_the_house_complains(room, name, text, complaint):
    code, said = room(name, text)
    assert code == 1
    assert complaint in said


GOOD = [
    (
        "commands/sign.py",
        "@command\ndef sign(row, at):\n    'Sign.'\n    row.save()\n    record(1)\n",
    ),
    (
        "commands.py",
        "@command\ndef beat(at):\n    'Beat.'\n"
        "    # not for the record: a pulse.\n    x.save()\n",
    ),
    (
        "commands.py",
        "@command\ndef sign(at):\n    'Sign.'\n    _tell()\n\ndef _tell():\n    record(1)\n",
    ),
    (
        "pages.py",
        "from k.room.commands import a, b\n\n"
        "def act(r):\n    if r:\n        return a()\n    return b()\n",
    ),
    ("pages.py", "def page(request):\n    context.update(a=1)\n    request.session.save()\n"),
    ("tests/test_pages.py", "def test_it():\n    Party.objects.create()\n"),
    ("migrations/0001_initial.py", "def fill(apps):\n    Party.objects.create()\n"),
]


@pytest.mark.parametrize(("name", "text"), GOOD)
def test_the_house_is_content(room, name, text):
    assert room(name, text)[0] == 0


def test_a_verb_has_one_home(room):
    verb = "@command\ndef sign(at):\n    'Sign.'\n    record(1)\n"
    room("commands.py", verb)
    code, said = room("../other/commands.py", verb)
    assert code == 1
    assert "already a verb" in said


def test_sizes_are_a_smell_and_not_a_fault(room):
    code, said = room("rules.py", "A = 1\n" * 301)
    assert code == 0
    assert "301 lines" in said


def test_keepwell_itself_is_in_order():
    code, said = complaints(ROOT / "keepwell")
    assert code == 0, said


def test_a_lower_room_that_knows_an_upper_one_breaks_the_contract(tmp_path):
    house = tmp_path / "small"
    for room in ("upper", "lower"):
        (house / room).mkdir(parents=True)
        (house / room / "__init__.py").touch()
    (house / "__init__.py").touch()
    (house / "lower" / "rules.py").write_text("from small.upper import x\n")
    (tmp_path / ".importlinter").write_text(
        "[importlinter]\nroot_package = small\n\n[importlinter:contract:rooms]\n"
        "name = Rooms\ntype = layers\ncontainers = small\nlayers =\n    upper\n    lower\n"
    )
    lint = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run(
        [lint, "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
        check=False,
    )
    assert run.returncode == 1
    assert "small.lower is not allowed to import small.upper" in run.stdout


def test_the_contracts_of_keepwell_are_kept():
    lint = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run(
        [lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout
