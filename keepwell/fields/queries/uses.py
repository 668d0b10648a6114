"""Whether anything needs a field of the firm's own: values, merges, lists somebody keeps."""

from collections.abc import Callable

from keepwell.fields.models import OwnField, OwnValue, SwappedValue
from keepwell.fields.queries.known import definition_of
from keepwell.kernel.words import keep as _kept


def _nowhere(_name: str) -> bool:
    return False


_is_named: Callable[[str], bool] = _nowhere


def know_where_fields_are_named(source: Callable[[str], bool]) -> None:
    """Bind who knows which kept lists name a field: rooms above (see `config/apps.py`)."""
    global _is_named
    _is_named = source


def what_uses(field: OwnField) -> str:
    """Why it cannot go, as a sentence that is kept; '' where nothing uses it."""
    if OwnValue.objects.filter(field=field).exists():
        return _kept("Parties still have a value in it.")
    if SwappedValue.objects.filter(field=field).exists():
        return _kept("A merge chose between values of it.")
    if _is_named(definition_of(field).name):
        return _kept("A view that somebody keeps asks for it.")
    return ""
