"""Reading configuration, and the installation, which is read without a phase."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import pulumi
import yaml
from pydantic import BaseModel, ValidationError

from stacks.installation import Installation
from stacks.problems import explain

PROJECT = "softfactory"
PHASE_KEY = f"{PROJECT}:phase"
INSTALLATION_KEY = f"{PROJECT}:installation"
TRANSITION_KEY = f"{PROJECT}:transition"

Model = TypeVar("Model", bound=BaseModel)


class ConfigurationError(ValueError):
    """A configuration file is refused; the text has one line for each problem."""


def installation_from_config() -> Installation:
    """Return the installation of the running project. Raise ConfigurationError."""
    value = pulumi.Config(PROJECT).get_object("installation")
    return parse(Installation, value, INSTALLATION_KEY, "Pulumi.yaml")


def installation_from_file(path: Path) -> Installation:
    """Return the installation of a project file. Raise ConfigurationError."""
    value = read_config(path).get(INSTALLATION_KEY)
    return parse(Installation, value, INSTALLATION_KEY, path.name)


def read_config(path: Path) -> Mapping[str, object]:
    """Return the `config` section of a stack or project file, as it is written. Raise ConfigurationError."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ConfigurationError(f"{path.name} cannot be read: {error}") from error
    config = document.get("config") if isinstance(document, dict) else None
    if not isinstance(config, dict):
        raise ConfigurationError(
            f"{path.name}: got no section config; allowed: one with {PROJECT} keys; add it"
        )
    # A project file says `value:` below the key, a stack file does not.
    return {
        key: value["value"] if isinstance(value, dict) and value.keys() == {"value"} else value
        for key, value in config.items()
    }


def parse(model: type[Model], value: object, key: str, source: str) -> Model:
    """Check a configuration value. Raise ConfigurationError."""
    if value is None:
        raise ConfigurationError(
            f"{source}: got no {key}; allowed: a section with the keys "
            f"{', '.join(model.model_fields)}; add it to {source}"
        )
    try:
        # By way of JSON: strict about types, while a list may still become a tuple.
        return model.model_validate_json(json.dumps(value, default=str))
    except ValidationError as error:
        raise ConfigurationError(explain(error, model, key, source)) from None
