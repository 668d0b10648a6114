"""Mail that is no contact: newsletters, automatic replies, bounces, and strangers' letters."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from keepwell.config.sample.days import Days
from keepwell.conversations.commands.take_in import ActivityDraft, PresenceDraft

_NEWS = (
    "News from {name}: what we are making this season", "{name} in {month} weeks",
    "Open day at {name}", "{name}: our year in pictures", "A new face at {name}",
    "{name} newsletter",
)  # fmt: skip
STRANGERS = (
    ("Philippa Dunn", "philippa.dunn@tidemark.example", "Question about succession",
     "A friend gave me your name. We are two sisters with a boatyard and no plan. Do you have "
     "half an hour for us?"),
    ("Oskar Lindgren", "oskar@lindgren-timber.example", "Price list",
     "You spoke at the evening in Hull. Is there somewhere I can read it again?"),
    ("Mina Farouk", "mina.farouk@example.net", "Your seminar",
     "I could not find the date of the next seminar on prices. Will there be one up north?"),
    ("Gus Hendry", "g.hendry@hendryroofing.example", "Recommended by Ruth Okafor",
     "Ruth Okafor says you sorted out their planning. We roof houses and need the same. "
     "Who would I talk to?"),
    ("Talia Brooks", "talia.brooks@example.com", "Student question",
     "For my thesis I am looking for firms that changed their prices on purpose. May I send "
     "you five questions?"),
    ("Aron Weiss", "a.weiss@weissmetall.example", "Anfrage",
     "wir suchen Begleitung bei der Übergabe an die nächste Generation. Haben Sie im neuen "
     "Jahr Zeit für ein erstes Gespräch?"),
)  # fmt: skip


def newsletters(
    name: str, person: UUID, address: str, reader: tuple[UUID, str], days: Days
) -> list[ActivityDraft]:
    """Three newsletters of a party, the last a few days ago."""
    chance, found = Random(f"{name} news"), list[ActivityDraft]()
    backs = (chance.randint(2, 9), 65, 150)
    for back, words in zip(backs, chance.sample(_NEWS, 3), strict=True):
        title = words.format(name=name, month=6)
        found.append(
            _machine(
                f"news:{address}.{back}",
                "newsletter",
                title,
                f"{title}. You get this because you asked for it; one click ends it.",
                (person, address),
                reader,
                days.moment(back, chance),
                "",
            )
        )
    return found


def automatic_reply(
    to: ActivityDraft, who: tuple[UUID, str], name: str, reader: tuple[UUID, str]
) -> ActivityDraft:
    """The out-of-office answer to one of our mails, a minute later."""
    return _machine(
        f"{to.key}.auto", "automatic", f"Automatic reply: {to.title}",
        f"Thank you for your message. I am away and read mail only now and then.\n\n{name}",
        who, reader, to.at + timedelta(minutes=1), to.key,
    )  # fmt: skip


def bounce(to: ActivityDraft, address: str, reader: tuple[UUID, str]) -> ActivityDraft:
    """The post office says that nobody lives there any more."""
    domain = address.partition("@")[2]
    return _machine(
        f"{to.key}.bounce", "bounce", f"Undelivered: {to.title}",
        f"Your message to {address} could not be delivered: there is no such mailbox.",
        (None, f"mailer-daemon@{domain}"), reader, to.at + timedelta(minutes=2), to.key,
    )  # fmt: skip


def strangers(reader: tuple[UUID, str], days: Days) -> list[ActivityDraft]:
    """Letters of people nobody has claimed yet."""
    chance, found = Random("strangers"), list[ActivityDraft]()
    for place, (name, address, title, text) in enumerate(STRANGERS):
        draft = _machine(
            f"stranger:{address}", "human", title, f"{text}\n\n{name}", (None, address), reader,
            days.moment(2 + place * 4, chance), "",
        )  # fmt: skip
        draft.presences[0].name, draft.asks = name, True
        found.append(draft)
    return found


def _machine(
    key: str, nature: str, title: str, text: str,
    writer: tuple[UUID | None, str], reader: tuple[UUID, str], at: datetime, answers: str,
) -> ActivityDraft:  # fmt: skip

    sender = PresenceDraft("from", writer[0], address=writer[1])
    us = PresenceDraft("to", teammate_id=reader[0], address=reader[1])
    return ActivityDraft(
        "mail", f"mail:{key}", at, title, text, nature=nature, direction="inbound",
        in_reply_to=answers, presences=[sender, us],
    )  # fmt: skip
