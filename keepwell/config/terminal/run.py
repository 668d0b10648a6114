"""`keepwell run`"""

import argparse
import os
from typing import TYPE_CHECKING

from keepwell.config.command_line import enter_the_house

if TYPE_CHECKING:
    from keepwell.config.serving import Child


def offer(parser: argparse.ArgumentParser) -> None:
    """Host and port come from the environment unless they are given."""
    parser.add_argument("--host", help="where to listen (KEEPWELL_BIND; 127.0.0.1)")
    parser.add_argument(
        "--sample", action="store_true", help="found the sample firm first when there is none"
    )
    parser.add_argument("--port", type=int, help="which port (PORT; 8000)")


def answer(given: argparse.Namespace) -> int:
    """Serve until TERM or INT, which stop everything within 10 s."""
    from keepwell.config import environment as env
    from keepwell.config.serving import Child, House, answers_at, refuse_a_taken_port
    from keepwell.config.terminal.plainly import say

    host = given.host or os.environ.get("KEEPWELL_BIND") or "127.0.0.1"
    port = given.port or env.whole_number("PORT", 8000, least=1, most=65535)
    # On two cores a second process would only make the first page later.
    usual = 2 if (os.cpu_count() or 1) > 2 else 1
    workers = env.whole_number("KEEPWELL_WEB_WORKERS", usual, least=1, most=64)
    refuse_a_taken_port(host, port)
    house = House(
        Child("keepwell.config.web", (host, str(port), str(workers))),
        prepare=lambda: _prepare(house.others, with_sample=given.sample),
        answers=lambda: answers_at(host, port),
        greet=lambda: say(_greeting(host, port)),
    )
    return house.run()


def _prepare(others: "list[Child]", *, with_sample: bool) -> None:
    enter_the_house()
    from django.conf import settings

    from keepwell.config.arriving import forget_what_never_arrived
    from keepwell.config.assets import gather_assets
    from keepwell.config.database import make_database_ready
    from keepwell.config.serving import Child

    make_database_ready()
    forget_what_never_arrived()
    gather_assets()
    if with_sample:
        _plant_sample_once()
    if settings.EMBEDDED:
        others.append(Child("keepwell.config.background"))


def _plant_sample_once() -> None:
    from django.utils import timezone

    from keepwell.config.sample import plant_sample_firm
    from keepwell.config.terminal.plainly import say
    from keepwell.firm.queries import firm_or_none

    if firm_or_none() is None:
        say("Filling in the sample firm, with its history up to today …")
        plant_sample_firm(on=timezone.now().date())


def _greeting(host: str, port: int) -> str:
    from keepwell.firm.queries import firm_or_none

    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host
    lines = [f"Keepwell is at http://{shown}:{port}/ (Ctrl+C stops it)."]
    firm = firm_or_none()
    if firm is not None and firm.is_sample:
        from keepwell.config.sample import DEMO_EMAIL, DEMO_PASSWORD

        lines.append(f"This is the sample firm. Sign in as {DEMO_EMAIL} with {DEMO_PASSWORD}")
    elif firm is None:
        lines.append("There is no firm here yet: the first page founds it.")
    return "\n".join(lines)
