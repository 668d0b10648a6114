"""What was said is found by its words: in any script, the newest first, through an index."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from keepwell.conversations.commands.log import log_mail, write_note
from keepwell.conversations.commands.tasks import plan_task
from keepwell.conversations.commands.words import keep_all_words, keep_words
from keepwell.conversations.models import Activity
from keepwell.conversations.queries import words as asked
from keepwell.conversations.queries.words import question_of, said_with, unfindable
from keepwell.conversations.rules.words import (
    MAIL,
    NOTE,
    TASK,
    around,
    slot_of,
    slots_of,
    wanted_words,
    words_of,
)

DAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
ONE = UUID("01a2074d-7970-7000-9c55-0fc360efeac2")


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("Herr Müller kommt", "mueller"),
        ("Herr Mueller kommt", "müller"),
        ("Встреча в Киеве", "kiev"),
        ("Meeting in Kiev", "Киев"),
        ("Η Αθήνα περιμένει", "athina"),
        ("Crème brûlée", "creme BRULEE"),
        ("Don't forget O'Hara", "ohara dont"),
        ("我们在北京见面", "北京"),
        ("Rechnung Nr. 2026-118", "2026 118"),
        ("Grüße aus Straßburg", "strassb"),
    ],
)
def test_words_are_found_in_any_script_and_spelling(said, typed):
    kept = words_of(said).split()
    assert all(any(w.startswith(t) for w in kept) for t in wanted_words(typed)), kept


def test_what_a_machine_wrote_is_no_word():
    assert words_of("see " + "A1b2" * 30) == "see"
    assert wanted_words("  ") == ()
    assert len(wanted_words(" ".join(f"word{n}" for n in range(50)))) == 8


def test_the_newest_stands_last_and_each_sort_by_itself():
    older, newer = slot_of(MAIL, DAY, ONE), slot_of(MAIL, DAY + timedelta(seconds=1), ONE)
    assert older < newer < slot_of(NOTE, datetime(1, 1, 1, tzinfo=UTC), ONE)
    for at in (datetime(1, 1, 1, tzinfo=UTC), DAY, datetime(9999, 12, 1, tzinfo=UTC)):
        for sort in range(8):
            first, last = slots_of(sort)
            assert first <= slot_of(sort, at, ONE) <= last < 2**63


def test_a_snippet_shows_the_words_where_they_stand():
    text = (
        "Long before. " * 40 + "They asked for the Größen-Tabelle by Friday. " + "And on. " * 40
    )
    pieces = around(text, wanted_words("groessen tab"))
    assert [piece.text for piece in pieces if piece.found] == ["Größen", "Tabelle"]
    whole = "".join(piece.text for piece in pieces)
    assert "asked for the Größen-Tabelle by Friday" in whole and len(whole) < 200
    assert whole.startswith("… ") and whole.endswith(" …")
    assert around("short", ()) == (("short", False),)
    assert [p.text for p in around("我们在北京见面", wanted_words("北京")) if p.found] == [
        "北",
        "京",
    ]


def ids(typed, sort, **more):
    return [
        found.noun_id
        for found in said_with(question_of(wanted_words(typed)), sort, limit=10, **more)
    ]


@pytest.fixture
def said(harbour, amara, now):
    """Two notes a day apart, a mail and a task, that all tell of pallets."""
    told = {"at": now, "by": amara}
    yesterday = now - timedelta(days=1)
    return {
        "old": write_note([harbour], text="Pallets are late", at=yesterday, by=amara),
        "new": write_note([harbour], text="The pallet came", **told),
        "mail": log_mail(
            [harbour], direction="inbound", on=yesterday, title="Pallets?", **told
        ),
        "task": plan_task("Count pallets", party=harbour, assignee=amara, **told),
    }


@pytest.mark.django_db
def test_what_is_written_down_is_found_at_once_the_newest_first(said):
    assert ids("pallet", NOTE) == [said["new"].pk, said["old"].pk]
    assert ids("pallets late", NOTE) == [said["old"].pk]
    assert ids("pallet", MAIL) == [said["mail"].pk] and ids("pallet", TASK) == [said["task"].pk]
    first = said_with(question_of(["pallet"]), NOTE, limit=1)[0]
    assert ids("pallet", NOTE, before=first.slot) == [said["old"].pk]
    assert ids("palletizer", NOTE) == [] == said_with("", NOTE, limit=5)
    assert unfindable() == 0


@pytest.mark.django_db
def test_what_is_gone_is_found_no_more_and_the_index_can_be_made_anew(said):
    Activity.objects.filter(pk=said["old"].pk).delete()
    said["task"].delete()
    assert ids("pallet", NOTE) == [said["new"].pk] and ids("pallet", TASK) == []
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM conversations_text")
    assert unfindable() == 2
    keep_all_words()
    assert unfindable() == 0 and ids("pallet", MAIL) == [said["mail"].pk]
    said["mail"].delete()
    assert ids("pallet", MAIL) == []


@pytest.mark.django_db
def test_a_thousand_notes_of_one_second_each_have_their_place(harbour, now):
    rows = [(NOTE, now, UUID(int=n << 16), "same") for n in range(1, 40)]
    keep_words(rows)
    keep_words(rows[:5])
    assert len(said_with(question_of(["same"]), NOTE, limit=100)) == 39


@pytest.mark.django_db
def test_words_are_looked_up_in_the_index_and_never_in_all_rows(said):
    statement = asked._SQLITE if connection.vendor == "sqlite" else asked._POSTGRESQL
    keep_words((NOTE, DAY, UUID(int=n), f"word{n} other{n % 9}") for n in range(1, 3_000))
    question = question_of(["pallet"])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":  # a table so small is read whole by right
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SELECT gin_clean_pending_list('conversations_words')")
        how = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
        cursor.execute(how + statement, [question, *slots_of(NOTE), 10])
        plan = " / ".join(str(row[-1]) for row in cursor.fetchall())
    if connection.vendor == "sqlite":
        assert "VIRTUAL TABLE INDEX" in plan and "TEMP B-TREE" not in plan, plan
        assert "SEARCH t USING INTEGER PRIMARY KEY" in plan, plan
    else:
        assert "Bitmap Index Scan on conversations_words" in plan, plan
        assert "Seq Scan" not in plan, plan


@pytest.mark.django_db
def test_the_triggers_that_take_out_what_is_deleted_stand():
    names = {"conversations_activity_unsaid", "conversations_task_unsaid"}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            names |= {"conversations_text_removed"}
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger")
        assert names <= {name for (name,) in cursor.fetchall()}
