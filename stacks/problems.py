"""What is wrong with a configuration, in words: key, value got, values allowed, what to do."""

import difflib
import json
from collections.abc import Iterable, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo


def explain(error: ValidationError, model: type[BaseModel], key: str, source: str) -> str:
    """Return a headline and a line for each problem; `key` is the configuration key, `source` its file."""
    lines = [_line(dict(problem), model, key, source) for problem in error.errors(include_url=False)]
    return "\n".join([f"{source} is refused, problems: {len(lines)}", *(f"  {line}" for line in lines)])


def _line(problem: Mapping[str, Any], model: type[BaseModel], key: str, source: str) -> str:
    path, annotation, siblings = _walk(model, problem["loc"])
    where = ".".join([key, *path])
    context = problem.get("ctx", {})
    match problem["type"]:
        case "broken_rule":
            got, key = context["got"], f"{where}.{context['key']}"
            return f"{key}: got {got}; allowed: {context['allowed']}; {context['mend']}"
        case "missing":
            return f"{where}: got nothing; allowed: {allowed(annotation)}; add the key to {source}"
        case "extra_forbidden":
            near = difflib.get_close_matches(path[-1], siblings, n=1)
            mend = f"did you mean {near[0]}?" if near else f"remove it from {source}"
            got = _shown(problem["input"])
            return f"{where}: unknown key, got {got}; allowed: {', '.join(siblings)}; {mend}"
        case _:
            got = _shown(problem["input"])
            return f"{where}: got {got}; allowed: {allowed(annotation)}; correct it in {source}"


def _walk(model: type[BaseModel], location: Iterable[int | str]) -> tuple[list[str], object, list[str]]:
    """Follow a location: the path as written in the file, the annotation at its end, the keys beside it."""
    path: list[str] = []
    annotation: object = model
    siblings: list[str] = []
    for step in location:
        bare = _bare(annotation)
        if get_origin(bare) in (Union, UnionType):
            # pydantic puts the tag of a tagged union into the location; the file has no such level.
            annotation = next(choice for choice in _models(bare) if _tag(choice) == step)
            continue
        if isinstance(bare, type) and issubclass(bare, BaseModel):
            siblings = list(bare.model_fields)
            field = bare.model_fields.get(str(step))
            path.append(str(step))
            annotation = _annotation(field) if field else None
        elif step == "[key]":
            annotation = get_args(bare)[0]
        else:
            path.append(str(step))
            annotation = get_args(bare)[-1 if get_origin(bare) is not tuple else 0]
    return path, annotation, siblings


def allowed(annotation: object) -> str:
    """Return the values that an annotation allows, in words."""
    for metadata in get_args(annotation)[1:] if get_origin(annotation) is Annotated else ():
        if isinstance(metadata, FieldInfo) and metadata.description:
            return metadata.description
    bare = _bare(annotation)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return f"a section with the keys {', '.join(bare.model_fields)}"
    if get_origin(bare) is Literal:
        return " or ".join(str(value) for value in get_args(bare))
    if get_origin(bare) in (Union, UnionType):
        return " or ".join(allowed(choice) for choice in get_args(bare) if choice is not NoneType)
    return {bool: "true or false", int: "a whole number", str: "text"}.get(bare, "a value")


def _annotation(field: FieldInfo) -> object:
    return Annotated[field.annotation, field] if field.description else field.annotation


def _bare(annotation: object) -> Any:
    return _bare(get_args(annotation)[0]) if get_origin(annotation) is Annotated else annotation


def _models(union: object) -> list[type[BaseModel]]:
    return [
        choice for choice in get_args(union) if isinstance(choice, type) and issubclass(choice, BaseModel)
    ]


def _tag(model: type[BaseModel]) -> object:
    return next(
        (
            get_args(field.annotation)[0]
            for field in model.model_fields.values()
            if get_origin(field.annotation) is Literal
        ),
        None,
    )


def _shown(value: object) -> str:
    text = json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
