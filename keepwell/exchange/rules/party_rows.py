"""Rows of companies, contacts and leads, and address-book cards, as party drafts."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from keepwell.exchange.readers.cards import Card
from keepwell.exchange.readers.values import parse_amount, parse_yes, split_ids
from keepwell.exchange.readers.vendors import canonical_external_id
from keepwell.exchange.rules.reading import Reading, RowRefused, digest_of
from keepwell.kernel.words import keep as _kept
from keepwell.parties.rules.addresses import clean_address, is_free_mail, is_machine
from keepwell.parties.rules.draft import AddressDraft, PartyDraft, PointDraft, TieDraft
from keepwell.parties.rules.phones import clean_phone

Facts = dict[str, str]
PHONES = (
    ("phone", "work"), ("mobile", "mobile"), ("home_phone", "home"), ("other_phone", "other"),
    ("fax", "fax"),
)  # fmt: skip
MOST_TEXT = 100_000


def organisation_draft(facts: Facts, reading: Reading) -> PartyDraft:
    """The draft of a company's row."""
    name = _clean(facts.get("name", "")) or facts.get("domain", "")
    if not name:
        raise RowRefused(
            _kept("This company has no name. Fill in its name and drop the file again.")
        )
    draft = PartyDraft("organisation", name, speaks_last=True)
    draft.points = [*_points(facts, reading), *_domains(facts, reading)]
    draft.addresses = list(_addresses(facts))
    _common(draft, facts, reading)
    employees = parse_amount(facts.get("employees", ""), reading.decimal)
    if employees is not None and 0 <= employees < 2_000_000_000:
        draft.fields["employees"] = int(employees)
    if parent := facts.get("parent_id"):
        draft.ties.append(
            TieDraft(
                "owned_by",
                source=reading.source("organisations"),
                external_id=canonical_external_id(reading.vendor, parent),
            )
        )
    return draft


def person_draft(facts: Facts, reading: Reading) -> PartyDraft:
    """The draft of a contact's row."""
    given = " ".join(filter(None, (facts.get("first_name", ""), facts.get("middle_name", ""))))
    family = facts.get("last_name", "")
    points = list(_points(facts, reading))
    name = _clean(f"{given} {family}") or _clean(facts.get("full_name", ""))
    if not name and points:
        mail = next((p.normal for p in points if p.kind == "email"), "")
        name = name_from_address(mail) if mail else points[0].value
    if not name:
        raise RowRefused(
            _kept("This contact has no name, address or number. Fill in one of them.")
        )
    draft = PartyDraft("person", name, _clean(given), _clean(family), points=points)
    draft.speaks_last = True
    draft.honorific = facts.get("salutation", "")
    whole = _clean(facts.get("full_name", ""))
    if whole and whole != name:
        draft.other_names.append(("alias", whole))
    draft.addresses = list(_addresses(facts))
    _common(draft, facts, reading)
    born = reading.day(facts.get("birth_date", ""))
    if born and born > date(1880, 1, 1):
        draft.fields["birth_date"] = born
    draft.ties = list(_employers(facts, reading))
    if boss := facts.get("reports_to_id"):
        draft.ties.append(
            TieDraft(
                "reports_to",
                source=reading.source("people"),
                external_id=canonical_external_id(reading.vendor, boss),
            )
        )
    return draft


def lead_draft(facts: Facts, reading: Reading) -> PartyDraft:
    """The draft of a lead's row; a converted lead is the contact it became."""
    draft = person_draft(facts, reading)
    became = facts.get("converted_person_id")
    if became and "id" in reading.known_by:
        id_ = canonical_external_id(reading.vendor, became)
        draft.external.append((reading.source("people"), id_, became))
    if organisation := facts.get("converted_organisation_id"):
        draft.ties.insert(
            0,
            TieDraft(
                "works_for",
                source=reading.source("organisations"),
                external_id=canonical_external_id(reading.vendor, organisation),
                title=facts.get("title", ""),
                is_primary=True,
            ),
        )
    draft.speaks_last = False
    return draft


DRAFTS = {"organisations": organisation_draft, "people": person_draft, "leads": lead_draft}


class Drafted(NamedTuple):
    """A row understood: its draft, or what becomes of it without one and why."""

    facts: Facts
    draft: PartyDraft | None
    outcome: str = ""
    because: str = ""


def drafted(facts: Facts, reading: Reading) -> Drafted:
    """A row of companies, contacts or leads as a draft, if it can be one."""
    if is_deleted(facts):
        return Drafted(facts, None, "skipped", _kept("It lies in the other tool's trash."))
    try:
        return Drafted(facts, DRAFTS[reading.table](facts, reading))
    except RowRefused as no:
        return Drafted(facts, None, "refused", no.because)


def card_draft(card: Card, reading: Reading) -> PartyDraft:
    """The draft of an address-book card; it fills gaps and never overrules."""
    person = not card.is_organisation
    name = _clean(card.full_name) or _clean(f"{card.given} {card.family}")
    name = name or _clean(card.organisation)
    points = [p for mail in card.emails if (p := mail_point(mail.value, _kind_of(mail.types)))]
    points += [
        p
        for number in card.phones
        if (p := phone_point(number.value, _kind_of(number.types), reading))
    ]
    points += [link_point(link) for link in card.links if link]
    if not name and points:
        name = points[0].value
    if not name:
        raise RowRefused(_kept("This card has no name, address or number."))
    draft = PartyDraft("person" if person else "organisation", name, points=points)
    if person:
        draft.given_name = _clean(f"{card.given} {card.middle}")
        draft.family_name, draft.honorific = _clean(card.family), card.prefix
        draft.other_names = [
            ("nickname", _clean(nick)) for nick in card.nicknames if _clean(nick)
        ]
        turned = _clean(f"{card.given} {card.middle} {card.family}")
        if turned and turned != name:
            draft.other_names.append(("alias", turned))
    draft.addresses = [
        AddressDraft(a.street, a.postal_code, a.city, a.region, a.country, _kind_of(a.types))
        for a in card.addresses
        if any((a.street, a.postal_code, a.city, a.region, a.country))
    ]
    if draft.addresses:
        draft.city, draft.country = draft.addresses[0].city, draft.addresses[0].country
    draft.fields["about"] = card.note[:MOST_TEXT]
    if born := reading.day(card.birthday):
        draft.fields["birth_date"] = born
    draft.digest = digest_of(
        {"card": [str(getattr(card, n)) for n in card.__slots__ if n != "number"]}
    )
    uid = card.uid if "id" in reading.known_by else ""
    draft.external = [("vcard", uid or draft.digest, f"{reading.file_name}#{card.number}")]
    return draft


def employer_of_card(card: Card) -> tuple[str, str]:
    """The organisation a card names and the title there, both perhaps empty."""
    return ("", "") if card.is_organisation else (_clean(card.organisation), card.title)


def _common(draft: PartyDraft, facts: Facts, reading: Reading) -> None:
    for name in ("industry", "source", "language", "time_zone"):
        if name in facts:
            draft.fields[name] = facts[name]
    draft.fields["about"] = facts.get("description", "")[:MOST_TEXT]
    draft.created_at = reading.moment(facts.get("created_at", ""))
    draft.city, draft.country = facts.get("city", ""), facts.get("country", "")
    draft.digest = digest_of({k: v for k, v in facts.items() if k != "last_activity_at"})
    id_ = facts.get("external_id") if "id" in reading.known_by else ""
    if not id_:  # the same row again is known by its digest
        draft.external.append((f"row:{reading.table}", draft.digest, ""))
        return
    canonical = canonical_external_id(reading.vendor, id_)
    draft.external.append((reading.source(), canonical, id_))
    for merged in split_ids(facts.get("merged_ids", "")):
        canonical = canonical_external_id(reading.vendor, merged)
        draft.external.append((reading.source(), canonical, merged))


def _employers(facts: Facts, reading: Reading) -> Iterable[TieDraft]:
    ids = [
        *split_ids(facts.get("organisation_id", "")),
        *split_ids(facts.get("organisation_ids", "")),
    ]
    for place, id_ in enumerate(dict.fromkeys(ids)):
        yield TieDraft(
            "works_for",
            source=reading.source("organisations"),
            external_id=canonical_external_id(reading.vendor, id_),
            title=facts.get("title", "") if place == 0 else "",
            is_primary=place == 0,
        )


def tied_to(draft: PartyDraft, organisation: UUID, name: str, title: str = "") -> None:
    """Say that the draft's person works for an organisation we know."""
    first = not any(tie.role == "works_for" for tie in draft.ties)
    draft.ties.append(
        TieDraft("works_for", organisation, title=title, is_primary=first, other_name=name)
    )


def _points(facts: Facts, reading: Reading) -> Iterable[PointDraft]:
    mails = [
        facts.get("email", ""),
        *facts.get("extra_emails", "").replace(",", ";").split(";"),
    ]
    for mail in mails:
        if mail and (point := mail_point(mail, "work")):
            yield point
    for fact, label in PHONES:
        for number in facts.get(fact, "").split(";"):
            if number and (point := phone_point(number, label, reading)):
                yield point
    if site := facts.get("website"):
        yield link_point(site)


def mail_point(text: str, label: str = "") -> PointDraft | None:
    """An e-mail address as a contact point, if it is one."""
    address = clean_address(text)
    return PointDraft("email", text.strip(), address, label) if address else None


def phone_point(text: str, label: str, reading: Reading) -> PointDraft | None:
    """A number as a contact point, if it is one."""
    number = clean_phone(text, reading.region)
    return PointDraft("phone", text.strip(), number, label) if number else None


def link_point(text: str) -> PointDraft:
    """A link as a contact point."""
    text = text.strip()
    shown = text if "://" in text else f"https://{text}"
    return PointDraft("link", shown[:500], shown.lower().rstrip("/")[:500])


def _domains(facts: Facts, reading: Reading) -> Iterable[PointDraft]:
    for word in (facts.get("domain", ""), facts.get("website", "")):
        domain = domain_in(word)
        if (
            domain
            and not is_free_mail(domain, reading.free_mail)
            and domain not in reading.ours
        ):
            yield PointDraft("domain", domain, domain)


def domain_in(text: str) -> str:
    """The domain a website or domain cell names, without `www.`, '' if none."""
    host = text.strip().lower().partition("://")[2] or text.strip().lower()
    host = host.partition("/")[0].partition(":")[0].removeprefix("www.").strip(".")
    return host if "." in host and " " not in host else ""


def _addresses(facts: Facts) -> Iterable[AddressDraft]:
    for prefix, label in (("", ""), ("other_", "other")):
        values = [
            facts.get(prefix + part, "")
            for part in ("street", "postal_code", "city", "state", "country")
        ]
        if prefix == "" and facts.get("street_2"):
            values[0] = f"{values[0]}\n{facts['street_2']}".strip()
        if any(values):
            yield AddressDraft(*values, label=label)


def _kind_of(types: tuple[str, ...]) -> str:
    names = {"cell": "mobile", "home": "home", "work": "work", "fax": "fax"}
    return next((names[kind.lower()] for kind in types if kind.lower() in names), "")


def _clean(text: str) -> str:
    return " ".join(text.split())[:300]


def name_from_address(address: str) -> str:
    """A name for somebody known by address alone: `jing.wang@…` is Jing Wang."""
    local = address.partition("@")[0].partition("+")[0]
    words = [word for word in local.replace("_", ".").split(".") if word]
    readable = bool(words) and all(word.replace("-", "").isalpha() for word in words)
    return " ".join(word.capitalize() for word in words) if readable else address


def name_from_domain(domain: str) -> str:
    """A name for an organisation known by domain alone: `juniper-farms.…` is Juniper Farms."""
    label = domain.partition(".")[0]
    return " ".join(word.capitalize() for word in label.split("-") if word) or domain


def is_deleted(facts: Facts) -> bool:
    """Whether the row lies in the other tool's trash, or was merged away there."""
    return bool(parse_yes(facts.get("deleted", "")))


def is_nobody(address: str, reading: Reading) -> bool:
    """Whether nobody sits behind the address."""
    return address in reading.nobody or is_machine(address)


def is_ours(address: str, reading: Reading) -> bool:
    """Whether the address is one of the firm's own."""
    domain = address.rpartition("@")[2]
    return domain in reading.ours
