"""Who is signed in, as every page asks: in words that are kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from keepwell.firm.models import Teammate
from keepwell.kernel.spelt import spelt_once


@spelt_once
def _held(*, key: str, at: datetime) -> QuerySet[Session, str]:
    rows = Session.objects.filter(session_key=key, expire_date__gt=at)
    return rows.values_list("session_data", flat=True)


@spelt_once
def _teammate(*, id: UUID) -> QuerySet[Teammate]:
    found: QuerySet[Teammate] = Teammate.objects.filter(pk=id)
    return found


class SessionStore(db.SessionStore):
    """Sessions in the database, as Django keeps them."""

    def load(self) -> dict[str, Any]:
        """What this session holds; nothing when it is over or never was."""
        held = _held.first(key=self.session_key or "", at=timezone.now())
        if held is None:
            self._session_key = None
            return {}
        told: dict[str, Any] = self.decode(held)
        return told


class Doorbook(AuthenticationBackend):
    """Who may come in, as allauth has it; who is in is found in words that are kept."""

    def get_user(self, user_id: UUID) -> Teammate | None:
        """The teammate of a session, while they may sign in."""
        found = _teammate.first(id=user_id)
        return found if found is not None and self.user_can_authenticate(found) else None
