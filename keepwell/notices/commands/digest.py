"""The digest: an outbox written with what it tells, sent by a worker, each once.

A letter is handed to the mail server outside any transaction. Whoever dies between the server's
yes and the line that says so leaves a letter that is sent again under the same Message-ID, by
which mailboxes know it for the same.
"""

from datetime import date, datetime

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.later import enqueue
from keepwell.kernel.record import record
from keepwell.notices.models import Digest, Letter, Notice
from keepwell.notices.queries.digests import tasks_for, untold
from keepwell.notices.rules import LETTER_LIVES, next_try

SEND = "notices.send_letter"


@command
def begin_digest(teammate: Teammate, *, on: date, at: datetime) -> Letter | None:
    """Put the digest of that day into the outbox, if there is something to tell; once a day."""
    # not for the record: its sending is.
    digest, _made = Digest.objects.get_or_create(teammate=teammate)
    digest = hold(digest)
    if digest.stopped_at is not None or (digest.looked_on and digest.looked_on >= on):
        return None
    digest.looked_on = on
    digest.save(update_fields=["looked_on"])
    notices = untold(teammate, at)
    if not notices and not tasks_for(teammate, on):
        return None
    letter = Letter.objects.create(teammate=teammate, on=on, made_at=at)
    Notice.objects.filter(pk__in=[one.pk for one in notices]).update(letter=letter)
    enqueue(SEND, str(letter.pk))
    return letter


@command
def begin_sending(letter: Letter, *, at: datetime) -> Letter | None:
    """It goes to the mail server now; None where it was sent or given up already."""
    # not for the record: see `note_sent`.
    letter = hold(letter)
    if letter.sent_at is not None or letter.given_up_at is not None:
        return None
    letter.tries, letter.begun_at = letter.tries + 1, at
    letter.save(update_fields=["tries", "begun_at"])
    return letter


@command
def note_sent(letter: Letter, *, at: datetime) -> Letter:
    """The mail server took it."""
    letter = hold(letter)
    letter.sent_at, letter.because = at, ""
    letter.save(update_fields=["sent_at", "because"])
    record("sent_digest", "teammate", letter.teammate_id, at=at, on=str(letter.on))
    return letter


@command
def put_letter_off(letter: Letter, because: str, *, at: datetime) -> Letter:
    """The mail server did not take it: try again later; too late, the next one tells it."""
    # not for the record: see `note_sent`.
    letter = hold(letter)
    letter.because = because[:300]
    letter.save(update_fields=["because"])
    following = next_try(letter.tries, at)
    if following > letter.made_at + LETTER_LIVES:
        return give_up_letter(letter, because=because, at=at)
    enqueue(SEND, str(letter.pk), due_at=following)
    return letter


@command
def give_up_letter(letter: Letter, *, because: str, at: datetime) -> Letter:
    """It is not sent any more; what it would have told is left for the next one."""
    letter = hold(letter)
    letter.given_up_at, letter.because = at, because[:300]
    letter.save(update_fields=["given_up_at", "because"])
    Notice.objects.filter(letter=letter).update(letter=None)
    record(
        "gave_up_digest", "teammate", letter.teammate_id, at=at, on=str(letter.on),
        because=letter.because,
    )  # fmt: skip
    return letter
