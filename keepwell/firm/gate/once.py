"""A write that is asked twice under one Idempotency-Key is done once.

The answer is kept in the transaction of the write. Only what was done is kept: a request that
was refused wrote nothing and may be mended and sent again under the same key.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from keepwell.firm.commands.asked import (
    KEPT_HOURS,
    StillAtWork,
    claim_answer,
    keep_answer,
)
from keepwell.firm.gate.askers import Asker
from keepwell.firm.gate.problems import Problem
from keepwell.firm.models import KeptAnswer

KEY = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
LONGEST_KEY = 255
KEPT_HEADERS = ("ETag", "Location", "Content-Type")


def done_once(
    request: HttpRequest, asker: Asker, write: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """Do the write, or give the answer it had when it was done before."""
    key = request.headers[KEY].strip()
    if not (0 < len(key) <= LONGEST_KEY and key.isprintable()):
        raise Problem(400, "unreadable", _("An Idempotency-Key has 1 to 255 letters."))
    fingerprint, at = _fingerprint(request), timezone.now()
    try:
        with transaction.atomic():
            kept, is_new = claim_answer(asker.id, key, fingerprint=fingerprint, at=at)
            if not is_new:
                return _again(kept, fingerprint)
            answer = write()
            if isinstance(answer, HttpResponse) and 200 <= answer.status_code < 300:
                headers = {n: answer[n] for n in KEPT_HEADERS if n in answer}
                body = answer.content.decode()
                keep_answer(kept, status=answer.status_code, headers=headers, body=body)
            else:
                transaction.set_rollback(True)
            return answer
    except StillAtWork:
        said = _("The same request is still at work. Ask again in a moment.")
        raise Problem(409, "at_work", said, headers={"Retry-After": "1"}) from None


def _again(kept: KeptAnswer, fingerprint: str) -> HttpResponse:
    if kept.fingerprint != fingerprint:
        said = _("This Idempotency-Key was used for another request. Choose a new one.")
        raise Problem(422, "key_reused", said)
    answer = HttpResponse(kept.body, status=kept.status)
    for name, value in {**kept.headers, REPLAYED: "true"}.items():
        answer[name] = value
    return answer


def _fingerprint(request: HttpRequest) -> str:
    """What tells one request from another: its method, address and body."""
    asked = f"{request.method} {request.get_full_path()} {request.headers.get('If-Match', '')}"
    digest = hashlib.sha256(asked.encode())
    if request.content_type == "multipart/form-data":
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                _take_in(digest, name, file)
        digest.update(repr(sorted(request.POST.lists())).encode())
    else:
        digest.update(request.body)
    return digest.hexdigest()


def _take_in(digest: "hashlib._Hash", name: str, file: UploadedFile) -> None:  # type: ignore[type-arg]
    digest.update(f"{name}={file.name}".encode())
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)


KEPT_FOR = timedelta(hours=KEPT_HOURS)
