"""What own fields do on other rooms' news."""

from keepwell.fields.commands.join import join_own_values, part_own_values
from keepwell.parties.news import PartiesMerged, PartiesUnmerged


def become_one(news: PartiesMerged) -> None:
    """Parties were merged: the chosen values stand."""
    join_own_values(news.merge_ids, at=news.at)


def become_several(news: PartiesUnmerged) -> None:
    """A merge was undone: each has their own values again."""
    part_own_values(news.merge_ids, at=news.at)
