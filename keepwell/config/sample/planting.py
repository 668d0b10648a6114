"""Planting the sample firm: the diaries of its parties become commands, oldest first."""

from collections.abc import Callable
from datetime import date, datetime

from keepwell.config.sample.days import Days
from keepwell.config.sample.firm_life import found_the_firm, staff_changes
from keepwell.config.sample.history import History
from keepwell.config.sample.lately import deeds_of_late
from keepwell.config.sample.own_fields import keep_own_fields
from keepwell.config.sample.papers import keep_papers
from keepwell.config.sample.party_life import PartyLife
from keepwell.config.sample.reading import the_cast
from keepwell.config.sample.taking import Numbers
from keepwell.conversations.commands.join import join_conversations
from keepwell.journal.commands import seal_journal
from keepwell.kernel.bulk import know_sizes
from keepwell.kernel.command import command
from keepwell.kinds.commands.judge import judge_all_kinds
from keepwell.parties.commands.suggest import suggest_duplicates
from keepwell.relationships.commands.refresh import refresh_contact_facts
from keepwell.relationships.commands.stages import derive_stages

Deed = tuple[datetime, Callable[[], object]]


@command
def plant(on: date) -> None:
    """Found the firm and live its two years; one transaction, so nothing is half done."""
    # not for the record: every command it gives writes its own line.
    days = Days(on)
    staff = found_the_firm(days)
    numbers, history = Numbers(), History(staff, days)
    lives = [PartyLife(who, staff, days, numbers) for who in the_cast()]
    deeds: list[Deed] = [deed for life in lives for deed in life.begin()]
    deeds += staff_changes(staff, days)
    _live(deeds)
    for life in lives:
        history.learn(life)
    history.take_in()
    keep_own_fields(staff, days)
    keep_papers(staff, days)
    by_key = {life.who.key: life for life in lives}
    _live([deed for life in lives for deed in deeds_of_late(life, by_key)])
    _draw_conclusions(days.now)


def _live(deeds: list[Deed]) -> None:
    for _at, do in sorted(deeds, key=lambda deed: deed[0]):
        do()


def _draw_conclusions(at: datetime) -> None:
    know_sizes()
    join_conversations(at=at)
    refresh_contact_facts(at=at)
    derive_stages(at=at)
    judge_all_kinds(at=at)
    suggest_duplicates(at=at)
    while seal_journal(at=at):
        pass
