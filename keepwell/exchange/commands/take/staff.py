"""Another tool's list of its users into teammates."""

from collections.abc import Sequence

from keepwell.exchange.commands.take.around import Around, RowResult, Trace
from keepwell.exchange.commands.take.chosen import KNOWN, NEW
from keepwell.exchange.readers.values import parse_yes
from keepwell.exchange.readers.vendors import canonical_external_id
from keepwell.exchange.rules.system_users import is_system_user
from keepwell.firm.commands.take_in import ListedTeammate, take_in_teammates
from keepwell.kernel.words import keep as _kept
from keepwell.parties.rules.addresses import clean_address

Facts = dict[str, str]
LEFT = (
    "deactivated",
    "inactive",
    "disabled",
    "left",
    "deaktiviert",
    "inaktiv",
    "deleted",
    "archived",
)


def take_teammate_rows(rows: Sequence[tuple[int, Facts]], around: Around) -> list[RowResult]:
    """Take in a list of the other tool's users; machines are nobody."""
    results: list[RowResult] = []
    listed: list[tuple[int, ListedTeammate]] = []
    for number, facts in rows:
        teammate = _listed(facts, around)
        if not teammate.name and not teammate.email:
            results.append(
                RowResult(
                    number, "refused", _kept("This row names nobody: no name, no address.")
                )
            )
        elif is_system_user(teammate.name, teammate.email, facts.get("role", "")):
            because = _kept(
                "%(name)s is an account of a machine, not a person.",
                name=teammate.name or teammate.email,
            )
            results.append(RowResult(number, "skipped", because))
        else:
            listed.append((number, teammate))
    source = around.reading.source("teammates")
    for number, row in listed:
        taken = take_in_teammates(
            [row], source=source, at=around.at, by=around.by, mode=around.reading.mode
        )
        outcome = "added" if taken.added else "updated" if taken.updated else "skipped"
        traces: list[Trace] = [("firm.Teammate", str(pk), None, None) for pk in taken.added]
        traces += [("firm.Teammate", str(pk), old, new) for pk, old, new in taken.changed]
        traces += [
            ("firm.TeammateAlias", "", None, {"source": source, "external_id": id_})
            for id_ in taken.aliases
        ]
        because = "" if outcome != "skipped" else _why_skipped(bool(taken.left_out), around)
        results.append(RowResult(number, outcome, because, traces))
    around.learn_teammates()
    return results


def _why_skipped(is_left_out: bool, around: Around) -> str:
    if not is_left_out:
        return _kept("This teammate is here already.")
    return KNOWN if around.reading.mode == "add" else NEW


def _listed(facts: Facts, around: Around) -> ListedTeammate:
    name = f"{facts.get('first_name', '')} {facts.get('last_name', '')}".strip()
    name = name or facts.get("full_name", "")
    word = facts.get("active", "")
    active = parse_yes(word)
    if active is None:
        active = word.strip().lower() not in LEFT
    return ListedTeammate(
        " ".join(name.split()),
        clean_address(facts.get("email", "")) or "",
        canonical_external_id(around.reading.vendor, facts.get("external_id", "")),
        active,
        facts.get("role", "").strip().lower(),
    )
