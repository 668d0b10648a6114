"""What a worker does for notices and digests; each may be begun again after a kill."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from keepwell.firm.queries import firm_or_none
from keepwell.notices.commands.digest import begin_digest
from keepwell.notices.commands.read import tidy_notices
from keepwell.notices.commands.tell import tell_of_quiet as tell_quiet
from keepwell.notices.models import Letter
from keepwell.notices.post import send_letter as send
from keepwell.notices.queries.digests import digests_due


def write_digests() -> None:
    """Put into the outbox every digest whose hour has come."""
    now = timezone.now()
    for teammate, day in list(digests_due(now)) if settings.CAN_MAIL else ():
        begin_digest(teammate, on=day, at=now)


def send_letter(letter_id: str) -> None:
    """Send a letter of the outbox; nothing where it was sent meanwhile."""
    letter = Letter.objects.select_related("teammate").filter(pk=UUID(letter_id)).first()
    if letter is not None:
        send(letter, at=timezone.now())


def tell_of_quiet() -> None:
    """Tell owners which clients of theirs went quiet."""
    now = timezone.now()
    firm = firm_or_none()
    zone = ZoneInfo(firm.time_zone if firm else "UTC")
    tell_quiet(on=now.astimezone(zone).date(), at=now)


def forget_old_notices() -> None:
    """Forget notices that are old."""
    tidy_notices(at=timezone.now())
