"""Why two records are, or may be, one: as it is kept, and in the language of who reads it.

The rules say it in plain English, which the journal keeps; these are all they say.
"""

from collections.abc import Iterable
from typing import Any

from keepwell.kernel.words import Sentence, sentence_from_json
from keepwell.kernel.words import gettext_noop as _said

SAME_ADDRESS = _said("same address %(address)s")
_ADDRESS = SAME_ADDRESS.partition("%")[0]
REASONS = (
    _said("a name is missing"),
    _said("a new family name?"),
    _said("a number or a firm alone proves nothing"),
    _said("a number shared"),
    _said("dates of birth nearly the same"),
    _said("different cities"),
    _said("different countries"),
    _said("different dates of birth"),
    _said("different domains"),
    _said("different legal forms"),
    _said("initials fit"),
    _said("little else in common"),
    _said("little to tell by"),
    _said("names differ"),
    _said("names of different organisations"),
    _said("names spelt alike"),
    _said("namesakes: nothing else in common"),
    _said("nobody else fits"),
    _said("nothing else in common"),
    _said("nothing speaks against it"),
    _said("nothing to tell by"),
    _said("one is a person, the other an organisation"),
    _said("one is the parent of the other"),
    _said("one name has a further word"),
    _said("one name is part of the other"),
    _said("same date of birth"),
    _said("same domain"),
    _said("same domain or number: parent and daughter, or one?"),
    _said("same house"),
    _said("same name"),
    _said("same name in another form"),
    _said("same organisation"),
    _said("same organisation and number"),
    _said("same organisation, but another title and no number shared"),
    _said("same organisation, but each has an own mailbox there"),
    _said("same organisation, one word of a name"),
    _said("same place or number"),
    _said("same record id"),
    _said("same town and title"),
    _said("something else in common"),
    _said("spelling differs"),
    _said("two numbers shared"),
)


def in_words(reason: str) -> Sentence:
    """A reason as a sentence to be kept, or to be said in the reader's language."""
    if reason.startswith(_ADDRESS):
        return Sentence(SAME_ADDRESS, {"address": reason.removeprefix(_ADDRESS)})
    return Sentence(reason)


def in_one_sentence(reasons: Iterable[Any]) -> str:
    """Kept reasons, or a verdict's own, as one sentence in the reader's language."""
    told = ", ".join(
        str(in_words(each) if isinstance(each, str) else sentence_from_json(each))
        for each in reasons
    )
    return told[:1].upper() + told[1:] + ("" if told.endswith("?") or not told else ".")
