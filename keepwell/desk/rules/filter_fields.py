"""What a list can be narrowed by, what can be asked of each field, and those of parties."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from keepwell.desk.rules.own import WithOwn
from keepwell.fields.rules.definitions import Definition, FieldSort
from keepwell.kernel.words import gettext_noop
from keepwell.kernel.words import say as _

ME, SOMEBODY, NOBODY, LEFT = "me", "somebody", "nobody", "left"
MINE = "mine"


class Sort(StrEnum):
    """What sort of fact a field holds; it decides what can be asked of it."""

    TEXT = "text"
    # A text that many parties share, so that they can be gathered by it.
    WORD = "word"
    CHOICE = "choice"
    TEAMMATE = "teammate"
    TEAM = "team"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    ANNIVERSARY = "anniversary"
    YES_NO = "yes_no"
    AMOUNT = "amount"
    ANSWER = "answer"
    PARTY = "party"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Operator:
    """Something that can be asked: its words, and how many values it takes."""

    name: str
    words: str
    fewest: int = 1
    most: int = 1

    @property
    def label(self) -> str:
        return _(self.words)


MOST_VALUES = 100
_ONE = {
    "contains": gettext_noop("contains"),
    "lacks": gettext_noop("does not contain"),
    "starts": gettext_noop("begins with"),
    "is": gettext_noop("is"),
    "not": gettext_noop("is not"),
    "over": gettext_noop("is more than"),
    "under": gettext_noop("is less than"),
    "on": gettext_noop("is on"),
    "before": gettext_noop("is before"),
    "after": gettext_noop("is after"),
    "last": gettext_noop("is in the last days:"),
    "ago": gettext_noop("is longer ago than days:"),
    "next": gettext_noop("is in the next days:"),
}
_NONE = {
    "today": gettext_noop("is today"),
    "week": gettext_noop("is this week"),
    "month": gettext_noop("is this month"),
    "quarter": gettext_noop("is this quarter"),
    "year": gettext_noop("is this year"),
    "past": gettext_noop("is past"),
    "future": gettext_noop("is still to come"),
    "empty": gettext_noop("is empty"),
    "filled": gettext_noop("is not empty"),
    "yes": gettext_noop("yes"),
    "no": gettext_noop("no"),
}
_MANY = {
    "any": gettext_noop("is any of"),
    "none": gettext_noop("is none of"),
}
OPERATORS: Mapping[str, Operator] = {
    **{name: Operator(name, words) for name, words in _ONE.items()},
    **{name: Operator(name, words, 0, 0) for name, words in _NONE.items()},
    **{name: Operator(name, words, 1, MOST_VALUES) for name, words in _MANY.items()},
    # A day of any year, as 11-23; two for 28 February, which stands for the 29th as well.
    "day": Operator("day", gettext_noop("is on the day (month-day):"), 1, 2),
    "between": Operator("between", gettext_noop("is between"), 2, 2),
}
_ON_DAYS = (
    "today", "last", "ago", "next", "week", "month", "quarter", "year", "past", "future",
    "on", "before", "after", "between", "empty", "filled",
)  # fmt: skip
ASKED_OF: Mapping[Sort, tuple[str, ...]] = {
    Sort.TEXT: ("contains", "lacks", "is", "not", "starts", "empty", "filled"),
    Sort.WORD: ("contains", "lacks", "is", "not", "any", "none", "starts", "empty", "filled"),
    Sort.CHOICE: ("is", "not", "any", "none", "empty", "filled"),
    Sort.TEAMMATE: ("is", "not", "any", "none", "empty", "filled"),
    Sort.TEAM: ("is", "not", "any", "none", "empty", "filled"),
    Sort.NUMBER: ("is", "over", "under", "between", "empty", "filled"),
    Sort.DATE: _ON_DAYS,
    Sort.MOMENT: _ON_DAYS,
    Sort.ANNIVERSARY: ("today", "next", "day", "week", "month", "empty", "filled"),
    Sort.YES_NO: ("yes", "no"),
    Sort.AMOUNT: ("is", "over", "under", "between", "empty", "filled"),
    # Nobody asked yet is neither yes nor no.
    Sort.ANSWER: ("yes", "no", "empty", "filled"),
    Sort.PARTY: ("is", "not", "any", "none", "empty", "filled"),
    # Looked for in the index of what was said: whole words, and how they begin.
    Sort.WORDS: ("contains", "lacks"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """Something known of what is listed, by which the list can be narrowed."""

    name: str
    words: str
    sort: Sort
    choices: Mapping[str, str] = field(default_factory=dict)
    always: bool = False
    own: Definition | None = None

    @property
    def label(self) -> str:
        return self.own.label if self.own else _(self.words)

    @property
    def operators(self) -> tuple[Operator, ...]:
        """What can be asked of it; what is always there is never empty."""
        names = ASKED_OF[self.sort]
        if self.always:
            names = tuple(name for name in names if name not in ("empty", "filled"))
        return tuple(OPERATORS[name] for name in names)

    def pairs(self) -> list[tuple[str, str]]:
        """The values one may choose from, with their words."""
        if self.own:
            return [(one.key, one.label) for one in self.own.offered]
        return [(value, _(words)) for value, words in self.choices.items()]

    def words_of(self, value: str) -> str:
        """What one of the values is called."""
        return self.choices[value] if self.own else _(self.choices[value])


_NATURES = {"person": gettext_noop("person"), "organisation": gettext_noop("organisation")}
_KINDS = {
    "client": gettext_noop("client"),
    "customer": gettext_noop("customer"),
    "user": gettext_noop("user"),
    "prospect": gettext_noop("prospect"),
    "former": gettext_noop("former client"),
}
_STAGES = {
    "lead": gettext_noop("lead"),
    "consultation": gettext_noop("consultation"),
    "proposal": gettext_noop("proposal"),
    "agreed": gettext_noop("agreed"),
    "onboarding": gettext_noop("onboarding"),
    "active": gettext_noop("active"),
    "renewing": gettext_noop("renewing"),
    "paused": gettext_noop("paused"),
    "ended": gettext_noop("ended"),
    "lost": gettext_noop("lost"),
}
_LEVELS = {
    "fine": gettext_noop("fine"),
    "watch": gettext_noop("to watch"),
    "quiet": gettext_noop("quiet"),
    "silent": gettext_noop("silent"),
}
_OWNERS = {
    ME: gettext_noop("me"),
    SOMEBODY: gettext_noop("somebody"),
    NOBODY: gettext_noop("nobody"),
    LEFT: gettext_noop("somebody who left"),
}

_ALL = (
    Field("name", gettext_noop("Name"), Sort.TEXT, always=True),
    Field("nature", gettext_noop("Person or organisation"), Sort.CHOICE, _NATURES, always=True),
    Field("kind", gettext_noop("Kind"), Sort.CHOICE, _KINDS),
    Field("client_since", gettext_noop("Client since"), Sort.DATE),
    Field("customer_since", gettext_noop("Customer since"), Sort.DATE),
    Field("user_since", gettext_noop("User since"), Sort.DATE),
    Field("prospect_since", gettext_noop("Prospect since"), Sort.DATE),
    Field("stage", gettext_noop("Stage"), Sort.CHOICE, _STAGES),
    Field("stage_since", gettext_noop("In this stage since"), Sort.DATE),
    Field("owner", gettext_noop("Owner"), Sort.TEAMMATE, _OWNERS),
    Field("account_team", gettext_noop("On the account team"), Sort.TEAMMATE,
          {ME: gettext_noop("me")}),
    Field("team", gettext_noop("Team of the owner"), Sort.TEAM,
          {MINE: gettext_noop("one of mine")}),
    Field("quiet", gettext_noop("Silence"), Sort.CHOICE, _LEVELS),
    Field("last_two_way", gettext_noop("Last two-way contact"), Sort.MOMENT),
    Field("last_inbound", gettext_noop("Last heard from"), Sort.MOMENT),
    Field("last_outbound", gettext_noop("Last written to or called"), Sort.MOMENT),
    Field("next_touch", gettext_noop("Next touch"), Sort.DATE),
    Field("waits", gettext_noop("Waits for our answer"), Sort.YES_NO),
    Field("created", gettext_noop("Here since"), Sort.MOMENT, always=True),
    Field("changed", gettext_noop("Last changed"), Sort.MOMENT, always=True),
    Field("source", gettext_noop("How they came"), Sort.WORD),
    Field("industry", gettext_noop("Industry"), Sort.WORD),
    Field("employees", gettext_noop("Employees"), Sort.NUMBER),
    Field("city", gettext_noop("City"), Sort.WORD),
    Field("country", gettext_noop("Country"), Sort.WORD),
    Field("email", gettext_noop("E-mail"), Sort.TEXT),
    Field("phone", gettext_noop("Phone"), Sort.TEXT),
    Field("domain", gettext_noop("Mail domain"), Sort.TEXT),
    Field("external", gettext_noop("Came from the tool"), Sort.WORD),
    Field("language", gettext_noop("Language"), Sort.WORD),
    # By day and month alone: age is a protected attribute (domain K8).
    Field("birthday", gettext_noop("Birthday"), Sort.ANNIVERSARY),
    Field("followed", gettext_noop("Followed by me"), Sort.YES_NO),
    Field("task", gettext_noop("Has an open task"), Sort.YES_NO),
    Field("promise", gettext_noop("Has an open promise"), Sort.YES_NO),
    Field("open_work", gettext_noop("Has open work"), Sort.YES_NO),
    Field("orders", gettext_noop("Has ordered"), Sort.YES_NO),
)  # fmt: skip
HOUSE: Mapping[str, Field] = {one.name: one for one in _ALL}
_SORTS = {
    FieldSort.TEXT: Sort.TEXT,
    FieldSort.URL: Sort.TEXT,
    FieldSort.NUMBER: Sort.AMOUNT,
    FieldSort.MONEY: Sort.AMOUNT,
    FieldSort.DATE: Sort.DATE,
    FieldSort.CHOICE: Sort.CHOICE,
    FieldSort.CHOICES: Sort.CHOICE,
    FieldSort.PARTY: Sort.PARTY,
    FieldSort.YES_NO: Sort.ANSWER,
}


def _own_field(asked: Definition) -> Mapping[str, Field]:
    choices = {one.key: one.label for one in asked.choices}
    return {asked.name: Field(asked.name, asked.words, _SORTS[asked.sort], choices, own=asked)}


FIELDS: Mapping[str, Field] = WithOwn(HOUSE, _own_field)
