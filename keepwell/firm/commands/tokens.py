"""Access tokens: made by a teammate for their own programs, shown once, ended at any time."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from keepwell.firm.models import AccessToken, Teammate
from keepwell.firm.queries import digest_of
from keepwell.firm.rules import SCOPES, Act, may
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless

SIGN = "kw_"
SHOWN = 9
LONGEST_LIFE = timedelta(days=366)
MOST = 50
# When a token was last used is told to the minute: a write for each request would cost more.
USED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, repr=False)
class MadeToken:
    """A token with its secret, which is known only here and now."""

    token: AccessToken
    secret: str


@command
def make_token(
    teammate: Teammate, *, name: str, scopes: Iterable[str], expires_at: datetime, at: datetime
) -> MadeToken:
    """Make a token with which a program acts as this teammate, within these scopes."""
    name, wanted = " ".join(name.split()), set(scopes)
    refuse_unless(bool(name), _("Say what the token is for."), field="name")
    chosen = [scope for scope in SCOPES if scope in wanted]
    none = _("Choose at least one thing the token may do.")
    refuse_unless(bool(chosen) and len(chosen) == len(wanted), none, field="scopes")
    lasts = timedelta() < expires_at - at <= LONGEST_LIFE
    refuse_unless(lasts, _("A token ends within a year."), field="expires")
    live = AccessToken.objects.filter(teammate=teammate, revoked_at=None, expires_at__gt=at)
    many = _("You have %(most)s tokens that work. End one that is not needed any more.")
    refuse_unless(live.count() < MOST, many % {"most": MOST})
    secret = SIGN + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        teammate=teammate, name=name[:120], prefix=secret[:SHOWN],
        secret_digest=digest_of(secret), scopes=chosen, made_at=at, expires_at=expires_at,
    )  # fmt: skip
    record(
        "make_token", "token", token.pk, at=at, by=teammate, name=token.name,
        prefix=token.prefix, scopes=chosen, expires_at=expires_at.isoformat(),
    )  # fmt: skip
    return MadeToken(token, secret)


@command
def revoke_token(token: AccessToken, *, at: datetime, by: Teammate) -> AccessToken:
    """End a token at once: one's own, or for who runs the firm anybody's."""
    token = hold(token)
    allowed = token.teammate_id == by.pk or may(by.role, Act.RUN_FIRM)
    refuse_unless(allowed, _("Only its teammate or an administrator ends a token."))
    refuse_unless(token.revoked_at is None, _("This token has been ended already."))
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    record(
        "revoke_token", "token", token.pk, at=at, by=by, name=token.name, prefix=token.prefix,
        teammate=str(token.teammate_id),
    )  # fmt: skip
    return token


@command
def revoke_tokens_of(teammate: Teammate, *, at: datetime) -> int:
    """End every token of a teammate who leaves. Counts them."""
    ended = AccessToken.objects.filter(teammate=teammate, revoked_at=None).update(revoked_at=at)
    if ended:
        record("revoke_tokens", "teammate", teammate.pk, at=at, tokens=ended)
    return ended


@command
def note_token_used(token: AccessToken, *, at: datetime) -> None:
    """Remember when a token was last used, to the minute."""
    # not for the record: what the token did is.
    if token.last_used_at is None or at - token.last_used_at >= USED_EVERY:
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=at)
