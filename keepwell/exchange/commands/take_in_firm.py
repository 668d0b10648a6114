"""Taking a whole firm in again, and saying so when one was written out."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import IntegrityError, connection
from django.utils.translation import gettext as _

from keepwell.conversations.commands.words import keep_all_words
from keepwell.exchange.whole.reading import Written, damaged
from keepwell.exchange.whole.tables import FILES, FROM_THE_FIRST_DAY, Table, tables
from keepwell.files.store import PLACE
from keepwell.firm.charge import firm_changed
from keepwell.firm.models import Firm, Teammate
from keepwell.kernel.bulk import insert_rows, know_sizes
from keepwell.kernel.command import command
from keepwell.kernel.record import record
from keepwell.kernel.refusal import Refused, refuse_unless
from keepwell.parties.commands.derived import index_search
from keepwell.parties.models import Party

# What the empty firm has of its own: its name and hours, who runs it, and its first lines.
_ITS_OWN = {"firm.Firm", "firm.Teammate", "journal.Entry", "journal.Seal"} | FROM_THE_FIRST_DAY
Tell = Callable[[str, int, int], None]
People = dict[str, str]


@command
def take_in_firm(written: Written, *, at: datetime, tell: Tell) -> dict[str, int]:
    """Take in a firm that was written out, into an empty one; how many rows each table has.

    Ids stay, so that what was told elsewhere by id still fits. A teammate who is here already
    (the same address) stays as they are and gets what was theirs; the others come without a
    password. The record's lines are added to the record here and sealed anew.
    """
    _must_be_empty()
    rows, every = {}, tables()
    people = _people(written, next(one for one in every if one.label == "firm.Teammate"))
    for number, table in enumerate(every):
        tell(table.name, number, len(every))
        try:
            rows[table.name] = _take_in(table, written, people)
        except (IntegrityError, ValidationError, KeyError, ValueError) as fault:
            because = _("The rows of “%(name)s” do not fit: %(reason)s. Nothing came in.")
            facts = {"name": table.name, "reason": " ".join(str(fault).split())[:300]}
            raise Refused(because % facts) from fault
    index_search(Party.objects.values_list("pk", flat=True))
    keep_all_words()
    _count_on([table for table in every if table.label != "journal.Seal"])
    _put_files(written.stored())
    know_sizes()
    firm_changed()
    record("import_firm", "firm", None, at=at, firm=written.firm, rows=sum(rows.values()))
    return rows


@command
def keep_firm_export_on_record(rows: int, *, form: str, at: datetime) -> None:
    """A whole firm was written out at a terminal."""
    record("export_firm", "firm", None, at=at, rows=rows, form=form)


def _must_be_empty() -> None:
    filled = [
        table.name
        for table in tables()
        if table.label not in _ITS_OWN and table.model._default_manager.exists()
    ]
    refuse_unless(
        not filled,
        _("There is something here already (%s). A whole firm goes into an empty one.")
        % ", ".join(filled[:5]),
    )


def _people(written: Written, table: Table) -> People:
    """The ids of teammates in the files, each with that of the same one here."""
    here = {one.email.lower(): str(one.pk) for one in Teammate.objects.all()}
    told = ((str(row["id"]), str(row["email"]).lower()) for row in written.rows(table))
    return {there: here[email] for there, email in told if email in here}


def _take_in(table: Table, written: Written, people: People) -> int:
    if table.label == "journal.Seal":
        return sum(1 for _row in written.rows(table))  # the lines are sealed anew
    if table.label == "firm.Firm":
        return sum(_put_firm(table, row) for row in written.rows(table))
    if table.label in FROM_THE_FIRST_DAY:
        table.model._default_manager.all().delete()
    names, read = _columns(table, people)
    rows = (read(row) for row in written.rows(table))
    return insert_rows(table.model, names, (row for row in rows if row is not None))


def _put_firm(table: Table, row: dict[str, Any]) -> int:
    names = [field.attname for field in table.fields if field.attname != "id"]
    fields = {field.attname: field for field in table.fields}
    values = {name: fields[name].to_python(row[name]) for name in names if name in row}
    return Firm.objects.filter(id=1).update(**values)


Read = Callable[[dict[str, Any]], list[Any] | None]


def _columns(table: Table, people: People) -> tuple[list[str], Read]:
    """The columns that are written, and how a row of the file becomes a row of the table."""
    of_lines = table.label == "journal.Entry"
    fields = [one for one in table.fields if not (of_lines and one.name in ("id", "seal"))]
    mapped = {one.attname for one in fields if one.related_model is Teammate}
    mapped |= {"by_id", "noun_id"} if of_lines else set()

    def read(row: dict[str, Any]) -> list[Any] | None:
        if table.label == "firm.Teammate" and str(row["id"]) in people:
            return None
        values = []
        for field in fields:
            value = row[field.attname] if field.attname in row else field.get_default()
            if field.attname in mapped and value is not None:
                value = people.get(str(value), value)
            values.append(_value(field, value))
        return [*values, make_password(None)] if table.label == "firm.Teammate" else values

    names = [field.name for field in fields]
    return [*names, "password"] if table.label == "firm.Teammate" else names, read


def _value(field: Any, value: Any) -> Any:
    target = field.target_field if field.is_relation else field
    if value is None or target.get_internal_type() == "JSONField":
        return value
    return (
        UUID(str(value))
        if target.get_internal_type() == "UUIDField"
        else target.to_python(value)
    )


def _count_on(every: list[Table]) -> None:
    """Let the database number new rows after those that came in."""
    models = [table.model for table in every]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _put_files(stored: Iterator[tuple[str, AbstractContextManager[BinaryIO]]]) -> None:
    for name, opened in stored:
        place = Path(settings.FILES) / name
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft, digest = place.with_name(f".{place.name}.part"), hashlib.sha256()
        with opened as source, draft.open("wb") as file:
            while piece := source.read(2**20):
                file.write(piece)
                digest.update(piece)
        # What is kept with parties lies under its digest.
        if Path(name).parts[0] == PLACE and digest.hexdigest() != place.name:
            draft.unlink()
            raise damaged(f"{FILES}/{name}")
        draft.replace(place)
