"""A form's fields: label, input, hint, and a refusal that says the way out."""

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, HiddenInput
from django.forms.widgets import CheckboxSelectMultiple, RadioSelect
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepwell.ui.attributes import Given, attributes
from keepwell.ui.icons import DOTS
from keepwell.ui.markup import format_html, format_html_join

register = template.Library()


@register.simple_tag
def field(
    bound: BoundField, label: str = "", hint: str = "", small: bool = False, **given: Given
) -> SafeString:
    """One field of a form. What was typed stays; the first refused field takes the focus.

    Other keywords become attributes of the input: `autocomplete="email"`, `hx_get="/x/"`.
    """
    if isinstance(bound.field.widget, HiddenInput):
        return bound.as_widget()
    hint = hint or str(bound.help_text)
    words = label or bound.label or ""
    attrs = _input_attributes(bound, hint, small, given)
    parts = _group if _is_group(bound) else _tick if _is_tick(bound) else _line
    refused = " field-refused" if bound.errors else ""
    return parts(bound, str(words), attrs, _under(bound, hint), refused)


def _is_group(bound: BoundField) -> bool:
    return isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple)


def _is_tick(bound: BoundField) -> bool:
    return isinstance(bound.field.widget, CheckboxInput)


def _input_attributes(
    bound: BoundField, hint: str, small: bool, given: dict[str, Given]
) -> dict[str, str | bool]:
    widget = bound.field.widget
    attrs: dict[str, str | bool] = {}
    # Django gives a group's class to the box round it as well, so a group has none.
    if not _is_group(bound):
        base = "tick" if _is_tick(bound) else "input input-sm" if small else "input"
        attrs["class"] = f"{base} {widget.attrs.get('class', '')}".strip()
    described = _described_by(bound, hint)
    if described and not _is_group(bound):
        attrs["aria-describedby"] = described
    if bound.errors:
        attrs["aria-invalid"] = "true"
        if _is_first_refused(bound) and not _is_group(bound):
            attrs["autofocus"] = True
    for key, value in given.items():
        if value is not None and value is not False:
            attrs[key.rstrip("_").replace("_", "-")] = True if value is True else str(value)
    return attrs


def _described_by(bound: BoundField, hint: str) -> str:
    ids = []
    if bound.errors:
        ids.append(f"{bound.auto_id}_refusal")
    if hint:
        ids.append(f"{bound.auto_id}_hint")
    return " ".join(ids)


def _is_first_refused(bound: BoundField) -> bool:
    refused = (name for name in bound.form.fields if name in bound.form.errors)
    return next(refused, None) == bound.name


def _label_words(bound: BoundField, words: str) -> SafeString:
    if bound.field.required or _is_tick(bound):
        return format_html("{}", words)
    return format_html('{} <span class="optional">{}</span>', words, _("optional"))


def _under(bound: BoundField, hint: str) -> SafeString:
    refusal = (
        format_html(
            '<p class="refusal" id="{}_refusal">{}<span>{}</span></p>',
            bound.auto_id,
            DOTS,
            format_html_join(" ", "{}", ((e,) for e in bound.errors)),
        )
        if bound.errors
        else ""
    )
    said = (
        format_html('<p class="hint" id="{}_hint">{}</p>', bound.auto_id, hint) if hint else ""
    )
    return format_html("{}{}", refusal, said)


def _line(
    bound: BoundField, words: str, attrs: dict[str, str | bool], under: SafeString, refused: str
) -> SafeString:
    return format_html(
        '<div class="field{}"><label for="{}">{}</label>{}{}</div>',
        refused,
        bound.id_for_label,
        _label_words(bound, words),
        bound.as_widget(attrs=attrs),
        under,
    )


def _tick(
    bound: BoundField, words: str, attrs: dict[str, str | bool], under: SafeString, refused: str
) -> SafeString:
    return format_html(
        '<div class="field field-tick{}">{}<div><label for="{}">{}</label>{}</div></div>',
        refused,
        bound.as_widget(attrs=attrs),
        bound.id_for_label,
        _label_words(bound, words),
        under,
    )


def _group(
    bound: BoundField, words: str, attrs: dict[str, str | bool], under: SafeString, refused: str
) -> SafeString:
    described = " ".join(
        f"{bound.auto_id}_{part}" for part in ("refusal", "hint") if f"_{part}" in under
    )
    return format_html(
        '<fieldset class="field field-group{}"{}><legend>{}</legend>{}{}</fieldset>',
        refused,
        attributes({"aria_describedby": described}),
        _label_words(bound, words),
        bound.as_widget(attrs=attrs),
        under,
    )


@register.simple_tag
def form_errors(form: BaseForm) -> SafeString:
    """What stands in the way of the whole form, and links to its refused fields if several."""
    whole = form.non_field_errors()
    refused = [form[name] for name in form.fields if name in form.errors]
    if not whole and len(refused) < 2:
        return mark_safe("")
    lines = format_html_join("", "<p>{}</p>", ((e,) for e in whole))
    links = format_html_join(
        "",
        '<li><a href="#{}">{}</a></li>',
        ((b.id_for_label or b.auto_id, f"{b.label}: {b.errors[0]}") for b in refused),
    )
    title = ngettext("%(n)s answer needs a look", "%(n)s answers need a look", len(refused))
    head = format_html("<p><b>{}</b></p>", title % {"n": len(refused)}) if refused else ""
    return format_html(
        '<div class="strip strip-alarm" role="alert"><div '
        'class="because">{}<div>{}{}{}</div></div></div>',
        DOTS,
        lines,
        head,
        format_html("<ul>{}</ul>", links) if links else "",
    )
