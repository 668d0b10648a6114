"""`keepwell backup [PATH]`"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from keepwell.config.command_line import FAILED, PARTLY, enter_the_house

if TYPE_CHECKING:
    from keepwell.backups.models import Backup


def offer(parser: argparse.ArgumentParser) -> None:
    """Where to, by which key, and whether it is proven."""
    parser.add_argument("path", nargs="?", type=Path, metavar="PATH", help="a file or a folder")
    parser.add_argument(
        "--key-file", type=Path, metavar="F", help="encrypt with the text of this file"
    )
    parser.add_argument(
        "--no-verify", action="store_true", help="do not restore it for trial afterwards"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document")


def answer(given: argparse.Namespace) -> int:
    """0 when written and proven, 3 when written but not proven, 1 when there is no backup."""
    enter_the_house()
    from django.utils import timezone

    from keepwell.backups.commands.take import take_new_backup
    from keepwell.backups.models import Step
    from keepwell.backups.places import secret_for_backups
    from keepwell.config.terminal.bar import bar
    from keepwell.config.terminal.said import the_firm

    the_firm()
    secret, now = secret_for_backups(given.key_file), timezone.now()
    with bar() as shown:
        taken = take_new_backup(
            to=given.path.absolute() if given.path else None,
            secret=secret,
            is_verified=not given.no_verify,
            at=now,
            tell=lambda step, done, whole: shown.show(str(Step(step).label), done, whole),
        )
    return _report(taken, as_json=given.json)


def _report(taken: "Backup", *, as_json: bool) -> int:
    from keepwell.config.terminal.plainly import complain, say
    from keepwell.config.terminal.said import write_json

    if as_json:
        write_json(_facts(taken))
    elif taken.written_at:
        say(_sentence(taken))
    if taken.because:
        complain(taken.because)
    if not taken.written_at:
        return FAILED
    return PARTLY if taken.because else 0


def _facts(taken: "Backup") -> dict[str, object]:
    return {
        "path": taken.path,
        "size": taken.size,
        "rows": taken.rows,
        "encrypted": taken.is_encrypted,
        "written": taken.written_at is not None,
        "verified": taken.verified_at is not None,
        "because": taken.because,
    }


def _sentence(taken: "Backup") -> str:
    from django.template.defaultfilters import filesizeformat
    from django.utils.translation import gettext as _

    facts = {"path": taken.path, "size": filesizeformat(taken.size), "rows": taken.rows}
    said = [_("%(path)s: %(size)s, %(rows)s rows.") % facts]
    if taken.verified_at and not taken.because:
        said.append(_("Restored for trial: every row came back, and the record is whole."))
    elif not taken.verified_at:
        said.append(_("Not restored for trial."))
    if not taken.is_encrypted:
        said.append(_("Not encrypted: no key is set."))
    return " ".join(said)
