"""The policy every firm begins with; it implements the table of aspects (domain K2)."""

from keepwell.kernel.words import gettext_noop as _
from keepwell.kinds.rules.facts import CLIENT, CUSTOMER, FORMER, PROSPECT, USER
from keepwell.kinds.rules.policy import (
    AT_LEAST,
    AT_MOST,
    BEFORE,
    NO,
    NONE_OF,
    ONE_OF,
    WITHIN,
    YES,
    Condition,
    Policy,
    Rule,
    Sign,
)

# What another tool calls somebody whose interest was shown but who bought nothing yet.
INTERESTED = ("lead", "prospect", "opportunity")
# Labels that deny a going relationship when the terms have ended as well.
ELSEWHERE = ("former", "other", "partner", "supplier", "competitor")
STILL_CALLED = _("They are still called a customer, and nobody has said goodbye.")
NOT_CALLED = _("Nothing calls them a client any more.")


def _some(fact: str, least: int = 1) -> Condition:
    return Condition(fact, AT_LEAST, least)


def _none(fact: str) -> Condition:
    return Condition(fact, AT_MOST, 0)


def _called(*words: str) -> Condition:
    return Condition("called", ONE_OF, words=words)


def _not(fact: str) -> Condition:
    return Condition(fact, NO)


def _within(fact: str, days: int) -> Condition:
    return Condition(fact, WITHIN, days)


_ENDED = (_some("engaged_ever"), _none("engaged_now"))
_NEVER = (_none("engaged_ever"), _not("acts_for_another"))
_BY_NAME = (_not("is_former"), _not("is_customer"), _not("is_user"))
_NOTHING_YET = (_not("is_client"), _not("acts_for_another"))
_NO_KIND = (*_NOTHING_YET, _not("is_former"), _not("is_customer"), _not("is_user"))

RULES = (
    Rule("buys", CUSTOMER, (_some("orders"), _some("net_minor")), "first_order_on"),
    Rule("uses", USER, (_some("uses"),), "use_since"),
    Rule("people_use", USER, (_some("people_using"),), "use_since"),
    Rule("terminated", FORMER, (*_ENDED, _some("terminated")), "last_ended_on"),
    Rule("lost_after", FORMER, (*_ENDED, _some("lost")), "last_ended_on"),
    Rule("called_gone_after", FORMER, (*_ENDED, _called(*ELSEWHERE)), "last_ended_on"),
    Rule(
        "not_called", FORMER,
        (*_ENDED, Condition("called", NONE_OF, words=("customer",)), _none("won")),
        "last_ended_on", adds=NOT_CALLED,
    ),
    Rule("called_former", FORMER, (_called("former"), *_NEVER)),
    Rule("engaged", CLIENT, (_some("engaged_now"),), "first_engaged_on"),
    Rule("still_called", CLIENT, (*_ENDED, _not("is_former")), "first_engaged_on",
         adds=STILL_CALLED),
    Rule(
        "won", CLIENT,
        (_some("won"), Condition("called", NONE_OF, words=ELSEWHERE), *_NEVER, *_BY_NAME),
        "first_won_on",
    ),
    Rule(
        "called_client", CLIENT, (_called("customer"), _not("is_person"), *_NEVER, *_BY_NAME)
    ),
    Rule("tended", CLIENT, (_some("for_client", 6), _not("is_former")), "first_contact_on",
         is_on=False),
    Rule("offered", PROSPECT, (_some("open"), *_NOTHING_YET), "first_open_on"),
    Rule("interested", PROSPECT, (_called(*INTERESTED), *_NO_KIND)),
    Rule("people_interested", PROSPECT, (_some("people_interested"), _called(""), *_NO_KIND)),
)  # fmt: skip

SIGNS = (
    Sign("in_contact", "relationship", CLIENT, (_within("last_two_way_on", 365),)),
    Sign("bought_lately", "relationship", CUSTOMER, (_within("last_order_on", 365),)),
    Sign(
        "long", "duration", CLIENT,
        (Condition("first_engaged_on", BEFORE, 365), _some("engaged_now")),
    ),
    Sign("bought_once", "duration", CUSTOMER, (_some("orders"), _none("engaged_now"))),
    Sign("uses_still", "duration", USER, (_within("last_use_on", 90),)),
    Sign("advice", "focus", CLIENT, (_some("engaged_ever"),)),
    Sign("goods", "focus", CUSTOMER, (_some("orders"),)),
    Sign("product", "focus", USER, (_some("uses"),)),
    Sign("product_people", "focus", USER, (_some("people_using"),)),
    Sign("agreed", "agreement", CLIENT, (_some("engaged_now"),)),
    Sign("list_terms", "agreement", CUSTOMER, (_some("orders"), _none("engaged_now"))),
    Sign("access_terms", "agreement", USER, (_some("uses"), _none("engaged_now"))),
    Sign("talks", "involvement", CLIENT, (_within("last_two_way_on", 180),)),
    Sign("serves_itself", "involvement", CUSTOMER, (_some("orders"),)),
    Sign("at_the_product", "involvement", USER, (_some("uses"),)),
    Sign("people_at_it", "involvement", USER, (_some("people_using"),)),
    Sign("pays_for_work", "payment", CLIENT, (_some("paid_now"),)),
    Sign("pays_for_goods", "payment", CUSTOMER, (_some("orders"), _some("net_minor"))),
    Sign(
        "pays_nothing", "payment", USER,
        (_some("uses"), Condition("net_minor", AT_MOST, 0), _none("paid_now")),
    ),
    Sign("bespoke", "customisation", CLIENT, (_some("won"),)),
    Sign("standard", "customisation", CUSTOMER, (_some("orders"), _none("won"))),
    Sign("owned", "handling", CLIENT, (Condition("is_owned", YES),)),
    Sign("anonymous", "handling", CUSTOMER, (_some("orders"), Condition("is_owned", NO))),
)  # fmt: skip

DEFAULT = Policy(RULES, SIGNS, 1)
