"""Conditions about texts: columns, names, addresses and numbers, whatever their case."""

import re
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _

from keepwell.desk.rules.filter_tree import FILTER, Condition
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.lookups import begins
from keepwell.parties.models import ContactKind, ContactPoint, PartyName
from keepwell.parties.queries.search import SHORTEST_PIECE
from keepwell.parties.rules.spellings import digits_of, folded_name

NEGATIVE = {"lacks": "contains", "not": "is", "none": "any", "empty": "filled", "no": "yes"}
Rows = QuerySet[Any]


def held(rows: Rows, *, negative: bool = False) -> Q:
    """Parties with such a row; `negative`: those without any."""
    if negative:
        return ~Q(Exists(rows.filter(party=OuterRef("pk"))))
    return Q(pk__in=rows.values("party"))


def on_text(path: str, operator: str, value: str) -> Q:
    """A positive condition on a column of text that is never null."""
    match operator:
        case "contains":
            return Q(**{f"{path}__icontains": value})
        case "starts":
            return Q(**{f"{path}__istartswith": value})
        case "is":
            return Q(Exact(Lower(path), Lower(Value(value))))
    return ~Q(**{path: ""})


def on_words(path: str, operator: str, values: tuple[str, ...]) -> Q:
    """A positive condition on such a column; any of several values will do."""
    if operator != "any":
        return on_text(path, operator, values[0] if values else "")
    found = on_text(path, "is", values[0])
    for value in values[1:]:
        found |= on_text(path, "is", value)
    return found


def on_own_text(path: str, asked: Condition) -> Q:
    """The condition on a column of the party itself."""
    if asked.operator in NEGATIVE:
        return ~on_words(path, NEGATIVE[asked.operator], asked.values)
    return on_words(path, asked.operator, asked.values)


def on_rows(rows: Rows, path: str, asked: Condition) -> Q:
    """The condition on rows beside the party: any of them will do; none, for what is denied."""
    negative = asked.operator in NEGATIVE
    operator = NEGATIVE.get(asked.operator, asked.operator)
    return held(rows.filter(on_words(path, operator, asked.values)), negative=negative)


def on_name(asked: Condition) -> Q:
    """Any of the names of a party, without accents and signs."""
    folded = folded_name(asked.values[0])
    operator = NEGATIVE.get(asked.operator, asked.operator)
    if operator == "contains":
        found = _holding(folded, PartyName.objects.filter(folded__contains=folded))
    elif operator == "starts":
        found = held(PartyName.objects.filter(begins("folded", folded)))
    else:
        found = held(PartyName.objects.filter(folded=folded))
    return ~found if asked.operator in NEGATIVE else found


def _holding(piece: str, rows: Rows) -> Q:
    """Parties with such a row; the index of search finds those that come into question."""
    if len(piece) < SHORTEST_PIECE:
        return held(rows)
    return Q(search_text__holds=piece) & Q(Exists(rows.filter(party=OuterRef("pk"))))


def on_points(kind: str, asked: Condition) -> Q:
    """E-mail addresses, numbers and mail domains as they are compared, not as written."""
    rows = ContactPoint.objects.filter(kind=kind)
    if asked.operator in ("empty", "filled"):
        return held(rows, negative=asked.operator == "empty")
    operator = NEGATIVE.get(asked.operator, asked.operator)
    find = {
        ContactKind.PHONE.value: _number,
        ContactKind.DOMAIN.value: _domain,
    }.get(kind, _address)
    found = find(rows, operator, asked.values[0])
    return ~found if asked.operator in NEGATIVE else found


def _address(rows: Rows, operator: str, value: str) -> Q:
    value = value.casefold()
    if operator == "contains":
        return _holding(value, rows.filter(normal__contains=value))
    return held(
        rows.filter(begins("normal", value) if operator == "starts" else Q(normal=value))
    )


def _number(rows: Rows, operator: str, value: str) -> Q:
    """A number is another's if it ends so; it begins with its country code."""
    digits = digits_of(value.replace("(0)", ""))
    refuse_unless(bool(digits), _("A number is looked for by its digits."), field=FILTER)
    if operator == "contains":
        return _holding(digits, rows.filter(tail__contains=digits[::-1]))
    if operator == "starts":
        return held(rows.filter(begins("normal", f"+{digits}") | begins("normal", digits)))
    return held(rows.filter(begins("tail", digits.lstrip("0")[::-1])).exclude(tail=""))


def _domain(rows: Rows, operator: str, value: str) -> Q:
    """Organisations by their domain, people by where their mail goes."""
    value = value.casefold().lstrip("@")
    found = _address(rows, operator, value)
    mails = ContactPoint.objects.filter(kind=ContactKind.EMAIL)
    if operator == "is":
        return found | _holding(f"@{value}", mails.filter(normal__endswith=f"@{value}"))
    if operator == "starts":
        return found | _holding(f"@{value}", mails.filter(normal__contains=f"@{value}"))
    return found | _holding(value, mails.filter(normal__regex=f"@.*{re.escape(value)}"))
