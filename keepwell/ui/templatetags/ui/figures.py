"""Small drawings: progress, the standing meter, stages, steps and tallies."""

from collections.abc import Iterable, Mapping

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from keepwell.ui.markup import format_html, format_html_join
from keepwell.ui.parts import Stage, Step, Tally
from keepwell.ui.words import grouped

register = template.Library()

# look.md, standing meter: grey is well, amber below 75, red below 50.
WATCH_BELOW, ALARM_BELOW = 75, 50
TONE_CLASS = {"": "fg", "watch": "w", "alarm": "a", "quiet": "n"}


@register.simple_tag
def meter(value: float, max: float = 100, label: str = "", tone: str = "") -> SafeString:
    """A bar from 0 to `max`; its label says the number in words. Tones: watch, alarm, quiet."""
    share = 0.0 if max <= 0 else min(100.0, at_least_zero(value) / max * 100)
    said = label or _("%(n)s per cent") % {"n": round(share)}
    return format_html(
        '<svg class="prog" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" '
        'aria-label="{}"><rect class="bg" width="100" height="6"/>'
        '<rect class="{}" width="{}" height="6"/></svg>',
        said,
        TONE_CLASS[tone],
        f"{share:.1f}",
    )


def at_least_zero(value: float) -> float:
    """The value, or nothing when it is below nothing."""
    return value if value > 0 else 0.0


@register.simple_tag
def standing(
    number: int | None, parts: Mapping[str, int], word: str = "", tone: str = ""
) -> SafeString:
    """The standing meter: number, one bar per part (0 to 100) in their order, word."""
    if number is None:
        return format_html('<span class="ink-3">{}</span>', word or _("Not known"))
    said = ", ".join(f"{name} {value}" for name, value in parts.items())
    bars = format_html_join("", "{}", ((_bar(i, v),) for i, v in enumerate(parts.values())))
    return format_html(
        '<span class="standing"><b>{}</b><svg class="eight" viewBox="0 0 39 18" role="img" '
        'aria-label="{}"><title>{}</title><rect '
        'class="base" x="0" y="17" width="39" height="1"/>'
        '{}</svg><span class="{}">{}</span></span>',
        number,
        said,
        said,
        bars,
        tone or "ink-2",
        word,
    )


def _bar(place: int, value: int) -> SafeString:
    tone = "a" if value < ALARM_BELOW else "w" if value < WATCH_BELOW else ""
    height = at_least_zero(value) * 0.16
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="4" height="{}"/>',
        tone,
        place * 5,
        f"{16.5 - height:.1f}",
        f"{height:.1f}",
    )


@register.simple_tag
def stage_bar(stages: Iterable[Stage], label: str = "") -> SafeString:
    """The stages a relationship passes through, with the dates of those it passed."""
    inside = format_html_join(
        "",
        '<li class="{}"{}><span>{}</span>{}</li>',
        (
            (
                s.state,
                mark_safe(' aria-current="step"') if s.state == "now" else "",
                s.label,
                format_html("<small>{}</small>", s.note) if s.note else "",
            )
            for s in stages
        ),
    )
    name = label or _("Stage of the relationship")
    return format_html('<ol class="stage-bar" aria-label="{}">{}</ol>', name, inside)


@register.simple_tag
def steps(steps: Iterable[Step], label: str = "") -> SafeString:
    """Where a long work stands."""
    inside = format_html_join("", "{}", ((_step(s),) for s in steps))
    return format_html('<ol class="steps" aria-label="{}">{}</ol>', label or _("Steps"), inside)


def _step(step: Step) -> SafeString:
    current = mark_safe(' aria-current="step"') if step.state == "now" else ""
    past = format_html('<span class="sr"> {}</span>', _("done")) if step.state == "past" else ""
    name = (
        format_html('<a class="step-link" href="{}">{}</a>', step.href, step.label)
        if step.href
        else step.label
    )
    return format_html(
        '<li class="{}"{}><span>{}{}</span></li>', step.state, current, name, past
    )


@register.simple_tag
def tally(numbers: Iterable[Tally]) -> SafeString:
    """What would be added, updated, perhaps the same, refused; a zero is never coloured."""
    inside = format_html_join(
        "",
        '<div class="{}"><b>{}</b><span>{}</span></div>',
        (
            (f"t-{n.tone}" if n.tone and n.number else "", grouped(n.number), n.label)
            for n in numbers
        ),
    )
    return format_html('<div class="tally">{}</div>', inside)
