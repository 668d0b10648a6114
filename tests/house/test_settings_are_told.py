"""Every setting the product reads is explained, and nothing else is."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"\bKEEPWELL_[A-Z_]*[A-Z]\b")
NOT_A_SETTING = {"KEEPWELL_WORLDS"}


def test_every_setting_has_its_line():
    read = set()
    for source in (ROOT / "keepwell").rglob("*.py"):
        if "tests" not in source.parts:
            read |= set(NAME.findall(source.read_text()))
    told = set(NAME.findall((ROOT / "docs/settings.md").read_text()))
    assert read - NOT_A_SETTING <= told


def test_no_line_is_about_a_setting_that_is_gone():
    told = set(NAME.findall((ROOT / "docs/settings.md").read_text()))
    sources = "".join(path.read_text() for path in (ROOT / "keepwell").rglob("*.py"))
    assert {name for name in told if name not in sources} == set()
