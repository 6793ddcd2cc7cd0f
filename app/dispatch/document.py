"""The OpenAPI document of a shape, made of its endpoints."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic.json_schema import JsonSchemaMode, models_json_schema

from app.dispatch.idempotency import HEADER
from app.dispatch.message import JSON, PROBLEM
from app.domain.endpoint import Access, Endpoint
from app.domain.problem import PROBLEMS
from app.domain.shapes import BIGGEST_ID

REF = "#/components/schemas/{model}"
PARAMETER = re.compile(r"{(\w+)}")
OBJECT_ID = {"type": "integer", "minimum": 1, "maximum": BIGGEST_ID}


def openapi(endpoints: Sequence[Endpoint], title: str) -> dict[str, Any]:
    schemas, definitions = _schemas(endpoints)
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1"},
        "paths": paths,
        "components": {
            "schemas": definitions | {"Problem": _problem()},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


Key = tuple[Any, JsonSchemaMode]


def _schemas(endpoints: Iterable[Endpoint]) -> tuple[dict[Key, Any], dict[str, Any]]:
    wanted: set[Key] = set()
    for endpoint in endpoints:
        wanted |= {(model, "validation") for model in (endpoint.body,) if model is not None}
        wanted |= {(model, "serialization") for model in (endpoint.reply,) if model is not None}
    ordered = sorted(wanted, key=lambda key: (key[0].__module__, key[0].__name__, key[1]))
    schemas, definitions = models_json_schema(ordered, ref_template=REF)
    return dict(schemas), definitions.get("$defs", {})


def _operation(endpoint: Endpoint, schemas: dict[Key, Any]) -> dict[str, Any]:
    success: dict[str, Any] = {"description": "Done."}
    if endpoint.reply is not None:
        success["content"] = {JSON: {"schema": schemas[endpoint.reply, "serialization"]}}
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "tags": [endpoint.service],
        "parameters": _parameters(endpoint),
        "responses": {str(endpoint.status): success} | _problems(),
    }
    if endpoint.body is not None:
        schema = schemas[endpoint.body, "validation"]
        operation["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    if endpoint.access is not Access.PUBLIC:
        operation["security"] = [{"bearer": []}]
    return operation


def _parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": OBJECT_ID}
        for name in PARAMETER.findall(endpoint.path)
    ]
    if endpoint.query is not None:
        # Absent is how a query parameter is null.
        for name, schema in endpoint.query.model_json_schema()["properties"].items():
            kinds = [kind for kind in schema.get("anyOf", [schema]) if kind.get("type") != "null"]
            found.append({"name": name, "in": "query", "required": False, "schema": kinds[0]})
    if endpoint.idempotent:
        schema = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"}
        found.append({"name": HEADER.title(), "in": "header", "required": False, "schema": schema})
    return found


def _problems() -> dict[str, Any]:
    content = {PROBLEM: {"schema": {"$ref": REF.format(model="Problem")}}}
    return {str(problem.status): {"description": problem.title, "content": content} for problem in PROBLEMS}


def _problem() -> dict[str, Any]:
    texts = {name: {"type": "string"} for name in ("type", "title", "detail")}
    error = {"type": "object", "properties": {name: {"type": "string"} for name in ("field", "message")}}
    properties = texts | {"status": {"type": "integer"}, "errors": {"type": "array", "items": error}}
    return {"type": "object", "properties": properties, "required": ["type", "title", "status", "detail"]}
