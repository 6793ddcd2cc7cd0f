"""Distributions are switched off before they go, and are sent with what CloudFront wants to see again."""

from typing import Any

import pytest

from localcloud.aws.calls import Caller
from localcloud.engine.plugin.provider import ResourceError
from tests.localcloud.aws.conftest import Deployed, Engine
from tests.localcloud.aws.examples import EXAMPLES, World
from tests.localcloud.aws.examples.distributions import CACHE, DISTRIBUTION


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


@pytest.fixture
def inputs(world: World) -> dict[str, Any]:
    return EXAMPLES[DISTRIBUTION].inputs(world)


def _config(caller: Caller, distribution: Deployed) -> dict[str, Any]:
    found: dict[str, Any] = caller.client("cloudfront").get_distribution_config(Id=distribution.id)
    config: dict[str, Any] = found["DistributionConfig"]
    return config


def test_a_distribution_that_is_on_is_switched_off_and_deleted(
    engine: Engine, inputs: dict[str, Any]
) -> None:
    distribution = engine.create(DISTRIBUTION, "edge", **inputs)
    engine.delete(distribution)
    assert engine.read(distribution) is None


def test_one_that_is_to_be_retained_is_switched_off_only(
    engine: Engine, inputs: dict[str, Any], caller: Caller
) -> None:
    distribution = engine.create(DISTRIBUTION, "edge", **inputs, retainOnDelete=True)
    engine.delete(distribution)
    assert _config(caller, distribution)["Enabled"] is False


def test_a_change_keeps_the_caller_s_reference(
    engine: Engine, inputs: dict[str, Any], caller: Caller
) -> None:
    distribution = engine.create(DISTRIBUTION, "edge", **inputs)
    before, etag = _config(caller, distribution), distribution.outputs["etag"]
    engine.update(distribution, **{**inputs, "comment": "edge"})
    after = _config(caller, distribution)
    assert after == {**before, "Comment": "edge"}
    assert before["CallerReference"]
    assert distribution.outputs["etag"] != etag


def test_an_origin_of_no_other_kind_is_a_bucket(
    engine: Engine, inputs: dict[str, Any], caller: Caller
) -> None:
    distribution = engine.create(DISTRIBUTION, "edge", **inputs)
    origins = {origin["Id"]: origin for origin in _config(caller, distribution)["Origins"]["Items"]}
    assert origins["assets"]["S3OriginConfig"]["OriginAccessIdentity"] == ""
    assert "S3OriginConfig" not in origins["edge"]
    assert origins["edge"]["CustomHeaders"]["Items"] == [{"HeaderName": "X-Origin", "HeaderValue": "secret"}]


def test_a_policy_that_is_in_use_stays(engine: Engine, world: World, inputs: dict[str, Any]) -> None:
    engine.create(DISTRIBUTION, "edge", **inputs)
    with pytest.raises(ResourceError, match="CachePolicyInUse"):
        engine.delete(world.example(CACHE))


def test_a_policy_that_another_has_changed_is_changed_all_the_same(engine: Engine, caller: Caller) -> None:
    """The ETag is the one of the moment, not the one of the last deployment."""
    example = EXAMPLES[CACHE].inputs(World(engine))
    policy = engine.create(CACHE, **example)
    client = caller.client("cloudfront")
    found = client.get_cache_policy(Id=policy.id)
    config = {**found["CachePolicy"]["CachePolicyConfig"], "Comment": "by hand"}
    client.update_cache_policy(Id=policy.id, IfMatch=found["ETag"], CachePolicyConfig=config)
    engine.update(policy, **{**example, "comment": "by Pulumi"})
    state = engine.read(policy)
    assert state is not None
    assert state.inputs["comment"] == "by Pulumi"
