"""What the models say of tables holds in the database, whichever it is."""

import pytest
from django.apps import apps
from django.db import connection


@pytest.mark.django_db
def test_every_table_has_the_primary_key_its_model_says():
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy:
                table = model._meta.db_table
                columns = connection.introspection.get_primary_key_columns(cursor, table)
                told = [field.column for field in model._meta.pk_fields]
                assert (table, sorted(columns or [])) == (table, sorted(told))
