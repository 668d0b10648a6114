"""Reading the sample's own files: the cast in blocks, the letters in stories."""

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

_HERE = files("keepwell.config.sample")
_SETTING = re.compile(r"\s+(?=[a-z]+=)")


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of an organisation; `native` is the name in their own script.

    Somebody `unreachable` came without a mail address.
    """

    name: str
    title: str = ""
    language: str = ""
    native: str = ""
    unreachable: str = ""


@dataclass(slots=True)
class Character:
    """One party of the sample and its part in the play.

    `part` says what is to be seen: tended, quiet, silent, lead, customer … `settings` hold
    days before today (`since`, `last`, `gap`) and what is special about it.
    """

    key: str
    name: str
    legal: str = ""
    domain: str = ""
    address: tuple[str, str, str, str] = ("", "", "", "")
    industry: str = ""
    employees: int | None = None
    part: str = ""
    is_person: bool = False
    settings: dict[str, str] = field(default_factory=dict)
    about: str = ""
    people: list[Someone] = field(default_factory=list)

    def days(self, setting: str, default: int = 0) -> int:
        """A setting that counts days (or money)."""
        return int(self.settings.get(setting) or default)

    def get(self, setting: str) -> str:
        """A setting in words, empty when it has none."""
        return self.settings.get(setting, "")


@dataclass(frozen=True, slots=True)
class Story:
    """A subject and the letters under it, each with whether it is ours."""

    subject: str
    turns: tuple[tuple[bool, str], ...]


def _lines(path: str) -> list[str]:
    text = _HERE.joinpath(path).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and line[:2] != "# "]


@cache
def the_cast() -> tuple[Character, ...]:
    """Everybody the firm knows, in the order of the files."""
    found: list[Character] = []
    for part in ("clients_one", "clients_two", "others"):
        for line in _lines(f"cast/{part}.txt"):
            mark, rest = line.split(" ", 1)
            if mark.startswith("["):
                called = [each.strip() for each in rest.split("|")]
                name, legal, domain = (*called, "", "")[:3]
                found.append(Character(mark.strip("[]"), name, legal, domain))
            else:
                _tell(found[-1], mark, rest)
    return tuple(found)


def _tell(who: Character, mark: str, rest: str) -> None:
    cells = [each.strip() for each in rest.split("|")]
    if mark == "at":
        who.address = (cells[0], cells[1], cells[2], cells[3])
    elif mark == "of":
        who.industry, who.employees = cells[0], int(cells[1])
    elif mark == '"':
        who.about = rest
    elif mark == "-":
        who.people.append(Someone(*cells))
    else:
        words, *settings = _SETTING.split(rest)
        who.part, who.is_person = words.split()[0], words.endswith("person")
        who.settings = dict(each.split("=", 1) for each in settings)


@cache
def sections(path: str) -> dict[str, tuple[str, ...]]:
    """The lines of a file under each of its headings ("== name"; "" before the first)."""
    found: dict[str, list[str]] = {"": []}
    heading = ""
    for line in _lines(path):
        if line.startswith("== "):
            heading = line[3:].strip()
            found[heading] = []
        else:
            found[heading].append(line)
    return {name: tuple(lines) for name, lines in found.items()}


@cache
def stories(path: str, section: str = "") -> tuple[Story, ...]:
    """The stories under one heading of a file."""
    found: list[Story] = []
    for line in sections(path)[section]:
        mark, text = line[0], line[2:]
        if mark == "~":
            found.append(Story(text, ()))
        else:
            story = found.pop()
            found.append(Story(story.subject, (*story.turns, (mark == "<", text))))
    return tuple(found)
