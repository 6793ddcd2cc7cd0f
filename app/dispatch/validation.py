"""What a request says, checked against what its endpoint takes."""

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from app.dispatch.message import JSON, Request
from app.domain.endpoint import Endpoint
from app.domain.problem import BadRequest, Invalid, NotFound, TooLarge, UnsupportedMediaType
from app.domain.shapes import BIGGEST_ID

BIGGEST_BODY = 64 * 1024
WHOLE_NUMBER = re.compile(r"[1-9][0-9]{0,18}")

Model = TypeVar("Model", bound=BaseModel)


def arguments(endpoint: Endpoint, request: Request) -> dict[str, Any]:
    """The keyword arguments of the endpoint's handler."""
    found: dict[str, Any] = {name: _object_id(name, value) for name, value in request.path.items()}
    if endpoint.query is not None:
        found["query"] = _checked(endpoint.query, request.query)
    elif request.query:
        unknown = sorted(request.query)
        raise Invalid(
            f"{endpoint.path} takes no query parameters; got {', '.join(unknown)}.",
            errors=[{"field": name, "message": "is not known here"} for name in unknown],
        )
    if endpoint.body is not None:
        found["body"] = _body(endpoint.body, request)
    return found


def _object_id(name: str, value: str) -> int:
    if not WHOLE_NUMBER.fullmatch(value) or int(value) > BIGGEST_ID:
        raise NotFound(f"{name} must be a whole number from 1 on; there is nothing at {value[:40]!r}.")
    return int(value)


def _body(model: type[Model], request: Request) -> Model:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != JSON:
        raise UnsupportedMediaType(f"The body must be {JSON}; got {media_type or 'no content type'}.")
    if len(request.body) > BIGGEST_BODY:
        raise TooLarge(f"The body has {len(request.body)} bytes; at most {BIGGEST_BODY} are taken.")
    try:
        return model.model_validate_json(request.body, strict=True)
    except ValidationError as error:
        raise _in_words(error) from None


def _checked(model: type[Model], values: Mapping[str, str]) -> Model:
    try:
        return model.model_validate(dict(values))
    except ValidationError as error:
        raise _in_words(error) from None


def _in_words(error: ValidationError) -> BadRequest | Invalid:
    found = error.errors(include_url=False, include_input=False, include_context=False)
    if found[0]["type"] == "json_invalid":
        return BadRequest(f"The body is not JSON: {found[0]['msg']}.")
    errors = [
        {"field": ".".join(str(part) for part in one["loc"]) or "body", "message": one["msg"]}
        for one in found
    ]
    names = ", ".join(sorted({one["field"] for one in errors}))
    return Invalid(f"Not valid: {names}. `errors` says what each must be.", errors=errors)
