"""Traces are found by their import and their order, which is one index."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0003_webhooks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='trace',
            name='job',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='traces', to='exchange.import'),
        ),
    ]
