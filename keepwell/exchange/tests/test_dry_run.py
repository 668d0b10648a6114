"""A try writes nothing, and tells what the import then does."""

import json

import pytest
from django.apps import apps
from django.utils import timezone

from keepwell.exchange.commands.run_import import run_import
from keepwell.exchange.commands.start_import import start_import
from keepwell.exchange.models import ImportState, RowOutcome
from keepwell.exchange.tests.shared_folders import SHARED
from keepwell.exchange.tests.test_worlds import found

WORLD = SHARED / "worlds" / "salesforce_small"
pytestmark = [
    pytest.mark.worlds,
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(not WORLD.exists(), reason=f"{WORLD} is not there"),
]


def everything():
    """Every row of every table but the import's own."""
    rows = {}
    for model in apps.get_models():
        if model._meta.app_label != "exchange":
            names = [field.attname for field in model._meta.concrete_fields]
            values = model._base_manager.values_list(*names)
            rows[model._meta.label] = sorted(json.dumps(row, default=str) for row in values)
    return rows


def attempt(*, is_dry_run):
    """What became of each file and each row."""
    job = start_import([WORLD], at=timezone.now(), by=None, is_dry_run=is_dry_run)
    before = everything()
    run_import(job.pk)
    job.refresh_from_db()
    assert job.state == ImportState.DONE
    names = ("name", "rows", "added", "updated", "skipped", "unclear", "refused", "because")
    tallies = list(job.files.order_by("order").values_list(*names))
    outcomes = RowOutcome.objects.filter(file__job=job).exclude(
        outcome__in=("added", "updated")
    )
    told = outcomes.order_by("file__order", "number", "outcome", "because")
    rows = list(told.values_list("file__name", "number", "outcome", "because"))
    return before, everything(), tallies, rows


def test_a_try_writes_nothing_and_tells_what_the_import_then_does():
    found(WORLD)
    before, after, tallies, rows = attempt(is_dry_run=True)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    _, _, truly, true_rows = attempt(is_dry_run=False)
    assert tallies == truly
    assert rows == true_rows
