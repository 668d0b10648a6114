import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def carry_over(apps, schema_editor):
    """What somebody's list of parties opens with stays so."""
    chosen = apps.get_model("desk", "OldFirstView").objects.values_list("teammate_id", "name")
    new = apps.get_model("desk", "FirstView")
    new.objects.bulk_create(new(teammate_id=who, name=name) for who, name in chosen)


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("desk", "0002_own_fields_of_many"),
    ]

    operations = [
        migrations.AddField(
            model_name="savedview",
            name="noun",
            field=models.CharField(db_default="parties", default="parties", max_length=20),
        ),
        migrations.RemoveConstraint(model_name="savedview", name="saved_view_named_once"),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dropped_at", None)),
                fields=("owner", "noun", "name"),
                name="saved_view_named_once",
                violation_error_message="You have a view of this name already.",
            ),
        ),
        migrations.RenameModel(old_name="FirstView", new_name="OldFirstView"),
        migrations.CreateModel(
            name="FirstView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("noun", models.CharField(db_default="parties", default="parties", max_length=20)),
                ("name", models.CharField(max_length=40)),
                (
                    "teammate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="first_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("teammate", "noun"), name="first_view_of_noun")
                ],
            },
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.DeleteModel(name="OldFirstView"),
    ]
