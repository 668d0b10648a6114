"""The components every page is built from: `{% load ui %}` gives all of them."""

from types import ModuleType

from django import template

from . import acts, fields, figures, frame, judgement, people, rows, tables, time

register = template.Library()

_HOMES: tuple[ModuleType, ...] = (
    acts,
    fields,
    figures,
    frame,
    judgement,
    people,
    rows,
    tables,
    time,
)
for home in _HOMES:
    register.tags.update(home.register.tags)
    register.filters.update(home.register.filters)
