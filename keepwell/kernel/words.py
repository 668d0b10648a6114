"""How a rule says something: sentences in the reader's language.

Rules know nothing of Django; they import `say as _` and say
`_("Last contact %(days)d days ago.", days=47)`, so that the collector of translations, which
knows `_`, finds the words. A sentence that is kept and read later is a `Sentence`: its words
and its facts, put into the reader's language when it is read.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, ngettext


def say(words: str, **facts: Any) -> str:
    """The words in the reader's language, with their facts."""
    return gettext(words) % facts if facts else gettext(words)


def plural(one: str, many: str, count: int, **facts: Any) -> str:
    """The words for this count, which is the fact `count`."""
    return ngettext(one, many, count) % {"count": count, **facts}


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
