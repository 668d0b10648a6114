"""What is on Today, why, and in which order."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from keepwell.desk.rules.items import Cause, Item, Verb, Whom
from keepwell.desk.rules.judged import (
    AgreementFact,
    MailFact,
    ProposalFact,
    TaskFact,
    judge_answer,
    judge_proposal,
    judge_renewal,
    judge_silence,
    judge_task,
    judge_touch,
)
from keepwell.desk.rules.order import lead_of, once_per_party, order_items
from keepwell.desk.rules.story import with_silence
from keepwell.kernel.verdict import Verdict
from keepwell.relationships.rules.contact import Contact
from keepwell.relationships.rules.quiet import Level

TODAY = date(2026, 11, 23)
ONE, TWO = UUID(int=1), UUID(int=2)
NORTHLIGHT = Whom(ONE, "Northlight", person_id=TWO, person="Hanne")


def quiet(level=Level.QUIET, *, days=21, unanswered=0, whom=NORTHLIGHT, **more):
    spoke = datetime(2026, 11, 23, tzinfo=UTC) - timedelta(days=days)
    contact = Contact(
        last_two_way=spoke, unanswered_outbound=unanswered, gap_median_days=9, gaps_used=6
    )
    return judge_silence(Verdict(level, ("Because.",)), contact, whom, TODAY, **more)


def promise(due, **more):
    return judge_task(TaskFact(ONE, True, "Send the draft", due, **more), NORTHLIGHT, TODAY)


def test_a_late_promise_is_red_and_says_whom_to_tell():
    item = promise(TODAY - timedelta(days=3), made_on=TODAY - timedelta(days=7), made_in="call")
    assert (item.tone, item.verb, item.what) == ("alarm", Verb.WRITE, "Send the draft")
    assert "in the call of 16 Nov" in item.because[0] and "Hanne has to ask" in item.because[1]


def test_a_promise_read_from_a_mail_says_what_was_to_be_sent():
    assert promise(TODAY, made_on=TODAY, made_in="mail").what == "Send “Send the draft”"


@pytest.mark.parametrize(
    ("spoke_by", "unanswered", "verb"),
    [("mail", 0, Verb.WRITE), ("call", 0, Verb.CALL), ("meeting", 1, Verb.CALL),
     ("mail", 2, Verb.CALL)],
)  # fmt: skip
def test_who_does_not_answer_mail_is_called(spoke_by, unanswered, verb):
    assert quiet(spoke_by=spoke_by, unanswered=unanswered).verb is verb


def test_silence_says_its_days_beside_the_usual_gap():
    item = quiet()
    assert (item.due_text, item.due_note, item.tone) == ("21 days", "usual 9", "watch")
    assert item.what == "Write to Hanne"
    assert quiet(Level.FINE) is None


def test_silence_before_a_renewal_costs_more_and_says_when():
    near = quiet(renews_on=date(2026, 12, 10))
    assert near.weight > quiet(Level.SILENT, days=200).weight
    assert near.because[-1] == "Their agreement ends or renews on 10 Dec, in 17 days."


@pytest.mark.parametrize(
    ("ends", "notice", "shown"),
    [(date(2027, 1, 31), date(2026, 12, 2), date(2026, 12, 2)),
     (date(2026, 12, 20), date(2026, 10, 1), date(2026, 12, 20)),
     (date(2027, 6, 1), None, None), (date(2026, 11, 22), None, None)],
)  # fmt: skip
def test_a_renewal_shows_by_the_day_that_still_matters(ends, notice, shown):
    item = judge_renewal(AgreementFact(ONE, "Retainer", ends, notice, False), NORTHLIGHT, TODAY)
    assert (item.due if item else None) == shown


def test_a_mail_that_asked_long_ago_is_silence_not_a_clock():
    asked = date(2026, 11, 21)
    item = judge_answer(MailFact(ONE, "Which figures?", asked, 2), NORTHLIGHT)
    assert item.what == "Answer “Which figures?”" and "2 days ago" in item.because[0]
    assert judge_answer(MailFact(ONE, "", asked, 61), NORTHLIGHT) is None


def test_work_named_after_its_party_is_not_named_twice():
    fact = ProposalFact("1", "Northlight - Audit", None, closes_on=TODAY)
    assert judge_proposal(fact, NORTHLIGHT, TODAY).what == "Follow up “Audit”"
    assert judge_proposal(ProposalFact("1", "Audit", TODAY), NORTHLIGHT, TODAY) is None


def test_the_order_is_by_what_waiting_costs():
    late, later = promise(TODAY - timedelta(days=9)), promise(TODAY)
    touch = judge_touch(NORTHLIGHT, TODAY, "", TODAY)
    silent, soft = quiet(Level.SILENT), quiet(Level.WATCH)
    ordered = order_items([soft, touch, later, silent, late])
    assert ordered == [late, later, silent, touch, soft]


def test_one_party_is_to_be_spoken_to_once_and_not_again_for_its_people():
    firm, person = quiet(), quiet(whom=Whom(TWO, "Hanne", is_person=True))
    touch = judge_touch(NORTHLIGHT, TODAY, "", TODAY)
    assert once_per_party([firm, person, touch], {TWO: ONE}) == [firm]


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], "Nothing is due."),
        ([quiet()], "One thing. Northlight is going quiet."),
        (
            [promise(TODAY - timedelta(days=1)), quiet(Level.SILENT)],
            "Two things. One promise is late, and Northlight is silent.",
        ),
    ],
)
def test_the_first_sentence_says_what_cannot_wait(items, said):
    assert str(lead_of(items, TODAY, {})) == said


def test_the_first_sentence_names_the_agreement_that_ends():
    said = str(lead_of([quiet()], TODAY, {ONE: date(2026, 12, 10)}))
    assert said.endswith("going quiet 17 days before its agreement ends or renews.")


def test_silence_is_drawn_only_between_touches_and_only_when_unusual():
    now = datetime(2026, 11, 23, tzinfo=UTC)
    ago = [now - timedelta(days=days) for days in (5, 21, 25, 60)]
    rows = [("mail", ago[0], False), ("call", ago[1], True), ("call", ago[2], True),
            ("meeting", ago[3], True)]  # fmt: skip
    told = [silence for _row, silence in with_silence(rows, now=now, usual_days=9)]
    assert told == [0, 21, 0, 35]


def test_the_facts_of_an_item_are_plain_and_named():
    facts = promise(TODAY).as_facts()
    assert facts["cause"] == "promise" and facts["due"] == "2026-11-23"
    assert facts["party"] == {"id": str(ONE), "name": "Northlight"}
    assert isinstance(Item("k", Cause.TASK, Verb.DO, "x", ()).as_facts()["because"], list)
