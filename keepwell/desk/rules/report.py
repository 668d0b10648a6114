"""What a report gathers a list by, and what it counts or sums: the words of an address.

`by=stage,created.month` gathers by one or two fields, days by the stretch after the point;
`of=sum.employees` says what is summed, `count` that parties are counted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from keepwell.desk.rules.filter_fields import FIELDS, Field, Sort
from keepwell.desk.rules.filter_tree import Condition
from keepwell.fields.rules.definitions import FieldSort, is_own
from keepwell.kernel.refusal import Refused, refuse_unless
from keepwell.kernel.words import gettext_noop
from keepwell.kernel.words import say as _

BY, OF = "by", "of"
COUNT, SUM, AVERAGE, LEAST, LARGEST = "count", "sum", "avg", "min", "max"
MOST_FIELDS = 2
USUAL_EACH = "month"
EACH: Mapping[str, str] = {
    "day": gettext_noop("day"),
    "week": gettext_noop("week"),
    "month": gettext_noop("month"),
    "quarter": gettext_noop("quarter"),
    "year": gettext_noop("year"),
}
HOW: Mapping[str, str] = {
    SUM: gettext_noop("Sum"),
    AVERAGE: gettext_noop("Average"),
    LEAST: gettext_noop("Smallest"),
    LARGEST: gettext_noop("Largest"),
}
# Money of rows beside the party, each in the currency it was written down in.
TRADE: Mapping[str, str] = {
    "open_work": gettext_noop("Open work"),
    "orders": gettext_noop("Orders"),
}
DAYS = (Sort.DATE, Sort.MOMENT)
GATHERED = (
    Sort.WORD, Sort.CHOICE, Sort.TEAMMATE, Sort.TEAM, Sort.YES_NO, Sort.ANSWER, Sort.PARTY,
    *DAYS,
)  # fmt: skip
# Of these a party may have several: it counts under each, and once in the total.
SEVERAL = frozenset({"kind", "account_team", "team", "city", "country", "external"})


@dataclass(frozen=True, slots=True)
class Grouping:
    """A field the list is gathered by; days by the stretch `each`."""

    field: Field
    each: str = ""

    @property
    def text(self) -> str:
        return f"{self.field.name}.{self.each}" if self.each else self.field.name

    @property
    def words(self) -> str:
        """ "Here since (month)"."""
        return f"{self.field.label} ({_(EACH[self.each])})" if self.each else self.field.label

    @property
    def has_several(self) -> bool:
        """Whether a party may stand under more than one."""
        own = self.field.own
        return self.field.name in SEVERAL or bool(own and own.sort is FieldSort.CHOICES)


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted, or taken together of a number: `name` is the field or the trade."""

    how: str = COUNT
    name: str = ""
    label: str = ""
    currency: str = ""

    @property
    def text(self) -> str:
        return f"{self.how}.{self.name}" if self.name else self.how

    @property
    def words(self) -> str:
        """ "Sum of Employees"."""
        if self.how == COUNT:
            return _("Parties")
        return _("%(how)s: %(what)s", how=_(HOW[self.how]), what=self.label)

    @property
    def adds_up(self) -> bool:
        """Whether the parts come to the whole."""
        return self.how in (COUNT, SUM)

    @property
    def behind(self) -> tuple[Condition, ...]:
        """What is asked of the parties a figure rests on, beside where it stands."""
        if self.how == COUNT:
            return ()
        return (Condition(self.name, "yes" if self.is_trade else "filled"),)

    @property
    def is_trade(self) -> bool:
        return self.name in TRADE


@dataclass(frozen=True, slots=True)
class Report:
    """A list gathered by its fields and measured."""

    by: tuple[Grouping, ...]
    of: Measure

    @property
    def is_partition(self) -> bool:
        """Whether the parts come to the whole: no party under several, one unit alone."""
        several = any(one.has_several for one in self.by)
        return self.of.adds_up and not self.of.is_trade and not several

    @property
    def words(self) -> str:
        """ "Parties by Stage and Owner"."""
        fields = f" {_('and')} ".join(one.words for one in self.by)
        return _("%(what)s by %(fields)s", what=self.of.words, fields=fields)


def asked_for(asked: Mapping[str, str], usual_by: str, usual_of: str) -> tuple[str, str]:
    """The texts `by` and `of`, from an address or from the form with its several boxes."""
    if "by2" in asked or "each" in asked:
        by = ",".join(
            one if "." in one or not asked.get("each") or not _is_of_days(one)
            else f"{one}.{asked['each']}"
            for one in (asked.get(BY, ""), asked.get("by2", "")) if one
        )  # fmt: skip
    else:
        by = asked.get(BY, usual_by)
    by = "" if by == "-" else by
    of = asked.get(OF, usual_of)
    if "how" in asked:
        of = f"{asked['how'] or SUM}.{of}" if of and of != COUNT else COUNT
    return by.replace("\0", "")[:200], ("" if of == COUNT else of.replace("\0", "")[:100])


def _is_of_days(name: str) -> bool:
    field = FIELDS.get(name)
    return field is not None and field.sort in DAYS


def can_gather(field: Field) -> bool:
    """Whether many parties can share what this field holds."""
    return field.sort in GATHERED


def every_grouping() -> Iterator[Field]:
    """The fields a list can be gathered by."""
    return (one for one in FIELDS.values() if can_gather(one))


def every_measured() -> Iterator[tuple[str, str]]:
    """What can be summed, with its words: numbers, amounts, and trade."""
    for field in FIELDS.values():
        if field.sort in (Sort.NUMBER, Sort.AMOUNT):
            yield field.name, field.label
    yield from ((name, _(words)) for name, words in TRADE.items())


def parse_report(by: str, of: str) -> Report:
    """The report these texts ask for; `Refused` says what nobody knows."""
    names = [one.strip() for one in by.split(",") if one.strip()]
    refuse_unless(bool(names), _("Say by which field the list is gathered."), field=BY)
    refuse_unless(
        len(names) <= MOST_FIELDS,
        _("A list is gathered by %(most)s fields at most.", most=MOST_FIELDS),
        field=BY,
    )
    groupings = tuple(_grouping(one) for one in names)
    refuse_unless(
        len({one.field.name for one in groupings}) == len(groupings),
        _("Choose two different fields."),
        field=BY,
    )
    return Report(groupings, _measure(of))


def _grouping(text: str) -> Grouping:
    name, _point, each = text.partition(".")
    field = FIELDS.get(name)
    if field is None or not can_gather(field):
        known = (one.name for one in every_grouping() if is_own(one.name) == is_own(name))
        raise Refused(
            _("A list cannot be gathered by “%(name)s”. It can be by: %(all)s.",
              name=name[:60], all=", ".join(known)),
            field=BY,
        )  # fmt: skip
    is_days = field.sort in DAYS
    each = each or (USUAL_EACH if is_days else "")
    refuse_unless(
        not each or (is_days and each in EACH),
        _("“%(field)s” cannot be gathered by “%(each)s”.", field=field.label, each=each[:60]),
        field=BY,
    )
    return Grouping(field, each)


def _measure(text: str) -> Measure:
    how, _point, name = text.strip().partition(".")
    if not text.strip() or (how == COUNT and not name):
        return Measure()
    labels = dict(every_measured())
    if how not in HOW or name not in labels:
        ways = ", ".join(f"{each}.{one}" for one in labels for each in HOW)
        raise Refused(
            _("“%(text)s” cannot be measured. Write count, or one of: %(all)s.",
              text=text[:60], all=ways),
            field=OF,
        )  # fmt: skip
    own = FIELDS[name].own if name in FIELDS and name not in TRADE else None
    return Measure(how, name, labels[name], own.currency if own else "")
