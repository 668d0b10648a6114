"""The journal's verbs and facts as people read them."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwell.journal.stories import Chapter
from keepwell.parties.models import Party

SENTENCES = {
    ("added", "party"): gettext_lazy("added this party"),
    ("changed", "party"): gettext_lazy("changed this party"),
    ("renamed", "party"): gettext_lazy("renamed this party"),
    ("trashed", "party"): gettext_lazy("put this party in the trash"),
    ("restored", "party"): gettext_lazy("took this party out of the trash"),
    ("took in", "party"): gettext_lazy("merged %(other)s into this party"),
    ("merged", "party"): gettext_lazy("merged this party into %(into)s"),
    ("parted", "party"): gettext_lazy("undid the merge with %(other)s"),
    ("told apart", "party"): gettext_lazy("said that this is not %(other)s"),
    ("added", "name"): gettext_lazy("added the name %(name)s"),
    ("changed", "name"): gettext_lazy("corrected a name"),
    ("removed", "name"): gettext_lazy("removed the name %(name)s"),
    ("added", "email"): gettext_lazy("added the e-mail %(value)s"),
    ("changed", "email"): gettext_lazy("corrected an e-mail"),
    ("removed", "email"): gettext_lazy("removed the e-mail %(value)s"),
    ("preferred", "email"): gettext_lazy("made %(value)s the first choice"),
    ("added", "phone"): gettext_lazy("added the number %(value)s"),
    ("changed", "phone"): gettext_lazy("corrected a number"),
    ("removed", "phone"): gettext_lazy("removed the number %(value)s"),
    ("preferred", "phone"): gettext_lazy("made %(value)s the first choice"),
    ("added", "link"): gettext_lazy("added the link %(value)s"),
    ("removed", "link"): gettext_lazy("removed the link %(value)s"),
    ("added", "domain"): gettext_lazy("added the mail domain %(value)s"),
    ("removed", "domain"): gettext_lazy("removed the mail domain %(value)s"),
    ("added", "address"): gettext_lazy("added an address"),
    ("changed", "address"): gettext_lazy("corrected an address"),
    ("removed", "address"): gettext_lazy("removed an address"),
    ("tied", "tie"): gettext_lazy("tied this party to %(other)s"),
    ("changed tie", "tie"): gettext_lazy("corrected the tie to %(other)s"),
    ("ended tie", "tie"): gettext_lazy("ended the tie to %(other)s"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A chapter in words: who, what, and each field with its value before and after."""

    chapter: Chapter
    who: str
    what: str
    changes: tuple[tuple[str, str, str], ...]


def tell(chapter: Chapter) -> Told:
    """The chapter in words; a verb of a room that is not listed is told as it stands."""
    facts = {name: value or _("another party") for name, value in chapter.facts.items()}
    sentence = SENTENCES.get((chapter.verb, chapter.noun))
    try:
        what = str(sentence) % facts if sentence else ""
    except (KeyError, TypeError, ValueError):
        what = ""
    changes = tuple(
        (_label(name), _shown(before), _shown(after))
        for name, (before, after) in chapter.changes.items()
    )
    return Told(
        chapter, chapter.by or "Keepwell", what or f"{chapter.verb} {chapter.noun}", changes
    )


def _label(name: str) -> str:
    known = {field.name: field for field in Party._meta.get_fields() if field.concrete}
    verbose = getattr(known.get(name), "verbose_name", None)
    return str(capfirst(verbose or name.replace("_", " ")))


def _shown(value: Any) -> str:
    return _("nothing") if value in ("", None) else str(value)
