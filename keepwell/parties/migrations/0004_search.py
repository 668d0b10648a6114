"""Search by any piece of a name, address or number.

SQLite: an FTS5 table of trigrams beside `parties_party`. The commands that write a party's
search text call `index_search`, which brings the table up to date for many at once: a trigger
made FTS5 flush for each row (290 µs a row instead of 50). A party has a UUID, so the rowid that
FTS5 needs is lent by `parties_search_row` (the hidden rowid of `parties_party` may change in
VACUUM). A trigger takes out what is deleted. A later migration that makes Django rebuild
`parties_party` drops the triggers: call `keep_in_step` again in it (a test watches).

PostgreSQL: a trigram index on the same column; `pg_trgm` is a trusted extension, so the owner
of the database may create it.
"""

from django.db import migrations

SQLITE = [
    "CREATE TABLE IF NOT EXISTS parties_search_row"
    " (id INTEGER PRIMARY KEY, party_id CHAR(32) NOT NULL UNIQUE)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS parties_search"
    " USING fts5(text, tokenize='trigram', detail=full)",
    "DROP TRIGGER IF EXISTS parties_search_removed",
    "CREATE TRIGGER parties_search_removed AFTER DELETE ON parties_party BEGIN"
    " DELETE FROM parties_search"
    " WHERE rowid = (SELECT id FROM parties_search_row WHERE party_id = old.id);"
    " DELETE FROM parties_search_row WHERE party_id = old.id;"
    " END",
    "INSERT INTO parties_search_row (party_id) SELECT id FROM parties_party"
    " WHERE id NOT IN (SELECT party_id FROM parties_search_row)",
    "INSERT INTO parties_search (rowid, text) SELECT r.id, p.search_text"
    " FROM parties_search_row r JOIN parties_party p ON p.id = r.party_id"
    " WHERE r.id NOT IN (SELECT rowid FROM parties_search)",
]

POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX IF NOT EXISTS parties_search ON parties_party"
    " USING gin (search_text gin_trgm_ops)",
    "CREATE INDEX IF NOT EXISTS name_begins ON parties_partyname (folded varchar_pattern_ops)",
    "CREATE INDEX IF NOT EXISTS contact_point_begins ON parties_contactpoint"
    " (kind, normal varchar_pattern_ops)",
    "CREATE INDEX IF NOT EXISTS contact_point_ends ON parties_contactpoint"
    " (tail varchar_pattern_ops) WHERE NOT tail = ''",
]

NO_MORE = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS parties_search_added",
        "DROP TRIGGER IF EXISTS parties_search_changed",
        "DROP TRIGGER IF EXISTS parties_search_removed",
        "DROP TABLE IF EXISTS parties_search",
        "DROP TABLE IF EXISTS parties_search_row",
    ],
    "postgresql": [
        "DROP INDEX IF EXISTS parties_search",
        "DROP INDEX IF EXISTS name_begins",
        "DROP INDEX IF EXISTS contact_point_begins",
        "DROP INDEX IF EXISTS contact_point_ends",
    ],
}


def keep_in_step(apps, schema_editor):
    steps = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
    for statement in steps[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def let_go(apps, schema_editor):
    for statement in NO_MORE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("parties", "0003_lists_read_an_index")]
    operations = [migrations.RunPython(keep_in_step, let_go)]
