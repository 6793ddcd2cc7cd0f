"""The manifests of each phase as a reviewer reads them: `python -m tests.charts.golden` writes them anew."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.phases import PHASES
from tests.platforms import platform
from tests.recording import Recording

FOLDER = Path(__file__).parent / "golden"
HEADER = "# Made by `python -m tests.charts.golden`, checked by tests/charts/test_golden.py.\n"


class Readable(yaml.CSafeDumper):
    """Files inside of a manifest are shown line by line."""


Readable.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    ),
)


def manifests(recording: Recording) -> Iterator[dict[str, Any]]:
    """Yield every manifest by kind and name; secrets are masked, what is drawn anew each time too."""
    found = [item for item in recording.resources if item.custom and item.type.startswith("kubernetes:")]
    for item in sorted(found, key=lambda item: (item.type, item.name)):
        manifest: dict[str, Any] = {"apiVersion": "", "kind": "", **whole(item.inputs)}
        if manifest["kind"] == "Secret":
            manifest["stringData"] = dict.fromkeys(sorted(manifest["stringData"]), "(secret)")
        yield manifest


def whole(value: Any) -> Any:
    """Return the value with whole numbers, which the engine's protocol does not know."""
    if isinstance(value, Mapping):
        return {key: whole(below) for key, below in sorted(value.items())}
    if isinstance(value, list | tuple):
        return [whole(below) for below in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def text(phase: str) -> str:
    """Return the golden file of a phase."""
    return HEADER + yaml.dump_all(manifests(platform(phase)), Dumper=Readable, sort_keys=False, width=110)


if __name__ == "__main__":
    for name in PHASES:
        (FOLDER / f"{name}.yaml").write_text(text(name), encoding="utf-8")
