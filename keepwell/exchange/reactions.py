"""What webhooks are told of other rooms' news."""

from keepwell.conversations.news import ContactChanged, PromiseKept, PromiseMade
from keepwell.exchange.commands.hooks import tell_hooks
from keepwell.parties.news import (
    PartiesAdded,
    PartiesMerged,
    PartiesUnmerged,
    PartyAdded,
    PartyChanged,
    PartyRestored,
    PartyTrashed,
)
from keepwell.relationships.news import OwnerChanged, StageMoved


def tell_of_party_added(news: PartyAdded) -> None:
    """Somebody was written down."""
    tell_hooks("party.added", [news.party_id], at=news.at)


def tell_of_parties_added(news: PartiesAdded) -> None:
    """Many were written down."""
    tell_hooks("party.added", news.party_ids, at=news.at)


def tell_of_party_changed(news: PartyChanged) -> None:
    """A party was changed by hand."""
    tell_hooks("party.changed", [news.party_id], at=news.at)


def tell_of_party_trashed(news: PartyTrashed) -> None:
    """A party went to the trash."""
    tell_hooks("party.trashed", [news.party_id], at=news.at)


def tell_of_party_restored(news: PartyRestored) -> None:
    """A party came back from the trash."""
    tell_hooks("party.restored", [news.party_id], at=news.at)


def tell_of_merge(news: PartiesMerged) -> None:
    """Parties became one."""
    absorbed = [str(each) for each in news.absorbed_ids]
    tell_hooks("parties.merged", [news.survivor_id], at=news.at, absorbed_ids=absorbed)


def tell_of_unmerge(news: PartiesUnmerged) -> None:
    """A merge was undone."""
    tell_hooks("parties.unmerged", [news.survivor_id, *news.absorbed_ids], at=news.at)


def tell_of_contact(news: ContactChanged) -> None:
    """Something happened with parties."""
    tell_hooks("contact.changed", news.party_ids, at=news.at)


def tell_of_owner(news: OwnerChanged) -> None:
    """Parties have another owner, or none."""
    owner = str(news.owner_id) if news.owner_id else None
    tell_hooks("owner.changed", news.party_ids, at=news.at, owner_id=owner)


def tell_of_stage(news: StageMoved) -> None:
    """A relationship is in another stage."""
    facts = {"before": news.before, "after": news.after, "on": str(news.on)}
    tell_hooks("stage.moved", [news.party_id], at=news.at, **facts)


def tell_of_promise(news: PromiseMade) -> None:
    """Something was promised to a party."""
    tell_hooks("promise.made", [news.party_id], at=news.at, task_id=str(news.task_id))


def tell_of_promise_kept(news: PromiseKept) -> None:
    """A promise to a party was kept."""
    parties = [news.party_id] if news.party_id else []
    tell_hooks("promise.kept", parties, at=news.at, task_id=str(news.task_id))
