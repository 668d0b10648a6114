"""Which revision a change is meant for: `ETag` where it is read, `If-Match` where changed."""

from typing import Annotated

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Header

from keepwell.firm.gate.problems import Problem, stale

IfMatch = Annotated[str | None, Header(alias="If-Match", max_length=80)]


def must_match(revision: object, if_match: str | None) -> None:
    """Nothing, where the change is meant for this revision; else the problem why not.

    `None` is the revision of what is not there: only a change that names none is meant for it.
    """
    if not if_match and revision is not None:
        said = _("Say by If-Match which revision your change is meant for: the ETag you read.")
        raise Problem(428, "if_match", said)
    if if_match and (revision is None or if_match.strip() != tag_of(revision)):
        raise stale()


def tag_of(revision: object) -> str:
    """A revision as an ETag."""
    return f'"{revision}"'


def tagged(answer: HttpResponse, revision: object) -> HttpResponse:
    """Let the answer carry the revision of what it tells."""
    answer["ETag"] = tag_of(revision)
    return answer
