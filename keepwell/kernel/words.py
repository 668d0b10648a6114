"""How a rule says something: sentences in the reader's language.

Rules know nothing of Django; they import `say as _` and say
`_("Last contact %(days)d days ago.", days=47)`, so that the collector of translations, which
knows `_`, finds the words. A sentence that is kept and read later is a `Sentence`: its words
and its facts, put into the reader's language when it is read.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel import Locale
from babel.dates import format_skeleton
from django.utils.translation import get_language, gettext, ngettext

# Facts that are words of ours themselves, not the reader's data.
OWN_WORDS = frozenset({"kind"})


def say(words: str, **facts: Any) -> str:
    """The words in the reader's language, with their facts; days as the reader writes them."""
    if not facts:
        return gettext(words)
    return gettext(words) % {name: _as_read(name, fact) for name, fact in facts.items()}


def _as_read(name: str, fact: Any) -> Any:
    if name in OWN_WORDS and isinstance(fact, str) and fact:
        return gettext(fact)
    day = _day_of(fact)
    if day is None:
        return fact
    language = (get_language() or "en").split("-")[0]
    locale = Locale.parse("en_001" if language == "en" else language)
    return format_skeleton("yMMMd", day, locale=locale)


def _day_of(fact: Any) -> date | None:
    """A day, or a day as a kept sentence holds it: 2026-11-23."""
    if isinstance(fact, date):
        return fact
    if not isinstance(fact, str) or len(fact) != 10 or fact[4] != "-" or fact[7] != "-":
        return None
    try:
        return date.fromisoformat(fact)
    except ValueError:
        return None


def plural(one: str, many: str, count: int, **facts: Any) -> str:
    """The words for this count, which is the fact `count`."""
    read = {name: _as_read(name, fact) for name, fact in facts.items()}
    return ngettext(one, many, count) % {"count": count, **read}


def gettext_noop(words: str) -> str:
    """The words as they are: they are translated when they are read."""
    return words


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to be kept: words as the code writes them, and plain facts."""

    words: str
    facts: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return say(self.words, **self.facts)

    def as_json(self) -> list[Any]:
        """As it is stored; `sentence_from_json` reads it."""
        return [self.words, self.facts]


def sentence_from_json(kept: Any) -> Sentence:
    """A sentence that was kept; plain text is taken as it is."""
    if isinstance(kept, list | tuple) and len(kept) == 2:
        return Sentence(str(kept[0]), dict(kept[1]))
    return Sentence(str(kept))
