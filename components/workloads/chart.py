"""Charts: Jinja2 templates and plain values in, Kubernetes manifests out; no I/O."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import jinja2
import yaml
from pydantic import BaseModel, ConfigDict

Manifest = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """`templates` maps a file's name to its text; each renders to one manifest. `parts` may be included."""

    name: str
    templates: Mapping[str, str]
    parts: Mapping[str, str] = field(default_factory=dict)

    def without(self, *names: str) -> "Chart":
        """Return the chart without some of its manifests. Raise ValueError for one that it has not."""
        files = {f"{name}.yaml.j2" for name in names}
        if unknown := sorted(files - self.templates.keys()):
            raise ValueError(f"chart {self.name}: got {unknown[0]}; allowed: {', '.join(self.templates)}")
        return replace(self, templates={k: v for k, v in self.templates.items() if k not in files})


class Values(BaseModel):
    """The base of a chart's values: plain, strict, none too many and none too few."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


def render(chart: Chart, values: Values) -> list[Manifest]:
    """Return the manifests in the order of the templates' names.

    Raise ValueError if a template uses a value that is not given or not plain, or renders to anything but one
    manifest.
    """
    parts, given = tuple(sorted(chart.parts.items())), values.model_dump()
    return [
        _manifest(f"charts/{chart.name}/{name}", _template(text, parts), given)
        for name, text in sorted(chart.templates.items())
    ]


@cache
def _template(text: str, parts: tuple[tuple[str, str], ...]) -> jinja2.Template:
    # Manifests are no HTML. Values are quoted by the templates' own `tojson`.
    environment = jinja2.Environment(  # noqa: S701  YAML, not HTML
        undefined=jinja2.StrictUndefined,
        loader=jinja2.DictLoader(dict(parts)),
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    environment.policies["json.dumps_function"] = _dumps
    return environment.from_string(text)


def _manifest(path: str, template: jinja2.Template, values: Mapping[str, object]) -> Manifest:
    try:
        rendered = template.render(values)
    except (jinja2.UndefinedError, TypeError) as error:
        raise ValueError(
            f"{path}: {error}; allowed: {', '.join(sorted(values))}; give it as a value"
        ) from error
    # The parser in C, which is ten times as fast, is in the wheels of PyYAML.
    manifest = yaml.load(rendered, Loader=yaml.CSafeLoader)
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
