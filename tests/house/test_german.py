"""Every message is in German too, and says the same facts."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "keepwell" / "locale" / "de" / "LC_MESSAGES" / "django.po"
FACTS = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{[\w.]+\}")


def messages():
    with SOURCE.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def forms(words):
    return words if isinstance(words, tuple) else (words,)


def test_every_message_is_translated_and_none_is_a_guess():
    lacking = [each.id for each in messages() if each.fuzzy or not all(forms(each.string))]
    assert lacking == []


def test_plural_messages_have_both_german_forms():
    wrong = [m.id for m in messages() if len(forms(m.id)) != len(forms(m.string))]
    assert wrong == []


def test_each_german_sentence_tells_the_same_facts():
    """The form for one may leave the number out: “jeden Tag”."""
    wrong = []
    for each in messages():
        for place, (words, german) in enumerate(
            zip(forms(each.id), forms(each.string), strict=True)
        ):
            lost = set(FACTS.findall(words)) - set(FACTS.findall(german))
            made_up = set(FACTS.findall(german)) - set(FACTS.findall("".join(forms(each.id))))
            only_the_number = len(forms(each.id)) == 2 and place == 0 and len(lost) == 1
            if made_up or (lost and not only_the_number):
                wrong.append((words, german))
    assert wrong == []


def test_what_is_read_is_what_is_written():
    """The compiled file, which the wheel carries, is in step."""
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "messages.py", "check"],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_no_message_is_missing_from_the_list(tmp_path):
    if shutil.which("xgettext") is None:
        pytest.skip("gettext is not installed here, so messages cannot be gathered")
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "keepwell", copy / "keepwell")
    shutil.copytree(ROOT / "tools", copy / "tools")
    subprocess.run(
        [sys.executable, "tools/messages.py", "collect"],
        cwd=copy, check=True, capture_output=True,
        env={**os.environ, "KEEPWELL_HOME": str(tmp_path)},
    )  # fmt: skip
    gathered = copy / SOURCE.relative_to(ROOT)
    with gathered.open("rb") as file:
        found = {each.id for each in read_po(file) if each.id}
    assert found - {each.id for each in messages()} == set()
