"""How dates, teammates and answers are written at a terminal."""

import json
import sys
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from keepwell.firm.models import Firm, Teammate
from keepwell.firm.queries import firm_or_none
from keepwell.kernel.refusal import Refused


def day(text: str) -> date:
    """A date as it is typed: 2026-11-23."""
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        because = _("“%s” is not a date. Write it like 2026-11-23.") % text
        raise Refused(because) from fault


def the_firm() -> Firm:
    """The firm of this database, or a sentence that says how to found one."""
    firm: Firm | None = firm_or_none()
    if firm is None:
        raise Refused(_("There is no firm here yet. Run “keepwell init --empty” first."))
    return firm


def end_of(on: date | None, firm: Firm) -> datetime:
    """The last moment of a day by the firm's clock; now when no day was given."""
    if on is None:
        return timezone.now()
    return datetime.combine(on, time.max, tzinfo=ZoneInfo(firm.time_zone))


def today_in(firm: Firm) -> date:
    """The date by the firm's clock."""
    return timezone.now().astimezone(ZoneInfo(firm.time_zone)).date()


def teammate_called(words: str) -> Teammate:
    """The teammate with this e-mail address, or with this name when it is one person's."""
    team = Teammate.objects.filter(is_active=True)
    found: list[Teammate] = list(team.filter(email__iexact=words)[:1]) or list(
        team.filter(name__iexact=words)[:2]
    )
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused(_("There are several teammates called “%s”. Give the e-mail.") % words)
    raise Refused(
        _("There is no teammate “%s”. Give an e-mail address or a full name.") % words
    )


def write_json(answer: Any, *, indent: int | None = 2) -> None:
    """One JSON document on standard output."""
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=indent, default=str)
    sys.stdout.write("\n")
