"""Promises with their day are found, kept ones are recognised; worlds agree with the truth."""

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwell.exchange.readers.mail_nature import Nature
from keepwell.exchange.readers.mailbox import Mail, addresses, read_mbox
from keepwell.exchange.readers.promises import find_promises, keeps_promise
from keepwell.exchange.tests.shared_folders import each_world, needs_shared, truth_of

WEDNESDAY = date(2026, 6, 10)
FRIDAY = date(2026, 6, 12)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("I will send you the revised draft by 2026-07-16.", date(2026, 7, 16)),
        ("I'll send it by Friday.", FRIDAY),
        ("We’ll get back to you tomorrow.", date(2026, 6, 11)),
        ("By Friday, I will send you the minutes.", FRIDAY),
        ("I will send you the plan by the end of the week.", FRIDAY),
        ("I will send the plan no later than 3 July.", date(2026, 7, 3)),
        ("I'll have it with you by July 3, 2026.", date(2026, 7, 3)),
        ("Ich schicke Ihnen die Kostenschätzung bis zum 03.07.2026.", date(2026, 7, 3)),
        ("Bis Freitag schicke ich Ihnen den Entwurf.", FRIDAY),
        ("Ich werde Ihnen das Protokoll bis 3. Juli senden.", date(2026, 7, 3)),
        ("Ich melde mich morgen bei Ihnen.", date(2026, 6, 11)),
        ("Je vous envoie le compte rendu d'ici le 2026-07-03.", date(2026, 7, 3)),
        ("Nous vous enverrons le contrat avant vendredi.", FRIDAY),
        ("Je vous transmets le projet d’ici demain.", date(2026, 6, 11)),
        ("Le enviaré el acta antes del 2026-07-03.", date(2026, 7, 3)),
        ("Le mandaré el borrador para el viernes.", FRIDAY),
        ("Tôi sẽ gửi biên bản cuộc họp trước ngày 2026-07-03.", date(2026, 7, 3)),
        ("Tôi sẽ gửi bản dự thảo trước thứ Sáu.", FRIDAY),
    ],
)
def test_a_promise_is_found_with_its_day(words: str, due: date) -> None:
    (found,) = find_promises(words, sent_on=WEDNESDAY)
    assert found.due_on == due
    assert found.sentence == words


@pytest.mark.parametrize(
    "words",
    [
        "Our new colleague starts on Monday; I will introduce you then.",
        "Unsere neue Kollegin beginnt am Montag, ich stelle sie Ihnen dann vor.",
        "I will not send it by Friday.",
        "Will you send it by Friday?",
        "Could you send it by Friday?",
        "I will send it soon.",
        "I sent it on Friday.",
        "I am in the office until four today.",
        "Pourriez-vous regarder le bail avant vendredi ?",
    ],
)
def test_what_is_no_promise_is_left_alone(words: str) -> None:
    assert find_promises(words, sent_on=WEDNESDAY) == ()


def test_what_was_promised_is_told_without_the_day() -> None:
    (found,) = find_promises(
        "I will send you the minutes\nby 2026-07-03. Bye.", sent_on=WEDNESDAY
    )
    assert found.what == "the minutes"


@pytest.mark.parametrize(
    "words",
    [
        "As promised, here is the minutes.",
        "Wie versprochen anbei das Protokoll.",
        "Comme promis, voici le projet.",
        "Como prometí, aquí está el acta.",
        "Như đã hứa, tôi gửi biên bản.",
        "Here is the draft I promised.",
    ],
)
def test_words_that_keep_a_promise(words: str) -> None:
    assert keeps_promise(words)


def test_a_plain_thank_you_keeps_no_promise() -> None:
    assert not keeps_promise("Thank you, that looks promising.")


@given(st.text(max_size=300))
def test_no_words_raise(words: str) -> None:
    find_promises(words, sent_on=WEDNESDAY)
    find_promises(f"I will send it by {words}", sent_on=date(2024, 2, 29))
    keeps_promise(words)


def _conversations(mails: list[Mail], ending: str) -> list[list[Mail]]:
    """Thread as the definitions say: by reply headers, else Re: within 30 days."""
    key_of: dict[str, str] = {}
    last: dict[tuple[str, str], tuple[Mail, str]] = {}
    threads: dict[str, list[Mail]] = defaultdict(list)
    for mail in sorted(mails, key=lambda each: str(each.at)):
        them = [each.email for each in addresses(mail) if not each.email.endswith(ending)]
        if mail.nature is not Nature.HUMAN or not them or mail.at is None:
            continue
        named = (mail.in_reply_to, *reversed(mail.references))
        key = next((key_of[each] for each in named if each in key_of), "")
        for person in them if mail.is_reply_subject and not key else ():
            before = last.get((mail.thread_subject, person))
            if before and before[0].at and mail.at - before[0].at <= timedelta(days=30):
                key = before[1]
        key = key or mail.message_id
        key_of[mail.message_id] = key
        last.update({(mail.thread_subject, person): (mail, key) for person in them})
        threads[key].append(mail)
    return list(threads.values())


@needs_shared
@each_world
def test_open_promises_and_unanswered_mails_equal_the_truth(world: Path) -> None:
    truth = truth_of(world)
    ending = "@" + truth["world"]["domain"]
    with (world / "mailbox.mbox").open("rb") as stream:
        mails = {each.message_id: each for each in read_mbox(stream) if isinstance(each, Mail)}
    promised: set[tuple[str, str]] = set()
    unanswered: set[tuple[str, bool]] = set()
    for thread in _conversations(list(mails.values()), ending):
        still: set[tuple[str, str]] = set()
        for mail in thread:
            if mail.sender.email.endswith(ending) and mail.at:
                still = set() if keeps_promise(mail.own_words) else still
                found = find_promises(mail.own_words, sent_on=mail.at.date())
                still |= {(mail.message_id, each.due_on.isoformat()) for each in found}
        promised |= still
        if not thread[-1].sender.email.endswith(ending):
            made = "" if thread[-1].message_id_made else thread[-1].message_id
            unanswered.add((made, thread[-1].asks))
    told = [each for party in truth["parties"] for each in party.get("open_promises", ())]
    waiting = [
        each for party in truth["parties"] for each in party.get("unanswered_inbound", ())
    ]
    print(world.name, len(told), "open promises,", len(waiting), "unanswered: all found")
    assert promised == {(each["message_id"], each["due"]) for each in told}
    assert unanswered == {(each["message_id"], each["asks"]) for each in waiting}
