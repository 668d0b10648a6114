"""`keepwell init`"""

import argparse
import sys
from datetime import date
from typing import TYPE_CHECKING

from keepwell.config.command_line import WRONG_USAGE, enter_the_house

if TYPE_CHECKING:
    from keepwell.firm.commands.found import FirstAdministrator


def offer(parser: argparse.ArgumentParser) -> None:
    """A sample firm, or your own and empty."""
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--sample", action="store_true", help="a made-up firm with history")
    which.add_argument("--empty", action="store_true", help="your firm, with nothing in it")
    parser.add_argument("--if-new", action="store_true", help="do nothing if a firm is there")
    parser.add_argument("--name", default="Our firm", help="what the firm is called")
    parser.add_argument("--domain", default="", help="our mail domains, with commas between")
    parser.add_argument("--time-zone", default="UTC", help="such as Europe/Berlin")
    parser.add_argument("--country", default="", help="for holidays, such as DE")
    parser.add_argument("--free-mail-domains", default="", help="A,B beyond the known ones")
    parser.add_argument("--admin-email", help="who signs in first")
    parser.add_argument("--admin-name", default="")
    parser.add_argument("--admin-password", help="at least 10 characters")


def answer(given: argparse.Namespace) -> int:
    """Found the firm; refused when there is one already."""

    if bool(given.admin_email) != bool(given.admin_password):
        sys.stderr.write("Give --admin-email and --admin-password together.\n")
        return WRONG_USAGE
    enter_the_house()
    from keepwell.config.database import migrate_database, reach_database
    from keepwell.config.terminal.plainly import say
    from keepwell.firm.queries import firm_or_none

    reach_database()
    migrate_database()
    if given.if_new and firm_or_none() is not None:
        return 0
    say(_plant_sample() if given.sample else _found(given))
    return 0


def _plant_sample() -> str:
    from keepwell.config.sample import plant_sample_firm

    plant_sample_firm(on=_today())
    return "The sample firm is ready."


def _today() -> date:
    from django.utils import timezone

    return timezone.now().date()


def _found(given: argparse.Namespace) -> str:
    from django.utils import timezone

    from keepwell.firm.commands.found import found_firm

    firm = found_firm(
        name=given.name,
        domains=_words(given.domain),
        free_mail_domains=_words(given.free_mail_domains),
        time_zone=given.time_zone,
        country=given.country,
        first=_first_administrator(given),
        at=timezone.now(),
    )
    return f"{firm.name} is founded."


def _first_administrator(given: argparse.Namespace) -> "FirstAdministrator | None":
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from keepwell.firm.commands.found import FirstAdministrator
    from keepwell.kernel.refusal import Refused

    if not given.admin_email:
        return None
    try:
        validate_password(given.admin_password)
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages), field="admin_password") from fault
    name = given.admin_name or given.admin_email.split("@")[0]
    return FirstAdministrator(name, given.admin_email, given.admin_password)


def _words(text: str) -> list[str]:
    return [word.strip().lower() for word in text.split(",") if word.strip()]
