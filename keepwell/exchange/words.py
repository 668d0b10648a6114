"""Sentences that readers of files left with files and rows, in the language of who reads them.

They are kept in English, with their facts in them. Shown, each is found again by its words.
"""

import re
from functools import cache

from django.utils.translation import get_language, gettext

from keepwell.kernel.words import gettext_noop as _said

SENTENCES = (
    _said("A cell of this row is longer than %(most)s characters; the row was left out."),
    _said("A column holds mail addresses, so it is taken for a list of people."),
    _said("Address books hold people."),
    _said("Correct it and drop it again."),
    _said("Correct the dates and drop it again."),
    _said("Fill in its name and drop the file again."),
    _said("Fill in one of them."),
    _said("It ends before it starts."),
    _said("It has the columns %(columns)s."),
    _said("It is done now."),
    _said("It is here already."),
    _said("It lies in the other tool's trash."),
    _said("It names no party we know; it is kept, tied to none."),
    _said("It names nobody we know; it is kept, tied to no party."),
    _said("It was ordered on “%(word)s”, which is no date."),
    _said("Its activities are of type %(usual)s."),
    _said("Its columns and ids are those of Salesforce."),
    _said("Its columns are those of Google Contacts."),
    _said("Its columns are those of HubSpot exports."),
    _said("Its columns are those of Keepwell's own exports."),
    _said("Its columns are those of Outlook contacts."),
    _said("Its date is “%(word)s”, which is no date."),
    _said("Its file is called %(name)s."),
    _said("Its file is named as HubSpot names its exports."),
    _said("Its ids and `.id` columns are those of Zoho CRM."),
    _said("Its ids are those Salesforce gives to such records."),
    _said("Its name points outside the archive, which no honest file does."),
    _said("Its owner %(owner)s is in no list of teammates."),
    _said("Its time is “%(word)s”, which is no moment."),
    _said("More than %(most)s files were given."),
    _said("Neither the header nor the cells say what this table holds."),
    _said("Nobody was called %(name)s; added."),
    _said("That is what an attack looks like, so nothing of it was read."),
    _said("The quantity is “%(word)s”, which is no number."),
    _said("The rest was left out; please give fewer at a time."),
    _said("The rule by which this meeting repeats is wrong; only its start was taken in."),
    _said("The same mail is here already."),
    _said("There is no such file."),
    _said("These lines stand outside of any card (no BEGIN:VCARD before them)."),
    _said("This agreement does not say with whom it was made."),
    _said("This archive holds more than %(most)s files; please split it."),
    _said("This calendar has more than %(most)s repeating meetings."),
    _said("This card could not be read (%(fault)s)."),
    _said("This card has no name, address or number."),
    _said("This card holds no name, no organisation, no address and no number."),
    _said("This card is larger than 16 MB, which no address book writes."),
    _said("This company has no name."),
    _said("This contact has no name, address or number."),
    _said("This could not be read: %(reason)s."),
    _said("This deal has no name."),
    _said("This event breaks the rules of calendar files and could not be read."),
    _said("This event has no start that can be read."),
    _said("This file holds no calendar (no BEGIN:VCALENDAR and no BEGIN:VEVENT)."),
    _said("This file holds nothing to import."),
    _said("This file in the archive cannot be unpacked (%(fault)s)."),
    _said("This file in the archive is damaged and cannot be unpacked."),
    _said("This file in the archive is too large."),
    _said("This file in the archive needs a password."),
    _said("This file is empty."),
    _said("This is a hidden or temporary file; it is left out."),
    _said("This is a link to another place; it is left out."),
    _said("This is an archive inside an archive; please unpack it first."),
    _said("This is larger than %(most)s MB; please split it."),
    _said("This is no mail: it has no header such as From, Date or Subject."),
    _said("This line does not end within %(most)s characters, so reading stopped here."),
    _said("This line is longer than %(most)s characters; only its beginning was kept."),
    _said("This mail could not be read (%(fault)s)."),
    _said("This mail has more than %(most)s headers, which no person sends."),
    _said("This mail has no date that could be true."),
    _said("This mail is empty."),
    _said("This mail names neither sender nor recipient."),
    _said("This meeting is here already."),
    _said("This row does not say what happened (no event)."),
    _said("This row has no order number."),
    _said("This row names nobody: no name, no address."),
    _said("This sheet cannot be read: %(reason)s."),
    _said("This sheet is empty."),
    _said("This teammate is here already."),
    _said("This workbook holds no filled sheet."),
    _said("This workbook is damaged and cannot be opened."),
    _said("This workbook is damaged or of a kind that cannot be read; save it as CSV."),
    _said("This workbook is larger than %(most)s MB; please save it as CSV."),
    _said("This workbook is protected by a password; please save it without."),
    _said("This zip archive is damaged and cannot be opened."),
    _said("Unpacked, this archive would be more than %(most)s times its size."),
    _said("Unpacked, this file is larger than Keepwell takes; please split it."),
    _said("“%(word)s” is no date."),
)  # fmt: skip
_BETWEEN = re.compile(r"(?<=[.!?]) +(?=[A-Z“])")


def told(kept: object) -> str:
    """A kept sentence, or several, in the reader's language; what is not known stays."""
    text = str(kept or "")
    if not text or (get_language() or "en").startswith("en"):
        return text
    whole = gettext(text)
    if whole != text:
        return whole
    return " ".join(_one_told(each) for each in _BETWEEN.split(text))


def _one_told(sentence: str) -> str:
    words = gettext(sentence)
    if words != sentence:
        return words
    for form, pattern in _forms():
        found = pattern.fullmatch(sentence)
        if found:
            return gettext(form) % found.groupdict()
    return sentence


@cache
def _forms() -> list[tuple[str, re.Pattern[str]]]:
    """The sentences that hold facts, each with the pattern that finds the facts again."""
    return [(each, _pattern(each)) for each in SENTENCES if "%(" in each]


def _pattern(form: str) -> re.Pattern[str]:
    # Odd pieces are the names of facts, even ones plain words.
    pieces = re.split(r"%\((\w+)\)s", form)
    return re.compile(
        "".join(
            f"(?P<{piece}>.+)" if place % 2 else re.escape(piece)
            for place, piece in enumerate(pieces)
        )
    )
