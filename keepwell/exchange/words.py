"""Why a row was known, added or left out, in the language of who reads it."""

from keepwell.kernel import words
from keepwell.kernel.words import gettext_noop as _said
from keepwell.parties.rules.reasons import in_words

# What the parties' room says of rows it takes in.
OF_PARTIES = (
    _said("Nothing in it is new."),
    _said("The same record came before."),
    _said("This record is here already, unchanged."),
)


def told(kept: object) -> str:
    """A kept sentence, or why two records are one, in the reader's language."""
    text = str(kept or "")
    sentence = words.told(text)
    if sentence != text or text.endswith("."):
        return sentence
    return ", ".join(str(in_words(reason)) for reason in text.split(", "))
