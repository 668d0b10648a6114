"""`keepwell teammate add`"""

import argparse

from keepwell.config.command_line import enter_the_house


def offer(parser: argparse.ArgumentParser) -> None:
    """Who they are and what they do here."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    add = acts.add_parser("add", help="invite a teammate and print the link to set a password")
    add.add_argument("email")
    add.add_argument("--name", required=True)
    add.add_argument("--role", default="adviser", help="adviser if left out")


def answer(given: argparse.Namespace) -> int:
    """Invite the teammate; refused when the address is taken or the role is unknown."""
    enter_the_house()
    from django.urls import reverse
    from django.utils import timezone

    from keepwell.config.terminal.plainly import say
    from keepwell.config.terminal.said import the_firm
    from keepwell.firm.commands.invite import GOOD_FOR, invite_teammate

    the_firm()
    invited = invite_teammate(
        email=given.email, name=given.name, role=given.role, at=timezone.now(), by=None
    )
    say(
        f"{given.name} has a place here. Within {GOOD_FOR.days} days this link sets a password:"
    )
    say(reverse("firm:join", args=[invited.secret]))
    return 0
