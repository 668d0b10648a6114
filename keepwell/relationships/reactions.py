"""What relationships do on other rooms' news."""

from datetime import UTC, date, datetime, time

from keepwell.conversations.news import ContactChanged
from keepwell.firm.news import AbsenceEnded, AbsenceRecorded
from keepwell.parties.news import PartiesMerged, PartiesUnmerged, TiesChanged
from keepwell.relationships.commands.merge import join_relationships, part_relationships
from keepwell.relationships.commands.own import cover_absence, end_cover
from keepwell.relationships.commands.refresh import refresh_contact_facts


def know_of_contact(news: ContactChanged) -> None:
    """Something happened with parties: their facts of contact are made again."""
    refresh_contact_facts(at=news.at, party_ids=news.party_ids)


def roll_up_again(news: TiesChanged) -> None:
    """Who works for whom changed: so did the contact that counts for the organisation."""
    refresh_contact_facts(at=news.at, party_ids=(news.party_id, news.other_id))


def become_one(news: PartiesMerged) -> None:
    """Parties were merged: one relationship remains."""
    join_relationships(news.survivor_id, news.absorbed_ids, at=news.at)


def become_several(news: PartiesUnmerged) -> None:
    """A merge was undone: each has its own contact again."""
    part_relationships(news.survivor_id, news.absorbed_ids, at=news.at)


def let_the_cover_see(news: AbsenceRecorded) -> None:
    """A teammate will be away: whoever covers sees what they look after."""
    if news.covered_by_id is not None:
        cover_absence(news.teammate_id, news.covered_by_id, at=_midnight(news.starts_on))


def let_the_cover_go(news: AbsenceEnded) -> None:
    """A teammate is back: the cover sees only what they saw before."""
    if news.covered_by_id is not None:
        end_cover(news.teammate_id, news.covered_by_id, at=_midnight(news.on))


def _midnight(day: date) -> datetime:
    # The news tells the day only; the journal wants a moment.
    return datetime.combine(day, time.min, UTC)
