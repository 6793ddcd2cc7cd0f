"""What is wrong with a configuration, in words: key, value got, values allowed, what to do."""

import difflib
import json
from collections.abc import Iterable, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from components.size import Size


def explain(error: ValidationError, model: type[BaseModel], key: str, source: str) -> str:
    """Return a headline and a line for each problem; `key` is the configuration key, `source` its file."""
    lines = [_line(dict(problem), model, key, source) for problem in error.errors(include_url=False)]
    return "\n".join([f"{source} is refused, problems: {len(lines)}", *(f"  {line}" for line in lines)])


def _line(problem: Mapping[str, Any], model: type[BaseModel], key: str, source: str) -> str:
    path, annotation, beside = _walk(model, problem["loc"])
    where, got, mend = ".".join([key, *path]), _shown(problem["input"]), f"correct it in {source}"
    context = problem.get("ctx", {})
    match problem["type"]:
        case "broken_rule":
            where, got, mend = f"{where}.{context['key']}", context["got"], context["mend"]
            return f"{where}: got {got}; allowed: {context['allowed']}; {mend}"
        case "missing":
            got, mend = "nothing", f"add the key to {source}"
        case "extra_forbidden":
            fields = beside.model_fields if beside else {}
            if beside and issubclass(beside, Size) and path[-1] in beside.refused:
                reason = beside.refused[path[-1]]
                return f"{where}: got {got}; allowed: no such key: {reason}; remove it from {source}"
            near = difflib.get_close_matches(path[-1], fields, n=1)
            mend = f"did you mean {near[0]}?" if near else f"remove it from {source}"
            return f"{where}: unknown key, got {got}; allowed: {', '.join(fields)}; {mend}"
        case "union_tag_invalid" | "union_tag_not_found":
            tag = str(context["discriminator"]).strip("'")
            got = _shown(problem["input"][tag]) if tag in problem["input"] else "nothing"
            tags = " or ".join(str(_tag(choice)) for choice in _models(_bare(annotation)))
            return f"{where}.{tag}: got {got}; allowed: {tags}; {mend}"
    return f"{where}: got {got}; allowed: {allowed(annotation)}; {mend}"


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


def _walk(
    model: type[BaseModel], location: Iterable[int | str]
) -> tuple[list[str], object, type[BaseModel] | None]:
    """Follow a location: the path as written in the file, the annotation at its end, the model it is in."""
    path: list[str] = []
    beside: type[BaseModel] | None = None
    container: object = None
    annotation: object = model
    for step in location:
        annotation = _present(annotation)
        bare = _bare(annotation)
        if step == "[key]":  # how pydantic points at the key of a map; the step before was the same key
            annotation = get_args(_bare(container))[0]
        elif get_origin(bare) in (
            Union,
            UnionType,
        ):  # pydantic adds the tag of a union; the file has no such level
            annotation = next(choice for choice in _models(bare) if _tag(choice) == step)
        else:
            container = annotation
            path.append(str(step))
            beside, annotation = _below(bare, step)
    return path, annotation, beside


def _below(bare: Any, step: int | str) -> tuple[type[BaseModel] | None, object]:
    """Return the model that a step is in, and the annotation below it."""
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        field = bare.model_fields.get(str(step))
        return bare, Annotated[field.annotation, field] if field else None
    return None, get_args(bare)[0 if get_origin(bare) is tuple else -1]


def _bare(annotation: object) -> Any:
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    choices = [choice for choice in get_args(annotation) if choice is not NoneType]
    if get_origin(annotation) in (Union, UnionType) and len(choices) == 1:  # a section that may be absent
        return _bare(choices[0])
    return annotation


def _models(union: object) -> list[type[BaseModel]]:
    return [
        choice for choice in get_args(union) if isinstance(choice, type) and issubclass(choice, BaseModel)
    ]


def _present(annotation: object) -> object:
    """Return of what may be absent what it is when it is there: of this pydantic says nothing."""
    choices = [choice for choice in get_args(_bare(annotation)) if choice is not NoneType]
    optional = get_origin(_bare(annotation)) in (Union, UnionType) and len(choices) == 1
    return choices[0] if optional else annotation


def _tag(model: type[BaseModel]) -> object:
    fields = (field.annotation for field in model.model_fields.values())
    return next(get_args(annotation)[0] for annotation in fields if get_origin(annotation) is Literal)


def _shown(value: object) -> str:
    text = json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
