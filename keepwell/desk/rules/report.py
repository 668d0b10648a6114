"""What a report gathers a list by, and what it counts or sums: the words of an address.

`by=stage,created.month` gathers by one or two fields, days by the stretch after the point;
`of=sum.employees` says what is summed, `count` that rows are counted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from keepwell.desk.rules.catalogue import PARTIES, Catalogue
from keepwell.desk.rules.filter_fields import Field, Sort
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
DAYS = (Sort.DATE, Sort.MOMENT)
GATHERED = (
    Sort.WORD, Sort.CHOICE, Sort.TEAMMATE, Sort.TEAM, Sort.YES_NO, Sort.ANSWER, Sort.PARTY,
    *DAYS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grouping:
    """A field the list is gathered by; days by the stretch `each`.

    Of `has_several` a row may have more than one: it counts under each, once in the total.
    """

    field: Field
    each: str = ""
    has_several: bool = False

    @property
    def text(self) -> str:
        return f"{self.field.name}.{self.each}" if self.each else self.field.name

    @property
    def words(self) -> str:
        """ "Here since (month)"."""
        return f"{self.field.label} ({_(EACH[self.each])})" if self.each else self.field.label


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted, or taken together of a number: `name` is the field or the trade.

    `label` is what it is called, or what the rows are that are counted. `behind` is what is
    asked of the rows a figure rests on, beside where it stands. Money `by_currency` stands
    with each row in a currency of its own.
    """

    how: str
    label: str
    name: str = ""
    currency: str = ""
    by_currency: bool = False
    behind: tuple[Condition, ...] = ()
    field: Field | None = None

    @property
    def text(self) -> str:
        return f"{self.how}.{self.name}" if self.name else self.how

    @property
    def words(self) -> str:
        """ "Sum of Employees"."""
        if self.how == COUNT:
            return self.label
        return _("%(how)s: %(what)s", how=_(HOW[self.how]), what=self.label)

    @property
    def adds_up(self) -> bool:
        """Whether the parts come to the whole."""
        return self.how in (COUNT, SUM)


@dataclass(frozen=True, slots=True)
class Report:
    """A list gathered by its fields and measured."""

    by: tuple[Grouping, ...]
    of: Measure

    @property
    def is_partition(self) -> bool:
        """Whether the parts come to the whole: no row under several, one unit alone."""
        several = any(one.has_several for one in self.by)
        return self.of.adds_up and not self.of.by_currency and not several

    @property
    def words(self) -> str:
        """ "Parties by Stage and Owner"."""
        fields = f" {_('and')} ".join(one.words for one in self.by)
        return _("%(what)s by %(fields)s", what=self.of.words, fields=fields)


def asked_for(
    asked: Mapping[str, str], usual_by: str, usual_of: str, fields: Mapping[str, Field]
) -> tuple[str, str]:
    """The texts `by` and `of`, from an address or from the form with its several boxes."""
    if "by2" in asked or "each" in asked:
        by = ",".join(
            one if "." in one or not asked.get("each") or not _is_of_days(fields.get(one))
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


def _is_of_days(field: Field | None) -> bool:
    return field is not None and field.sort in DAYS


def can_gather(field: Field, noun: Catalogue) -> bool:
    """Whether many rows of this noun can share what this field holds."""
    named = noun.gathering.fields
    return field.sort in GATHERED and (named is None or field.name in named)


def every_grouping(noun: Catalogue = PARTIES) -> Iterator[Field]:
    """The fields a list can be gathered by."""
    return (one for one in noun.fields.values() if can_gather(one, noun))


def every_measured(noun: Catalogue = PARTIES) -> Iterator[tuple[str, str]]:
    """What can be summed, with its words: numbers, amounts, and trade."""
    for field in noun.fields.values():
        if field.sort in (Sort.NUMBER, Sort.AMOUNT):
            yield field.name, field.label
    yield from ((name, _(words)) for name, words in noun.gathering.trade.items())


def parse_report(by: str, of: str, noun: Catalogue = PARTIES) -> Report:
    """The report these texts ask for; `Refused` says what nobody knows."""
    names = [one.strip() for one in by.split(",") if one.strip()]
    refuse_unless(bool(names), _("Say by which field the list is gathered."), field=BY)
    refuse_unless(
        len(names) <= MOST_FIELDS,
        _("A list is gathered by %(most)s fields at most.", most=MOST_FIELDS),
        field=BY,
    )
    groupings = tuple(_grouping(one, noun) for one in names)
    refuse_unless(
        len({one.field.name for one in groupings}) == len(groupings),
        _("Choose two different fields."),
        field=BY,
    )
    return Report(groupings, _measure(of, noun))


def _grouping(text: str, noun: Catalogue) -> Grouping:
    name, _point, each = text.partition(".")
    field = noun.fields.get(name)
    if field is None or not can_gather(field, noun):
        known = (one.name for one in every_grouping(noun) if is_own(one.name) == is_own(name))
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
    own = field.own
    several = name in noun.gathering.several or bool(own and own.sort is FieldSort.CHOICES)
    return Grouping(field, each, several)


def _measure(text: str, noun: Catalogue) -> Measure:
    how, _point, name = text.strip().partition(".")
    if not text.strip() or (how == COUNT and not name):
        return Measure(COUNT, _(noun.gathering.counted))
    labels = dict(every_measured(noun))
    if not labels:
        raise Refused(_("This list has nothing to sum. Write count."), field=OF)
    if how not in HOW or name not in labels:
        ways = ", ".join(f"{each}.{one}" for one in labels for each in HOW)
        raise Refused(
            _("“%(text)s” cannot be measured. Write count, or one of: %(all)s.",
              text=text[:60], all=ways),
            field=OF,
        )  # fmt: skip
    if name in noun.gathering.trade:
        behind = (Condition(name, "yes"),)
        return Measure(how, labels[name], name, by_currency=True, behind=behind)
    field = noun.fields[name]
    by_currency = field.sort is Sort.AMOUNT and field.own is None
    return Measure(
        how, labels[name], name, field.own.currency if field.own else "", by_currency,
        () if field.always else (Condition(name, "filled"),), field,
    )  # fmt: skip
