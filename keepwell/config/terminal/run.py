"""`keepwell run`"""

import argparse
import os

from keepwell.config.command_line import enter_the_house


def offer(parser: argparse.ArgumentParser) -> None:
    """Host and port come from the environment unless they are given."""
    parser.add_argument("--host", help="where to listen (KEEPWELL_BIND; 127.0.0.1)")
    parser.add_argument(
        "--sample", action="store_true", help="found the sample firm first when there is none"
    )
    parser.add_argument("--port", type=int, help="which port (PORT; 8000)")


def answer(given: argparse.Namespace) -> int:
    """Serve until TERM or INT, which stop everything within 10 s."""
    enter_the_house()
    from django.conf import settings

    from keepwell.config import environment as env
    from keepwell.config.assets import gather_assets
    from keepwell.config.database import make_database_ready
    from keepwell.config.serving import run_house
    from keepwell.config.terminal.said import say

    host = given.host or os.environ.get("KEEPWELL_BIND") or "127.0.0.1"
    port = given.port or settings.PORT
    workers = env.whole_number("KEEPWELL_WEB_WORKERS", 2, least=1, most=64)
    make_database_ready()
    gather_assets()
    if given.sample:
        _plant_sample_once()
    return run_house(host, port, workers, lambda: say(_greeting(host, port)))


def _plant_sample_once() -> None:
    from django.utils import timezone

    from keepwell.config.sample import plant_sample_firm
    from keepwell.config.terminal.said import say
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
