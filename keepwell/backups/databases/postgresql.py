"""PostgreSQL: taken by pg_dump from one snapshot, put in place in one transaction."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.db import Error, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from keepwell.backups.archive import damaged
from keepwell.backups.databases.counting import (
    Count,
    bring_forward,
    counted,
    opened,
)
from keepwell.backups.manifest import Counted, Manifest
from keepwell.kernel.refusal import Refused

MEMBER = "database.pgdump"
LOOK_SECONDS = 1.0
# What stands in the schema goes, but for what extensions made; then the backup comes.
EMPTY_SCHEMA = """
SET lock_timeout = '30s';
SET client_min_messages = warning;
DO $$
DECLARE one record;
BEGIN
  FOR one IN SELECT c.oid::regclass AS name, c.relkind AS kind FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r','p','v','m','S')
      AND NOT EXISTS (
        SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('e','a','i'))
  LOOP
    EXECUTE format('DROP %s IF EXISTS %s CASCADE', CASE one.kind WHEN 'v' THEN 'VIEW'
      WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, one.name);
  END LOOP;
  FOR one IN SELECT p.oid::regprocedure AS name FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', one.name);
  END LOOP;
END $$;
"""


class CannotTryOut(Refused):
    """There is no place to restore a backup for trial."""


def size() -> int:
    """The bytes of the database on the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def program(name: str) -> str:
    """Where one of PostgreSQL's programs is, the newest; refused when it is missing."""
    beside = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
        key=lambda path: int(path.parts[-3]) if path.parts[-3].isdigit() else 0,
    )
    found = str(beside[-1]) if beside else shutil.which(name)
    if not found:
        raise Refused(
            _(
                "%(program)s is not installed here. Install PostgreSQL’s client programs "
                "(on Debian: apt install postgresql-client)."
            )
            % {"program": name}
        )
    return found


def take(into: Path, count: Count) -> Counted:
    """Dump it as it stands at one moment; counts and dump look at the same snapshot."""
    dump = program("pg_dump")
    with _beside() as own, own.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        taken = counted(own, count)
        words = ["--format=custom", "--compress=0", "--no-owner", "--no-privileges"]
        words += ["--no-comments", f"--snapshot={snapshot}", f"--file={into}"]
        into.touch(0o600)
        _run([dump, *words], lambda: count(into.stat().st_size, size()))
        cursor.execute("ROLLBACK")
    return taken


@contextmanager
def _beside() -> Iterator[BaseDatabaseWrapper]:
    """A connection of our own, so that what the caller does is not part of it."""
    own = connections.create_connection("default")
    try:
        yield own
    finally:
        own.close()


def _run(words: list[str], look: Any, name: str = "") -> None:
    told = subprocess.Popen(
        words, env=_environment(name), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        while True:
            try:
                _out, said = told.communicate(timeout=LOOK_SECONDS)
                break
            except subprocess.TimeoutExpired:
                look()
    finally:
        told.kill()
    if told.returncode:
        raise Refused(_said_by(words[0], said))


def _said_by(program: str, said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines() or ["?"]
    because = _("%(program)s could not finish: %(reason)s")
    return because % {"program": Path(program).name, "reason": lines[0][:400]}


def _environment(name: str = "") -> dict[str, str]:
    """Where its programs find the database; no password stands in a list of processes."""
    told = connection.settings_dict
    options = {k: v for k, v in told["OPTIONS"].items() if k != "pool"}
    named = {
        "PGDATABASE": name or told["NAME"],
        "PGUSER": told["USER"],
        "PGPASSWORD": told["PASSWORD"],
        "PGHOST": told["HOST"],
        "PGPORT": told["PORT"],
        **{f"PG{k.replace('_', '').upper()}": v for k, v in options.items()},
    }
    return {**os.environ, **{k: str(v) for k, v in named.items() if v}}


@contextmanager
def try_out(taken: Path) -> Iterator[str]:
    """Restore it into a scratch database, that is dropped afterwards."""
    name = f"keepwell_scratch_{secrets.token_hex(6)}"
    with _beside() as own:
        try:
            with own.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        except Error as fault:
            raise CannotTryOut(
                _(
                    "It could not be tried out: the role of DATABASE_URL may not make a "
                    "scratch database. Let it: ALTER ROLE … CREATEDB."
                )
            ) from fault
        try:
            restore = [program("pg_restore"), "--no-owner", "--no-privileges", "--no-comments"]
            _run(
                [*restore, "--exit-on-error", f"--dbname={name}", str(taken)],
                lambda: None,
                name,
            )
            with opened(_scratch(name)) as alias:
                yield alias
        finally:
            with own.cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _scratch(name: str) -> dict[str, Any]:
    options = {k: v for k, v in connection.settings_dict["OPTIONS"].items() if k != "pool"}
    return {**connection.settings_dict, "NAME": name, "OPTIONS": options, "CONN_MAX_AGE": 0}


def put_in_place(taken: Path, manifest: Manifest, count: Count) -> str:
    """Empty the schema, restore into it and count again, in one transaction; then migrate.

    The end of the transaction is only said once everything came: whatever breaks off before,
    leaves the old database as it was.
    """
    restore = [program("pg_restore"), "--no-owner", "--no-privileges", "--no-comments"]
    enter = [program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
    connections.close_all()
    with subprocess.Popen(
        enter,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as psql:
        assert psql.stdin is not None
        assert psql.stderr is not None
        try:
            _dictate(psql.stdin, [*restore, "--file=-", str(taken)], manifest, count)
            psql.stdin.close()
        except BrokenPipeError:  # it ended early; its own words say why
            with suppress(BrokenPipeError):
                psql.stdin.close()
        except BaseException:
            psql.kill()
            raise
        said = psql.stderr.read()
    if psql.returncode:
        raise Refused(_said_by(enter[0], said))
    bring_forward("default")
    return ""


def _dictate(stdin: IO[bytes], restore: list[str], manifest: Manifest, count: Count) -> None:
    stdin.write(f"BEGIN;\n{EMPTY_SCHEMA}".encode())
    done, whole = 0, max(1, sum(m.size for m in manifest.members if m.name == MEMBER))
    with subprocess.Popen(
        restore, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()
    ) as script:
        assert script.stdout is not None
        assert script.stderr is not None
        while piece := script.stdout.read(2**18):
            stdin.write(piece)
            done += len(piece)
            count(min(done, whole), whole)
        said = script.stderr.read()
    if script.returncode:
        raise Refused(_said_by(restore[0], said))
    stdin.write(b"RESET search_path;\n")
    for table, rows in manifest.counted.rows.items():
        stdin.write(_check(table, rows).encode())
    stdin.write(b"COMMIT;\n")


def _check(table: str, rows: int) -> str:
    if not table.isidentifier():
        raise damaged()
    return (
        f'DO $$ BEGIN IF (SELECT count(*) FROM "{table}") <> {int(rows)} '
        f"THEN RAISE EXCEPTION 'rows are missing in {table}'; END IF; END $$;\n"
    )
