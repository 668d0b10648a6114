"""What teammates are told of other rooms' news."""

from keepwell.backups.news import BackupFailed
from keepwell.conversations.news import (
    ContactChanged,
    NoteWritten,
    PromiseKept,
    PromiseMade,
    TaskAssigned,
    TaskReminded,
)
from keepwell.exchange.news import ImportFinished
from keepwell.notices.commands.tell import (
    tell_assignee,
    tell_followers,
    tell_mentioned,
    tell_new_owner,
    tell_of_failed_backup,
    tell_of_reminder,
    tell_of_work_done,
)
from keepwell.parties.news import PartiesMerged, PartyChanged
from keepwell.relationships.news import OwnerChanged, StageMoved


def notice_assigned(news: TaskAssigned) -> None:
    """A task is somebody's."""
    tell_assignee(news.task_id, news.assignee_id, at=news.at, by_id=news.by_id)


def notice_reminder(news: TaskReminded) -> None:
    """A reminder is due."""
    tell_of_reminder(news.task_id, at=news.at)


def notice_mentions(news: NoteWritten) -> None:
    """Something was written down by hand."""
    tell_mentioned(news.activity_id, at=news.at, by_id=news.by_id)


def notice_new_owner(news: OwnerChanged) -> None:
    """Parties are somebody's now."""
    if news.owner_id is not None:
        tell_new_owner(news.party_ids, news.owner_id, at=news.at, by_id=news.by_id)


def follow_owner(news: OwnerChanged) -> None:
    """Whoever follows hears of another owner."""
    tell_followers("new_owner", news.party_ids, at=news.at, by_id=news.by_id)


def follow_change(news: PartyChanged) -> None:
    """Whoever follows hears of a change."""
    tell_followers("changed", [news.party_id], at=news.at, by_id=news.by_id)


def follow_contact(news: ContactChanged) -> None:
    """Whoever follows hears of contact, with its people too."""
    tell_followers("contact", news.party_ids, at=news.at, by_id=news.by_id, through_staff=True)


def follow_stage(news: StageMoved) -> None:
    """Whoever follows hears of another stage."""
    tell_followers("stage", [news.party_id], at=news.at, by_id=news.by_id)


def follow_merge(news: PartiesMerged) -> None:
    """Whoever follows hears of a merge."""
    tell_followers("merged", [news.survivor_id], at=news.at, by_id=news.by_id)


def follow_promise(news: PromiseMade) -> None:
    """Whoever follows hears of a promise."""
    tell_followers("promised", [news.party_id], at=news.at, by_id=news.by_id)


def follow_promise_kept(news: PromiseKept) -> None:
    """Whoever follows hears that a promise was kept."""
    if news.party_id is not None:
        tell_followers("kept", [news.party_id], at=news.at, by_id=news.by_id)


def notice_import(news: ImportFinished) -> None:
    """An import is finished, or waits for somebody."""
    if news.by_id is not None:
        what = "import" if news.is_done else "import_stopped"
        tell_of_work_done(news.by_id, what, news.import_id, at=news.at)


def notice_failed_backup(news: BackupFailed) -> None:
    """A backup failed."""
    tell_of_failed_backup(news.because, at=news.at)
