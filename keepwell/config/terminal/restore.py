"""`keepwell restore FILE`"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from keepwell.config.command_line import PARTLY, enter_the_house

if TYPE_CHECKING:
    from keepwell.backups.commands.restore import Restored


def offer(parser: argparse.ArgumentParser) -> None:
    """Which backup, by which key, and whether it may replace a firm."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--key-file", type=Path, metavar="F", help="the key; else KEEPWELL_BACKUP_KEY"
    )
    parser.add_argument(
        "--overwrite", action="store_true", help="replace the firm that is here"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask again")


def answer(given: argparse.Namespace) -> int:
    """0 when it is back and its record whole, 3 when that was tampered with, 1 when refused."""
    enter_the_house()
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from keepwell.backups.commands.restore import restore_backup
    from keepwell.backups.models import Step
    from keepwell.backups.places import secret_for_backups
    from keepwell.config.terminal.bar import bar
    from keepwell.kernel.refusal import Refused

    secret = secret_for_backups(given.key_file)
    if given.overwrite and not given.yes and not _agreed():
        raise Refused(_("Nothing was restored."))
    with bar() as shown:
        back = restore_backup(
            given.file.absolute(),
            secret=secret,
            is_overwriting=given.overwrite,
            at=timezone.now(),
            tell=lambda step, done, whole: shown.show(str(Step(step).label), done, whole),
        )
    return _report(back)


def _agreed() -> bool:
    """Ask at a terminal; a script that said --overwrite has agreed."""
    from django.utils.translation import gettext as _

    if not sys.stdin.isatty():
        return True
    sys.stderr.write(_("The firm that is here will be replaced. Go on? [y/N] "))
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes", "j", "ja"}


def _report(back: "Restored") -> int:
    from django.utils.translation import gettext as _

    from keepwell.config.terminal.plainly import complain, say

    manifest, record = back.manifest, back.record
    facts = {
        "firm": manifest.firm or "?",
        "day": f"{manifest.taken_at:%Y-%m-%d %H:%M %Z}",
        "rows": manifest.counted.total,
    }
    say(_("%(firm)s is back as of %(day)s: %(rows)s rows.") % facts)
    if back.kept:
        say(_("The database that was here is kept as %s.") % back.kept)
    if record.tampered:
        complain(_("Its record was tampered with: run “keepwell journal verify”."))
        return PARTLY
    facts = {"lines": record.lines + record.unsealed, "seals": record.seals}
    say(_("Its record is whole: %(lines)s lines, %(seals)s seals.") % facts)
    return 0
