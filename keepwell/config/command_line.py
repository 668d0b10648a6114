"""What can be asked of `keepwell` at a terminal (`docs/command_line.md`).

Each word is a module of `keepwell/config/terminal/`, read only when it is asked for: it
`offer`s its arguments and `answer`s with an exit code.
"""

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Final

WORDS: Final = {
    "init": ("found", "Found the firm in a new database, with or without a sample."),
    "run": ("run", "Serve Keepwell to browsers."),
    "worker": ("worker", "Do background jobs, for a database on PostgreSQL."),
    "import": ("bring_in", "Bring files in: exports, address books, mail, calendars, tables."),
    "export": ("export", "Write out facts or parties."),
    "backup": ("backup", "Take the firm into one file, and prove it by restoring it."),
    "restore": ("restore", "Put a backup where the firm is."),
    "journal": ("journal", "Verify, seal or list the record."),
    "today": ("today", "Say what a teammate is to do on a day."),
    "doctor": ("doctor", "Look whether everything is well here, and say what to do."),
    "kinds": ("kinds", "Check or make again the facts that kinds rest on."),
    "migrate": ("migrate", "Bring the database up to this version."),
    "party": ("party", "List parties, or show everything of one."),
    "task": ("rows_of", "List tasks and promises."),
    "conversation": ("rows_of", "List mail, calls, meetings and notes."),
    "order": ("rows_of", "List orders."),
    "imports": ("rows_of", "List imports."),
    "report": ("report", "Gather a list by a field, count or sum it."),
    "teammate": ("teammate", "Add a teammate."),
    "version": ("version", "Say which Keepwell this is."),
}
DONE, FAILED, WRONG_USAGE, PARTLY, INTERRUPTED, UNHEARD = 0, 1, 2, 3, 130, 141


def _parser(word: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="keepwell",
        description="Who is a client, whether each is tended, and what to do today.",
        epilog="Settings come from the environment; docs/settings.md lists them.",
    )
    parser.add_argument(
        "--debug", action="store_true", help="when something breaks, show where in the code"
    )
    words = parser.add_subparsers(dest="word", metavar="WORD", required=True)
    for name, (module, sentence) in WORDS.items():
        spoken = words.add_parser(name, help=sentence, description=sentence)
        if name == word:
            import_module(f"keepwell.config.terminal.{module}").offer(spoken)
    return parser


def _first_word(words: Sequence[str]) -> str | None:
    return next((word for word in words if not word.startswith("-")), None)


def main(words: Sequence[str] | None = None) -> int:
    """Answer what was asked; the exit code says how it went."""
    asked = list(sys.argv[1:] if words is None else words)
    try:
        given = _parser(_first_word(asked)).parse_args(asked)
        module, _sentence = WORDS[given.word]
        answer: int = import_module(f"keepwell.config.terminal.{module}").answer(given)
        sys.stdout.flush()
        return answer
    except KeyboardInterrupt:
        sys.stderr.write("Stopped, because you asked. What was done so far is kept.\n")
        return INTERRUPTED
    except BrokenPipeError:
        return _end_unheard()
    except Exception as fault:
        return _say_what_went_wrong(fault, with_place="--debug" in asked)


def _end_unheard() -> int:
    """Whoever read the answer went away before its end, as `head` does: nothing to complain of.

    The signal for it stays ignored: a process that is killed by it dies of any closed pipe, be
    it to the database.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return UNHEARD


def _say_what_went_wrong(fault: Exception, *, with_place: bool) -> int:
    from keepwell.kernel.refusal import Refused

    if with_place:
        traceback.print_exception(fault)
    if isinstance(fault, Refused):
        sys.stderr.write(f"{fault.because}\n")
    elif _there_is_no_database(fault):
        sys.stderr.write("There is no database here yet. Make one: keepwell init --empty …\n")
    else:
        reason = " ".join(str(fault).split()) or type(fault).__name__
        sys.stderr.write(
            f"Keepwell could not finish: {reason} ({type(fault).__name__}). "
            "Nothing that was reported as done is lost. Add --debug to see where it broke.\n"
        )
    return FAILED


def enter_the_house() -> None:
    """Wake Django with the settings from the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keepwell.config.settings")
    import django

    django.setup()


def _there_is_no_database(fault: Exception) -> bool:
    words = str(fault)
    return "no such table" in words or ('relation "' in words and "does not exist" in words)


if __name__ == "__main__":
    sys.exit(main())
