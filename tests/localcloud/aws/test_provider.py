"""The provider's own configuration, and the words in which it fails."""

from pathlib import Path
from typing import Any

import pytest

from localcloud.aws.calls import Caller
from localcloud.aws.provider import Aws
from localcloud.engine.plugin.journal import Journal
from localcloud.engine.plugin.provider import PartialCreate, Resource, ResourceError, Unanswered
from localcloud.engine.plugin.values import UNKNOWN, contains_unknown
from tests.localcloud.aws.conftest import Engine
from tests.localcloud.aws.examples import ASSUME, DATABASE, World


def test_an_unknown_type_is_refused_with_what_to_do(engine: Engine) -> None:
    with pytest.raises(
        ResourceError, match=r"aws:s3/thing:Thing \('t'\) is not bound.*localcloud/aws/bindings"
    ):
        engine.create("aws:s3/thing:Thing", "t")


def test_an_unmapped_nested_input_names_its_path(engine: Engine) -> None:
    world = World(engine)
    with pytest.raises(ResourceError, match=r"'platform'.*'metadataOptions.colour' is not bound"):
        engine.create("aws:ec2/launchTemplate:LaunchTemplate", "platform", metadataOptions={"colour": "red"})
    assert world.engine is engine


def test_aws_s_words_come_with_the_resource_s_name(engine: Engine) -> None:
    world = World(engine)
    with pytest.raises(ResourceError) as caught:
        engine.create("aws:ec2/subnet:Subnet", "data", vpcId=world.vpc, cidrBlock="192.168.0.0/24")
    message = str(caught.value)
    assert message.startswith("aws:ec2/subnet:Subnet 'data': CreateSubnet: InvalidSubnet.Range: The CIDR")


def test_a_call_against_aws_s_model_is_refused(engine: Engine) -> None:
    with pytest.raises(ResourceError, match=r"(?s)'data': CreateSubnet: ParamValidation.*\"VpcId\""):
        engine.create("aws:ec2/subnet:Subnet", "data", cidrBlock="10.0.0.0/24")


def test_a_vanished_resource_cannot_be_updated(engine: Engine) -> None:
    vpc = engine.create("aws:ec2/vpc:Vpc", "vpc", cidrBlock="10.0.0.0/16")
    engine.delete(vpc)
    assert engine.read(vpc) is None
    with pytest.raises(ResourceError, match="does not exist any more: run `pulumi refresh`"):
        engine.update(vpc, cidrBlock="10.0.0.0/16", enableDnsSupport=False)


def test_import_fills_the_inputs(engine: Engine) -> None:
    vpc = engine.create("aws:ec2/vpc:Vpc", "vpc", cidrBlock="10.0.0.0/16", tags={"Name": "n"})
    state = engine.aws.read(Resource("urn", "aws:ec2/vpc:Vpc", "vpc"), vpc.id, {}, {})
    assert state is not None
    assert state.inputs["cidrBlock"] == "10.0.0.0/16"
    assert state.inputs["tags"] == {"Name": "n"}, "default tags are the provider's, not the resource's"


def test_refresh_shows_drift(engine: Engine) -> None:
    vpc = engine.create("aws:ec2/vpc:Vpc", "vpc", cidrBlock="10.0.0.0/16", enableDnsHostnames=True)
    client = engine.aws._operations(vpc.resource)._caller.client("ec2")
    client.modify_vpc_attribute(VpcId=vpc.id, EnableDnsHostnames={"Value": False})
    state = engine.read(vpc)
    assert state is not None
    assert state.inputs["enableDnsHostnames"] is False


def test_a_preview_leaves_outputs_open_and_an_update_keeps_them(engine: Engine) -> None:
    type = "aws:ec2/launchTemplate:LaunchTemplate"
    resource = Resource("urn", type, "nodes")
    id, planned = engine.aws.create(resource, {"instanceType": "t4g.medium"}, 0, True, lambda id: None)
    assert id == ""
    assert planned["latestVersion"] is UNKNOWN
    assert planned["instanceType"] == "t4g.medium"
    template = engine.create(type, "nodes", instanceType="t4g.medium")
    news, _ = engine.plan(template, instanceType="t4g.large")
    planned = engine.aws.update(resource, template.id, template.inputs, template.outputs, news, 0, True)
    assert planned["latestVersion"] is UNKNOWN
    assert planned["arn"] == template.outputs["arn"]


def test_a_password_is_secret_whatever_the_program_said(engine: Engine) -> None:
    assert "password" in engine.aws.secret_outputs("aws:rds/instance:Instance")
    assert engine.aws.secret_outputs("aws:ec2/vpc:Vpc") == frozenset()


def test_a_replica_keeps_to_its_source(engine: Engine) -> None:
    world = World(engine)
    source = engine.create(
        "aws:rds/instance:Instance",
        "platform",
        **{**DATABASE, "kmsKeyId": world.key.outputs["arn"], "dbSubnetGroupName": world.subnet_group},
    )
    replica = engine.create(
        "aws:rds/instance:Instance",
        "platform-replica-0",
        replicateSourceDb=source.outputs["identifier"],
        instanceClass="db.t3.large",
        skipFinalSnapshot=True,
        applyImmediately=True,
    )
    state = engine.read(replica)
    assert state is not None
    assert state.outputs["engine"] == "postgres"
    assert state.outputs["storageEncrypted"] is True
    assert state.outputs["allocatedStorage"] == 50
    assert state.outputs["endpoint"].endswith(":5432")


def test_settings_without_effect_here_are_refused() -> None:
    checked = Aws().check_config({"region": "us-east-1", "assumeRoles": "[]"})
    ((key, reason),) = checked.failures
    assert key == "assumeRoles"
    assert "defaultTags" in reason


def test_a_region_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_REGION", raising=False)
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    assert [key for key, _ in Aws().check_config({}).failures] == ["region"]
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    assert Aws().check_config({}).inputs == {"region": "eu-west-1"}


def test_a_resource_of_which_a_further_call_failed_stays_known(engine: Engine) -> None:
    """The gateway is made and cannot be attached: without its id in the state it would be lost."""
    with pytest.raises(PartialCreate, match="'edge': AttachInternetGateway: InvalidVpcID") as caught:
        engine.create("aws:ec2/internetGateway:InternetGateway", "edge", vpcId="vpc-12345678")
    resource = Resource("urn:edge", "aws:ec2/internetGateway:InternetGateway", "edge")
    assert engine.aws.read(resource, caught.value.id, {}, {}) is not None


def test_what_stays_known_of_it_holds_no_unknown(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine takes no unknown into its state, and would lose the id with it."""
    call = Caller.call

    def no_describe(self: Caller, service: str, operation: str, *rest: Any, **more: Any) -> Any:
        if operation.startswith("Describe"):
            raise Unanswered(f"{operation}: no answer")
        return call(self, service, operation, *rest, **more)

    monkeypatch.setattr(Caller, "call", no_describe)
    with pytest.raises(PartialCreate) as caught:
        engine.create("aws:ec2/launchTemplate:LaunchTemplate", "nodes", instanceType="t4g.medium")
    assert caught.value.id.startswith("lt-")
    assert not contains_unknown(caught.value.outputs)


def test_an_update_without_changes_finishes_what_an_earlier_try_left(engine: Engine) -> None:
    vpc = engine.create("aws:ec2/vpc:Vpc", "vpc", cidrBlock="10.0.0.0/16", enableDnsHostnames=True)
    client = engine.aws._operations(vpc.resource)._caller.client("ec2")
    client.modify_vpc_attribute(VpcId=vpc.id, EnableDnsHostnames={"Value": False})
    engine.aws.update(vpc.resource, vpc.id, vpc.inputs, vpc.outputs, vpc.inputs, 0, False)
    attribute = client.describe_vpc_attribute(VpcId=vpc.id, Attribute="enableDnsHostnames")
    assert attribute["EnableDnsHostnames"]["Value"] is True


def test_a_cut_off_create_keeps_its_name_and_a_refused_one_does_not(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.aws.journal = Journal(tmp_path)
    resource = Resource("urn:role", "aws:iam/role:Role", "role")
    inputs = engine.aws.check(resource, {}, {"assumeRolePolicy": ASSUME}, b"first").inputs

    def no_answer(*_: object) -> None:
        raise Unanswered("CreateRole: no answer")

    with monkeypatch.context() as patched:
        patched.setattr(Caller, "call", no_answer)
        with pytest.raises(Unanswered):
            engine.aws.create(resource, inputs, 0, False, lambda id: None)
    again = engine.aws.check(resource, {}, {"assumeRolePolicy": ASSUME}, b"second").inputs
    assert again["name"] == inputs["name"]

    engine.create("aws:iam/role:Role", "other", name=inputs["name"], assumeRolePolicy=ASSUME)
    with pytest.raises(ResourceError, match="EntityAlreadyExists"):
        engine.aws.create(resource, again, 0, False, lambda id: None)
    after = engine.aws.check(resource, {}, {"assumeRolePolicy": ASSUME}, b"third").inputs
    assert after["name"] != inputs["name"]


def test_an_instance_takes_the_interface_that_was_made_for_it(engine: Engine) -> None:
    world = World(engine)
    instance = engine.create(
        "aws:ec2/instance:Instance",
        "nat",
        ami="ami-12c6146b",
        instanceType="t4g.nano",
        primaryNetworkInterface={"networkInterfaceId": world.interface},
        rootBlockDevice={"encrypted": True, "volumeSize": 8, "tags": {"Name": "nat"}},
    )
    assert instance.outputs["primaryNetworkInterfaceId"] == world.interface
    state = engine.read(instance)
    assert state is not None
    assert state.inputs["primaryNetworkInterface"] == {"networkInterfaceId": world.interface}
