"""The index of what mirrors another conversation holds only those that do.

The column's own index goes without the table being made anew, which on SQLite would take its
triggers along.
"""

import django.db.models.deletion
from django.db import migrations, models


def drop_index_of_all(apps, editor):
    table = "conversations_activity"
    with editor.connection.cursor() as cursor:
        known = editor.connection.introspection.get_constraints(cursor, table)
    for name, one in known.items():
        if one["index"] and one["columns"] == ["same_as_id"] and not one["unique"]:
            editor.execute(f"DROP INDEX {editor.quote_name(name)}")


class Migration(migrations.Migration):
    dependencies = [("conversations", "0007_lists")]
    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunPython(drop_index_of_all, migrations.RunPython.noop)],
            [
                migrations.AlterField(
                    "activity",
                    "same_as",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mirrors",
                        to="conversations.activity",
                    ),
                )
            ],
        ),
        migrations.AddIndex(
            "activity",
            models.Index(
                fields=["same_as"],
                name="activity_mirrors",
                condition=models.Q(same_as__isnull=False),
            ),
        ),
    ]
