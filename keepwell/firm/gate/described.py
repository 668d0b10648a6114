"""The API as it describes itself: OpenAPI 3.1, with every no it can give."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.router import Router

from keepwell.firm.gate.askers import SAFE, Scope
from keepwell.firm.gate.once import KEY, LONGEST_KEY
from keepwell.firm.gate.problems import MEDIA_TYPE, ProblemOut, tell_problems

ALWAYS = (400, 401, 403, 404, 422, 429, 500)
WRITING = (409, 413)
GUARDED = (412, 428)
WORDS = {
    400: "The request cannot be read.",
    401: "Nobody is known by this token.",
    403: "The token's scopes or its teammate's role do not include this.",
    404: "There is no such thing, or it is not for this teammate.",
    409: "The same request is still at work, or what is asked has been done otherwise.",
    412: "It was changed since it was read: read it again.",
    413: "What was sent is too large.",
    422: "Refused, with the sentence a person would read.",
    428: "Say by If-Match which revision the change is meant for.",
    429: "Too many requests; Retry-After says when to come again.",
    500: "A fault of Keepwell's. Nothing was changed.",
}
ONCE = {
    "in": "header",
    "name": KEY,
    "required": False,
    "schema": {
        "type": "string",
        "minLength": 1,
        "maxLength": LONGEST_KEY,
        "pattern": "^[!-~]+$",
    },
    "description": "Any text of your own. The same request under the same key is done once; "
    "its answer is kept for a day.",
    "example": "7f0c2b1e-invoice-118",
}


def door_of(area: str, tag: str) -> Router:
    """A room's router: what stands there is one area for scopes, one group on paper."""
    return Router(auth=Scope(area), tags=[tag])


class Api(NinjaAPI):
    """Every door for programs, and their description."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        tell_problems(self)

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the function: it is unique over all rooms."""
        return operation.view_func.__name__

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """What Ninja knows of the operations, with scopes, keys and problems added."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        problem = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
        schema["components"]["schemas"] |= problem.pop("$defs", {}) | {"ProblemOut": problem}
        schema["components"]["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer", "bearerFormat": "kw_…"}
        }
        areas = self._areas()
        for operations in schema["paths"].values():
            for method, operation in operations.items():
                _complete(method.upper(), operation, areas.get(operation["operationId"], ""))
        return schema

    def _areas(self) -> dict[str, str]:
        found = {}
        for router in self._get_bound_routers():
            for view in router.path_operations.values():
                for operation in view.operations:
                    for scope in operation.auth_callbacks:
                        if isinstance(scope, Scope):
                            found[operation.view_func.__name__] = scope.area
        return found


def _complete(method: str, operation: dict[str, Any], area: str) -> None:
    writes = method not in SAFE
    names = [each["name"] for each in operation["parameters"]]
    statuses = ALWAYS + (WRITING if writes else ()) + (GUARDED if "If-Match" in names else ())
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}
    for status in statuses:
        operation["responses"].setdefault(
            status, {"description": WORDS[status], "content": content}
        )
    if writes:
        operation["parameters"].append(ONCE)
    scope = f"{area}:{'write' if writes else 'read'}"
    operation["security"] = [{"token": [scope] if area else []}]
    if area:
        said = operation.get("description", "")
        operation["description"] = f"{said}\n\nScope: `{scope}`".strip()
