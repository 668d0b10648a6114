"""Every noun of which there is a list."""

from collections.abc import Mapping
from typing import Final

from keepwell.desk.queries.nouns import conversations, imports, journal, orders, parties, tasks
from keepwell.desk.queries.nouns.noun import ListNoun

NOUNS: Final[Mapping[str, ListNoun]] = {
    one.name: one
    for one in (
        parties.NOUN,
        conversations.NOUN,
        tasks.NOUN,
        orders.NOUN,
        imports.NOUN,
        journal.NOUN,
    )
}
PARTIES: Final = parties.NOUN
