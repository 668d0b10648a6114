"""Who asks, whether they may import, and which of the imports they see they ask about."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from keepwell.exchange.models import Import, ImportFile
from keepwell.exchange.queries.imports import imports_seen_by
from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act, may


class TeammateRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: Teammate  # type: ignore[assignment]


def must_be(request: TeammateRequest, act: Act) -> Teammate:
    """Who asks, when their role includes this; else the page that says it does not."""
    if not may(request.user.role, act):
        raise PermissionDenied
    return request.user


def import_or_404(request: TeammateRequest, import_id: UUID) -> Import:
    """The import; what they may not see does not exist."""
    must_be(request, Act.IMPORT)
    job = imports_seen_by(request.user).filter(pk=import_id).first()
    if job is None:
        raise Http404
    return job


def file_or_404(request: TeammateRequest, import_id: UUID, file_id: UUID) -> ImportFile:
    """A file of such an import."""
    job = import_or_404(request, import_id)
    file = job.files.filter(pk=file_id).first()
    if file is None:
        raise Http404
    file.job = job
    return file
