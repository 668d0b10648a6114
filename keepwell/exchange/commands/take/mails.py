"""Mails into conversations: who wrote to whom, in their own words, and what was promised."""

from collections.abc import Iterable, Sequence

from keepwell.conversations.commands.take_in import (
    ActivityDraft,
    PresenceDraft,
    TaskDraft,
    take_in_activities,
    take_in_tasks,
)
from keepwell.conversations.models import Activity
from keepwell.exchange.commands.take.around import Around, RowResult
from keepwell.exchange.commands.take.chosen import keys_here, wanted
from keepwell.exchange.commands.take.correspondents import Correspondents
from keepwell.exchange.readers.mail_headers import Address
from keepwell.exchange.readers.mail_nature import Nature
from keepwell.exchange.readers.mail_text import unquoted
from keepwell.exchange.readers.mailbox import Mail
from keepwell.exchange.readers.promises import find_promises, keeps_promise
from keepwell.exchange.rules.party_rows import is_nobody
from keepwell.kernel.words import keep as _kept

MOST_TEXT = 200_000
NATURES = {Nature.HUMAN: "human", Nature.NEWSLETTER: "newsletter", Nature.BOUNCE: "bounce"}


def take_mails(rows: Sequence[tuple[int, Mail]], around: Around) -> list[RowResult]:
    """Take in a chunk of a mailbox."""
    good, results = _read(rows, around)
    mails, left = wanted(
        good, around.reading.mode, lambda row: _key(row[1]), keys_here(Activity)
    )
    results += left
    who = Correspondents(around)
    who.learn(_people(mails))
    drafts = {
        _key(mail): _draft(mail, nature, who, around) for _, mail, nature in reversed(mails)
    }
    ids = take_in_activities(
        list(drafts.values()), at=around.at, by=around.by, tool=around.tool
    )
    new = [(n, mail, nature) for n, mail, nature in mails if _key(mail) in ids]
    promises = _promises([(m, nature) for _, m, nature in new], who, around)
    for number, mail, _ in mails:
        id_ = ids.pop(_key(mail), None)
        if id_ is None:
            results.append(
                RowResult(number, "skipped", _kept("The same mail is here already."))
            )
            continue
        traces = [("conversations.Activity", str(id_), None, None)]
        traces += [
            ("conversations.Task", task, None, None) for task in promises.get(_key(mail), ())
        ]
        results.append(RowResult(number, "added", "", traces))  # type: ignore[arg-type]
    return results


def _read(
    rows: Sequence[tuple[int, Mail]], around: Around
) -> tuple[list[tuple[int, Mail, str]], list[RowResult]]:
    """The mails with their natures; refused ones become results."""
    mails: list[tuple[int, Mail, str]] = []
    results: list[RowResult] = []
    for number, mail in rows:
        if mail.at is None:
            because = _kept("This mail has no date that could be true.")
            results.append(RowResult(number, "refused", because))
        elif not mail.sender.email and not mail.to:
            because = _kept("This mail names neither sender nor recipient.")
            results.append(RowResult(number, "refused", because))
        else:
            mails.append((number, mail, nature_of(mail, around)))
    return mails, results


def nature_of(mail: Mail, around: Around) -> str:
    """What kind of mail it is; human mail that names only us is internal."""
    nature = NATURES.get(mail.nature)
    if nature is None:
        nature = "automatic" if mail.nature.value == "automatic" else "machine"
    if nature != "human":
        return nature
    if is_nobody(mail.sender.email, around.reading):
        return "machine"
    ours = [Correspondents(around).is_ours(a.email) for a in _everybody(mail)]
    return "internal" if ours and all(ours) else "human"


def _everybody(mail: Mail) -> Iterable[Address]:
    return (
        a for a in (mail.sender, *mail.other_froms, *mail.to, *mail.cc, *mail.bcc) if a.email
    )


def _people(mails: Sequence[tuple[int, Mail, str]]) -> Iterable[tuple[str, str]]:
    for _, mail, nature in mails:
        if nature == "human":
            yield from ((a.email, a.name) for a in _everybody(mail))


def _key(mail: Mail) -> str:
    return f"mail:{mail.message_id}"[:500]


def _draft(mail: Mail, nature: str, who: Correspondents, around: Around) -> ActivityDraft:
    assert mail.at is not None
    ours = who.is_ours(mail.sender.email)
    reply = mail.in_reply_to or (mail.references[-1] if mail.references else "")
    return ActivityDraft(
        "mail", _key(mail), mail.at, mail.subject, _text(mail), nature=nature,
        direction="outbound" if ours else "inbound", asks=mail.asks and nature == "human",
        by_id=around.teammate_by_address(mail.sender.email) if ours else None,
        in_reply_to=f"mail:{reply}"[:500] if reply else "",
        presences=list(_presences(mail, who, around)),
        outcome="kept_promise" if nature == "human" and keeps_promise(mail.own_words) else "",
    )  # fmt: skip


def _text(mail: Mail) -> str:
    return (unquoted(mail.text) or mail.text)[:MOST_TEXT].replace("\x00", "")


def _presences(mail: Mail, who: Correspondents, around: Around) -> Iterable[PresenceDraft]:
    lists = (
        ("from", (mail.sender, *mail.other_froms)),
        ("to", mail.to),
        ("cc", mail.cc),
        ("bcc", mail.bcc),
    )
    for role, people in lists:
        for person in people:
            if not person.email:
                continue
            ours = who.is_ours(person.email)
            yield PresenceDraft(
                role,
                None if ours else who.parties.get(person.email),
                around.teammate_by_address(person.email) if ours else None,
                person.email,
                person.name,
            )


def _promises(
    mails: Sequence[tuple[Mail, str]], who: Correspondents, around: Around
) -> dict[str, list[str]]:
    """What our people promised in mails to somebody outside, as promises to keep."""
    drafts: list[TaskDraft] = []
    for mail, nature in mails:
        if nature != "human" or not who.is_ours(mail.sender.email) or mail.at is None:
            continue
        to = next(
            (who.parties[a.email] for a in (*mail.to, *mail.cc) if a.email in who.parties), None
        )
        for place, promise in enumerate(find_promises(mail.own_words, sent_on=mail.at.date())):
            drafts.append(
                TaskDraft(
                    promise.what or promise.sentence,
                    f"promise:{_key(mail)}"[:295] + f":{place}",
                    "promise",
                    promise.sentence,
                    to,
                    to,
                    around.teammate_by_address(mail.sender.email),
                    promise.due_on,
                    created_at=mail.at,
                    mail_key=_key(mail),
                )
            )
    ids, _ = take_in_tasks(drafts, at=around.at, by=around.by, tool=around.tool)
    by_mail: dict[str, list[str]] = {}
    for draft in drafts:
        if draft.key in ids:
            by_mail.setdefault(draft.mail_key, []).append(str(ids[draft.key]))
    return by_mail
