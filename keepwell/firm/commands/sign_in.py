from datetime import datetime

from allauth.usersessions.models import UserSession

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command
from keepwell.kernel.record import record


@command
def note_sign_in(teammate: Teammate, *, address: str, at: datetime) -> None:
    """Keep that a teammate came in, and from which network address."""
    record("sign_in", "teammate", teammate.pk, at=at, by=teammate, address=address)


@command
def note_refused_sign_in(teammate: Teammate | None, *, address: str, at: datetime) -> None:
    """Keep that somebody was refused: at whose name, if there is one, and from where.

    What was typed is not kept: people type passwords into the wrong field.
    """
    known = teammate.pk if teammate else None
    record("refuse_sign_in", "teammate", known, at=at, address=address)


@command
def note_lock_changed(teammate: Teammate, *, what: str, at: datetime) -> None:
    """Keep that a teammate changed how they come in: `password_changed`, `totp_activated` …"""
    record("change_lock", "teammate", teammate.pk, at=at, by=teammate, what=what)


@command
def sign_out_elsewhere(session: UserSession, *, at: datetime, by: Teammate) -> None:
    """End one other session of the teammate."""
    place = session.ip
    session.end()
    record("sign_out_elsewhere", "teammate", by.pk, at=at, by=by, address=place)
