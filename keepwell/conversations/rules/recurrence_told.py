"""A rule of coming again as a sentence."""

from keepwell.conversations.rules.recurrence import NotARule, Rule, is_on_working_days, rule_of
from keepwell.kernel.words import gettext_noop, plural
from keepwell.kernel.words import say as _

_WEEKDAYS = (
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
    gettext_noop("Sunday"),
)
_NTH = {
    1: gettext_noop("the first %(weekday)s of the month"),
    2: gettext_noop("the second %(weekday)s of the month"),
    3: gettext_noop("the third %(weekday)s of the month"),
    4: gettext_noop("the fourth %(weekday)s of the month"),
    5: gettext_noop("the fifth %(weekday)s of the month"),
    -1: gettext_noop("the last %(weekday)s of the month"),
}


def told_rule(words: str, *, after_done: bool = False) -> str:
    """“every 2 weeks: Monday, Thursday; until 31 Dec 2026”; words that are odd as they are."""
    try:
        rule = rule_of(words)
    except NotARule:
        return words
    if after_done:
        return _ended(_("%(often)s after it was done", often=_span(rule)), rule)
    if rule.unit == "WEEKLY" and rule.every == 1 and is_on_working_days(rule.weekdays):
        return _ended(_("every working day"), rule)
    often, which = _often(rule), _which(rule)
    return _ended(_("%(often)s: %(days)s", often=often, days=which) if which else often, rule)


def _often(rule: Rule) -> str:
    return {
        "DAILY": lambda: plural("every day", "every %(count)d days", rule.every),
        "WEEKLY": lambda: plural("every week", "every %(count)d weeks", rule.every),
        "MONTHLY": lambda: plural("every month", "every %(count)d months", rule.every),
        "YEARLY": lambda: plural("every year", "every %(count)d years", rule.every),
    }[rule.unit]()


def _span(rule: Rule) -> str:
    return {
        "DAILY": lambda: plural("1 day", "%(count)d days", rule.every),
        "WEEKLY": lambda: plural("1 week", "%(count)d weeks", rule.every),
        "MONTHLY": lambda: plural("1 month", "%(count)d months", rule.every),
        "YEARLY": lambda: plural("1 year", "%(count)d years", rule.every),
    }[rule.unit]()


def _which(rule: Rule) -> str:
    if rule.month_days == (-1,):
        return _("the last day of the month")
    named = [_weekday(nth, day) for nth, day in rule.weekdays]
    days = rule.month_days[-1:] if rule.place == -1 else rule.month_days
    return ", ".join([*named, *(_("the %(n)s.", n=day) for day in days)])


def _weekday(nth: int, day: int) -> str:
    name = _(_WEEKDAYS[day])
    return _(_NTH[nth], weekday=name) if nth in _NTH else name


def _ended(said: str, rule: Rule) -> str:
    if rule.until is not None:
        return _("%(rule)s; until %(day)s", rule=said, day=rule.until)
    if rule.times is not None:
        return plural("%(rule)s; %(count)d time", "%(rule)s; %(count)d times", rule.times,
                      rule=said)  # fmt: skip
    return said
