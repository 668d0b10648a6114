"""A process that bears children to be killed: each does one thing to a database of its own.

Run as a module with the product's environment. Orders come as JSON lines, answers go back the
same way. Children are forked from here, where everything is loaded and no connection is open,
because a kill should hit the import and not the start of Python.
"""

import json
import os
import signal
import sys
import time
import traceback
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

PORTION = 15
LATER = datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC)
# Written anew by each attempt, or of the machine: nothing that was brought in.
APART = {"Entry", "Seal", "Migration", "Session", "ContentType", "Permission", "DBTaskResult"}


def found(order):
    """Migrate an empty database and found the firm a world tells of."""
    from django.core.management import call_command
    from django.utils import timezone

    from keepwell.firm.commands.found import found_firm

    call_command("migrate", verbosity=0)
    found_firm(**order["firm"], at=timezone.now())


def start(order):
    """Look at files; the id of the import."""
    from django.utils import timezone

    from keepwell.exchange.commands.start_import import start_import

    job = start_import([Path(p) for p in order["paths"]], at=timezone.now(), by=None)
    return str(job.pk)


def run(order):
    """Run what is left of an import."""
    from keepwell.exchange.commands.run_import import run_import

    return run_import(order["job"]).state


def look(order):
    """How far an import is, and what there is because of it."""
    from django.db import transaction

    from keepwell.exchange.models import Import

    with transaction.atomic():
        job = Import.objects.get(pk=order["job"])
        files = [_seen(job, file) for file in job.files.order_by("order")]
        return {"state": job.state, "files": files, **_made(job)}


def _seen(job, file):
    from keepwell.journal.models import Entry

    lines = Entry.objects.filter(verb="take_in_rows", noun_id=job.pk, facts__file=file.name)
    tallied = file.added + file.updated + file.skipped + file.refused
    told = [dict(facts) for facts in lines.values_list("facts", flat=True)]
    return {
        "name": file.name, "position": file.position, "rows": file.rows, "tallied": tallied,
        "recorded": sum(each["rows"] for each in told),
        "kept": file.outcomes.exclude(outcome="unclear").count(),
        "to_be_kept": file.skipped + file.refused,
    }  # fmt: skip


def _made(job):
    """Parties and activities, with the traces that say this import made them."""
    from keepwell.conversations.models import Activity
    from keepwell.parties.models import Party

    made = job.traces.filter(before__isnull=True, after__isnull=True)
    traced = Counter(made.exclude(noun_id="").values_list("noun", flat=True))
    return {
        "made": [Party.objects.count(), Activity.objects.count()],
        "traced": [traced["parties.Party"], traced["conversations.Activity"]],
    }


def sum_up(order):
    """All that came of an import, in words that are the same in any database."""
    from django.apps import apps

    from keepwell.exchange.queries.facts import facts_as_of
    from keepwell.journal.queries import verify_journal

    seal_all()
    facts = list(facts_as_of(LATER))
    names = {each["id"]: f"{each['nature']} {each['name']}" for each in facts}
    counts = {
        model.__name__: model._base_manager.count()
        for model in apps.get_models()
        if model.__name__ not in APART
    }
    return {
        "facts": sorted(json.dumps(_nameless(each, names), default=str) for each in facts),
        "counts": counts,
        "tallies": _tallies(order["job"]),
        "journal": len(verify_journal().tampered),
    }


def seal_all():
    """Seal the journal to its end."""
    from django.utils import timezone

    from keepwell.journal.commands import seal_journal

    while seal_journal(at=timezone.now()):
        pass


def _nameless(facts, names):
    """The facts of a party with names in the place of ids, which differ each time."""
    told = {**facts, "id": names[facts["id"]]}
    for of in ("members", "member_of", "suggested_duplicates"):
        told[of] = sorted(names[each] for each in facts[of])
    for of in ("names", "emails", "phones", "domains"):
        told[of] = sorted(facts[of])
    return told


def _tallies(job):
    from keepwell.exchange.models import ImportFile

    names = ("name", "rows", "added", "updated", "skipped", "unclear", "refused", "because")
    return [
        list(row)
        for row in ImportFile.objects.filter(job=job).order_by("order").values_list(*names)
    ]


def begun(order):
    """The ids of imports that took in some rows already."""
    from keepwell.exchange.models import Import

    some = Import.objects.filter(files__position__gt=0).distinct()
    return [str(pk) for pk in some.values_list("pk", flat=True)]


ORDERS = {f.__name__: f for f in (found, start, run, look, sum_up, begun)}


def _child(order, answer):
    try:
        told = ORDERS[order["do"]](order)
        answer.write_text(json.dumps(told))
    except BaseException:
        answer.write_text(json.dumps({"broke": traceback.format_exc()}))
        os._exit(1)
    os._exit(0)


def _wait(pid, seconds):
    """Wait for a child; kill it after so many seconds. Whether it was killed."""
    end = None if seconds is None else time.monotonic() + seconds
    while True:
        done, status = os.waitpid(pid, 0 if end is None else os.WNOHANG)
        if done:
            return os.WIFSIGNALED(status)
        if end is not None and time.monotonic() >= end:
            os.kill(pid, signal.SIGKILL)  # our own child, not yet waited for: it is still it
            end = None
        time.sleep(0.001)


def main():
    """Answer orders until there are none."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "keepwell.config.settings"
    import django

    django.setup()
    from keepwell.exchange.commands import opened, run_import  # noqa: F401 - loaded before forking
    from keepwell.exchange.queries import facts  # noqa: F401

    opened.CHUNK, opened.CHUNKS = PORTION, dict.fromkeys(opened.CHUNKS, PORTION)
    answer = Path(os.environ["KEEPWELL_HOME"]) / "answer.json"
    for line in sys.stdin:
        order = json.loads(line)
        answer.unlink(missing_ok=True)
        pid = os.fork()
        if pid == 0:
            _child(order, answer)
        killed = _wait(pid, order.get("kill_after"))
        told = None if killed else json.loads(answer.read_text())
        sys.stdout.write(json.dumps({"killed": killed, "answer": told}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
