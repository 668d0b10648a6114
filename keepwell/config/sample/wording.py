"""Filling in the letters: names, months, weekdays, greetings, in four languages."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from string import Formatter

MONTHS = {
    "en": "January February March April May June July August September October November "
    "December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre "
    "décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
}
WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag",
    "fr": "lundi mardi mercredi jeudi vendredi",
    "es": "lunes martes miércoles jueves viernes",
}
QUARTERS = ("the first quarter", "the second quarter", "the third quarter", "the last quarter")
ANSWERS = {"en": "Re: ", "de": "AW: ", "fr": "RE : ", "es": "RE: "}
_HELLO = {
    "en": ("Hi {first},", "Dear {first},", "Hello {first},", "{first},"),
    "de": ("Guten Tag {whole},", "Hallo {whole},", "Guten Morgen {whole},"),
    "fr": ("Bonjour {first},", "Bonjour,"),
    "es": ("Buenos días, {first}:", "Hola, {first}:"),
}
_BYE = {
    "en": ("Best regards,\n{first}", "Best,\n{first}", "Kind regards,\n{whole}", "{first}"),
    "de": ("Mit freundlichen Grüßen\n{whole}", "Beste Grüße\n{whole}", "Viele Grüße\n{whole}"),
    "fr": ("Bien à vous,\n{first}", "Cordialement,\n{whole}", "À bientôt,\n{first}"),
    "es": (
        "Un saludo,\n{first}",
        "Saludos cordiales,\n{whole}",
        "Gracias y un saludo,\n{first}",
    ),
}
_TITLES = ("Dr.", "Prof.")


def given_name(name: str) -> str:
    """The first name of somebody, academic titles left out."""
    words = [word for word in name.split() if word not in _TITLES]
    return words[0]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a letter may speak of: the day, where, and which colleague."""

    language: str
    on: date
    sites: tuple[str, ...]
    colleague: str

    def fill(self, words: str, chance: Random, kept: dict[str, str]) -> str:
        """The words with every {name} filled in; `kept` holds what was said in the thread."""
        for _, name, _, _ in Formatter().parse(words):
            if name and name not in kept:
                kept[name] = self._say(name, chance)
        return words.format(**kept)

    def _say(self, name: str, chance: Random) -> str:
        months, days = MONTHS[self.language].split(), WEEKDAYS[self.language].split()
        ahead = self.on + timedelta(days=chance.randint(2, 6))
        return {
            "month": months[(self.on.month - 2) % 12],
            "next_month": months[self.on.month % 12],
            "quarter": QUARTERS[((self.on.month - 1) // 3 + 1) % 4],
            "day": days[min(ahead.weekday(), 4)],
            "site": chance.choice(self.sites),
            "colleague": self.colleague,
            "n": str(chance.randint(2, 9)),
            "n2": str(chance.randint(10, 18)),
            "pct": str(chance.randint(19, 38)),
            "pct2": str(chance.randint(5, 17)),
        }[name]


def due_in_words(due: date, language: str = "en") -> str:
    """A day as a letter names it: Friday 12 June."""
    weekdays = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return f"{weekdays[due.weekday()]} {due.day} {MONTHS['en'].split()[due.month - 1]}"


def letter(text: str, writer: str, reader: str, language: str, style: int) -> str:
    """The text between a greeting and a farewell; a writer keeps to one style."""
    hello = _HELLO[language][style % len(_HELLO[language])]
    bye = _BYE[language][style // 2 % len(_BYE[language])]
    if language != "de":
        text = text[:1].upper() + text[1:]
    hello = hello.format(first=given_name(reader), whole=reader)
    return f"{hello}\n\n{text}\n\n{bye.format(first=given_name(writer), whole=writer)}"
