"""The list of imports for programs, narrowed as on its page."""

from collections.abc import Callable, Sequence
from typing import Any

from keepwell.desk.api.asking import ApiRequest
from keepwell.desk.api.narrowed import narrowed_page
from keepwell.desk.api.shapes.narrowed import Narrowed
from keepwell.desk.queries.nouns.imports import NOUN


def narrowed_imports(
    request: ApiRequest, asked: Narrowed, *, told: Callable[[Sequence[Any]], list[Any]]
) -> dict[str, Any]:
    """One page of the imports one may see, with their files."""
    return narrowed_page(
        request, NOUN, asked, told=told, further=lambda rows: rows.prefetch_related("files")
    )
