"""A policy in plain words: what each rule asks, and where a rule may not be as it is."""

import re
from collections.abc import Iterator, Mapping

from keepwell.kernel.words import gettext_noop, plural
from keepwell.kernel.words import say as _
from keepwell.kinds.rules.default import NOT_CALLED, STILL_CALLED
from keepwell.kinds.rules.facts import CALLED, FACTS, KIND_OF, KINDS, SINCE, SPOKEN_FOR, Sort
from keepwell.kinds.rules.policy import (
    ASKED,
    AT_LEAST,
    AT_MOST,
    BEFORE,
    NO,
    NONE_OF,
    ONE_OF,
    WITHIN,
    Condition,
    Policy,
    Rule,
    Sign,
)

ASPECTS = {
    "relationship": gettext_noop("Relationship"),
    "duration": gettext_noop("Duration"),
    "focus": gettext_noop("Focus"),
    "agreement": gettext_noop("Agreement"),
    "involvement": gettext_noop("Involvement"),
    "payment": gettext_noop("Payment"),
    "customisation": gettext_noop("Customisation"),
    "handling": gettext_noop("Handling"),
    "price": gettext_noop("Price sensitivity"),
}
CALLED_WORDS = {
    "customer": gettext_noop("customer"),
    "lead": gettext_noop("lead"),
    "prospect": gettext_noop("prospect"),
    "opportunity": gettext_noop("opportunity"),
    "former": gettext_noop("former"),
    "partner": gettext_noop("partner"),
    "supplier": gettext_noop("supplier"),
    "competitor": gettext_noop("competitor"),
    "other": gettext_noop("other"),
    "": gettext_noop("nothing"),
}
# What a rule asks when it asks that something is not so.
DENIED = {
    "is_owned": gettext_noop("no teammate looks after them"),
    "is_person": gettext_noop("is an organisation, not a person"),
    "acts_for_another": gettext_noop("works for no organisation"),
    "is_customer": gettext_noop("is no customer"),
    "is_user": gettext_noop("is no user"),
    "is_former": gettext_noop("is no former client"),
    "is_client": gettext_noop("is no client"),
}
SINCE_WORDS = {
    "first_engaged_on": gettext_noop("first engagement"),
    "last_ended_on": gettext_noop("end of the last agreement"),
    "first_won_on": gettext_noop("first offer won"),
    "first_open_on": gettext_noop("first undecided offer"),
    "first_order_on": gettext_noop("first order"),
    "use_since": gettext_noop("first use"),
    "first_contact_on": gettext_noop("first contact"),
    "": gettext_noop("not told"),
}
# What no rule may rest on (domain K8), by the names it goes under.
PROTECTED = {
    gettext_noop("age"): ("age", "birth_date", "birthday", "date_of_birth", "year_of_birth"),
    gettext_noop("gender"): ("gender", "sex", "honorific", "salutation", "pronouns"),
    gettext_noop("race or ethnic origin"): (
        "race",
        "ethnicity",
        "ethnic_origin",
        "skin_colour",
    ),
    gettext_noop("nationality"): ("nationality", "citizenship", "country_of_birth", "language"),
    gettext_noop("religion or belief"): ("religion", "belief", "creed", "confession"),
    gettext_noop("disability"): ("disability", "disabled", "health", "illness"),
    gettext_noop("sexual orientation"): ("sexual_orientation", "orientation"),
    gettext_noop("marriage or pregnancy"): ("marital_status", "married", "pregnant"),
    gettext_noop("union membership"): ("union_membership", "trade_union"),
}
MOST_RULES, MOST_ASKED, MOST_DAYS, MOST_COUNT = 60, 8, 36_500, 10**15
_NOT_THIS = gettext_noop("%(what)s: not %(word)s")
_KEY = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
_ORDER = {kind: place for place, kind in enumerate(KINDS)}


def asked_in_words(asked: Condition) -> str:
    """What a condition asks, as an administrator reads it."""
    label, value = _(FACTS[asked.fact].label), asked.value
    if asked.asks in (ONE_OF, NONE_OF):
        words = ", ".join(_(CALLED_WORDS.get(word, word)) for word in asked.words)
        if len(asked.words) == 1:
            alone = "%(what)s: %(word)s" if asked.asks == ONE_OF else _NOT_THIS
            return _(alone, what=label, word=words)
        if asked.asks == ONE_OF:
            return _("%(what)s: one of %(listed)s", what=label, listed=words)
        return _("%(what)s: none of %(listed)s", what=label, listed=words)
    if asked.asks == WITHIN:
        return plural(
            "%(what)s: in the last %(count)d day", "%(what)s: in the last %(count)d days",
            value, what=label,
        )  # fmt: skip
    if asked.asks == BEFORE:
        return plural(
            "%(what)s: at least %(count)d day ago", "%(what)s: at least %(count)d days ago",
            value, what=label,
        )  # fmt: skip
    if asked.asks == AT_LEAST:
        return _("%(what)s: at least %(count)s", what=label, count=value)
    if asked.asks == AT_MOST and value == 0:
        return _("%(what)s: none", what=label)
    if asked.asks == AT_MOST:
        return _("%(what)s: at most %(count)s", what=label, count=value)
    return denied_in_words(asked.fact) if asked.asks == NO else label


def denied_in_words(fact: str) -> str:
    """What a rule asks when it asks that this is not so."""
    if fact in DENIED:
        return _(DENIED[fact])
    return _("not so: %(what)s", what=_(FACTS[fact].label))


def faults_of(policy: Policy, proxies: Mapping[str, str]) -> Iterator[str]:
    """Why a policy may not be as it is, each in a sentence; none when it may."""
    if len(policy.rules) + len(policy.signs) > 2 * MOST_RULES:
        yield _("A policy has at most %(most)s rules.", most=MOST_RULES)
    keys = [one.key for one in policy.everything]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield _("Two rules are called “%(key)s”. Call one otherwise.", key=key)
    for rule in policy.rules:
        yield from _faults_of_rule(rule)
    for sign in policy.signs:
        yield from _faults_of_sign(sign)
    for one in policy.everything:
        for asked in one.when:
            # What is not in use rests on nothing.
            yield from _faults_of_condition(asked, proxies if one.is_on else {})
    if not policy.of_kind("client"):
        yield _("No rule in use makes anybody a client. Leave at least one in use.")


def _faults_of_rule(rule: Rule) -> Iterator[str]:
    yield from _faults_of_key(rule.key)
    if rule.kind not in KINDS:
        yield _("“%(word)s” is no kind.", word=rule.kind)
        return
    if rule.since not in SINCE:
        yield _("A kind cannot be held since “%(word)s”.", word=rule.since)
    if rule.adds not in ("", STILL_CALLED, NOT_CALLED):
        yield _("A rule says only what Keepwell can say in every language.")
    yield from _too_many(rule.when)
    for asked in rule.when:
        kind = KIND_OF.get(asked.fact)
        if kind is not None and _ORDER[kind] >= _ORDER[rule.kind]:
            yield _(
                "Who is a %(other)s is judged after who is a %(mine)s, so this rule cannot ask"
                " for it.",
                other=_(kind), mine=_(rule.kind),
            )  # fmt: skip


def _faults_of_sign(sign: Sign) -> Iterator[str]:
    yield from _faults_of_key(sign.key)
    if sign.aspect not in ASPECTS:
        yield _("“%(word)s” is no aspect.", word=sign.aspect)
    if sign.speaks_for not in SPOKEN_FOR:
        yield _("An aspect speaks for a client, a customer or a user.")
    yield from _too_many(sign.when)
    for asked in sign.when:
        fact = FACTS.get(asked.fact)
        if fact is not None and fact.sort in (Sort.KIND, Sort.ASPECTS):
            yield _("What speaks for a kind rests on facts, not on kinds.")


def _faults_of_key(key: str) -> Iterator[str]:
    if not _KEY.match(key):
        yield _("“%(key)s” cannot name a rule: small letters, digits and _.", key=key[:40])


def _too_many(when: tuple[Condition, ...]) -> Iterator[str]:
    if not 1 <= len(when) <= MOST_ASKED:
        yield _("A rule asks for one to %(most)s things.", most=MOST_ASKED)


def _faults_of_condition(asked: Condition, proxies: Mapping[str, str]) -> Iterator[str]:
    fact = FACTS.get(asked.fact)
    if fact is None:
        yield _refused_fact(asked.fact)
        return
    if asked.fact in proxies:
        yield _(
            "“%(what)s” stands in for %(attribute)s here, so no rule may rest on it.",
            what=_(fact.label), attribute=_(proxies[asked.fact]),
        )  # fmt: skip
    if asked.asks not in ASKED[fact.sort]:
        yield _("“%(what)s” cannot be asked that way.", what=_(fact.label))
        return
    if asked.asks in (ONE_OF, NONE_OF):
        if not asked.words or not set(asked.words) <= set(CALLED):
            yield _("Choose at least one word for “%(what)s”.", what=_(fact.label))
    elif asked.asks in (WITHIN, BEFORE) and not 0 <= asked.value <= MOST_DAYS:
        yield _("Days for “%(what)s” lie between 0 and %(most)s.",
                what=_(fact.label), most=MOST_DAYS)  # fmt: skip
    elif not 0 <= asked.value <= MOST_COUNT:
        yield _("The threshold for “%(what)s” is a number from 0 up.", what=_(fact.label))


def _refused_fact(name: str) -> str:
    plain = name.lower().replace(" ", "_").replace("-", "_")
    for attribute, names in PROTECTED.items():
        if plain in names:
            return _(
                "“%(what)s” tells of %(attribute)s, which is protected:"
                " no rule may rest on it.",
                what=name[:60], attribute=_(attribute),
            )  # fmt: skip
    return _("Keepwell knows no fact called “%(what)s”.", what=name[:60])
