"""Commands are the only functions that write."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import models, transaction

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=models.Model)


def command(verb: Callable[P, R]) -> Callable[P, R]:
    """Mark `verb` as a write of its room: all of it happens, or none of it does."""

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            return verb(*args, **kwargs)

    return run


def hold(row: M) -> M:
    """Read the row again and keep it still until the command ends."""
    # Not type(row): a request keeps its teammate wrapped until asked for.
    return row.__class__._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
