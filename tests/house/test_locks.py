"""What is locked is what is asked for, and names no host."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUN = (
    PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["postgres"]
)
DEV = PROJECT["dependency-groups"]["dev"]


def locked(name):
    text = (ROOT / name).read_text()
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", text, re.MULTILINE))


@pytest.mark.parametrize(
    ("lock", "asked"), [("requirements.lock", RUN), ("requirements-dev.lock", RUN + DEV)]
)
def test_every_dependency_is_locked_to_a_version_it_allows(lock, asked):
    versions = locked(lock)
    for line in asked:
        wanted = Requirement(line)
        name = canonicalize_name(wanted.name)
        assert name in versions, f"{name} is not in {lock}: run make lock"
        assert wanted.specifier.contains(versions[name]), f"{name}: run make lock"


def test_both_locks_agree():
    run, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    assert run.items() <= dev.items()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_no_host_and_hashes_everything(lock):
    text = (ROOT / lock).read_text()
    assert "://" not in text
    blocks = re.split(r"\n(?=[a-z0-9._-]+==)", text)
    assert all("--hash=sha256:" in block for block in blocks)


def test_every_dependency_has_its_reason():
    reasons = (ROOT / "docs/decisions/dependencies.md").read_text()
    for line in RUN + DEV:
        name = Requirement(line).name
        assert f"`{name}`" in reasons, f"{name} has no line in docs/decisions/dependencies.md"
