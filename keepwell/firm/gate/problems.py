"""A no to a program, written as RFC 9457 says: problem+json with whole sentences."""

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from keepwell.kernel.refusal import Overtaken, Refused

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"


class Fault(Schema):
    """What is wrong with one part of what was sent."""

    field: str = Field(description="Where, from the outside in: body.name")
    detail: str


class ProblemOut(Schema):
    """Why the request was not done (RFC 9457)."""

    type: str = Field(examples=["urn:keepwell:problem:refused"])
    title: str = Field(examples=["Unprocessable Content"])
    status: int = Field(ge=400, le=599, examples=[422])
    detail: str = Field(examples=["Give a name; everything else can follow."])
    errors: list[Fault] = []


class Problem(Exception):
    """The request is not done; `code` tells programs why, `detail` tells people."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.more = dict(more or {})
        self.errors, self.headers = tuple(errors), dict(headers or {})

    def answer(self) -> HttpResponse:
        """The problem as it is sent."""
        told = {
            "type": f"urn:keepwell:problem:{self.code}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "errors": [{"field": where, "detail": why} for where, why in self.errors],
            **self.more,
        }
        answer = HttpResponse(json.dumps(told), status=self.status, content_type=MEDIA_TYPE)
        for name, value in self.headers.items():
            answer[name] = value
        return answer


def missing() -> Problem:
    """What is not there, or not for who asks: the two are not told apart."""
    return Problem(404, "not_found", _("There is no such thing here, or it is not for you."))


def stale() -> Problem:
    """Somebody else was quicker."""
    said = _("This was changed since you read it. Read it again, then send your change anew.")
    return Problem(412, "stale", said)


def _refused(no: Refused) -> Problem:
    errors = [(f"body.{no.field}", no.because)] if no.field else []
    return Problem(422, "refused", no.because, errors=errors)


def _invalid(fault: ValidationError) -> Problem:
    errors = [(_where(each.get("loc", ())), str(each.get("msg", ""))) for each in fault.errors]
    said = _("What was sent does not fit. See “errors” for each part.")
    return Problem(422, "invalid", said, errors=errors[:100])


def _where(loc: Any) -> str:
    """Without the name that the code gives the body: “body.name”."""
    steps = [str(step) for step in loc]
    if len(steps) > 2 and steps[0] in ("body", "query"):
        steps.pop(1)
    return ".".join(steps)[:200]


def _plain(fault: HttpError) -> Problem:
    codes = {400: "unreadable", 401: "unknown_asker", 403: "forbidden"}
    return Problem(fault.status_code, codes.get(fault.status_code, "refused"), str(fault))


def _fault(fault: Exception) -> Problem:
    log.error("A request to the API failed.", exc_info=fault)
    return Problem(500, "fault", _("Keepwell has a fault here. Nothing was changed."))


def problem_of(why: Exception) -> Problem:
    """The problem that tells of an exception."""
    if isinstance(why, Problem):
        return why
    if isinstance(why, Overtaken):
        return stale()
    if isinstance(why, Refused):
        return _refused(why)
    if isinstance(why, ValidationError):
        return _invalid(why)
    if isinstance(why, Http404):
        return missing()
    if isinstance(why, PermissionDenied):
        return Problem(403, "forbidden", _("Your role does not include this."))
    if isinstance(why, RequestDataTooBig):
        return Problem(413, "too_large", _("This is too large. Send it in smaller parts."))
    return _plain(why) if isinstance(why, HttpError) else _fault(why)


def tell_problems(api: NinjaAPI) -> None:
    """Let every no of this API be a problem."""

    def answer(request: HttpRequest, why: Exception | type[Exception]) -> HttpResponse:
        return problem_of(why if isinstance(why, Exception) else why()).answer()

    for sort in (Exception, Http404, HttpError, ValidationError):
        api.add_exception_handler(sort, answer)
