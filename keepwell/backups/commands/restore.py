import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from keepwell.backups.archive import unpack_archive
from keepwell.backups.databases import store
from keepwell.backups.databases.counting import flush, unknown_migrations
from keepwell.backups.manifest import Manifest
from keepwell.backups.models import Backup, Step
from keepwell.backups.taking import FILES, KEY, Tell, counting_bytes, scratch_folder
from keepwell.firm.models import Firm
from keepwell.firm.queries import forget_firm
from keepwell.journal.queries import Verification, verify_journal
from keepwell.kernel.command import command
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, where the old database is kept, and what the record says of itself."""

    manifest: Manifest
    kept: str
    record: Verification


def a_firm_is_here() -> bool:
    """Whether restoring would replace somebody's work; what cannot be read counts."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and not Path(str(name)).exists():
        return False
    try:
        return Firm.objects.exists()
    except DatabaseError as fault:
        words = str(fault)
        return "no such table" not in words and "does not exist" not in words
    finally:
        connection.close()


def restore_backup(
    path: Path, *, secret: bytes | None, is_overwriting: bool, at: datetime, tell: Tell
) -> Restored:
    """Put a backup where the firm is, whole or not at all.

    All of it is unpacked and checked before anything of the firm is touched. Files come first,
    beside those that are there; the database is last and changes in one step. A backup of an
    older Keepwell is brought to this version, one of a newer is refused.
    """
    refuse_unless(path.is_file(), _("There is no file “%s”.") % path)
    refuse_unless(
        is_overwriting or not a_firm_is_here(),
        _("There is a firm here already. Say --overwrite to replace it by the backup."),
    )
    with scratch_folder(_beside()) as place:
        far = counting_bytes(tell, Step.UNPACKING, path.stat().st_size)
        manifest = unpack_archive(path, place, secret=secret, far=far)
        _must_fit(manifest)
        _put_files(place / FILES, Path(settings.FILES))
        kept = store().put_in_place(
            place / store().MEMBER,
            manifest,
            lambda done, whole: tell(Step.TRYING, done, whole),
        )
        _put_key(place / KEY)
    forget_firm()
    tell(Step.READING, 0, 0)
    verification = verify_journal()
    keep_restoring_on_record(manifest, at=at)
    return Restored(manifest, kept, verification)


def _beside() -> Path:
    """Where the database can be put in place by a rename."""
    if connection.vendor == "sqlite":
        return Path(str(connection.settings_dict["NAME"])).parent
    return Path(settings.HOME)


def _must_fit(manifest: Manifest) -> None:
    named = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    facts = {
        "theirs": named.get(manifest.vendor, manifest.vendor),
        "ours": named[connection.vendor],
    }
    refuse_unless(
        manifest.vendor == connection.vendor,
        _(
            "This backup is of a database on %(theirs)s, and here is %(ours)s. Restore it on "
            "%(theirs)s, then take “keepwell export firm” from there and import it here."
        )
        % facts,
    )
    newer = unknown_migrations(manifest.counted)
    refuse_unless(
        not newer,
        _("This backup is of a newer Keepwell (%s). Install that version first.")
        % manifest.version,
    )


def _put_files(came: Path, files: Path) -> None:
    """Each file by a rename; what is there and not in the backup stays."""
    for path in sorted(came.rglob("*")):
        if path.is_file():
            place = files / path.relative_to(came)
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            flush(path)
            shutil.move(path, place)


def _put_key(came: Path) -> None:
    """The signing key of the backup, where none is given; the old one is kept beside."""
    if not came.is_file():
        return
    key = Path(settings.HOME) / KEY
    if key.is_file() and key.read_bytes() == came.read_bytes():
        return
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    with suppress(FileNotFoundError):
        key.rename(key.with_name(f"{KEY}.before-{stamp}"))
    came.replace(key)


@command
def keep_restoring_on_record(manifest: Manifest, *, at: datetime) -> None:
    """Say in the restored record that it was restored.

    What was under way then is the backup itself: its end is not in it, so its row goes.
    """
    Backup.objects.filter(ended_at=None).delete()
    record(
        "restore_backup",
        "firm",
        None,
        at=at,
        taken_at=manifest.taken_at.isoformat(),
        version=manifest.version,
        rows=manifest.counted.total,
    )
