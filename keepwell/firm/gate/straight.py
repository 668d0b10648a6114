"""Answers that are plain already: written as they are, without going through their shape.

Pydantic took longer over fifty rows than the database. Tests hold each of them against its
shape (`API_ANSWERS_TRIED`), and the contract is tried over the whole API.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from ninja import Schema
from ninja.responses import NinjaJSONEncoder

MEDIA_TYPE = "application/json; charset=utf-8"


def straight(shape: type[Schema], told: Mapping[str, Any], *, status: int = 200) -> Any:
    """The answer as it is sent; `told` must be what its shape would make of it."""
    if settings.API_ANSWERS_TRIED:
        _must_fit(shape, told)
    text = json.dumps(told, default=_plain)
    return HttpResponse(text, status=status, content_type=MEDIA_TYPE)


def _plain(value: Any) -> Any:
    """Ids, moments and days as every other answer has them."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        text = value.isoformat(timespec="milliseconds" if value.microsecond else "seconds")
        return f"{text[:-6]}Z" if text.endswith("+00:00") else text
    if isinstance(value, date | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in an answer.")


def _must_fit(shape: type[Schema], told: Mapping[str, Any]) -> None:
    made = shape.model_validate(told).model_dump()
    theirs = json.loads(json.dumps(made, cls=NinjaJSONEncoder))
    ours = json.loads(json.dumps(told, default=_plain))
    assert ours == theirs, f"{shape.__name__} would be told otherwise: {ours} / {theirs}"
