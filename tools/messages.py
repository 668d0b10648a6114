"""Translations: `collect` gathers the words, `compile` writes what is read, `check` complains.

A fresh machine has no gettext, so the compiled files are kept in the repository; they are
made by Babel, the same everywhere. Only `collect` needs gettext.
"""

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent / "keepwell"
# How rules say something (`keepwell/kernel/words.py`), beside what Django knows.
KEYWORDS = ["_kept", "_now", "_said", "Sentence", "plural:1,2"]
PASSED_OVER = ["*/tests/*", "*/static/*", "*/migrations/*"]


def collect() -> None:
    """Gather every message of the product into each language's list."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "keepwell.config.settings"
    os.environ.setdefault("KEEPWELL_HOME", tempfile.mkdtemp(prefix="keepwell-words-"))
    sys.path.insert(0, str(ROOT.parent))
    import django
    from django.core.management import call_command
    from django.core.management.commands.makemessages import Command

    django.setup()
    Command.xgettext_options += [f"--keyword={each}" for each in KEYWORDS]
    os.chdir(ROOT)
    languages = [each.name for each in (ROOT / "locale").iterdir() if each.is_dir()]
    call_command(
        "makemessages",
        locale=languages,
        no_location=True,
        no_obsolete=True,
        ignore_patterns=PASSED_OVER,
    )


def compiled(source: Path) -> bytes:
    """The compiled form of one translation."""
    with source.open("rb") as file:
        catalog = read_po(file)
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def complaints(source: Path) -> Iterator[str]:
    """What a reader of this language would miss."""
    with source.open("rb") as file:
        catalog = read_po(file)
    for message in catalog:
        if message.id and (message.fuzzy or not message.string):
            why = "is a guess" if message.fuzzy else "is not translated"
            yield f"{source}: “{message.id}” {why}"
    kept = source.with_suffix(".mo")
    if not kept.is_file() or kept.read_bytes() != compiled(source):
        yield f"{kept}: out of step; run python tools/messages.py compile"


def main(act: str) -> int:
    """Collect, compile, or complain."""
    if act == "collect":
        collect()
        return 0
    sources = sorted(ROOT.rglob("locale/*/LC_MESSAGES/*.po"))
    if act == "compile":
        for source in sources:
            source.with_suffix(".mo").write_bytes(compiled(source))
        return 0
    found = [complaint for source in sources for complaint in complaints(source)]
    print("\n".join(found) or f"{len(sources)} translations, all in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
