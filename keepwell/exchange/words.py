"""Why a row was known, added or left out, in the language of who reads it."""

from django.utils.translation import gettext as _

from keepwell.kernel import words
from keepwell.parties.rules.reasons import in_words


def told(kept: object) -> str:
    """A kept sentence, or why two records are one, in the reader's language."""
    text = str(kept or "")
    sentence = words.told(text)
    if sentence != text or text.endswith("."):
        return sentence
    return ", ".join(str(in_words(reason)) for reason in text.split(", "))


def event_words() -> list[tuple[str, str]]:
    """What webhooks can be told of, in words."""
    return [
        ("party.added", _("A party is added")),
        ("party.changed", _("A party is changed")),
        ("party.trashed", _("A party goes to the trash")),
        ("party.restored", _("A party comes back from the trash")),
        ("parties.merged", _("Parties are merged")),
        ("parties.unmerged", _("A merge is undone")),
        ("contact.changed", _("Something happened with a party")),
        ("owner.changed", _("A party has another owner")),
        ("stage.moved", _("A relationship moves to another stage")),
        ("promise.made", _("Something is promised to a party")),
        ("promise.kept", _("A promise is kept")),
    ]
