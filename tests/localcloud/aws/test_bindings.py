"""Every binding goes through create, read, update and delete, and knows only what pulumi-aws has."""

import inspect
import json
import warnings
from dataclasses import replace
from typing import Any

import pulumi_aws
import pytest
from botocore import xform_name
from pulumi._types import resource_types
from pulumi.runtime.rpc import translate_output_properties

from localcloud.aws.bindings import BINDINGS
from localcloud.aws.calls import Caller
from localcloud.aws.diff import diff
from localcloud.engine.plugin.values import Properties
from tests.localcloud.aws.conftest import DEFAULT_TAGS, Deployed, Engine
from tests.localcloud.aws.examples import EXAMPLES, World

TYPES = sorted(BINDINGS)
# The plugin makes an asset of what is on the wire; the SDK has one already.
ASSETS = {"source"}


def test_every_binding_has_an_example() -> None:
    assert set(EXAMPLES) == set(BINDINGS)


@pytest.mark.exhaustive
@pytest.mark.parametrize("type", TYPES)
def test_round_trip(engine: Engine, type: str) -> None:
    world, example = World(engine), EXAMPLES[type]
    inputs = example.inputs(world)

    deployed = engine.create(type, "platform", **inputs)
    assert deployed.id
    missing = {key for key in BINDINGS[type].outputs if deployed.outputs[key] is None}
    assert missing == example.open
    _assert_the_sdk_reads(type, deployed.outputs)
    _assert_no_drift(engine, deployed.resource.type, deployed.inputs, engine.read(deployed))
    assert not engine.plan(deployed, **inputs)[1].changes, "the same inputs again are no change"

    change = {**example.change, **(example.change_with(world) if example.change_with else {})}
    if change:
        merged = {key: value for key, value in {**inputs, **change}.items() if value is not None}
        before = deployed.inputs
        found = engine.update(deployed, **merged)
        changed = {path.split(".")[0].split("[")[0] for path in found.changes} - {"tagsAll"}
        assert changed == set(change)
        _assert_no_drift(engine, type, deployed.inputs, engine.read(deployed))
        read = {key for key, property in BINDINGS[type].properties.items() if property.read is not None}
        both = change.keys() & read & before.keys() & deployed.inputs.keys()
        assert both <= _drift(engine, replace(deployed, inputs=before)), "what is otherwise is told"

    for key, value in example.replaces.items():
        diff = engine.plan(deployed, **{**deployed.inputs, "tagsAll": None, key: value})[1]
        assert any(
            c.replaces for path, c in diff.changes.items() if path.split(".")[0].split("[")[0] == key
        ), diff

    engine.delete(deployed)
    if BINDINGS[type].delete and not example.outlives:  # else it goes with what it belongs to
        assert engine.read(deployed) is None
    engine.delete(deployed)  # a second time: nothing is there, nothing fails


def _assert_no_drift(engine: Engine, type: str, inputs: Properties, state: Any) -> None:
    assert state is not None
    drift = diff(BINDINGS[type], inputs, state.inputs).changes
    assert not drift, {
        path: (inputs.get(path.split(".")[0]), state.inputs.get(path.split(".")[0])) for path in drift
    }


def _drift(engine: Engine, deployed: Deployed) -> set[str]:
    """The inputs that are otherwise in the cloud than written; all of a resource that is not there."""
    state = engine.read(deployed)
    if state is None:
        return set(deployed.inputs)
    drift = diff(BINDINGS[deployed.resource.type], deployed.inputs, state.inputs).changes
    return {path.split(".")[0].split("[")[0] for path in drift}


@pytest.mark.exhaustive
@pytest.mark.parametrize("type", [type for type in TYPES if BINDINGS[type].tagging])
def test_tags_reach_the_cloud_with_the_default_tags(engine: Engine, type: str) -> None:
    inputs = EXAMPLES[type].inputs(World(engine))
    deployed = engine.create(type, "platform", **{**inputs, "tags": {"tier": "data", "owner": "someone"}})
    state = engine.read(deployed)
    assert state is not None
    expected = {**DEFAULT_TAGS, "tier": "data", "owner": "someone"}
    assert state.outputs["tagsAll"] == expected

    engine.update(deployed, **{**inputs, "tags": {"pool": "a"}})
    state = engine.read(deployed)
    assert state is not None
    assert state.outputs["tagsAll"] == {**DEFAULT_TAGS, "pool": "a"}
    assert state.inputs["tags"] == {"pool": "a"}


@pytest.mark.parametrize("type", TYPES)
def test_binding_speaks_of_what_pulumi_aws_and_the_api_have(caller: Caller, type: str) -> None:
    binding = BINDINGS[type]
    known = _sdk_properties(type)
    inputs = set(binding.properties) | set(binding.not_simulated)
    assert inputs <= known, f"not inputs of {type}: {sorted(inputs - known)}"
    assert bool(binding.region) != ("region" in known), "a global service has one Region, and no `region`"
    operations = {
        binding.create,
        binding.read,
        *(operation for operation in (binding.update, binding.delete) if operation),
        *binding.create_instead.values(),
        *(call.operation for call in (*binding.calls, *binding.before_delete)),
        *(fetch.operation for fetch in binding.fetches),
    }
    client = caller.client(binding.service)
    unknown = [operation for operation in operations if not hasattr(client, xform_name(operation))]
    assert not unknown


def _assert_the_sdk_reads(type: str, outputs: Properties) -> None:
    """A program would fail on a list where its SDK has a map, even on an empty one."""
    for name, annotation in resource_types(_sdk_class(type)).items():
        if name not in ASSETS:
            translate_output_properties(outputs.get(name), str, annotation)


def _sdk_properties(type: str) -> set[str]:
    """The inputs of a type as the SDK's constructor has them, in Pulumi's spelling."""
    names = inspect.signature(_sdk_class(type)._internal_init).parameters
    return {_camel(parameter) for parameter in names} - {"self", "resourceName", "opts"}


def _sdk_class(type: str) -> Any:
    package, module, name = type.split(":")[0], type.split(":")[1].split("/")[0], type.split(":")[2]
    assert package == "aws"
    with warnings.catch_warnings():  # the SDK warns of its own deprecated modules when it loads them
        warnings.simplefilter("ignore", DeprecationWarning)
        return getattr(getattr(pulumi_aws, module), name)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def test_json_documents_are_compared_by_content(engine: Engine) -> None:
    inputs = EXAMPLES["aws:iam/role:Role"].inputs(World(engine))
    deployed = engine.create("aws:iam/role:Role", "role", **inputs)
    spaced = json.dumps(json.loads(inputs["assumeRolePolicy"]), indent=4)
    assert not engine.plan(deployed, **{**inputs, "assumeRolePolicy": spaced})[1].changes


def test_a_resource_is_in_the_region_that_it_names(engine: Engine) -> None:
    deployed = engine.create("aws:kms/key:Key", "key", region="eu-central-1")
    assert deployed.outputs["arn"].startswith("arn:aws:kms:eu-central-1:")
    assert deployed.outputs["region"] == "eu-central-1"
    state = engine.read(deployed)
    assert state is not None
    assert state.inputs["region"] == "eu-central-1"
    assert engine.create("aws:kms/key:Key", "other").outputs["region"] == "us-east-1"
