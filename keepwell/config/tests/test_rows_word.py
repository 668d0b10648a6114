"""`keepwell task list` and its like: the lists of other nouns at a terminal."""

import json

import pytest

from keepwell.config.command_line import main
from keepwell.conversations.commands.tasks import plan_task
from keepwell.firm.rules import Role
from keepwell.walls.models import Wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(petra, harbour, now, on):
    petra.role = Role.ADMINISTRATOR
    petra.save()
    plan_task("Call Hanne", party=harbour, assignee=petra, due_on=on, at=now, by=petra)
    plan_task("Tidy", assignee=petra, at=now, by=petra)


def rows(capsys, *words):
    code = main([*words, "--format", "jsonl"])
    out, err = capsys.readouterr()
    assert code == 0, err
    return [json.loads(line) for line in out.splitlines()]


def test_tasks_are_listed_as_on_their_page_behind_the_walls(work, petra, harbour, now, capsys):
    found = rows(capsys, "task", "list", "--filter", "due:today", "--columns", "what,party,due")
    assert [(row["what"], row["party"]) for row in found] == [("Call Hanne", "Harbour & Sons")]
    assert [row["what"] for row in rows(capsys, "task", "list", "--limit", "1")] == [
        "Call Hanne"
    ]
    Wall.objects.create(party=harbour, teammate=petra, reason="conflict", raised_at=now)
    assert [row["what"] for row in rows(capsys, "task", "list")] == ["Tidy"]


@pytest.mark.parametrize("word", ["conversation", "order", "imports", "journal"])
def test_every_other_list_answers_too(work, capsys, word):
    found = rows(capsys, word, "list")
    assert bool(found) is (word == "journal")


def test_words_nobody_knows_and_lists_not_for_everybody_are_refused(work, amara, capsys):
    assert main(["task", "list", "--columns", "odd"]) == 1
    assert "There are: what, party" in capsys.readouterr().err
    assert main(["journal", "list", "--as", "Amara"]) == 1
    assert "not for Amara" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "by"), [("tasks", "assignee,open"), ("orders", ""), ("conversations", "")]
)
def test_reports_of_other_lists(work, capsys, name, by):
    words = ["report", name, "--format", "json", *(["--by", by] if by else [])]
    assert main(words) == 0
    told = json.loads(capsys.readouterr().out)
    if name == "tasks":
        assert [(line["label"], line["total"]["amounts"][0]["number"])
                for line in told["lines"]] == [("Petra", 2)]  # fmt: skip
