"""The shape of what is typed about the policy."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from keepwell.kinds.models import Kind
from keepwell.kinds.rules.facts import FACTS, KINDS, Sort
from keepwell.kinds.rules.policy import (
    ASKED,
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
    with_rule,
    with_sign,
)
from keepwell.kinds.rules.words import (
    ASPECTS,
    CALLED_WORDS,
    MOST_COUNT,
    MOST_DAYS,
    PROTECTED,
    SINCE_WORDS,
    asked_in_words,
    denied_in_words,
)

ASKED_WORDS = {
    AT_LEAST: _("%(what)s: at least"),
    AT_MOST: _("%(what)s: at most"),
    WITHIN: _("%(what)s: in the last so many days"),
    BEFORE: _("%(what)s: at least so many days ago"),
    ONE_OF: _("%(what)s: one of"),
    NONE_OF: _("%(what)s: none of"),
    YES: "%(what)s",
}
OWN = "own_"
NEW_ASKED = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One thing a rule asks: a field to type in, or words that stay."""

    words: str
    bound: BoundField | None


@dataclass(frozen=True, slots=True)
class Row:
    """One rule or sign of the form."""

    one: Rule | Sign
    is_on: BoundField
    lines: tuple[Line, ...]

    @property
    def is_own(self) -> bool:
        """Whether it was added here, so that it can be removed."""
        return self.one.key.startswith(OWN)


def _label(asked: Condition) -> str:
    return _asked(asked.fact, asked.asks)


def _asked(fact: str, asks: str) -> str:
    if asks == NO:
        return denied_in_words(fact)
    return str(ASKED_WORDS[asks]) % {"what": _now(FACTS[fact].label)}


def _words() -> list[tuple[str, str]]:
    return [(word or "-", _now(said)) for word, said in CALLED_WORDS.items()]


class PolicyForm(forms.Form):
    """Every rule and sign of a policy, with what can be set about it."""

    def __init__(self, policy: Policy, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.policy = policy
        for one in policy.everything:
            self.fields[f"on-{one.key}"] = forms.BooleanField(
                label=_("In use"), required=False, initial=one.is_on
            )
            for place, asked in enumerate(one.when):
                if (made := _field_for(asked)) is not None:
                    self.fields[f"v-{one.key}-{place}"] = made

    def row(self, one: Rule | Sign) -> Row:
        """One rule with its fields."""
        lines = tuple(self._line(one.key, place, each) for place, each in enumerate(one.when))
        return Row(one, self[f"on-{one.key}"], lines)

    def _line(self, key: str, place: int, asked: Condition) -> Line:
        name = f"v-{key}-{place}"
        return Line(asked_in_words(asked), self[name] if name in self.fields else None)

    def kinds(self) -> Iterator[tuple[str, list[Row]]]:
        """The rules of each kind, client first."""
        for kind in Kind.values:
            rows = [self.row(rule) for rule in self.policy.rules if rule.kind == kind]
            yield str(Kind(kind).label), rows

    def aspects(self) -> Iterator[tuple[str, list[tuple[str, Row]]]]:
        """The signs of each aspect, and what each speaks for."""
        for aspect, label in ASPECTS.items():
            rows = [
                (str(Kind(sign.speaks_for).label), self.row(sign))
                for sign in self.policy.signs
                if sign.aspect == aspect
            ]
            if rows:
                yield _now(label), rows

    def written(self) -> Policy:
        """The policy as it was filled in."""
        policy = self.policy
        for rule in policy.rules:
            policy = with_rule(policy, replace(rule, **self._changed(rule)))
        for sign in policy.signs:
            policy = with_sign(policy, replace(sign, **self._changed(sign)))
        return policy

    def _changed(self, one: Rule | Sign) -> dict[str, Any]:
        told = self.cleaned_data
        when = tuple(
            _filled(asked, told.get(f"v-{one.key}-{place}"))
            for place, asked in enumerate(one.when)
        )
        return {"is_on": told[f"on-{one.key}"], "when": when}


def _field_for(asked: Condition) -> forms.Field | None:
    sort = FACTS[asked.fact].sort
    if sort is Sort.WORD:
        initial = [word or "-" for word in asked.words]
        return forms.MultipleChoiceField(
            label=_label(asked), choices=_words, initial=initial,
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
    if sort in (Sort.YES_NO, Sort.KIND):
        return None
    most = MOST_DAYS if sort is Sort.DAY else MOST_COUNT
    return forms.IntegerField(
        label=_label(asked), min_value=0, max_value=most, initial=asked.value
    )


def _filled(asked: Condition, told: Any) -> Condition:
    if isinstance(told, list):
        return replace(asked, words=tuple("" if word == "-" else word for word in told))
    return replace(asked, value=told) if told is not None else asked


class RuleForm(forms.Form):
    """A rule to be added: whoever meets all of it is of the kind."""

    kind = forms.ChoiceField(label=_("Whoever meets all of this is a"))
    since = forms.ChoiceField(label=_("since the"), required=False)
    words = forms.MultipleChoiceField(
        label=_("Words, where a rule asks what another tool calls them"), choices=_words,
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = [(kind, str(Kind(kind).label)) for kind in Kind.values if kind in KINDS]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        days = [(name, capfirst(_now(said))) for name, said in SINCE_WORDS.items()]
        self.fields["since"].choices = sorted(days, key=lambda pair: pair[0] != "")  # type: ignore[attr-defined]
        for place in range(1, NEW_ASKED + 1):
            self.fields[f"asked_{place}"] = forms.ChoiceField(
                label=_("Condition %(number)s") % {"number": place}, choices=_offered,
                required=place == 1,
            )  # fmt: skip
            self.fields[f"value_{place}"] = forms.IntegerField(
                label=_("Number or days"), min_value=0, max_value=MOST_COUNT, required=False
            )
        order = [f"{part}_{n}" for n in range(1, NEW_ASKED + 1) for part in ("asked", "value")]
        self.order_fields(["kind", "since", *order, "words"])

    def rule(self, policy: Policy) -> Rule:
        """The rule as it was filled in, called by a free name."""
        told = self.cleaned_data
        taken = {one.key for one in policy.rules}
        key = next(name for n in range(1, 10_000) if (name := f"{OWN}{n}") not in taken)
        words = tuple("" if word == "-" else word for word in told["words"])
        when = []
        for place in range(1, NEW_ASKED + 1):
            fact, _dot, asks = told[f"asked_{place}"].partition(".")
            if fact:
                is_word = FACTS[fact].sort is Sort.WORD
                value = told[f"value_{place}"] or 0
                when.append(Condition(fact, asks, value, words if is_word else ()))
        return Rule(key, told["kind"], tuple(when), told["since"])


def _offered() -> list[tuple[str, str]]:
    pairs = [("", "–")]
    for fact in FACTS.values():
        for asks in ASKED[fact.sort]:
            words = capfirst(_asked(fact.name, asks))
            pairs.append((f"{fact.name}.{asks}", words))
    return pairs


class ForceForm(forms.Form):
    """What changes and why, for those who read it later."""

    note = forms.CharField(
        label=_("What changes and why"), max_length=300, required=False,
        help_text=_("Stands beside the version, for whoever wonders later."),
    )  # fmt: skip


class ProxyForm(forms.Form):
    """A fact that tells of a protected attribute by a detour."""

    fact = forms.ChoiceField(label=_("Fact"))
    stands_for = forms.ChoiceField(label=_("Stands in for"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        facts = [(name, capfirst(_now(fact.label))) for name, fact in FACTS.items()
                 if fact.sort not in (Sort.KIND, Sort.ASPECTS)]  # fmt: skip
        self.fields["fact"].choices = facts  # type: ignore[attr-defined]
        named = [(name, capfirst(_now(name))) for name in PROTECTED]
        self.fields["stands_for"].choices = named  # type: ignore[attr-defined]
