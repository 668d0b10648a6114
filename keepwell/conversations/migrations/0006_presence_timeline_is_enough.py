"""An index less: the timeline's own begins with the party, and SQLite took the other."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('conversations', '0005_lists_of_every_noun'),
        ('parties', '0008_parties_by_their_rules'),
    ]

    operations = [
        migrations.AlterField(
            model_name='presence',
            name='party',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='presences', to='parties.party'),
        ),
    ]
