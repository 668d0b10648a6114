"""Where a request begins to know the fields there are."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from keepwell.fields.queries.known import forget_definitions

Answer = Callable[[HttpRequest], HttpResponse]


class FieldsReadAnewMiddleware:
    """A field defined in one process is known in every other from its next request on."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forget_definitions()
        return self.answer(request)
