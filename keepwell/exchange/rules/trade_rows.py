"""Rows of orders, usage, agreements and deals, read."""

from datetime import timedelta
from decimal import Decimal

from keepwell.agreements.commands.take_in import AgreementDraft
from keepwell.exchange.readers.values import parse_amount, parse_yes
from keepwell.exchange.readers.vendors import canonical_external_id
from keepwell.exchange.readers.vendors.vocabulary import (
    agreement_kind,
    deal_outcome,
    order_kind,
)
from keepwell.exchange.rules.reading import Reading, RowRefused, digest_of
from keepwell.kernel.money import Money
from keepwell.kernel.words import gettext_noop as _said
from keepwell.kernel.words import keep
from keepwell.kernel.words import keep as _kept
from keepwell.orders.commands.take_in import LineDraft
from keepwell.parties.rules.addresses import clean_address
from keepwell.relationships.commands.take_in import OpportunityDraft
from keepwell.usage.commands.take_in import UseDraft

Facts = dict[str, str]
LARGEST_MINOR = 9_000_000_000_000_000


def currency_of(text: str, otherwise: str) -> str:
    """An ISO code: what the cell says, else the firm's own."""
    word = text.strip().upper()
    return word if len(word) == 3 and word.isalpha() else otherwise


_NO_NUMBER = {
    "price": _said(
        "The price is “%(word)s”, which is no number. Correct it and drop it again."
    ),
    "value": _said(
        "The value is “%(word)s”, which is no number. Correct it and drop it again."
    ),
    "amount": _said(
        "The amount is “%(word)s”, which is no number. Correct it and drop it again."
    ),
}
_TOO_LARGE = {
    "price": _said("The price is “%(word)s”, which is too large to be one."),
    "value": _said("The value is “%(word)s”, which is too large to be one."),
    "amount": _said("The amount is “%(word)s”, which is too large to be one."),
}


def minor_of(text: str, currency: str, reading: Reading, what: str) -> int | None:
    """An amount in minor units; a word that is no number is refused."""
    if not text:
        return None
    amount = parse_amount(text, reading.decimal)
    if amount is None or not amount.is_finite():
        raise RowRefused(keep(_NO_NUMBER[what], word=text[:60]))
    minor = Money.of(amount, currency).minor
    if abs(minor) > LARGEST_MINOR:
        raise RowRefused(keep(_TOO_LARGE[what], word=text[:60]))
    return minor


def order_line(facts: Facts, reading: Reading, currency: str) -> LineDraft:
    """One line of an order."""
    number = facts.get("order_no", "")
    at = reading.moment(facts.get("ordered_at", ""))
    if not number:
        raise RowRefused(_kept("This row has no order number."))
    if at is None:
        word = facts.get("ordered_at", "")
        raise RowRefused(
            _kept(
                "It was ordered on “%(word)s”, which is no date. Correct it and drop it again.",
                word=word[:60],
            )
        )
    quantity = parse_amount(facts.get("quantity", "1"), reading.decimal)
    if quantity is None or not quantity.is_finite() or abs(quantity) > 1_000_000_000:
        word = facts.get("quantity", "")
        raise RowRefused(
            _kept(
                "The quantity is “%(word)s”, which is no number. Correct it and drop it again.",
                word=word[:60],
            )
        )
    money = currency_of(facts.get("currency", ""), currency)
    unit = minor_of(facts.get("unit_price") or facts.get("amount", ""), money, reading, "price")
    back = order_kind(facts.get("kind", "")) == "return" or quantity < 0
    quantity = -abs(quantity) if back else quantity
    return LineDraft(
        number, digest_of(facts), at, money, facts.get("product", ""), facts.get("sku", ""),
        quantity.quantize(Decimal("0.001")), abs(unit or 0), back, facts.get("customer_no", ""),
        clean_address(facts.get("email", "")) or "",
    )  # fmt: skip


def use_of(facts: Facts, reading: Reading) -> UseDraft:
    """One event; a user known by address alone has it for an id."""
    at = reading.moment(facts.get("at", ""))
    if at is None:
        word = facts.get("at", "")
        raise RowRefused(
            _kept(
                "Its time is “%(word)s”, which is no moment. Correct it and drop it again.",
                word=word[:60],
            )
        )
    if not facts.get("event"):
        raise RowRefused(_kept("This row does not say what happened (no event)."))
    address = clean_address(facts.get("email", "")) or ""
    return UseDraft(
        digest_of(facts), at, facts.get("user_id") or address, facts["event"],
        facts.get("product", ""), address,
    )  # fmt: skip


def agreement_of(facts: Facts, reading: Reading, currency: str) -> AgreementDraft:
    """One agreement; its last day becomes the first day it no longer binds."""
    days = {}
    for name in ("signed_on", "starts_on", "ends_on", "terminated_on"):
        days[name] = reading.day(facts.get(name, ""))
        if facts.get(name) and days[name] is None:
            no_date = _kept(
                "“%(word)s” is no date. Correct it and drop it again.", word=facts[name][:60]
            )
            raise RowRefused(no_date)
    ends = days["ends_on"]
    if ends and days["starts_on"] and ends < days["starts_on"]:
        raise RowRefused(
            _kept("It ends before it starts. Correct the dates and drop it again.")
        )
    if not facts.get("party_name") and not facts.get("signatory"):
        raise RowRefused(_kept("This agreement does not say with whom it was made."))
    money = currency_of(facts.get("currency", ""), currency)
    notice = parse_amount(facts.get("notice_months", ""), reading.decimal)
    renews = parse_yes(facts.get("auto_renew", ""))
    return AgreementDraft(
        facts.get("agreement_no") or f"#{digest_of(facts)[:12]}",
        agreement_kind(facts.get("kind", "")),
        party_name=facts.get("party_name", "")[:300],
        signatory_name=facts.get("signatory", "")[:300],
        title=facts.get("title", "")[:300],
        signed_on=days["signed_on"],
        starts_on=days["starts_on"],
        ends_on=ends + timedelta(days=1) if ends else None,
        renewal="automatic" if renews else "none",
        notice_months=int(notice) if notice is not None and 0 <= notice <= 600 else None,
        terminated_on=days["terminated_on"],
        value_minor=minor_of(facts.get("value", ""), money, reading, "value"),
        currency=money,
    )


def opportunity_of(facts: Facts, reading: Reading, currency: str) -> OpportunityDraft:
    """One deal."""
    if not facts.get("name"):
        raise RowRefused(_kept("This deal has no name."))
    money = currency_of(facts.get("currency", ""), currency)
    id_ = facts.get("external_id", "")
    key = canonical_external_id(reading.vendor, id_) if id_ else digest_of(facts)
    closes = reading.moment(facts.get("closes_on", ""))
    opened = reading.moment(facts.get("created_at", ""))
    won, closed = parse_yes(facts.get("won", "")), parse_yes(facts.get("closed", ""))
    return OpportunityDraft(
        f"{reading.source()}:{key}",
        facts["name"][:300],
        stage_named=facts.get("stage", "")[:100],
        outcome=deal_outcome(facts.get("stage", ""), won, closed),
        amount_minor=minor_of(facts.get("amount", ""), money, reading, "amount"),
        currency=money,
        closes_on=reading.day(facts.get("closes_on", ""))
        or (closes.date() if closes else None),
        opened_on=opened.date() if opened else None,
        next_step=facts.get("next_step", "")[:300],
    )
