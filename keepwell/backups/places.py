"""Where backups lie, which key seals them, and the page of Settings they add."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from keepwell.backups.sealed import SHORTEST_KEY
from keepwell.firm.places import Place
from keepwell.firm.rules import Act
from keepwell.kernel.refusal import Refused, refuse_unless

LONGEST_KEY_FILE = 65_536

PLACES = (
    Place(
        "backups:backups",
        _("Backups"),
        _("The whole firm in one file, every night, proven by restoring it"),
        Act.KEEP_BACKUPS,
    ),
)


def backups_folder(beneath: str = "") -> Path:
    """Where backups lie, or a folder in there; refused when it would lead out of it."""
    base = Path(settings.BACKUPS)
    refuse_unless(
        "\0" not in beneath and (base / beneath).resolve().is_relative_to(base.resolve()),
        _now("Choose a folder inside the folder of backups, such as “nightly”."),
        field="folder",
    )
    return base / beneath


def secret_for_backups(key_file: Path | None = None) -> bytes | None:
    """The key that seals backups: the file's text, else KEEPWELL_BACKUP_KEY, else none."""
    if key_file is None:
        return settings.BACKUP_KEY.encode() or None
    try:
        with key_file.open("rb") as file:
            secret = file.read(LONGEST_KEY_FILE).strip()
    except OSError as fault:
        raise Refused(
            _now("The key file “%(path)s” cannot be read: %(reason)s.")
            % {"path": key_file, "reason": fault.strerror}
        ) from fault
    refuse_unless(
        len(secret) >= SHORTEST_KEY,
        _now("The key is too short. Give at least %s characters.") % SHORTEST_KEY,
    )
    return secret
