"""Whatever was there and whatever comes in: an import undone leaves every table as it was."""

import csv
import io
import random
import re

import pytest
from django.utils import timezone

from keepwell.exchange.commands.run_import import run_import
from keepwell.exchange.commands.start_import import start_import
from keepwell.exchange.models import ImportState
from keepwell.exchange.tests.shared_folders import SHARED, needs_shared, truth_of
from keepwell.exchange.tests.test_undo_import import everything, undo
from keepwell.firm.models import Firm
from keepwell.parties.commands.derived import rederive_parties
from keepwell.parties.models import Party

pytestmark = [
    needs_shared,
    pytest.mark.worlds,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
# Columns whose words may differ between an earlier and a later file.
FACTS = ("industry", "phone", "title", "owner", "role", "stage", "email")


def part_of(world, place, chance):
    """A folder with some of what a world holds, here and there told otherwise."""
    for file in sorted(world.iterdir()):
        text = file.read_text(encoding="utf-8", errors="surrogateescape")
        if file.suffix == ".csv":
            text = _some_rows(text, chance)
        elif file.suffix == ".mbox":
            mails = re.split(r"(?m)^(?=From )", text)
            text = "".join(mail for mail in mails if chance.random() < 0.5)
        elif file.suffix == ".vcf":
            cards = text.split("BEGIN:VCARD")
            text = "".join(f"BEGIN:VCARD{c}" for c in cards[1:] if chance.random() < 0.5)
        elif chance.random() < 0.5:
            continue
        if text and file.name != "truth.json":
            (place / file.name).write_text(text, encoding="utf-8", errors="surrogateescape")
    return place


def _some_rows(text, chance):
    separator = max(",;\t", key=text.partition("\n")[0].count)
    header, *rows = csv.reader(io.StringIO(text), delimiter=separator)
    kept = io.StringIO()
    writer = csv.writer(kept, delimiter=separator)
    writer.writerow(header)
    for row in rows:
        if chance.random() < 0.5:
            writer.writerow(
                "" if _may_differ(name) and chance.random() < 0.3 else cell
                for name, cell in zip(header, row, strict=False)
            )
    return kept.getvalue()


def _may_differ(name):
    return any(word in name.lower() for word in FACTS)


def bring_folder(folder, by):
    job = start_import([folder], at=timezone.now(), by=by)
    run_import(job.pk)
    job.refresh_from_db()
    assert job.state == ImportState.DONE
    return job


def be_the_firm_of(world):
    told = truth_of(world)["world"]
    Firm.objects.update(
        time_zone=told["time_zone"], domains=[told["domain"]],
        free_mail_domains=told["free_mail_domains"],
    )  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_world_on_top_of_a_part_of_it_undone_leaves_the_part(tmp_path, petra, seed):
    world = SHARED / "worlds" / "hubspot_clean_tiny"
    be_the_firm_of(world)
    bring_folder(part_of(world, tmp_path, random.Random(seed)), petra)
    # Search words are put together row by row as files come in, and in one go ever after.
    rederive_parties(Party.objects.values_list("pk", flat=True))
    before = everything()
    job = undo(bring_folder(world, petra), petra)
    after = everything()
    for table, rows in before.items():
        assert (table, after[table]) == (table, rows)
    assert job.kept_on_undo == []
