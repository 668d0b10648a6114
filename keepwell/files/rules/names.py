"""What a file may be called: a name on any disk, and nothing that deceives a reader."""

import re
import unicodedata

LONGEST = 180  # bytes in UTF-8: every file system in use takes 255, and drafts add to a name
NOT_ON_WINDOWS = re.compile(r'[<>:"|?*]')
# Names that Windows takes for a device, whatever follows the dot.
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}
# Joiners without width belong to the spelling of Persian, Hindi and emoji; marks that turn the
# direction of what follows make “gnp.exe” of “exe.png” and belong to nothing.
JOINERS = "\u200c\u200d"


def clean_name(name: str, otherwise: str = "file") -> str:
    """The last part of a name without paths, control letters and marks that turn it round.

    Never empty and never longer than `LONGEST` bytes; what stands after the last dot stays.
    """
    name = unicodedata.normalize("NFC", name.replace("\\", "/")).rpartition("/")[2]
    name = "".join(letter for letter in name if _may_stay(letter))
    name = NOT_ON_WINDOWS.sub("_", " ".join(name.split())).strip(" .~")
    if not name.strip("_" + JOINERS):
        return otherwise
    stem, dot, end = name.rpartition(".")
    if not dot:
        stem, end = end, ""
    if stem.lower() in DEVICES:
        stem = f"_{stem}"
    end = _cut(end, 20)
    room = LONGEST - len(f"{dot}{end}".encode())
    return f"{_cut(stem, room).rstrip()}{dot}{end}"


def _may_stay(letter: str) -> bool:
    kind = unicodedata.category(letter)
    return letter in JOINERS or kind == "Zs" or letter.isspace() or kind[0] not in "CZ"


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")


def ending_of(name: str) -> str:
    """What stands after the last dot, in small letters."""
    return name.rpartition(".")[2].lower().strip() if "." in name else ""
