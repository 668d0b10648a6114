"""Each match key of a party once, on PostgreSQL, too.

Adding a composite primary key made SQLite rebuild the table with it and PostgreSQL do nothing:
there, keys came in more than once and were looked for without an index.
"""

from django.db import migrations

ONCE = (
    "DELETE FROM parties_matchkey one USING parties_matchkey other"
    " WHERE one.key = other.key AND one.party_id = other.party_id AND one.ctid > other.ctid",
    "ALTER TABLE parties_matchkey ADD PRIMARY KEY (key, party_id)",
)


def make_primary(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in ONCE:
            schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0006_indexes_once'),
    ]

    operations = [migrations.RunPython(make_primary, migrations.RunPython.noop)]
