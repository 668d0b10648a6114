"""The state of the database before Keepwell starts on it."""

from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import Error, connection
from django.utils.translation import gettext as _

from keepwell.config.queries import migrations_behind
from keepwell.kernel.refusal import Refused
from keepwell.kernel.sqlite.copies import forget_left_copies


def reach_database() -> None:
    """Refuse with a sentence when the database does not answer."""
    try:
        connection.ensure_connection()
    except Error as fault:
        reason = str(fault).strip().splitlines()[0]
        raise Refused(
            _("The database does not answer: %(reason)s. Look at DATABASE_URL.")
            % {"reason": reason}
        ) from fault


def migrate_database() -> int:
    """Bring the tables up to this version; how many migrations it took."""
    behind, _applied = migrations_behind()
    if behind:
        call_command("migrate", interactive=False, verbosity=0, stdout=StringIO())
    return behind


def make_database_ready() -> None:
    """On the embedded database migrate by ourselves; elsewhere refuse and say how.

    A shared database may serve other copies of Keepwell that still run, so there someone
    must choose the moment.
    """
    reach_database()
    if settings.EMBEDDED:
        forget_left_copies(Path(str(connection.settings_dict["NAME"])))
        migrate_database()
        return
    behind, _applied = migrations_behind()
    if behind:
        raise Refused(
            _("The database is %(behind)s migrations behind. Run “keepwell migrate” first.")
            % {"behind": behind}
        )
