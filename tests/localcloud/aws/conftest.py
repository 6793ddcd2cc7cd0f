"""The embedded AWS provider in this process, over moto's own mocks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from localcloud.aws import extension
from localcloud.aws.calls import Caller
from localcloud.aws.provider import Aws
from localcloud.engine.plugin.provider import Diff, Resource, State
from localcloud.engine.plugin.values import Properties
from tests.localcloud.aws.account import empty_account

DEFAULT_TAGS = {"project": "softfactory", "owner": "platform"}


@dataclass
class Deployed:
    """A resource as the engine would hold it in its state."""

    resource: Resource
    id: str
    inputs: Properties
    outputs: Properties


@dataclass
class Engine:
    """The part of the engine that a test needs: check, then create, update, read or delete."""

    aws: Aws
    created: list[Deployed] = field(default_factory=list)

    def create(self, type: str, name: str = "thing", /, **inputs: Any) -> Deployed:
        resource = Resource(f"urn:pulumi:test::softfactory::{type}::{name}", type, name)
        checked = self.aws.check(resource, {}, inputs, b"seed")
        assert not checked.failures, checked.failures
        id, outputs = self.aws.create(resource, checked.inputs, 0, False, lambda id: None)
        deployed = Deployed(resource, id, checked.inputs, outputs)
        self.created.append(deployed)
        return deployed

    def plan(self, deployed: Deployed, /, **inputs: Any) -> tuple[Properties, Diff]:
        checked = self.aws.check(deployed.resource, deployed.inputs, inputs, b"other seed")
        assert not checked.failures, checked.failures
        diff = self.aws.diff(
            deployed.resource, deployed.id, deployed.inputs, deployed.outputs, checked.inputs
        )
        return checked.inputs, diff

    def update(self, deployed: Deployed, /, **inputs: Any) -> Diff:
        news, diff = self.plan(deployed, **inputs)
        assert not any(change.replaces for change in diff.changes.values()), diff
        deployed.outputs = self.aws.update(
            deployed.resource, deployed.id, deployed.inputs, deployed.outputs, news, 0, False
        )
        deployed.inputs = news
        return diff

    def read(self, deployed: Deployed) -> State | None:
        return self.aws.read(deployed.resource, deployed.id, deployed.inputs, deployed.outputs)

    def delete(self, deployed: Deployed) -> None:
        self.aws.delete(deployed.resource, deployed.id, deployed.inputs, deployed.outputs, 0)


@pytest.fixture(scope="session")
def caller() -> Iterator[Caller]:
    """One for all tests: boto3's clients take longer to make than to use."""
    extension.install()
    with pytest.MonkeyPatch.context() as environment:  # a client keeps the credentials that it is made with
        environment.setenv("AWS_ACCESS_KEY_ID", "testing")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        yield Caller("us-east-1")


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, caller: Caller) -> Iterator[Engine]:
    """A provider for us-east-1 with default tags, on an empty account."""
    monkeypatch.setattr("localcloud.aws.provider.Caller", lambda region: caller)
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    with empty_account():
        aws = Aws()
        aws.configure({"region": "us-east-1", "defaultTags": {"tags": DEFAULT_TAGS}})
        yield Engine(aws)
