"""Over every test world: what may be merged by itself is right, and little is missed."""

from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from keepwell.parties.rules.addresses import clean_address
from keepwell.parties.rules.grouping import Settled, candidates, keys_of, settle
from keepwell.parties.rules.names import organisation_key
from keepwell.parties.rules.phones import clean_phone
from keepwell.parties.rules.sameness import Face
from keepwell.parties.tests.world_records import SHARED, Row, World, folders, read_world

pytestmark = pytest.mark.worlds
WORLDS = folders()
DEFENSIBLE = {"changed employer", "one person, two companies", "deleted row"}
REGIONS = {"united kingdom": "GB", "germany": "DE", "united states": "US", "france": "FR"}

if not WORLDS:
    pytest.skip(f"no test worlds under {SHARED}", allow_module_level=True)


def face_of(row: Row, world: World, companies: dict[str, str]) -> Face:
    cells = row.cells
    mails = " ; ".join((cells.get("email", ""), cells.get("email2", "")))
    region = REGIONS.get(cells.get("country", "").casefold())
    phones = (clean_phone(cells.get(c, ""), region) for c in ("phone", "mobile"))
    site = cells.get("domain", "").removeprefix("https://").removeprefix("www.")
    company = companies.get(cells.get("employer_id", "")) or cells.get("company", "")
    if company == cells.get("full"):
        company = ""
    person = row.nature == "person"
    return Face(
        nature=row.nature,
        names=_names(row),
        emails=frozenset(m for text in mails.split(";") if (m := clean_address(text))),
        phones=frozenset(p for p in phones if p),
        employer_keys=frozenset({organisation_key(company)} if person and company else ()),
        domains=frozenset({site} if site and not person else ()),
        city=cells.get("city", ""),
        country=cells.get("country", ""),
        title=cells.get("title", ""),
        birth_date=cells.get("birth", ""),
        own_keys=frozenset() if person else frozenset({cells["id"], cells["company"]}),
        parent_keys=frozenset({cells["parent"]} if cells.get("parent") else ()),
        free_mail=world.free_mail,
    )


def _names(row: Row) -> tuple[str, ...]:
    cells = row.cells
    if row.nature == "organisation":
        return (cells["company"],) if cells["company"] else ()
    given, family = cells.get("given", ""), cells.get("family", "")
    parts = f"{family}, {given}" if given and family else given or family
    return tuple(dict.fromkeys(name for name in (parts, cells.get("full", "")) if name))


class Score:
    """Pairs found, asked and missed in one or many worlds."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.lines: list[str] = []

    @property
    def precision(self) -> float:
        return 1 - self.count["wrong"] / max(1, self.count["wrong"] + self.count["right"])

    def recall(self, *found: str) -> float:
        due = sum(self.count[f] for f in ("same", "perhaps", "missed"))
        return sum(self.count[f] for f in found) / max(1, due)

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.4f} recall {self.recall('same'):.4f}"
            f" with perhaps {self.recall('same', 'perhaps'):.4f} {dict(self.count)}"
        )


def evaluate(folder: Path, total: Score) -> Score:
    world = read_world(folder)
    companies = {r.cells["id"]: r.cells["company"] for r in world.rows.values()
                 if r.table == "companies"}  # fmt: skip
    keys = {f"{file}|{id_}": (file, id_) for file, id_ in world.rows}
    faces = {k: face_of(world.rows[key], world, companies) for k, key in keys.items()}
    settled = settle(faces)
    blocked = {
        frozenset(pair) for pair in candidates({k: keys_of(face) for k, face in faces.items()})
    }
    score = Score()
    for s in (score, total):
        _count(s, world, settled, blocked)
    return score


def _count(score: Score, world: World, settled: Settled, blocked: set[frozenset[str]]) -> None:
    merged = {frozenset(p) for group in settled.groups for p in combinations(group, 2)}
    asked = {frozenset((a, b)) for a, b, _ in settled.perhaps}
    true = {frozenset(f"{f}|{i}" for f, i in pair): world.kinds.get(pair, "plain")
            for pair in world.true_pairs}  # fmt: skip
    group_of = {m: g for g in settled.groups for m in g}
    for pair, kind in true.items():
        a, b = sorted(pair)
        near = {frozenset((x, y)) for x in group_of.get(a, {a}) for y in group_of.get(b, {b})}
        outcome = "same" if pair in merged else "perhaps" if near & asked else "missed"
        score.kinds[kind][outcome] += 1
        defensible = kind in DEFENSIBLE or (kind == "plain" and _spans(pair, true, world))
        score.count["kept apart" if defensible and outcome != "same" else outcome] += 1
        if outcome != "same":
            score.lines.append(f"  {world.name} {kind} {outcome} {pair in blocked} {a} {b}")
    score.count["right"] += len(merged & set(true))
    score.count["wrong"] += len(merged - set(true))
    score.count["asked in vain"] += len(asked - set(true))
    score.count["candidates"] += len(blocked)
    score.lines += [f"  {world.name} WRONG {sorted(p)}" for p in merged - set(true)]


def _spans(pair: frozenset[str], true: dict[frozenset[str], str], world: World) -> bool:
    """Whether the pair joins a record to the further one of a person with two employers."""
    a, b = pair
    hard = [p for p, kind in true.items() if kind in DEFENSIBLE - {"deleted row"}]
    near = {frozenset((a, x)) for p in hard if b in p for x in p}
    near |= {frozenset((b, x)) for p in hard if a in p for x in p}
    return any(p in true for p in near)


def test_in_every_world_only_true_pairs_are_merged_and_few_are_missed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    total = Score()
    with capsys.disabled():
        print()
        for folder in WORLDS:
            score = evaluate(folder, total)
            print(f"{folder.name:22} {score}")
        print(f"{'all':22} {total}")
        for kind, found in sorted(total.kinds.items()):
            print(f"  {kind:28} {dict(found)}")
        print("\n".join(total.lines))
    assert total.precision >= 0.99
    assert total.recall("same") >= 0.95
    assert total.recall("same", "perhaps") >= 0.98
