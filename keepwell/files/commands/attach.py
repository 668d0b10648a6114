"""Files kept, called otherwise, removed and brought back."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from keepwell.conversations.models import Activity, Task
from keepwell.files.models import Attachment
from keepwell.files.receiving import Received
from keepwell.files.rules.names import clean_name, ending_of
from keepwell.firm.models import Teammate
from keepwell.journal.models import Entry
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.models import Party

NOUN = "attachment"
READ_AGAIN = timedelta(hours=1)


@command
def attach_files(
    party: Party | None,
    files: Sequence[Received],
    *,
    activity: Activity | None = None,
    task: Task | None = None,
    at: datetime,
    by: Teammate | None,
) -> list[Attachment]:
    """Keep files with a party, or with a conversation or a task of theirs."""
    refuse_unless(bool(files), _("Choose at least one file."), field="files")
    if party is not None:
        party = hold(party)
        refuse_unless(
            party.trashed_at is None and party.merged_into_id is None,
            _("%(name)s is not there any more, so nothing can be kept with them.")
            % {"name": party.name},
        )
    return [_attach(party, one, activity, task, at, by) for one in files]


def _attach(
    party: Party | None,
    file: Received,
    activity: Activity | None,
    task: Task | None,
    at: datetime,
    by: Teammate | None,
) -> Attachment:
    kept = Attachment.objects.create(
        party=party, activity=activity, task=task, name=file.name, media=file.media,
        look=file.look, size=file.size, sha256=file.sha256, kept_at=at, by=by,
    )  # fmt: skip
    record(
        "attached", NOUN, kept.pk, at=at, by=by, party_id=kept.party_id,
        name=kept.name, size=kept.size, sha256=kept.sha256,
    )  # fmt: skip
    return kept


@command
def rename_attachment(
    attachment: Attachment, name: str, *, at: datetime, by: Teammate
) -> Attachment:
    """Call a file otherwise; what it is stays, and so does its ending."""
    attachment = hold(attachment)
    refuse_unless(bool(name.strip()), _("A file needs a name."), field="name")
    ending = ending_of(attachment.name)
    wanted = clean_name(name)
    if ending and ending_of(wanted) != ending:
        wanted = clean_name(f"{wanted}.{ending}")
    if wanted == attachment.name:
        return attachment
    before, attachment.name = attachment.name, wanted
    attachment.save(update_fields=["name"])
    record(
        "renamed", NOUN, attachment.pk, at=at, by=by, party_id=attachment.party_id,
        name=[before, wanted],
    )  # fmt: skip
    return attachment


@command
def remove_attachment(
    attachment: Attachment, *, at: datetime, by: Teammate | None
) -> Attachment:
    """Take a file away; for thirty days it can be brought back."""
    attachment = hold(attachment)
    if attachment.trashed_at is None:
        attachment.trashed_at = at
        attachment.save(update_fields=["trashed_at"])
        _tell("removed", attachment, at, by)
    return attachment


@command
def remove_attachments(
    attachments: Iterable[Attachment], *, at: datetime, by: Teammate | None
) -> list[Attachment]:
    """Take several files away at once, all of them or none."""
    # not for the record: each file that is removed writes its own line.
    return [remove_attachment(one, at=at, by=by) for one in attachments]


@command
def bring_attachments_back(
    attachments: Iterable[Attachment], *, at: datetime, by: Teammate | None
) -> list[Attachment]:
    """Undo the removal of several files."""
    # not for the record: each file that is back writes its own line.
    return [bring_attachment_back(one, at=at, by=by) for one in attachments]


@command
def bring_attachment_back(
    attachment: Attachment, *, at: datetime, by: Teammate | None
) -> Attachment:
    """Undo the removal of a file."""
    attachment = hold(attachment)
    if attachment.trashed_at is not None:
        attachment.trashed_at = None
        attachment.save(update_fields=["trashed_at"])
        _tell("brought_back", attachment, at, by)
    return attachment


@command
def note_reading(attachment: Attachment, *, how: str, at: datetime, by: Teammate) -> None:
    """Keep on record who took a file away or looked into it; once an hour is enough to know."""
    lines = Entry.objects.filter(noun=NOUN, noun_id=attachment.pk, verb=how, by_id=by.pk)
    if not lines.filter(at__gt=at - READ_AGAIN).exists():
        _tell(how, attachment, at, by)


def _tell(verb: str, attachment: Attachment, at: datetime, by: Teammate | None) -> None:
    party_id = attachment.party_id
    record(verb, NOUN, attachment.pk, at=at, by=by, party_id=party_id, name=attachment.name)
