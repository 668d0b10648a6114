"""What the sample firm agreed with its parties, sold to them, and saw them use."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from keepwell.agreements.commands.take_in import AgreementDraft
from keepwell.agreements.rules import add_months
from keepwell.config.sample.days import Days
from keepwell.config.sample.reading import Character
from keepwell.orders.commands.take_in import LineDraft
from keepwell.relationships.commands.take_in import OpportunityDraft
from keepwell.usage.commands.take_in import UseDraft

CURRENCY = "GBP"
CLIENTS = frozenset(
    {"tended", "watch", "quiet", "silent", "paused", "mixed", "probono", "renewing",
     "onboarding", "unowned"}
)  # fmt: skip
WORK = {
    "operations": "Operations review and monthly counsel",
    "pricing": "Pricing review and monthly counsel",
    "succession": "Counsel on succession",
    "finance": "Finance counsel",
    "people": "Counsel on people and pay",
    "market": "Market entry",
    "strategy": "Counsel to the board",
}
_GOODS = (
    ("Benchmark report: wages", "BR-W", 24_000),
    ("Benchmark report: prices", "BR-P", 24_000),
    ("Workbook: the first hundred days", "WB-100", 3_900),
    ("Workbook: cash on one page", "WB-CASH", 3_900),
    ("Seminar ticket: talking about prices", "SEM-P", 18_500),
    ("Set of meeting cards", "CARDS", 2_400),
)
_EVENTS = (
    "signed in", "opened a plan", "changed a plan", "shared a plan", "exported a plan",
    "asked for help",
)  # fmt: skip


def agreements_of(
    who: Character, party: UUID, signer: UUID, days: Days
) -> list[AgreementDraft]:
    """What was signed with them: the engagement, and for some a promise to keep secrets."""
    part, since = who.part, who.days("since")
    if part in CLIENTS:
        found = [_running(who, party, signer, days)]
    elif part in ("hollow", "former"):
        found = [_ended(who, party, signer, days)]
    elif part == "agreed":
        start = days.ahead(12)
        found = [_engagement(who, party, signer, days.back(4), start, add_months(start, 12))]
    else:
        return []
    if since % 3 == 0:
        signed = days.back(since)
        number = f"{_number(who, signed)}-N"
        nda = AgreementDraft(number, "nda", party, title="Non-disclosure agreement")
        nda.signatory_id, nda.signed_on, nda.starts_on = signer, signed, signed
        found.append(nda)
    return found


def _running(who: Character, party: UUID, signer: UUID, days: Days) -> AgreementDraft:
    start = days.back(round(who.days("since") * 0.45) if who.part == "onboarding"
                      else who.days("since") - 38)  # fmt: skip
    end: date | None = add_months(start, 12)
    while end and end <= days.on + timedelta(days=150):
        end = add_months(end, 12)
    renewal, notice = (
        who.get("renewal") or ("automatic" if who.days("since") % 2 else "none"),
        3,
    )
    if who.get("ends"):
        end, notice = days.ahead(who.days("ends")), 1
    if who.get("notice"):
        end = add_months(days.ahead(who.days("notice")), 3)
    if renewal == "none":
        end = None
    draft = _engagement(who, party, signer, start - timedelta(days=5), start, end)
    draft.renewal, draft.notice_months = renewal, notice if end else None
    return draft


def _ended(who: Character, party: UUID, signer: UUID, days: Days) -> AgreementDraft:
    start, end = days.back(who.days("since") - 38), days.back(max(10, who.days("last") - 25))
    draft = _engagement(who, party, signer, start - timedelta(days=4), start, end)
    if who.part == "former":
        draft.terminated_on = end
    return draft


def _engagement(
    who: Character, party: UUID, signer: UUID, signed: date, start: date, end: date | None
) -> AgreementDraft:
    fee = who.days("fee")
    kind = "engagement_letter" if fee < 60_000 else "retainer"
    title = WORK[who.get("line")] + (" (pro bono)" if fee == 0 else "")
    return AgreementDraft(
        _number(who, signed), kind, party, signatory_id=signer, title=title, signed_on=signed,
        starts_on=start, ends_on=end, value_minor=fee * 100, currency=CURRENCY,
    )  # fmt: skip


def _number(who: Character, signed: date) -> str:
    return f"HF-{signed.year}-{Random(who.key).randint(100, 999)}"


def opportunity_of(
    who: Character, party: UUID, contact: UUID, owner: UUID | None, days: Days
) -> OpportunityDraft | None:
    """Work that may come, or came: for those who are not clients yet, and for some who are."""
    since = who.days("since")
    named = {"lead": "Enquiry", "consultation": "Discovery", "proposal": "Proposal sent"}
    outcome = {"agreed": "won", "lost": "lost"}.get(who.part, "open")
    name = who.get("deal") or f"Follow-up to {WORK[who.get('line')].lower()}"
    if who.part not in (*named, "agreed", "lost") and since % 5:
        return None
    back = min(since, 40) if who.part in CLIENTS else since
    closes = days.back(4) if outcome == "won" else days.ahead(35)
    return OpportunityDraft(
        f"sample:{who.key}", name, party, contact, named.get(who.part, "Discovery"), outcome,
        (who.days("fee") or 9_000) * 100, CURRENCY,
        days.back(120) if outcome == "lost" else closes, days.back(back), "", owner,
    )  # fmt: skip


def order_lines_of(who: Character, party: UUID, buyer: UUID, days: Days) -> list[LineDraft]:
    """Purchases at list price, with a return now and then."""
    chance, found = Random(f"{who.key} orders"), list[LineDraft]()
    back, count = min(who.days("since"), 700), 0
    while back > 6:
        count += 1
        number = f"S{20_000 + Random(who.key).randint(0, 900) * 10 + count}"
        for place, (product, sku, unit) in enumerate(
            chance.sample(_GOODS, chance.randint(1, 2))
        ):
            quantity = Decimal(chance.randint(1, 4))
            draft = LineDraft(
                number, f"sample:{number}:{place}", days.moment(back, chance), CURRENCY,
                product, sku, quantity, unit, False, who.key.upper(), "", party, buyer,
            )  # fmt: skip
            found.append(draft)
        back -= chance.randint(38, 95)
    if len(found) > 6:
        found.append(_returned(found[-3], days, chance))
    return found


def _returned(line: LineDraft, days: Days, chance: Random) -> LineDraft:
    back = LineDraft(
        f"{line.number}-R", f"{line.key}:r", line.ordered_at + timedelta(days=6), line.currency,
        line.product, line.sku, Decimal(-1), line.unit_minor, True, line.customer_no, "",
        line.party_id, line.buyer_id,
    )  # fmt: skip
    back.ordered_at = min(back.ordered_at, days.moment(1, chance))
    return back


def uses_of(who: Character, people: Sequence[UUID], days: Days) -> list[UseDraft]:
    """What their people did in Compass, the planning tool."""
    found: list[UseDraft] = []
    for place, person in enumerate(people):
        chance = Random(f"{who.key} uses {place}")
        back, user = min(who.days("since"), 300), f"{who.key}-{place + 1}"
        while back > 0:
            at = days.moment(back, chance)
            for step, event in enumerate(("signed in", *chance.sample(_EVENTS[1:], 2))):
                key = f"sample:{user}:{back}:{step}"
                when = at + timedelta(minutes=4 * step)
                found.append(UseDraft(key, when, user, event, "Compass", "", person))
            back -= chance.randint(3, 11)
    return found
