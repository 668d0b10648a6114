"""How far what Keepwell concludes from a world agrees with what really happened in it.

Everything is read from `facts_as_of`, as a script would read it; a party is found again by the
ids its records have in the exports, else by its address, else by its name.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

Facts = dict[str, Any]
DEFENSIBLE = {"changed employer", "one person, two companies", "deleted row"}
MOMENTS = ("last_inbound", "last_outbound", "last_two_way")


@dataclass
class Score:
    """The sums for one world, and the parties each of them failed on."""

    parties: int = 0
    found: int = 0
    right_pairs: int = 0
    suggested_pairs: int = 0
    missed_pairs: int = 0
    apart_pairs: int = 0
    wrong_pairs: int = 0
    wrong_moments: set[str] = field(default_factory=set)
    kinds_right: int = 0
    kinds_missed: int = 0
    kinds_wrong: int = 0
    quiet_judged: int = 0
    quiet_wrong: int = 0
    owned_wrongly: int = 0
    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def precision(self) -> float:
        """Of the pairs merged, how many are right."""
        return _share(self.right_pairs, self.right_pairs + self.wrong_pairs)

    @property
    def recall(self) -> float:
        """Of the pairs to be merged, how many are."""
        return _share(self.right_pairs, self._true_pairs)

    @property
    def recall_with_suggestions(self) -> float:
        """The same, when what is put to a person counts too."""
        return _share(self.right_pairs + self.suggested_pairs, self._true_pairs)

    @property
    def _true_pairs(self) -> int:
        return self.right_pairs + self.suggested_pairs + self.missed_pairs

    @property
    def exact_contact(self) -> float:
        """Of the parties found, how many have all three last moments exact."""
        return 1 - _share(len(self.wrong_moments), self.found, empty=0.0)

    @property
    def exact_contact_of_all(self) -> float:
        """The same of all parties: who is not found is wrong."""
        return _share(self.found - len(self.wrong_moments), self.parties)

    @property
    def kinds_precision(self) -> float:
        """Of the kinds held, how many are right."""
        return _share(self.kinds_right, self.kinds_right + self.kinds_wrong)

    @property
    def kinds_recall(self) -> float:
        """Of the kinds to be held, how many are."""
        return _share(self.kinds_right, self.kinds_right + self.kinds_missed)


def _share(part: int, whole: int, empty: float = 1.0) -> float:
    return part / whole if whole else empty


def score_world(truth: Facts, facts: list[Facts]) -> Score:
    """Compare what was concluded with the truth."""
    score, where = Score(), Whereabouts(facts)
    _score_pairs(truth, where, score)
    split = _kept_apart(truth, where)
    for party in truth["parties"]:
        score.parties += 1
        here = where.party(party)
        if here is None:
            score.faults["not found"].append(
                f"{party['id']} {party['name']} {party['addresses']} {party['kinds']}"
            )
            score.kinds_missed += len(party["kinds"])
            continue
        score.found += 1
        if party["id"] in split:
            score.faults["contact of people kept apart"].append(party["name"])
        else:
            _score_contact(party, here, score)
        _score_judgements(party, here, score)
        _score_owner(truth, party, here, score)
    return score


def _kept_apart(truth: Facts, where: "Whereabouts") -> set[str]:
    """People whose two records stand apart defensibly, and their organisations.

    The worlds' README lets such pairs be scored apart; a call written under one of the two
    records then counts for that one's organisation alone.
    """
    by_id = {party["id"]: party for party in truth["parties"]}
    split: set[str] = set()
    for pair in truth["duplicates"]:
        if pair["kind"] not in DEFENSIBLE:
            continue
        ends = [where.record({"file": pair["file"], "id": pair[end]}) for end in ("a", "b")]
        if None not in ends and ends[0] is not ends[1]:
            person = by_id[pair["party"]]
            split |= {person["id"], *(o["id"] for o in person.get("organisations") or ())}
    return split


class Whereabouts:
    """Where each record and party of the truth is now."""

    def __init__(self, facts: list[Facts]) -> None:
        self.by_pk = {each["id"]: each for each in facts}
        self.by_id: dict[tuple[str, str, str], Facts] = {}
        self.by_mail: dict[tuple[str, str], Facts] = {}
        self.by_name: dict[tuple[str, str], Facts] = {}
        for each in facts:
            nature = each["nature"]
            for source, ids in each["external_ids"].items():
                for id_ in ids:
                    for spelt in (id_, id_[:15]):
                        self.by_id.setdefault((nature, _kind_of_id(source), spelt), each)
            for mail in each["emails"]:
                self.by_mail.setdefault((nature, mail.lower()), each)
            for name in each["names"]:
                self.by_name.setdefault((nature, name), each)

    def record(self, record: Facts) -> Facts | None:
        """The party a record of the exports belongs to now."""
        nature, table = _table_of(record["file"])
        return self.by_id.get((nature, table, record["id"])) or self.by_id.get(
            (nature, table, record["id"][:15])
        )

    def party(self, party: Facts) -> Facts | None:
        """A party of the truth, found again; a stranger by address alone counts too."""
        for record in party["records"]:
            if _table_of(record["file"])[1] and (here := self.record(record)):
                return here
        for nature in (party["kind"], "unclaimed"):
            for mail in party["addresses"]:
                if here := self.by_mail.get((nature, mail.lower())):
                    return here
        return self.by_name.get((party["kind"], party["name"]))


def _kind_of_id(source: str) -> str:
    tail = source.rpartition(":")[2]
    return tail if tail in ("people", "leads", "organisations") else source.rpartition("/")[2]


def _table_of(file: str) -> tuple[str, str]:
    """Nature and kind of id of a file whose records are parties; the latter '' for others."""
    name = file.lower()
    if name.endswith(".vcf"):
        return "person", file
    if "compan" in name or "account" in name:
        return "organisation", "organisations"
    if "contact" in name:
        return "person", "people"
    return "person", "leads" if "lead" in name else ""


def _score_pairs(truth: Facts, where: Whereabouts, score: Score) -> None:
    defensible = {
        frozenset((each["a"], each["b"])): each["kind"]
        for each in truth["duplicates"]
        if each["kind"] in DEFENSIBLE
    }
    apart = {id_ for pair in defensible for id_ in pair}
    holders: dict[str, Counter[str]] = defaultdict(Counter)
    for party in truth["parties"]:
        records = [r for r in party["records"] if _table_of(r["file"])[1]]
        placed = [(r, here) for r in records if (here := where.record(r))]
        for record in records:
            if where.record(record) is None and record["id"] not in apart:
                score.faults["record without party"].append(f"{party['name']} {record}")
        for _, here in placed:
            holders[here["id"]][party["id"]] += 1
        for (a, here), (b, there) in combinations(placed, 2):
            is_apart = any(id_ in apart for id_ in (a["id"], b["id"]))
            _count_pair(score, is_apart, here, there, f"{party['name']}: {a} and {b}")
    for pk, inside in holders.items():
        wrong = sum(n * m for n, m in combinations(inside.values(), 2))
        score.wrong_pairs += wrong
        if wrong:
            score.faults["merged wrongly"].append(f"{where.by_pk[pk]['names']}: {dict(inside)}")


def _count_pair(score: Score, is_apart: bool, here: Facts, there: Facts, told: str) -> None:
    if here["id"] == there["id"]:
        score.right_pairs += 1
    elif is_apart:
        score.apart_pairs += 1
    elif there["id"] in here["suggested_duplicates"]:
        score.suggested_pairs += 1
        score.faults["only suggested"].append(told)
    else:
        score.missed_pairs += 1
        score.faults["not merged"].append(told)


def _score_contact(party: Facts, here: Facts, score: Score) -> None:
    for moment in MOMENTS:
        if here[moment] != party["contact"][moment]:
            score.wrong_moments.add(party["id"])
            score.faults["contact"].append(
                f"{party['id']} {party['kind']} {party['name']} {party['addresses']} {moment}: "
                f"{here[moment]}, truly {party['contact'][moment]}"
            )


def _score_judgements(party: Facts, here: Facts, score: Score) -> None:
    held, truly = set(here["kinds"]), set(party["kinds"])
    score.kinds_right += len(held & truly)
    score.kinds_wrong += len(held - truly)
    score.kinds_missed += len(truly - held)
    if held != truly:
        score.faults["kinds"].append(
            f"{party['id']} {party['kind']} {party['name']}: {sorted(held)}, "
            f"truly {sorted(truly)}"
        )
    if "quiet" not in party:
        return
    score.quiet_judged += 1
    level = here["quietness"]["level"] if here["quietness"] else None
    if level != party["quiet"]["level"]:
        score.quiet_wrong += (level in ("quiet", "silent")) != party["quiet"]["quiet"]
        score.faults["quietness"].append(
            f"{party['id']} {party['name']}: {level}, truly {party['quiet']['level']}; "
            f"two-way {here['last_two_way']}, truly {party['contact']['last_two_way']}"
        )


def _score_owner(truth: Facts, party: Facts, here: Facts, score: Score) -> None:
    if "client_unowned" in party["archetypes"] and here["owner"] is not None:
        score.owned_wrongly += 1
        score.faults["owner"].append(f"{party['name']}: {here['owner_name']}, truly nobody")
    staff = {each["id"]: each["name"] for each in truth["staff"]}
    if party["owner_state"] == "active" and here["owner_name"] != staff.get(party["owner"]):
        score.faults["owner"].append(
            f"{party['name']}: {here['owner_name']}, truly {staff.get(party['owner'])}"
        )


def told(faults: dict[str, list[str]], *kinds: str) -> str:
    """The faults of these kinds, a line each."""
    return "\n".join(f"  {kind}: {fault}" for kind in kinds for fault in faults.get(kind, ()))


def table_of_scores(scores: Iterator[tuple[str, Score]]) -> str:
    """The scores of all worlds, as a table."""
    head = (
        f"{'world':22}{'parties':>8}{'found':>7}{'precis.':>9}{'recall':>8}{'+sugg.':>8}"
        f"{'apart':>7}{'contact':>9}{'of all':>8}{'quiet':>9}{'kinds p':>9}{'kinds r':>9}"
        f"{'owned!':>8}"
    )
    lines = [
        f"{name:22}{s.parties:>8}{s.found:>7}{s.precision:>9.4f}{s.recall:>8.4f}"
        f"{s.recall_with_suggestions:>8.4f}{s.apart_pairs:>7}{s.exact_contact:>9.4f}"
        f"{s.exact_contact_of_all:>8.4f}{f'{s.quiet_wrong}/{s.quiet_judged}':>9}"
        f"{s.kinds_precision:>9.4f}{s.kinds_recall:>9.4f}{s.owned_wrongly:>8}"
        for name, s in scores
    ]
    return "\n".join([head, *lines])
