"""How a rule says something: sentences in the reader's language.

Rules know nothing of Django; they import `say as _` and say
`_("Last contact %(days)d days ago.", days=47)`, so that the collector of translations, which
knows `_`, finds the words. A sentence that is kept and read later is a `Sentence`: its words
and its facts, put into the reader's language when it is read. In a column of text it is what
`keep` makes of it, and `told` tells it.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_decimal
from django.utils.translation import get_language, gettext, ngettext, override

# Facts that are words of ours themselves, not the reader's data.
OWN_WORDS = frozenset({"fields", "kind"})
# Facts that are large numbers, in groups as the reader writes them.
GROUPED = frozenset({"most"})
# A kept sentence fits into the columns of text that keep one; what it quotes is cut.
LONGEST_KEPT = 300
# Only plain facts are filled in: a width such as %(name)9999999s has no place in a sentence.
_ODD_FACT = re.compile(r"%(?!%|\(\w+\)[sd])")


def say(words: str, **facts: Any) -> str:
    """The words in the reader's language, with their facts; days as the reader writes them."""
    if not facts:
        return gettext(words)
    return gettext(words) % {name: _as_read(name, fact) for name, fact in facts.items()}


def _as_read(name: str, fact: Any) -> Any:
    if name in OWN_WORDS and isinstance(fact, str) and fact:
        return gettext(fact)
    if name in OWN_WORDS and isinstance(fact, list):
        return ", ".join(gettext(str(each)) for each in fact)
    if name in GROUPED and isinstance(fact, int):
        return format_decimal(fact, locale=_locale())
    day = _day_of(fact)
    return fact if day is None else format_skeleton("yMMMd", day, locale=_locale())


def _locale() -> Locale:
    language = (get_language() or "en").split("-")[0]
    return Locale.parse("en_001" if language == "en" else language)


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


def keep(words: str, **facts: Any) -> str:
    """A sentence for a column of text: its words, and its facts beside them where it has any.

    >>> keep("It is here already.")
    'It is here already.'
    >>> keep("The price is “%(word)s”.", word="ten")
    '[["The price is “%(word)s”.", {"word": "ten"}]]'
    """
    return keep_all([Sentence(words, facts)])


def keep_all(sentences: Sequence[Sentence], *, longest: int = LONGEST_KEPT) -> str:
    """Several sentences for a column of text of this length; what they quote is cut to fit."""
    if not any(each.facts for each in sentences) and len(sentences) < 2:
        return "".join(each.words for each in sentences)
    text = ""
    for most in (160, 80, 40, 20):
        told = [[each.words, _cut(each.facts, most)] for each in sentences]
        text = json.dumps(told, ensure_ascii=False)
        if len(text) <= longest:
            return text
    return told_in_english(text)[:longest]


def _cut(facts: dict[str, Any], most: int) -> dict[str, Any]:
    return {
        name: f"{fact[: most - 1]}…" if isinstance(fact, str) and len(fact) > most else fact
        for name, fact in facts.items()
    }


def told(kept: object) -> str:
    """What was kept, in the reader's language; text that is no sentence of ours as it is."""
    text = str(kept or "")
    if not text.startswith('[["'):
        return gettext(text) if text else ""
    try:
        sentences = [sentence_from_json(each) for each in json.loads(text)]
        odd = any(_ODD_FACT.search(each.words) for each in sentences)
        return text if odd else " ".join(map(str, sentences))
    except (KeyError, TypeError, ValueError):
        return text


def told_in_english(kept: object) -> str:
    """What was kept, as programs read it: the same for everybody."""
    with override("en"):
        return told(kept)
