"""The table in which tries at the door are counted, for every process and every machine."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):

    dependencies = [("firm", "0002_role_chosen_by_hand")]

    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
