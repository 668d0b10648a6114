"""`keepwell task list`, and the same of conversations, orders and imports."""

import argparse
from collections.abc import Iterator
from itertools import islice
from typing import Any

from keepwell.config.command_line import enter_the_house

NOUNS = {
    "task": "tasks",
    "conversation": "conversations",
    "order": "orders",
    "imports": "imports",
}


def offer(parser: argparse.ArgumentParser) -> None:
    """Which rows, as whom, and how they are written."""
    from keepwell.config.terminal.party import offer_list

    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    offer_list(acts.add_parser("list", help="as the list on the page has them"))


def answer(given: argparse.Namespace) -> int:
    """Rows on standard output, how many on standard error."""
    enter_the_house()
    return list_rows(given, NOUNS[given.word])


def list_rows(given: argparse.Namespace, name: str) -> int:
    """The rows of the list of this noun, each by its id and its columns."""
    from django.utils.translation import gettext as _

    from keepwell.config.terminal.party import WRITERS, listing_asked, viewer_asked
    from keepwell.config.terminal.plainly import complain
    from keepwell.desk.queries.nouns.every import NOUNS as LISTS
    from keepwell.desk.queries.nouns.written import listed_lines, plain
    from keepwell.kernel.keyset import Count
    from keepwell.kernel.refusal import refuse_unless

    noun, viewer = LISTS[name], viewer_asked(given)
    theirs = _("This list is not for %(name)s.") % {"name": viewer.teammate.name}
    refuse_unless(noun.may(viewer.teammate), theirs)
    listing = listing_asked(given, name)
    names, count = listing.layout.names, 0
    lines = listed_lines(noun, viewer, listing.view, listing, names)

    def counted() -> Iterator[dict[str, Any]]:
        nonlocal count
        for line in islice(lines, given.limit):
            count += 1
            yield {"id": line.pk, **{one: plain(line.values[one]) for one in names}}

    WRITERS[given.format](counted(), ("id", *names))
    complain(f"{noun.counted(Count(count, is_more=False))}.")
    return 0
