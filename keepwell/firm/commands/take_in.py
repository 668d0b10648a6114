import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from keepwell.firm.charge import must_be_allowed
from keepwell.firm.commands.people import let_go
from keepwell.firm.models import Teammate, TeammateAlias
from keepwell.firm.news import TeammateLeft
from keepwell.firm.queries import WhoIsWho, can_sign_in
from keepwell.firm.rules import Act, Role
from keepwell.kernel.command import command
from keepwell.kernel.ids import uuid7
from keepwell.kernel.news import announce
from keepwell.kernel.record import Line, record_many

# The source of a teammate's further names and addresses, whichever tool wrote them.
NAMED = "named"


@dataclass(frozen=True, slots=True)
class ListedTeammate:
    """One row of another tool's list of its users. Empty means not told."""

    name: str
    email: str = ""
    external_id: str = ""
    is_active: bool = True
    role: str = ""


@dataclass(slots=True)
class TakenIn:
    """What came of a list: who each row is, and what changed."""

    teammates: list[Teammate] = field(default_factory=list)
    added: list[UUID] = field(default_factory=list)
    updated: list[UUID] = field(default_factory=list)
    unchanged: int = 0
    # Fields of teammates who were here, each (teammate, before, after); ids they got.
    changed: list[tuple[UUID, dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    left_out: int = 0


@command
def take_in_teammates(
    rows: Iterable[ListedTeammate],
    *,
    source: str,
    at: datetime,
    by: Teammate | None,
    mode: str = "both",
    role: Role = Role.ADVISER,
) -> TakenIn:
    """Learn who works here from another tool's list; the same list twice changes nothing.

    Nobody gets a password by it. A role chosen by hand stays; so does whoever can sign in
    here, even when the list says they left; and nobody who left comes back by a list.
    A row without an address gets one under `.invalid` (RFC 2606) until a list gives a real one.
    `mode` is `add` (who is known is left out), `update` (who is new is left out) or `both`;
    `role` is that of who is new and whose role the list does not tell.
    """
    must_be_allowed(by, Act.IMPORT)
    result, lines = TakenIn(), list[Line]()
    known = WhoIsWho.read()
    for row in rows:
        teammate = _who_is(row, source, known)
        if mode != "both" and (teammate is None) is (mode == "update"):
            result.left_out += 1
            continue
        facts: dict[str, object] = {}
        if teammate is None:
            teammate = _add(row, source, known, at, role)
            result.added.append(teammate.pk)
            facts = {"name": row.name, "source": source}
        elif facts := _update(teammate, row, at):
            result.changed.append(_before_and_after(teammate.pk, facts))
        facts |= _learn(teammate, row, source, known, result)
        if facts:
            lines.append(_line(teammate, at, by, facts))
        if facts and teammate.pk not in result.added:
            result.updated.append(teammate.pk)
        result.unchanged += not facts
    record_many(lines)
    return result


def _learn(
    teammate: Teammate, row: ListedTeammate, source: str, known: WhoIsWho, result: TakenIn
) -> dict[str, object]:
    """Know them by this row from now on; says which id is new."""
    alias = _alias(teammate, row, source)
    result.aliases += [row.external_id] if alias else []
    known.learn(teammate, source, row.external_id)
    result.teammates.append(teammate)
    return alias


@command
def know_teammate_as(
    teammate: Teammate, word: str, *, at: datetime, by: Teammate | None
) -> bool:
    """Know a teammate by a further name or address; False when somebody is known by it."""
    must_be_allowed(by, Act.IMPORT)
    facts = _alias(teammate, ListedTeammate(teammate.name, external_id=word[:200]), NAMED)
    if facts:
        record_many([_line(teammate, at, by, facts)])
    return bool(facts)


def _before_and_after(
    teammate_id: UUID, facts: dict[str, object]
) -> tuple[UUID, dict[str, Any], dict[str, Any]]:
    pairs: dict[str, Any] = dict(facts)
    if "left_on" in pairs:
        pairs["is_active"] = [True, False]
    before = {name: pair[0] for name, pair in pairs.items()}
    return teammate_id, before, {name: pair[1] for name, pair in pairs.items()}


def _who_is(row: ListedTeammate, source: str, known: WhoIsWho) -> Teammate | None:
    """By the id there, then by the address; by the name where either has no address yet."""
    by_id = known.who_is(row.external_id, source) if row.external_id else None
    found = by_id or known.who_is(row.email or row.name)
    named = known.who_is(row.name) if found is None else None
    return named if named and named.email.endswith(".invalid") else found


def _line(
    teammate: Teammate, at: datetime, by: Teammate | None, facts: dict[str, object]
) -> Line:
    by_id = by.pk if by else None
    return Line("take_in_teammate", "teammate", teammate.pk, at, by_id, None, facts)


def _add(
    row: ListedTeammate, source: str, known: WhoIsWho, at: datetime, otherwise: Role
) -> Teammate:
    role = row.role if row.role in set(Role) else otherwise
    teammate = Teammate(
        email=_address(row, source, known),
        name=row.name.strip()[:200] or row.email or row.external_id,
        role=role,
        is_active=row.is_active,
        left_on=None if row.is_active else at.date(),
        created_at=at,
    )
    teammate.set_unusable_password()
    teammate.save(force_insert=True)
    return teammate


def _address(row: ListedTeammate, source: str, known: WhoIsWho) -> str:
    if row.email.strip():
        return row.email.strip().lower()
    place = re.sub(r"[^a-z0-9]+", "-", source.lower()).strip("-") or "import"
    word = re.sub(r"[^a-z0-9]+", "-", (row.external_id or row.name).lower()).strip("-")
    address = f"{word or 'nobody'}@{place}.invalid"
    return f"{uuid7().hex}@{place}.invalid" if known.who_is(address) else address


def _update(teammate: Teammate, row: ListedTeammate, at: datetime) -> dict[str, object]:
    facts: dict[str, object] = {}
    if row.email and teammate.email.endswith(".invalid"):
        facts["email"] = [teammate.email, row.email.strip().lower()]
        teammate.email = row.email.strip().lower()
    chosen = teammate.role_chosen_at is not None
    if row.role in set(Role) and row.role != teammate.role and not chosen:
        facts["role"] = [str(teammate.role), str(row.role)]
        teammate.role = row.role
    if facts:
        teammate.save(update_fields=["email", "role"])
    if not row.is_active and teammate.is_active and not can_sign_in(teammate):
        let_go(teammate, on=at.date(), at=at)
        facts["left_on"] = [None, str(at.date())]
        announce(TeammateLeft(teammate.pk, at.date()))
    return facts


def _alias(teammate: Teammate, row: ListedTeammate, source: str) -> dict[str, object]:
    if not row.external_id:
        return {}
    _alias_row, is_new = TeammateAlias.objects.get_or_create(
        source=source, external_id=row.external_id, defaults={"teammate": teammate}
    )
    return {"alias": f"{source} {row.external_id}"} if is_new else {}
