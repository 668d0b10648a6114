"""An index less where a rule's own begins with the party: five entries less for each contact."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0007_match_keys_once'),
    ]

    operations = [
        migrations.AlterField(
            model_name='contactpoint',
            name='party',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='contact_points', to='parties.party'),
        ),
        migrations.AlterField(
            model_name='loosetie',
            name='party',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='loose_ties', to='parties.party'),
        ),
        migrations.AlterField(
            model_name='partyname',
            name='party',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='names', to='parties.party'),
        ),
        migrations.AlterField(
            model_name='postaladdress',
            name='party',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='parties.party'),
        ),
        migrations.AlterField(
            model_name='tie',
            name='other',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='ties_to', to='parties.party'),
        ),
    ]
