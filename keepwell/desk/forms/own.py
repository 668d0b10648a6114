"""Values of the firm's own fields as they are typed, alone or in the form of a party."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from keepwell.fields.inputs import first_of, input_for
from keepwell.fields.queries.values import Line, Shown
from keepwell.fields.rules.definitions import Definition, FieldSort
from keepwell.kernel.refusal import Refused
from keepwell.parties.models import Party

Find = Callable[[str], Party]


def put_own_inputs(form: forms.BaseForm, lines: list[Line]) -> None:
    """Let a form ask for these values as well, with what there is already."""
    for line in lines:
        shown = line.shown
        field = input_for(line.asked, held=shown.plain)
        field.initial = _typed(shown)
        field.show_hidden_initial = True
        form.fields[line.asked.name] = field


def put_empty_inputs(form: forms.BaseForm, asked: list[Definition]) -> None:
    """Let a form ask for values of a party that is not there yet."""
    for one in asked:
        field = input_for(one)
        if one.nature:
            field.label = f"{field.label} ({one.nature_words})"
        form.fields[one.name] = field


def _typed(shown: Shown) -> Any:
    if shown.asked.sort is FieldSort.PARTY:
        return shown.other
    return first_of(shown.asked, shown.plain)


def own_written(
    form: forms.BaseForm, asked: Mapping[str, Definition], find: Find, *, all_of: bool = False
) -> dict[str, Any]:
    """The own fields that were changed, as the command reads them; `all_of`: those filled.

    A party is named in words: `find` gives the one that is meant, or refuses.
    """
    told = {}
    for name, one in asked.items():
        if name not in form.fields or not (all_of or name in form.changed_data):
            continue
        value = form.cleaned_data[name]
        if all_of and not value:
            continue
        told[name] = _meant(one, value, find)
    return told


def _meant(asked: Definition, value: Any, find: Find) -> Any:
    if asked.sort is not FieldSort.PARTY or not value:
        return value
    try:
        return str(find(value).pk)
    except Refused as no:
        raise Refused(no.because, field=asked.name) from None


def own_seen(form: forms.BaseForm, lines: Mapping[str, Line]) -> dict[str, Any]:
    """What the writer saw in these fields; of a party whether it was the one that is there."""
    found = {}
    for name, line in lines.items():
        if name not in form.fields:
            continue
        hidden = form.fields[name].hidden_widget()
        place = form.add_initial_prefix(name)
        raw = hidden.value_from_datadict(form.data, form.files, place)
        if line.asked.sort is FieldSort.PARTY:
            raw = line.shown.plain if (raw or "") == line.shown.other else ""
        found[name] = raw
    return found


class OwnValueForm(forms.Form):
    """One value, written in its place."""

    def __init__(self, line: Line, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        put_own_inputs(self, [line])

    def hidden_twin(self) -> Any:
        """What the writer saw, hidden beside the field."""
        return [self[name].as_hidden(only_initial=True) for name in self.fields]
