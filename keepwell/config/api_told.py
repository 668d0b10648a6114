"""The API's own description, made ready to be read by people: groups, fields, examples."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ninja.responses import NinjaJSONEncoder

from keepwell.config.api import api

DEEPEST = 6
WORDS = {"uuid": "01a2074d-7970-7000-9c55-0fc360efeac2", "date": "2026-11-23",
         "date-time": "2026-11-23T12:00:00Z"}  # fmt: skip
PLAIN: dict[str, Any] = {"integer": 1, "number": 1.5, "boolean": True, "null": None}


@dataclass(frozen=True, slots=True)
class Given:
    """Something a request is given: where, of what sort, and what it says."""

    name: str
    where: str
    sort: str
    needed: bool
    says: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One operation."""

    id: str
    method: str
    path: str
    says: str
    scope: str
    given: tuple[Given, ...]
    body: str
    answer: str
    statuses: tuple[tuple[str, str], ...]
    takes_files: bool

    @property
    def writes(self) -> bool:
        return self.method != "GET"


@dataclass(slots=True)
class Group:
    """Operations of one sort."""

    name: str
    operations: list[Asked] = field(default_factory=list)


@lru_cache(maxsize=1)
def groups_told() -> tuple[Group, ...]:
    """Every operation in its group, in the order of the doors; made once."""
    schema = json.loads(json.dumps(api.get_openapi_schema(), cls=NinjaJSONEncoder))
    groups: dict[str, Group] = {}
    for path, operations in schema["paths"].items():
        for method, told in operations.items():
            name = told["tags"][0]
            group = groups.setdefault(name, Group(name))
            group.operations.append(_asked(method, path, told, schema))
    return tuple(groups.values())


def _asked(method: str, path: str, told: Mapping[str, Any], schema: Mapping[str, Any]) -> Asked:
    says, _blank, scope = told.get("description", "").replace("`", "").partition("\n\nScope: ")
    bodies = told.get("requestBody", {}).get("content", {})
    body = bodies.get("application/json", {}).get("schema")
    good: Mapping[str, Any] = next((a for s, a in told["responses"].items() if s < "300"), {})
    answer = good.get("content", {}).get("application/json", {}).get("schema")
    return Asked(
        told["operationId"], method.upper(), path, says, scope,
        tuple(_given(told["parameters"])),
        _written(sample_of(body, schema)) if body else "",
        _written(sample_of(answer, schema)) if answer else "",
        tuple((status, one["description"]) for status, one in told["responses"].items()),
        "multipart/form-data" in bodies,
    )  # fmt: skip


def _written(sample: Any) -> str:
    return json.dumps(sample, indent=2, ensure_ascii=False)


def _given(parameters: list[dict[str, Any]]) -> Iterator[Given]:
    for one in parameters:
        shape = one["schema"]
        sort = shape.get("format") or shape.get("type") or "text"
        choices = tuple(map(str, shape.get("enum", ())))
        says = one.get("description", "").replace("`", "")
        yield Given(one["name"], one["in"], sort, bool(one.get("required")), says, choices)


def sample_of(shape: Any, schema: Mapping[str, Any], depth: int = 0) -> Any:
    """Something that fits a shape: its own example, else one made of its parts."""
    if depth > DEEPEST:
        return None
    if "$ref" in shape:
        name = shape["$ref"].rsplit("/", 1)[1]
        return sample_of(schema["components"]["schemas"][name], schema, depth)
    if "examples" in shape:
        return shape["examples"][0]
    for way in ("anyOf", "allOf", "oneOf"):
        if way in shape:
            return sample_of(shape[way][0], schema, depth + 1)
    return _made_up(shape, schema, depth)


def _made_up(shape: Any, schema: Mapping[str, Any], depth: int) -> Any:
    if "enum" in shape:
        return shape["enum"][0]
    sort = shape.get("type")
    if sort == "object":
        parts = shape.get("properties", {})
        return {name: sample_of(part, schema, depth + 1) for name, part in parts.items()}
    if sort == "array":
        return [sample_of(shape.get("items", {}), schema, depth + 1)]
    if sort == "string":
        return WORDS.get(shape.get("format", ""), "…")
    return PLAIN.get(sort, {})
