"""How fast the desk answers: `python -m bench.desk [--parties N] [--only sqlite] [--times N]`.

See `bench/README.md` for what is measured. Each database is measured in a process of its own.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.apart import DATABASES, RESULTS, measured

RESULT = RESULTS / "desk.md"
UNLIMITED = {"KEEPWELL_API_PER_MINUTE": "1000000"}
API = "/api/v1"
CALLERS, SECONDS, WORKERS = 8, 10, 2


def main() -> int:
    """Measure on SQLite and on PostgreSQL, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parties", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        measure(given.inside, given.parties, given.times)
        return 0
    lines = [
        f"# The desk: {given.parties:,} parties, {3 * given.parties:,} conversations",
        "",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} processors, load "
        f"{os.getloadavg()[0]:.1f}. Milliseconds. `bench/README.md` says what is measured.",
        "",
    ]
    words = ("--parties", str(given.parties), "--times", str(given.times))
    for name in DATABASES:
        if given.only in (None, name):
            lines += _table(measured("bench.desk", name, *words, **UNLIMITED))
    text = "\n".join(lines)
    print(text)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(text, encoding="utf-8")
    return 0


def measure(result: Path, parties: int, times: int) -> None:
    """Fill the database of the environment, then ask for each page and answer."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from bench.firm import write_firm

    settings.ALLOWED_HOSTS = ["*"]
    settings.API_PER_MINUTE = 10**9
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    begun = time.perf_counter()
    book = write_firm(parties, timezone.now())
    filled = time.perf_counter() - begun
    asked = _asked(book)
    rows = [_one(name, ask, is_api, times) for name, ask, is_api in asked]
    told = {
        "database": connection.display_name, "filled": filled, "rows": rows,
        "together": _together(book),
    }  # fmt: skip
    result.write_text(json.dumps(told))


Ask = Callable[[], Any]


def _asked(book: Any) -> list[tuple[str, Ask, bool]]:
    """What is asked: its name, the asking, and whether a program asks."""
    from django.test import Client

    page = Client()
    page.force_login(book.partner)
    program = Client(headers={"authorization": f"Bearer {_token(book.partner)}"})
    own = f"own_{book.field.key}:over:900"
    deep = _deep(program, 40)
    name = book.fragment.rpartition(".")[0].partition(".")[2]
    pages = {
        "list, first page": "/parties/",
        "list, deep page": f"/parties/?after={deep}",
        "list, filter on a fact": "/parties/?f=stage:any:lead,proposal",
        "list, filter on an own field": f"/parties/?f={own}",
        "search by fragment of a name": f"/search/?q={name}",
        "search by fragment of an address": f"/search/?q={book.fragment[-14:]}",
        "party with 10,000 conversations": f"/parties/{book.longest}/",
        "Today": "/",
        "board": "/parties/?look=board&f=nature:is:organisation",
        "calendar of parties": "/parties/?look=calendar",
        "report by stage": "/parties/?view=all&look=report&by=stage",
        "list of conversations": "/conversations/",
        "list of tasks": "/tasks/",
    }
    answers = {
        "API: list, first page": f"{API}/parties",
        "API: list, deep page": f"{API}/parties?cursor={deep}",
        "API: list, filter on a fact": f"{API}/parties?filter=stage:any:lead,proposal",
        "API: list, filter on an own field": f"{API}/parties?filter={own}",
        "API: search by fragment of a name": f"{API}/search?q={name}",
        "API: one party": f"{API}/parties/{book.longest}",
    }
    return [
        *((name, _get(page, address), False) for name, address in pages.items()),
        *((name, _get(program, address), True) for name, address in answers.items()),
        ("API: create a party", _creation(program), True),
    ]


def _get(client: Any, address: str) -> Ask:
    def ask() -> Any:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code, answer.content[:300])
        return answer

    return ask


def _creation(client: Any) -> Ask:
    def ask() -> Any:
        sent = {"nature": "person", "name": f"Nova Newcomer {time.perf_counter_ns()}"}
        answer = client.post(
            f"{API}/parties", data=json.dumps(sent), content_type="application/json"
        )
        assert answer.status_code == 201, answer.content[:300]
        return answer

    return ask


def _deep(program: Any, pages: int) -> str:
    cursor = ""
    for _ in range(pages):
        address = f"{API}/parties?limit=100" + (f"&cursor={cursor}" if cursor else "")
        cursor = program.get(address).json()["next"] or cursor
    return cursor.rpartition("cursor=")[2] or cursor


def _token(teammate: Any) -> str:
    from django.utils import timezone

    from keepwell.firm.commands.tokens import make_token
    from keepwell.firm.rules import SCOPES

    at = timezone.now()
    made = make_token(
        teammate, name="bench", scopes=SCOPES, expires_at=at + timedelta(days=1), at=at
    )
    return made.secret


def _one(name: str, ask: Ask, is_api: bool, times: int) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(3):
        ask()
    taken = sorted(_seconds(ask) for _ in range(times))
    with CaptureQueriesContext(connection) as queries:
        ask()
    statements = [
        query["sql"] for query in queries.captured_queries
        if query["sql"].lstrip().upper().startswith(("SELECT", "WITH"))
    ]  # fmt: skip
    _replay(statements)
    floor = statistics.median(_seconds(lambda: _replay(statements)) for _ in range(times))
    p50 = statistics.median(taken)
    p95 = taken[min(len(taken) - 1, round(0.95 * (len(taken) - 1)))]
    budget = 2 * floor + 0.004 if is_api else 3 * floor + 0.008
    return {"name": name, "p50": p50, "p95": p95, "floor": floor, "budget": budget,
            "queries": len(statements)}  # fmt: skip


def _seconds(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _replay(statements: list[str]) -> None:
    """The same questions to the same database through its driver alone."""
    from django.db import connection

    cursor = connection.connection.cursor()
    for statement in statements:
        cursor.execute(statement)
        cursor.fetchall()
    cursor.close()


def _together(book: Any) -> dict[str, Any]:
    """Eight callers of a product with two workers, as against one that has it for itself."""
    from django.db import connection

    port, environment = 8977, {**os.environ, "PORT": "8977"}
    environment["KEEPWELL_WEB_WORKERS"] = str(WORKERS)
    token = _token(book.partner)
    connection.close()
    program = [str(Path(sys.executable).parent / "keepwell"), "run"]
    with subprocess.Popen(program, env=environment, stdout=subprocess.DEVNULL) as served:
        try:
            _until_it_answers(port)
            alone = _calls(port, token, 1, SECONDS)
            all_ = _calls(port, token, CALLERS, SECONDS)
            memory = max(_memory_of(served.pid))
        finally:
            served.terminate()
            served.wait(30)
    return {"alone": alone, "all": all_, "memory": memory}


def _memory_of(parent: int) -> Iterator[float]:
    """What each process under this one holds, in MiB, pages of the database's file among it."""
    for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        told = Path(f"/proc/{child}/status").read_text()
        yield int(told.partition("VmRSS:")[2].split()[0]) / 1024
        yield from _memory_of(int(child))


def _until_it_answers(port: int) -> None:
    import http.client

    for _ in range(200):
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            line.request("GET", "/sign-in/")
            line.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("Keepwell did not start.")


def _calls(port: int, token: str, callers: int, seconds: int) -> dict[str, Any]:
    import http.client

    taken: list[float] = []
    lost: list[int] = []
    end = time.perf_counter() + seconds

    def call() -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while (begun := time.perf_counter()) < end:
            line.request("GET", f"{API}/parties", headers={"Authorization": f"Bearer {token}"})
            answer = line.getresponse()
            answer.read()
            (taken if answer.status == 200 else lost).append(
                time.perf_counter() - begun if answer.status == 200 else answer.status
            )

    threads = [threading.Thread(target=call) for _ in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"a second": len(taken) / seconds, "p50": statistics.median(taken or [0]),
            "lost": len(lost)}  # fmt: skip


def _table(told: dict[str, Any]) -> list[str]:
    lines = [
        f"## {told['database']}",
        "",
        f"Filled in {told['filled']:.0f} s. Most memory of one process that served: "
        f"{told['together']['memory']:.0f} MiB.",
        "",
        "| | p50 | p95 | floor | p50 / floor | allowed | queries |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in told["rows"]:
        late = " **over**" if row["p50"] > row["budget"] else ""
        lines.append(
            f"| {row['name']} | {row['p50'] * 1e3:.1f}{late} | {row['p95'] * 1e3:.1f} "
            f"| {row['floor'] * 1e3:.1f} | {row['p50'] / row['floor']:.1f} "
            f"| {row['budget'] * 1e3:.1f} | {row['queries']} |"
        )
    one, all_ = told["together"]["alone"], told["together"]["all"]
    return [
        *lines,
        "",
        f"Over HTTP, first page of the API's list: one caller {one['a second']:.0f} a second; "
        f"{CALLERS} callers of {WORKERS} workers {all_['a second']:.0f} a second "
        f"({all_['a second'] / (WORKERS * one['a second'] or 1):.0%} of what {WORKERS} cores "
        f"would allow, the callers on the same cores), {one['lost'] + all_['lost']} lost.",
        "",
    ]


if __name__ == "__main__":
    sys.exit(main())
