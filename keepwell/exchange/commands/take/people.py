"""Rows of companies, contacts and leads, and address-book cards, into parties."""

from collections.abc import Sequence
from uuid import UUID

from keepwell.exchange.commands.take.around import Around, RowResult, plain_owner
from keepwell.exchange.commands.take.own_values import take_own_values
from keepwell.exchange.readers.cards import Card
from keepwell.exchange.readers.values import parse_yes
from keepwell.exchange.readers.vendors.vocabulary import lifecycle
from keepwell.exchange.rules.party_rows import Drafted, Facts, card_draft, employer_of_card
from keepwell.exchange.rules.reading import RowRefused
from keepwell.exchange.rules.system_users import is_system_user
from keepwell.kernel.words import keep as _kept
from keepwell.parties.commands.take_in import NOBODY, take_in_parties
from keepwell.parties.rules.addresses import is_free_mail
from keepwell.parties.rules.draft import PartyDraft, PointDraft, Taken, TieDraft
from keepwell.parties.rules.fold import fold
from keepwell.relationships.commands.take_in import StandingDraft, take_in_standings

Numbered = tuple[int, PartyDraft, Facts]


def take_party_rows(rows: Sequence[tuple[int, Drafted]], around: Around) -> list[RowResult]:
    """Take in a chunk of companies, contacts or leads."""
    results: list[RowResult] = []
    drafts: list[Numbered] = []
    for number, (facts, draft, outcome, because) in rows:
        if draft is None:
            results.append(RowResult(number, outcome, because))
        else:
            drafts.append((number, draft, facts))
    if around.reading.table == "leads":
        _name_companies(drafts, around)
    else:
        _name_employers(drafts, around)
    _tie_known([draft for _, draft, _ in drafts], around)
    results += _take([(n, d) for n, d, _ in drafts], around)
    by_number = {r.number: r for r in results}
    take_own_values(drafts, by_number, around)
    _stand(drafts, by_number, around)
    return results


def _take(drafts: Sequence[tuple[int, PartyDraft]], around: Around) -> list[RowResult]:
    taken = take_in_parties(
        [draft for _, draft in drafts],
        at=around.at, by=around.by, free_mail=around.reading.free_mail, tool=around.tool,
        mode=around.reading.mode, match_by=around.reading.known_by,
    )  # fmt: skip
    return [_result(number, each) for (number, _), each in zip(drafts, taken, strict=True)]


def _result(number: int, taken: Taken) -> RowResult:
    traces = list(taken.traces)
    party_id = None if taken.party_id == NOBODY else taken.party_id
    return RowResult(number, taken.outcome, taken.because, traces, party_id=party_id)


def _tie_known(drafts: Sequence[PartyDraft], around: Around) -> None:
    """Resolve ties by other tools' ids as far as those records are here already."""
    wanted = {
        (t.source, t.external_id)
        for d in drafts
        for t in d.ties
        if not t.other_id and t.external_id
    }
    found = around.called_by_tools(wanted)
    for draft in drafts:
        draft.ties = [
            tie._replace(other_id=other[0], other_name=other[1])
            if not tie.other_id and (other := found.get((tie.source, tie.external_id)))
            else tie
            for tie in draft.ties
        ]


def _name_companies(drafts: Sequence[Numbered], around: Around) -> None:
    wanted: list[tuple[PartyDraft, str, str]] = []
    for _, draft, facts in drafts:
        company = facts.get("company") or facts.get("organisation_name", "")
        if company and fold(company) != fold(draft.name) and not draft.ties:
            wanted.append((draft, company, facts.get("title", "")))
    _tie_by_name(wanted, around)


def _name_employers(drafts: Sequence[Numbered], around: Around) -> None:
    wanted = [
        (draft, facts["organisation_name"], facts.get("title", ""))
        for _, draft, facts in drafts
        if draft.nature == "person"
        and facts.get("organisation_name")
        and not any(tie.role == "works_for" for tie in draft.ties)
    ]
    _tie_by_name(wanted, around)


def _tie_by_name(wanted: Sequence[tuple[PartyDraft, str, str]], around: Around) -> None:
    """Tie people to organisations a row only names; one nobody knows is added."""
    if not wanted:
        return
    drafts: dict[str, PartyDraft] = {}
    for draft, name, _ in wanted:
        organisation = drafts.setdefault(fold(name), PartyDraft("organisation", name))
        for mail in draft.normals("email"):
            domain = mail.rpartition("@")[2]
            free = is_free_mail(domain, around.reading.free_mail)
            if not free and domain not in organisation.normals("domain"):
                organisation.points.append(PointDraft("domain", domain, domain))
    taken = take_in_parties(
        list(drafts.values()),
        at=around.at, by=around.by, free_mail=around.reading.free_mail, tool=around.tool,
        mode=around.reading.mode if around.reading.mode == "update" else "both",
    )  # fmt: skip
    ids = {key: each.party_id for key, each in zip(drafts, taken, strict=True)}
    traces = [trace for each in taken if each.outcome != "skipped" for trace in each.traces]
    around.aside(traces)
    for draft, name, title in wanted:
        if ids[fold(name)] != NOBODY:
            _tie(draft, ids[fold(name)], name, title)


def _tie(draft: PartyDraft, organisation: UUID, name: str, title: str) -> None:
    draft.ties.append(
        TieDraft("works_for", organisation, title=title, is_primary=True, other_name=name)
    )


def _stand(drafts: Sequence[Numbered], results: dict[int, RowResult], around: Around) -> None:
    """Owner and label go to organisations, and to people who stand for themselves.

    A lead speaks for the company it names: that it is one, and who looks after it.
    """
    standings: dict[UUID, tuple[int, StandingDraft]] = {}
    for number, draft, facts in drafts:
        party_id = _who_stands(draft, facts, results[number], around)
        if party_id is not None:
            standing = _standing(party_id, facts, results[number], around)
            standings.setdefault(party_id, (number, standing))
    written = take_in_standings(
        [standing for _, standing in standings.values()],
        at=around.at, by=around.by, tool=around.tool,
    )  # fmt: skip
    for party_id, before, after in written:
        result = results[standings[party_id][0]]
        result.traces.append(
            ("relationships.Relationship", str(party_id), before, after or None)
        )
        if result.outcome == "skipped" and before is not None:
            result.outcome = "updated"


def _who_stands(
    draft: PartyDraft, facts: Facts, result: RowResult, around: Around
) -> UUID | None:
    if around.reading.mode == "add" and result.outcome == "skipped":
        return None
    employers = [tie.other_id for tie in draft.ties if tie.role == "works_for"]
    if not employers:
        return result.party_id
    if around.reading.table == "leads" and not parse_yes(facts.get("converted", "")):
        return employers[0]
    return None


def _standing(party_id: UUID, facts: Facts, result: RowResult, around: Around) -> StandingDraft:
    owner, owner_id = plain_owner(facts.get("owner", "")), facts.get("owner_id", "")
    teammate, system = around.teammate(owner, owner_id), is_system_user(owner)
    if owner and teammate is None and not system:
        owner = owner[:200]
        result.unclear = _kept("Its owner %(owner)s is in no list of teammates.", owner=owner)
        around.unknown_owners[owner] += 1
    called = lifecycle(facts.get("lifecycle_stage") or facts.get("type") or "") or ""
    if around.reading.table == "leads" and not parse_yes(facts.get("converted", "")):
        called = called or "lead"
    return StandingDraft(party_id, teammate, "" if teammate or system else owner, called)


def take_cards(rows: Sequence[tuple[int, Card]], around: Around) -> list[RowResult]:
    """Take in a chunk of an address book."""
    results: list[RowResult] = []
    drafts: list[tuple[int, PartyDraft]] = []
    employers: list[tuple[PartyDraft, str, str]] = []
    for number, card in rows:
        try:
            draft = card_draft(card, around.reading)
        except RowRefused as no:
            results.append(RowResult(number, "refused", no.because))
            continue
        drafts.append((number, draft))
        name, title = employer_of_card(card)
        if name and fold(name) != fold(draft.name):
            employers.append((draft, name, title))
    _tie_by_name(employers, around)
    return results + _take(drafts, around)
