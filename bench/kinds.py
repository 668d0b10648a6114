"""How fast kinds follow: `python -m bench.kinds [--parties N …] [--only sqlite]`.

See `bench/README.md` for what is measured. Each database is measured in a process of its own.
"""

import argparse
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.apart import DATABASES, RESULTS, measured

RESULT = RESULTS / "kinds.md"
# Issue 4: seconds allowed at a million parties.
ALLOWED = {
    "sqlite": {"rebuild": 300.0, "preview": 10.0, "apply": 40.0, "one": 0.05},
    "postgresql": {"rebuild": 300.0, "preview": 5.0, "apply": 20.0, "one": 0.05},
}


def main() -> int:
    """Measure every size on both databases, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parties", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--orders", type=int, default=10, help="orders for each party")
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        measure(given.inside, given.parties[0], given.orders)
        return 0
    lines = [
        "# Kinds",
        "",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} processors, load "
        f"{os.getloadavg()[0]:.1f}. Seconds; in brackets what is asked at a million parties. "
        "`bench/README.md` says what is measured.",
        "",
        "| | parties | orders | filled | rebuild of all facts | first judging | preview |"
        " taking effect | changed | one party | most memory |",
        "| --- " + "| ---: " * 10 + "|",
    ]
    for parties in given.parties:
        words = ("--parties", str(parties), "--orders", str(given.orders))
        for name in DATABASES:
            if given.only in (None, name):
                lines.append(_line(name, measured("bench.kinds", name, *words)))
                text = "\n".join([*lines, ""])
                RESULT.write_text(text, encoding="utf-8")
    print(text)
    return 0


def _line(name: str, told: dict[str, Any]) -> str:
    allowed = ALLOWED[name]

    def shown(what: str) -> str:
        late = " **over**" if told[what] > allowed[what] else ""
        unit = f"{told[what]:.1f} ({allowed[what]:.0f})"
        if what == "one":
            unit = f"{1e3 * told[what]:.0f} ms (50 ms)"
        return unit + late

    return (
        f"| {told['database']} | {told['parties']:,} | {told['orders']:,} "
        f"| {told['filled']:.0f} | {shown('rebuild')} | {told['first']:.1f} "
        f"| {shown('preview')} | {shown('apply')} | {told['changed']:,} "
        f"| {shown('one')} | {told['memory']:.0f} MiB |"
    )


def _took(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def measure(result: Path, parties: int, orders: int) -> None:
    """Fill the database of the environment, then rebuild, preview, apply, and follow one."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from bench.kinds_firm import write_kinds_firm
    from keepwell.kernel.bulk import know_sizes
    from keepwell.kinds.commands.facts import rebuild_facts
    from keepwell.kinds.commands.judge import apply_policy, judge_all_kinds
    from keepwell.kinds.commands.policy import bring_into_force, write_draft
    from keepwell.kinds.queries.preview import previewed
    from keepwell.kinds.rules.default import DEFAULT
    from keepwell.kinds.rules.policy import with_rule
    from keepwell.walls.queries import visible_parties

    call_command("migrate", verbosity=0)
    at = timezone.now()
    filled, book = _took(lambda: write_kinds_firm(parties, orders, at))
    rebuild, _ = _took(lambda: rebuild_facts(at.date()))
    know_sizes()
    first, _ = _took(lambda: apply_policy(at=at))
    know_sizes()
    rule = DEFAULT.rule("buys")
    assert rule is not None
    stricter = with_rule(
        DEFAULT, replace(rule, when=(replace(rule.when[0], value=orders), *rule.when[1:]))
    )
    seen = visible_parties(book.partner)
    preview, found = _took(lambda: previewed(DEFAULT, stricter, seen, at.date()))
    write_draft(stricter, at=at, by=book.partner)
    bring_into_force(note="", at=at, by=book.partner)
    apply, changed = _took(lambda: apply_policy(at=at))
    foreseen = sum(each.begin + each.end for each in found.changes)
    assert changed == foreseen, (changed, foreseen)
    one = statistics.median(
        _took(lambda some=some: judge_all_kinds(at=at, party_ids=[some]))[0]
        for some in book.some
    )
    result.write_text(json.dumps({
        "database": connection.display_name, "parties": parties, "orders": book.orders,
        "filled": filled, "rebuild": rebuild, "first": first, "preview": preview,
        "apply": apply, "changed": changed, "one": one,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }))  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
