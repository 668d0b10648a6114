"""A refusal says what is wrong and loses nothing that was typed."""

from typing import Any

from django import forms
from django.template import Context, Template


class Promise(forms.Form):
    """Who promised what."""

    what = forms.CharField(help_text="In your words.")
    amount = forms.IntegerField(label="Hours")
    channel = forms.ChoiceField(
        choices=[("mail", "Mail"), ("call", "Call")], widget=forms.RadioSelect, required=False
    )
    tell = forms.BooleanField(required=False, label="Tell the owner")


def shown(form: forms.Form, source: str) -> str:
    context: dict[str, Any] = {"form": form}
    return Template("{% load ui %}" + source).render(Context(context))


def test_a_refused_field_keeps_what_was_typed_and_says_why() -> None:
    form = Promise({"what": "Send the draft", "amount": "two"})
    page = shown(form, "{% field form.amount %}")
    assert 'value="two"' in page
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_amount_refusal"' in page
    assert 'id="id_amount_refusal"' in page and "Enter a whole number." in page


def test_the_first_refused_field_takes_the_focus_and_only_that_one() -> None:
    form = Promise({"what": "", "amount": "two"})
    assert "autofocus" in shown(form, "{% field form.what %}")
    assert "autofocus" not in shown(form, "{% field form.amount %}")


def test_a_hint_is_tied_to_its_input() -> None:
    page = shown(Promise(), "{% field form.what %}")
    assert 'aria-describedby="id_what_hint"' in page and 'id="id_what_hint"' in page
    assert "aria-invalid" not in page


def test_a_choice_is_a_named_group() -> None:
    page = shown(Promise(), "{% field form.channel %}")
    assert page.startswith("<fieldset") and "<legend>Channel" in page
    assert 'class="tick"' not in page


def test_what_may_stay_empty_says_so() -> None:
    assert "optional" in shown(Promise(), "{% field form.channel %}")
    assert "optional" not in shown(Promise(), "{% field form.what %}")
    assert "optional" not in shown(Promise(), "{% field form.tell %}")


def test_several_refusals_are_listed_with_links_to_their_fields() -> None:
    page = shown(Promise({"what": "", "amount": "two"}), "{% form_errors form %}")
    assert 'role="alert"' in page
    assert 'href="#id_what"' in page and 'href="#id_amount"' in page


def test_a_refusal_of_the_whole_form_is_said() -> None:
    form = Promise({"what": "Send", "amount": "2"})
    form.is_valid()
    form.add_error(
        None, "Chidi has no business here; ask Amara, who owns <b>Harbour & Sons</b>."
    )
    page = shown(form, "{% form_errors form %}")
    assert "Chidi has no business here" in page and "<b>Harbour" not in page


def test_a_form_without_refusals_says_nothing() -> None:
    assert shown(Promise(), "{% form_errors form %}") == ""


def test_attributes_of_an_input_may_be_given() -> None:
    page = shown(Promise(), '{% field form.what autocomplete="off" hx_get="/near/" %}')
    assert 'autocomplete="off"' in page and 'hx-get="/near/"' in page
