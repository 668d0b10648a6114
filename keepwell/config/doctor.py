"""What `keepwell doctor` looks at, each with what to do when it is not well."""

import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.mail import get_connection
from django.db import Error, connection
from django.db.backends.utils import CursorWrapper
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepwell import __version__
from keepwell.backups.databases import store
from keepwell.backups.databases.postgresql import program
from keepwell.backups.queries import (
    backups_worry,
    last_failed_backup,
    last_good_backup,
    the_plan,
)
from keepwell.config.assets import STAMP
from keepwell.config.queries import (
    jobs_given_up_since,
    jobs_left_waiting,
    migrations_behind,
    turns_ahead,
)
from keepwell.conversations.queries.words import unfindable
from keepwell.files.queries.store import differences
from keepwell.firm.queries import firm_or_none, managers_able_to_sign_in
from keepwell.journal.queries import oldest_unsealed, verify_journal
from keepwell.kernel.refusal import Refused
from keepwell.parties.queries.search import unfindable_parties

NEWEST_SEALS: Final = 50
PATIENCE = timedelta(minutes=15)
LEAST_FREE, TIGHT = 256 * 2**20, 2 * 2**30
LOCAL = {"localhost", "127.0.0.1", "[::1]"}


class State(StrEnum):
    """How one thing is."""

    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: how it is, and what to do about it."""

    name: str
    state: State
    says: str
    do: str = ""


Look = Callable[[datetime], Iterator[Finding]]


def examine(now: datetime) -> Iterator[Finding]:
    """Look at everything in turn; what cannot be looked at is broken itself."""
    for name, look in LOOKS.items():
        try:
            yield from look(now)
        except (Error, OSError, Refused) as fault:
            yield Finding(name, State.BROKEN, _first_line(fault), _("See what it says."))
            if name == "database":
                return


def _first_line(fault: Exception) -> str:
    said = fault.because if isinstance(fault, Refused) else str(fault)
    return (said.strip().splitlines() or [type(fault).__name__])[0]


def _settings(now: datetime) -> Iterator[Finding]:
    yield Finding(
        "version", State.OK, f"Keepwell {__version__}, Python {sys.version.split()[0]}"
    )
    if settings.DEBUG:
        do = _("Unset KEEPWELL_DEBUG.")
        yield Finding(
            "settings", State.BROKEN, _("KEEPWELL_DEBUG shows code to everybody."), do
        )
    elif set(settings.ALLOWED_HOSTS) - LOCAL and not settings.HTTPS:
        says = _("People come from elsewhere, and KEEPWELL_HTTPS is off.")
        do = _("Put a proxy with HTTPS in front and set KEEPWELL_HTTPS=yes.")
        yield Finding("settings", State.WARNING, says, do)
    elif set(settings.ALLOWED_HOSTS) - LOCAL and not settings.SITE_URL:
        do = _("Set KEEPWELL_URL to the address people use.")
        yield Finding("settings", State.WARNING, _("Links in mails have no address."), do)
    else:
        yield Finding("settings", State.OK, _("The settings go together."))


def _database(now: datetime) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            yield from _postgresql(cursor)
        else:
            yield from _sqlite(cursor)
    behind, _applied = migrations_behind()
    if behind:
        says = ngettext(
            "%s migration is still to be done.", "%s migrations are still to be done.", behind
        )
        yield Finding("migrations", State.BROKEN, says % behind, _("Run “keepwell migrate”."))
        return
    yield Finding("migrations", State.OK, _("The tables are of this version."))


def _sqlite(cursor: CursorWrapper) -> Iterator[Finding]:
    cursor.execute("PRAGMA journal_mode")
    mode = cursor.fetchone()[0]
    size = filesizeformat(store().size())
    says = f"SQLite {sqlite3.sqlite_version}, {size}, journal_mode {mode}"
    if mode == "wal":
        yield Finding("database", State.OK, says)
    else:
        do = _("Put the database on a local disk: its log does not work on network disks.")
        yield Finding("database", State.WARNING, says, do)


def _postgresql(cursor: CursorWrapper) -> Iterator[Finding]:
    cursor.execute("SHOW server_version")
    version = cursor.fetchone()[0].split()[0]
    says = f"PostgreSQL {version}, {filesizeformat(store().size())}"
    cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
    if cursor.fetchone():
        yield Finding("database", State.OK, says)
    else:
        do = _("Run CREATE EXTENSION pg_trgm in this database.")
        yield Finding("database", State.BROKEN, _("%s, without pg_trgm") % says, do)
    for name in ("pg_dump", "pg_restore", "psql"):
        program(name)


def _firm(now: datetime) -> Iterator[Finding]:
    firm = firm_or_none()
    if firm is None:
        do = _("Open the first page, or run “keepwell init --empty”.")
        yield Finding("firm", State.WARNING, _("There is no firm here yet."), do)
    elif not managers_able_to_sign_in():
        do = _("Run “keepwell teammate add EMAIL --name NAME --role administrator”.")
        says = _("No administrator or partner can sign in.")
        yield Finding("firm", State.BROKEN, says, do)
    else:
        yield Finding("firm", State.OK, firm.name)


def _disk(now: datetime) -> Iterator[Finding]:
    for name, place in (("disk", Path(settings.HOME)), ("disk of backups", settings.BACKUPS)):
        if not place.exists():
            continue
        free = shutil.disk_usage(place).free
        says = _("%(free)s free at %(place)s") % {"free": filesizeformat(free), "place": place}
        do = _("Make room: Keepwell stops writing when the disk is full.")
        state = (
            State.BROKEN if free < LEAST_FREE else State.WARNING if free < TIGHT else State.OK
        )
        yield Finding(name, state, says, "" if state == State.OK else do)


def _permissions(now: datetime) -> Iterator[Finding]:
    home = Path(settings.HOME)
    open_ones = [place for place in (home, home / "secret_key") if _others_may(place)]
    if not open_ones:
        yield Finding("permissions", State.OK, _("Only its owner can open the home folder."))
        return
    for place in open_ones:
        do = f"chmod go-rwx {place}"
        says = _("Others on this machine can open %s.") % place
        state = State.BROKEN if place.name == "secret_key" else State.WARNING
        yield Finding("permissions", state, says, do)


def _others_may(place: Path) -> bool:
    return place.exists() and bool(stat.S_IMODE(place.stat().st_mode) & 0o077)


def _journal(now: datetime) -> Iterator[Finding]:
    found = verify_journal(newest=NEWEST_SEALS)
    if found.tampered:
        says = _("The record was tampered with: %s") % found.tampered[0].because
        do = _("Run “keepwell journal verify”, and restore a backup if need be.")
        yield Finding("journal", State.BROKEN, says, do)
        return
    oldest = oldest_unsealed()
    if oldest is not None and now - oldest > PATIENCE:
        says = _("Lines wait for their seal since %s.") % _moment(oldest)
        yield Finding("journal", State.WARNING, says, _start_a_worker())
        return
    says = ngettext("The newest seal is whole.", "The newest %s seals are whole.", found.seals)
    yield Finding("journal", State.OK, says % found.seals if "%s" in says else says)


def _start_a_worker() -> str:
    if settings.EMBEDDED:
        return _("Start “keepwell run”, which does the jobs too.")
    return _("Start “keepwell worker”.")


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M %Z}"


def _jobs(now: datetime) -> Iterator[Finding]:
    waiting = jobs_left_waiting(before=now - PATIENCE, at=now)
    given_up = jobs_given_up_since(now - timedelta(days=7))
    if waiting:
        says = ngettext("%s job waits for a worker.", "%s jobs wait for a worker.", waiting)
        yield Finding("jobs", State.WARNING, says % waiting, _start_a_worker())
    if given_up:
        says = _("Given up this week: %s") % ", ".join(sorted(given_up)[:5])
        do = _("Look at the log of that time.")
        yield Finding("jobs", State.WARNING, says, do)
    if not waiting and not given_up:
        yield Finding("jobs", State.OK, _("No job is stuck."))


def _schedule(now: datetime) -> Iterator[Finding]:
    ahead = turns_ahead()
    late = [job for job, at in ahead.items() if now - at > PATIENCE]
    if not ahead:
        says = _("The schedule never ran here.")
        yield Finding("schedule", State.WARNING, says, _start_a_worker())
    elif len(late) == len(ahead):
        says = _("The schedule stands still since %s.") % _moment(min(ahead.values()))
        yield Finding("schedule", State.WARNING, says, _start_a_worker())
    else:
        yield Finding("schedule", State.OK, _("The schedule runs."))


def _search(now: datetime) -> Iterator[Finding]:
    lacking = unfindable() + unfindable_parties()
    if not lacking:
        yield Finding("search", State.OK, _("Search knows all there is."))
        return
    says = ngettext(
        "Search and the records differ in %s place.",
        "Search and the records differ in %s places.",
        lacking,
    )
    do = _("Run “keepwell doctor --mend-search”.")
    yield Finding("search", State.WARNING, says % lacking, do)


def _files(now: datetime) -> Iterator[Finding]:
    found = differences()
    if found.missing:
        says = ngettext(
            "%s file is named and not in its place, or not whole.",
            "%s files are named and not in their place, or not whole.",
            len(found.missing),
        )
        do = _("Restore the newest backup elsewhere and copy files/kept/%s… from there.")
        yield Finding(
            "files", State.BROKEN, says % len(found.missing), do % found.missing[0][:9]
        )
        return
    says = _("Every file is in its place.")
    if found.orphaned:
        says += " " + _("%(size)s belong to nothing any more and go within days.") % {
            "size": filesizeformat(found.orphaned_size)
        }
    yield Finding("files", State.OK, says)


def _backups(now: datetime) -> Iterator[Finding]:
    good, failed = last_good_backup(), last_failed_backup()
    last = _("The last good one is of %s.") % _moment(good.begun_at) if good else ""
    page = _("Turn them on in Settings, Backups.")
    if the_plan().on_since is None:
        says = last or _("There is none, and none is planned.")
        yield Finding("backups", State.WARNING, says, page)
    elif backups_worry(now).value:
        says = failed.because if failed else _("No planned backup went well for 36 hours.")
        yield Finding("backups", State.BROKEN, says, _start_a_worker())
    elif failed:
        yield Finding("backups", State.WARNING, failed.because, _("It is tried again."))
    else:
        yield Finding("backups", State.OK, last or _("The first is still to come."))
    if not settings.BACKUP_KEY:
        do = _("Set KEEPWELL_BACKUP_KEY, and keep the key elsewhere.")
        yield Finding("backup key", State.WARNING, _("Backups are not encrypted."), do)


def _mail(now: datetime) -> Iterator[Finding]:
    if settings.SMTP is None:
        says = _("No mail is sent: invitations are links to hand over.")
        yield Finding("mail", State.WARNING, says, _("Set KEEPWELL_SMTP_URL."))
        return
    server = get_connection(timeout=5)
    server.open()
    server.close()
    yield Finding("mail", State.OK, _("%s takes our mail.") % settings.SMTP.host)


def _assets(now: datetime) -> Iterator[Finding]:
    if (Path(settings.STATIC_ROOT) / STAMP).is_file():
        yield Finding("assets", State.OK, _("Styles and scripts are gathered."))
    else:
        do = _("Start “keepwell run”, which gathers them.")
        yield Finding(
            "assets", State.WARNING, _("Styles and scripts are not gathered yet."), do
        )


LOOKS: Final[dict[str, Look]] = {
    "settings": _settings,
    "disk": _disk,
    "permissions": _permissions,
    "assets": _assets,
    "mail": _mail,
    "database": _database,
    "firm": _firm,
    "journal": _journal,
    "search": _search,
    "files": _files,
    "jobs": _jobs,
    "schedule": _schedule,
    "backups": _backups,
}
