"""`keepwell import PATH…` and `keepwell import --resume`"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keepwell.config.command_line import FAILED, PARTLY, enter_the_house

if TYPE_CHECKING:
    from keepwell.exchange.models import Import, ImportFile


def offer(parser: argparse.ArgumentParser) -> None:
    """Which files, and whether anything is written; or to go on with what was broken off."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders")
    parser.add_argument(
        "--resume", action="store_true", help="go on with imports that were broken off"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="write nothing; say what would be"
    )
    parser.add_argument(
        "--match-by",
        metavar="KEYS",
        help="what parties are known again by: id,email,phone,name",
    )
    parser.add_argument(
        "--owners", choices=("ask", "take-in"), default="ask",
        help="owners that no list of teammates tells of: only named, or taken in",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="the summary as one JSON document")
    parser.set_defaults(misunderstood=parser.error)


def answer(given: argparse.Namespace) -> int:
    """0 when every file was read to its end, 3 when some could not be, 1 when nothing could."""
    if given.resume and (given.paths or given.dry_run or given.match_by is not None):
        given.misunderstood("--resume goes on with what was broken off; leave the rest out")
    if not given.resume and not given.paths:
        given.misunderstood("say which files to import, or --resume")
    enter_the_house()
    from django.utils.translation import gettext as _

    from keepwell.config.terminal.bring_in_firm import bring_in_firm
    from keepwell.config.terminal.said import the_firm
    from keepwell.exchange.whole.reading import is_a_firm
    from keepwell.kernel.refusal import Refused

    the_firm()
    if given.resume:
        return _resume(owners=given.owners, as_json=given.json)
    for path in given.paths:
        if not path.exists():
            raise Refused(_("There is no file “%s”.") % path)
    if len(given.paths) == 1 and is_a_firm(given.paths[0]):
        return bring_in_firm(given.paths[0], is_dry_run=given.dry_run, as_json=given.json)
    job = _started(given.paths, is_dry_run=given.dry_run, match_by=_keys(given.match_by))
    return _report([_run(job, owners=given.owners)], as_json=given.json)


def _resume(*, owners: str, as_json: bool) -> int:
    from django.utils.translation import gettext as _

    from keepwell.config.terminal.plainly import complain
    from keepwell.exchange.queries.imports import broken_off_at_a_terminal

    jobs = broken_off_at_a_terminal()
    if not jobs:
        complain(_("No import was broken off; there is nothing to go on with."))
    return _report([_run(job, owners=owners) for job in jobs], as_json=as_json)


def _keys(given: str | None) -> list[str] | None:
    if given is None:
        return None
    return [word.strip() for word in given.split(",") if word.strip()]


def _started(paths: list[Path], *, is_dry_run: bool, match_by: list[str] | None) -> "Import":
    from django.utils import timezone

    from keepwell.exchange.commands.start_import import start_import

    whole = [path.absolute() for path in paths]
    return start_import(
        whole, is_dry_run=is_dry_run, known_by=match_by, at=timezone.now(), by=None
    )


def _run(job: "Import", *, owners: str) -> "Import":
    from django.utils.translation import override

    from keepwell.exchange.commands.run_import import run_import
    from keepwell.exchange.models import ImportState

    with override("en"):  # what it keeps is put into the language of who reads it
        run_import(job.pk)
    job.refresh_from_db()
    if owners == "take-in" and job.state == ImportState.DONE and not job.is_dry_run:
        _settle_owners(job)
    return job


def _settle_owners(job: "Import") -> None:
    from django.utils import timezone

    from keepwell.exchange.commands.settle_owners import take_in_owners

    take_in_owners(job, at=timezone.now(), by=None)


def _report(jobs: Sequence["Import"], *, as_json: bool) -> int:
    from keepwell.config.terminal.said import write_json

    said = [
        {
            "id": job.pk,
            "dry_run": job.is_dry_run,
            "files": [_facts(f) for f in _files(job)],
            "owners_named": _owners_named(job),
        }
        for job in jobs
    ]
    if as_json:
        for document in said:
            write_json(document)
    codes = [_say(job, as_json=as_json) for job in jobs]
    return FAILED if FAILED in codes else max(codes, default=0)


def _files(job: "Import") -> list["ImportFile"]:
    return list(job.files.order_by("order"))


def _owners_named(job: "Import") -> list[dict[str, Any]]:
    """Owners that no list of teammates tells of; the teammate they are, once that is said."""
    named = job.named_owners.select_related("teammate").order_by("-rows", "name")
    return [
        {
            "name": each.name,
            "rows": each.rows,
            "teammate": each.teammate.email if each.teammate else None,
        }
        for each in named
    ]


def _say(job: "Import", *, as_json: bool) -> int:
    from django.utils.translation import gettext as _

    from keepwell.config.terminal.plainly import complain, say
    from keepwell.exchange.models import ImportState
    from keepwell.kernel.words import told

    files = _files(job)
    for file in files:
        if not as_json:
            say(_sentence(file))
    if job.state != ImportState.DONE:
        complain(told(job.because) or _("The import stopped before its end."))
        return FAILED
    for owner in () if as_json else _owners_named(job):
        known = _("Owner %(name)s (%(rows)s rows) is %(teammate)s now.")
        unknown = _("Owner %(name)s (%(rows)s rows) is in no list of teammates.")
        say((known if owner["teammate"] else unknown) % owner)
    for file in files:
        if file.because:
            complain(f"{file.name}: {told(file.because)}")
    return PARTLY if any(file.because for file in files) else 0


def _facts(file: "ImportFile") -> dict[str, Any]:
    """What programs read: in English, whoever asks."""
    from keepwell.kernel.words import told_in_english

    return {
        "name": _name_in_folder(file),
        "rows": file.rows,
        "added": file.added,
        "updated": file.updated,
        "skipped": file.skipped,
        "unclear": file.unclear,
        "refused": file.refused,
        "duration": round(file.seconds, 3),
        "because": told_in_english(file.because),
    }


def _name_in_folder(file: "ImportFile") -> str:
    """The file's name within the folder that was given."""
    given = Path(file.path)
    return file.name.removeprefix(f"{given.name}/") if given.is_dir() else file.name


def _sentence(file: "ImportFile") -> str:
    from django.utils.translation import gettext as _

    names = ("rows", "added", "updated", "skipped", "unclear", "refused")
    counts = {name: getattr(file, name) for name in names}
    return _(
        "%(name)s: %(rows)s rows, %(added)s added, %(updated)s updated, %(skipped)s skipped, "
        "%(unclear)s unclear, %(refused)s refused, %(seconds)s s"
    ) % {"name": _name_in_folder(file), "seconds": f"{file.seconds:.1f}", **counts}
