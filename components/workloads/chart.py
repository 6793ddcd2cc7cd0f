"""Charts: Jinja2 templates and plain values in, Kubernetes manifests out; no I/O."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jinja2
import yaml

Manifest = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """`templates` maps a file's name to its text; each renders to one manifest."""

    name: str
    templates: Mapping[str, str]


def render(chart: Chart, values: Mapping[str, object]) -> list[Manifest]:
    """Return the manifests in the order of the templates' names.

    Raise ValueError if a template uses a value that is not given or not plain, or renders to anything but one
    manifest.
    """
    # Manifests are no HTML. Values are quoted by the templates' own `tojson`.
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)  # noqa: S701
    environment.policies["json.dumps_function"] = _dumps
    return [
        _manifest(f"charts/{chart.name}/{name}", environment, text, values)
        for name, text in sorted(chart.templates.items())
    ]


def _manifest(
    path: str, environment: jinja2.Environment, text: str, values: Mapping[str, object]
) -> Manifest:
    try:
        rendered = environment.from_string(text).render(values)
    except (jinja2.UndefinedError, TypeError) as error:
        raise ValueError(
            f"{path}: {error}; allowed: {', '.join(sorted(values))}; give it as a value"
        ) from error
    manifest = yaml.safe_load(rendered)
    if not isinstance(manifest, dict) or not {"apiVersion", "kind", "metadata"} <= manifest.keys():
        raise ValueError(
            f"{path}: got {rendered[:80]!r}; allowed: one manifest with apiVersion, kind and metadata"
        )
    return manifest


def _dumps(value: object, **options: Any) -> str:
    return json.dumps(value, default=_refuse, **options)


def _refuse(value: object) -> None:
    if isinstance(value, jinja2.Undefined):
        str(value)  # says which name it is, as an error
    raise TypeError(f"got a value of type {type(value).__name__}, which is not plain")
