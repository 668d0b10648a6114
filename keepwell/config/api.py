"""The API: every room's door for programs, joined under `/api/v1`."""

from typing import Any

from django.urls import URLPattern, URLResolver, re_path

from keepwell.desk.api import (
    imports_listed,
    in_name_only,
    journal,
    kinds,
    many,
    merging,
    parties,
    party_parts,
    reports,
    talks,
    tasks,
    tending,
    today,
    trade,
)
from keepwell.exchange.api import exports, hooks, imports
from keepwell.fields import api as fields
from keepwell.files import api as files
from keepwell.firm import api as firm
from keepwell.firm.gate.described import Api
from keepwell.firm.gate.door import at_the_gate, nowhere
from keepwell.kinds import api as policy
from keepwell.notices import api as notices

DESCRIPTION = """
What a person can do in Keepwell, a program can do here, as the teammate whose token it shows:
it sees what they may see, behind the same walls, and nothing more.

* **Tokens** are made under Settings, Access tokens, with scopes for each area.
* **Lists** come page by page: give `next` as `cursor`. A cursor fits only its own list.
* **Writes** may carry an `Idempotency-Key`: the same request sent again is done once.
* **Changes of a party** and of the policy being written carry `If-Match` with the `ETag` last
  read: nobody's work is lost.
* **Every no** is `application/problem+json` with a sentence.
* Days are `2026-11-23`, moments carry their zone, money is whole minor units and a currency.
""".strip()

api = Api(
    title="Keepwell",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
)
DOORS = (
    firm.anybody,
    parties.door,
    party_parts.door,
    reports.door,
    reports.of_work,
    reports.of_orders,
    merging.door,
    many.of_parties,
    many.of_work,
    talks.door,
    tasks.door,
    files.door,
    tending.door,
    tending.kinds_door,
    kinds.door,
    in_name_only.door,
    today.door,
    trade.orders,
    trade.usage,
    trade.agreements,
    imports.door,
    exports.door,
    hooks.door,
    notices.door,
    journal.door,
    fields.door,
    policy.door,
    firm.door,
)
imports.let_narrow(imports_listed.narrowed_imports)
for door in DOORS:
    api.add_router("", door)


def guarded() -> tuple[list[URLPattern | URLResolver], str, str]:
    """The addresses of the API, each behind the gate, and everything else beside them."""
    patterns, app, namespace = api.urls
    for pattern in patterns:
        _guard(pattern)
    rest: Any = at_the_gate(nowhere)
    return [*patterns, re_path(r"^(?P<rest>[\s\S]*)$", rest, name="nowhere")], app, namespace


def _guard(pattern: URLPattern | URLResolver) -> None:
    if isinstance(pattern, URLPattern):
        pattern.callback = at_the_gate(pattern.callback)


URLS = guarded()
