"""What conversations do on other rooms' news."""

from keepwell.conversations.commands.claim import claim_known_addresses
from keepwell.parties.news import ReachChanged


def claim_what_waited(news: ReachChanged) -> None:
    """A party has an address: what waited under it is theirs."""
    claim_known_addresses(at=news.at, party_ids=[news.party_id])
