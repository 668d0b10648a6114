"""What kinds do on other rooms' news: they remember whom to look at again."""

from keepwell.conversations.news import ContactChanged
from keepwell.firm.news import TeammateLeft, TeammateRejoined
from keepwell.kinds.commands.facts import remember_news_of, remember_what_they_look_after
from keepwell.parties.news import (
    PartiesAdded,
    PartiesMerged,
    PartiesUnmerged,
    PartyAdded,
    PartyChanged,
    PartyRestored,
    PartyTrashed,
    TiesChanged,
)
from keepwell.relationships.news import OwnerChanged, TeamChanged


def look_at_one(
    news: PartyAdded | PartyChanged | PartyTrashed | PartyRestored | TeamChanged,
) -> None:
    """One party came, went, came back or is known otherwise."""
    remember_news_of([news.party_id])


def look_at_several(news: PartiesAdded | ContactChanged | OwnerChanged) -> None:
    """Something happened with several parties at once."""
    remember_news_of(news.party_ids)


def look_at_both(news: TiesChanged) -> None:
    """Two parties are tied otherwise: the use of one counts for the other."""
    remember_news_of([news.party_id, news.other_id])


def look_at_merged(news: PartiesMerged | PartiesUnmerged) -> None:
    """Parties became one, or several again."""
    remember_news_of([news.survivor_id, *news.absorbed_ids])


def look_at_theirs(news: TeammateLeft | TeammateRejoined) -> None:
    """Whoever works here no more, or again, looks after nobody, or does again."""
    remember_what_they_look_after(news.teammate_id)
