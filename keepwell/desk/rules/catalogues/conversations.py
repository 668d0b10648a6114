"""What a list of conversations can be asked."""

from keepwell.desk.rules.catalogue import REPORT, TABLE, Catalogue, Gathering
from keepwell.desk.rules.columns import DAYS, FILLED, Column
from keepwell.desk.rules.filter_fields import LEFT, ME, Field, Sort
from keepwell.kernel.words import gettext_noop

KINDS = {
    "mail": gettext_noop("mail"),
    "call": gettext_noop("call"),
    "meeting": gettext_noop("meeting"),
    "note": gettext_noop("note"),
}
WAYS = {"inbound": gettext_noop("from them to us"), "outbound": gettext_noop("from us to them")}
CONTACT = {
    "two_way": gettext_noop("two-way contact"),
    "inbound": gettext_noop("heard from them"),
    "outbound": gettext_noop("written to or called"),
    "nothing": gettext_noop("no contact"),
}
NATURES = {
    "human": gettext_noop("written by a person"),
    "newsletter": gettext_noop("newsletter"),
    "automatic": gettext_noop("automatic reply"),
    "bounce": gettext_noop("bounced"),
    "machine": gettext_noop("sent by a machine"),
    "internal": gettext_noop("among teammates"),
}
OUTCOMES = {
    "connected": gettext_noop("connected"),
    "no_answer": gettext_noop("no answer"),
    "busy": gettext_noop("busy"),
    "voicemail": gettext_noop("voicemail"),
    "wrong_number": gettext_noop("wrong number"),
    "confirmed": gettext_noop("confirmed"),
    "tentative": gettext_noop("tentative"),
    "cancelled": gettext_noop("cancelled"),
}
_FIELDS = (
    Field("kind", gettext_noop("Kind"), Sort.CHOICE, KINDS, always=True),
    Field("day", gettext_noop("When"), Sort.MOMENT, always=True),
    Field("text", gettext_noop("What was said"), Sort.WORDS),
    Field("party", gettext_noop("With"), Sort.PARTY, always=True),
    Field("teammate", gettext_noop("Of ours"), Sort.TEAMMATE,
          {ME: gettext_noop("me"), LEFT: gettext_noop("somebody who left")}),
    Field("contact", gettext_noop("Counted as"), Sort.CHOICE, CONTACT, always=True),
    Field("direction", gettext_noop("Direction"), Sort.CHOICE, WAYS),
    Field("nature", gettext_noop("What sort of mail"), Sort.CHOICE, NATURES),
    Field("outcome", gettext_noop("How it ended"), Sort.CHOICE, OUTCOMES),
    Field("asks", gettext_noop("Asks something"), Sort.YES_NO),
)  # fmt: skip
_COLUMNS = (
    Column("what", gettext_noop("Conversation")),
    Column("kind", gettext_noop("Kind")),
    Column("party", gettext_noop("With"), fold="start"),
    Column("teammate", gettext_noop("Of ours")),
    Column("contact", gettext_noop("Counted as"), fold="end"),
    Column("direction", gettext_noop("Direction")),
    Column("outcome", gettext_noop("How it ended"), "", FILLED),
    Column("place", gettext_noop("Where"), "", FILLED),
    Column("day", gettext_noop("When"), "day", DAYS, right=True, fold="top"),
)
CONVERSATIONS = Catalogue(
    "conversations",
    {one.name: one for one in _FIELDS},
    {one.name: one for one in _COLUMNS},
    ("what", "kind", "party", "teammate", "contact", "day"),
    ("day",),
    "-day",
    asks=("kind", "party", "teammate"),
    starts=("kind", "is"),
    looks=(TABLE, REPORT),
    # Not by party: whom one asks for has what was said with their people as well.
    gathering=Gathering(
        gettext_noop("Conversations"),
        "kind",
        ("kind", "day", "teammate", "contact", "direction", "nature", "outcome", "asks"),
        frozenset({"teammate", "contact"}),
    ),
)
