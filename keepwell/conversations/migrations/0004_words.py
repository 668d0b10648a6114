"""The words of what was said and of what is to be done, to be found by.

Beside the nouns, not in them: an activity is written again when mails are joined, and a column
with an index would be written with it. `conversations_text` has a row for each activity and
task: `slot` says where it stands (`rules/words.py`), so that the newest are read first.

SQLite: an FTS5 table over that one (external content; `detail=none`, as no phrases are asked
for). The commands that write bring it up to date for many at once; triggers take out what is
deleted. A later migration that makes Django rebuild `conversations_activity` or
`conversations_task` drops the triggers: call `keep_in_step` again in it (a test watches).

PostgreSQL: a tsvector of the same words under a GIN index.
"""

from django.db import migrations

from keepwell.conversations.rules.words import SORTS, TASK, slot_of, words_of

BATCH = 2_000

SQLITE = [
    "CREATE TABLE IF NOT EXISTS conversations_text"
    " (slot INTEGER PRIMARY KEY, noun_id CHAR(32) NOT NULL UNIQUE, words TEXT NOT NULL)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS conversations_words USING fts5(words,"
    " content='conversations_text', content_rowid='slot', tokenize='ascii', detail=none,"
    " prefix='3')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS conversations_terms"
    " USING fts5vocab('conversations_words', 'row')",
    "DROP TRIGGER IF EXISTS conversations_text_removed",
    "CREATE TRIGGER conversations_text_removed AFTER DELETE ON conversations_text BEGIN"
    " INSERT INTO conversations_words (conversations_words, rowid, words)"
    " VALUES ('delete', old.slot, old.words);"
    " END",
    *(
        statement
        for noun in ("activity", "task")
        for statement in (
            f"DROP TRIGGER IF EXISTS conversations_{noun}_unsaid",
            f"CREATE TRIGGER conversations_{noun}_unsaid"
            f" AFTER DELETE ON conversations_{noun} BEGIN"
            " DELETE FROM conversations_text WHERE noun_id = old.id; END",
        )
    ),
]

POSTGRESQL = [
    "CREATE TABLE IF NOT EXISTS conversations_text"
    " (slot bigint PRIMARY KEY, noun_id uuid NOT NULL UNIQUE, words tsvector NOT NULL)",
    "CREATE INDEX IF NOT EXISTS conversations_words ON conversations_text USING gin (words)",
    "CREATE OR REPLACE FUNCTION conversations_unsaid() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN DELETE FROM conversations_text WHERE noun_id = old.id; RETURN old; END $$",
    *(
        statement
        for noun in ("activity", "task")
        for statement in (
            f"DROP TRIGGER IF EXISTS conversations_{noun}_unsaid ON conversations_{noun}",
            f"CREATE TRIGGER conversations_{noun}_unsaid AFTER DELETE ON conversations_{noun}"
            " FOR EACH ROW EXECUTE FUNCTION conversations_unsaid()",
        )
    ),
]

NO_MORE = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS conversations_activity_unsaid",
        "DROP TRIGGER IF EXISTS conversations_task_unsaid",
        "DROP TABLE IF EXISTS conversations_terms",
        "DROP TABLE IF EXISTS conversations_words",
        "DROP TABLE IF EXISTS conversations_text",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS conversations_activity_unsaid ON conversations_activity",
        "DROP TRIGGER IF EXISTS conversations_task_unsaid ON conversations_task",
        "DROP FUNCTION IF EXISTS conversations_unsaid",
        "DROP TABLE IF EXISTS conversations_text",
    ],
}


def keep_in_step(apps, schema_editor):
    steps = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
    for statement in steps[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def let_go(apps, schema_editor):
    for statement in NO_MORE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def _said(apps):
    activities = apps.get_model("conversations", "Activity").objects.order_by("at", "pk")
    rows = activities.values_list("kind", "at", "pk", "title", "place", "text")
    for kind, at, pk, *texts in rows.iterator(chunk_size=BATCH):
        yield slot_of(SORTS[kind], at, pk), pk, words_of(*texts)
    tasks = apps.get_model("conversations", "Task").objects.order_by("created_at", "pk")
    rows = tasks.values_list("created_at", "pk", "what", "text", "feedback")
    for at, pk, *texts in rows.iterator(chunk_size=BATCH):
        yield slot_of(TASK, at, pk), pk, words_of(*texts)


def take_in_what_is_there(apps, schema_editor):
    """What two share a place, one is left out here: `keepwell doctor` says so and mends it."""
    connection = schema_editor.connection
    sqlite = connection.vendor == "sqlite"
    statement = (
        "INSERT INTO conversations_text (slot, noun_id, words) VALUES (%s, %s, "
        + ("%s" if sqlite else "array_to_tsvector(string_to_array(%s, ' '))")
        + ") ON CONFLICT DO NOTHING"
    )
    with connection.cursor() as cursor:
        batch = []
        for slot, pk, words in _said(apps):
            batch.append((slot, pk.hex if sqlite else pk, words))
            if len(batch) >= BATCH:
                cursor.executemany(statement, batch)
                batch = []
        if batch:
            cursor.executemany(statement, batch)
        if sqlite:
            cursor.execute(
                "INSERT INTO conversations_words (conversations_words) VALUES ('rebuild')"
            )


class Migration(migrations.Migration):
    dependencies = [("conversations", "0003_tasks_come_again")]
    operations = [
        migrations.RunPython(keep_in_step, let_go),
        migrations.RunPython(take_in_what_is_there, migrations.RunPython.noop),
    ]
