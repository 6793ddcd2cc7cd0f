"""Over real gRPC: secrets stay marked, errors keep their words, a half-made resource keeps its id."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc, status_pb2

from localcloud.engine.plugin.journal import Journal
from localcloud.engine.plugin.provider import (
    Change,
    Checked,
    Diff,
    PartialCreate,
    PropertyChange,
    ProviderPlugin,
    Resource,
    ResourceError,
    State,
)
from localcloud.engine.plugin.servicer import Servicer
from localcloud.engine.plugin.values import UNKNOWN, Properties, Secret, decode, encode

URN = "urn:pulumi:phase2::softfactory::softfactory:data:PostgresCluster$test:index:Thing::thing"


class Things(ProviderPlugin):
    """Makes things in a dictionary; a thing called `bad` fails, one called `half` is only half made."""

    version = "1.0.0"

    def configure(self, config: Properties) -> None:
        self.config = config

    def secret_outputs(self, type: str) -> frozenset[str]:
        return frozenset({"token"})

    def check(self, resource: Resource, olds: Properties, news: Properties, seed: bytes) -> Checked:
        return Checked(news, [("size", "too big")] if news.get("size") == 99 else ())

    def diff(
        self, resource: Resource, id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Diff:
        changed = [key for key in news if news[key] != old_inputs.get(key)]
        return Diff({key: PropertyChange(Change.UPDATE, replaces=key == "engine") for key in changed}, True)

    def create(
        self,
        resource: Resource,
        inputs: Properties,
        timeout: float,
        preview: bool,
        created: Callable[[str], None],
    ) -> tuple[str, Properties]:
        if preview:
            return "", {**inputs, "endpoint": UNKNOWN}
        if inputs.get("name") == "bad":
            raise ResourceError("InvalidParameterValue: bad is not a name")
        if inputs.get("name") == "defect":
            raise KeyError("whoops")
        created("thing-1")
        if inputs.get("name") == "half":
            raise PartialCreate("thing-1", inputs, ["0/1 nodes are available: 1 Insufficient cpu"])
        return "thing-1", {**inputs, "token": "t", "type": resource.type, "name_": resource.name}

    def read(self, resource: Resource, id: str, inputs: Properties, outputs: Properties) -> State | None:
        if id == "unready":
            raise PartialCreate(id, outputs, ["not ready"], inputs)
        return None if id == "gone" else State(id, inputs, outputs)

    def update(
        self,
        resource: Resource,
        id: str,
        old_inputs: Properties,
        old_outputs: Properties,
        inputs: Properties,
        timeout: float,
        preview: bool,
    ) -> Properties:
        return inputs

    def delete(
        self, resource: Resource, id: str, inputs: Properties, outputs: Properties, timeout: float
    ) -> None:
        return None


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal")


@pytest.fixture
def provider(journal: Journal) -> Iterator[provider_pb2_grpc.ResourceProviderStub]:
    server = grpc.server(ThreadPoolExecutor(4))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Servicer(Things(), journal), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield provider_pb2_grpc.ResourceProviderStub(channel)
    server.stop(None)


def _create(
    provider: provider_pb2_grpc.ResourceProviderStub, **inputs: object
) -> provider_pb2.CreateResponse:
    request = provider_pb2.CreateRequest(urn=URN, properties=encode(inputs))
    response: provider_pb2.CreateResponse = provider.Create(request)
    return response


def test_secret_inputs_and_secret_outputs_come_back_marked(
    provider: provider_pb2_grpc.ResourceProviderStub, journal: Journal
) -> None:
    response = _create(provider, name="a", password=Secret("p"))
    assert response.id == "thing-1"
    outputs = decode(response.properties)
    assert outputs["password"] == Secret("p")
    assert outputs["token"] == Secret("t")
    assert (outputs["type"], outputs["name_"]) == ("test:index:Thing", "thing")
    assert journal.id_of(URN) == "thing-1"


def test_an_error_keeps_its_words(provider: provider_pb2_grpc.ResourceProviderStub, journal: Journal) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        _create(provider, name="bad")
    assert caught.value.details() == "InvalidParameterValue: bad is not a name"
    assert journal.id_of(URN) is None


def test_a_defect_says_where(provider: provider_pb2_grpc.ResourceProviderStub) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        _create(provider, name="defect")
    assert caught.value.code() is grpc.StatusCode.INTERNAL
    details = caught.value.details() or ""
    assert "test:index:Thing 'thing'" in details
    assert "whoops" in details


def test_a_half_made_resource_keeps_id_state_and_reasons(
    provider: provider_pb2_grpc.ResourceProviderStub,
) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        _create(provider, name="half", password=Secret("p"))
    details = _half_made(caught.value)
    assert details.id == "thing-1"
    assert list(details.reasons) == ["0/1 nodes are available: 1 Insufficient cpu"]
    assert decode(details.properties)["password"] == Secret("p")


def test_a_diff_has_paths_and_respects_ignored_ones(provider: provider_pb2_grpc.ResourceProviderStub) -> None:
    request = provider_pb2.DiffRequest(
        urn=URN,
        id="thing-1",
        old_inputs=encode({"engine": "a", "size": 1, "password": Secret("p")}),
        news=encode({"engine": "b", "size": 2, "password": Secret("p"), "image": "x"}),
        ignoreChanges=["image"],
    )
    diff = provider.Diff(request)
    assert set(diff.detailedDiff) == {"engine", "size"}
    assert list(diff.replaces) == ["engine"]
    assert diff.deleteBeforeReplace
    assert diff.changes == provider_pb2.DiffResponse.DIFF_SOME


def test_no_difference_is_said_so(provider: provider_pb2_grpc.ResourceProviderStub) -> None:
    same = encode({"size": 1})
    diff = provider.Diff(provider_pb2.DiffRequest(urn=URN, id="thing-1", old_inputs=same, news=same))
    assert diff.changes == provider_pb2.DiffResponse.DIFF_NONE


def test_failures_of_check_name_the_property(provider: provider_pb2_grpc.ResourceProviderStub) -> None:
    response = provider.Check(
        provider_pb2.CheckRequest(urn=URN, news=encode({"size": 99, "password": Secret("p")}))
    )
    assert [(failure.property, failure.reason) for failure in response.failures] == [("size", "too big")]
    assert decode(response.inputs)["password"] == Secret("p")


def test_a_preview_promises_unknown_outputs(provider: provider_pb2_grpc.ResourceProviderStub) -> None:
    request = provider_pb2.CreateRequest(urn=URN, properties=encode({"name": "a"}), preview=True)
    assert decode(provider.Create(request).properties)["endpoint"] is UNKNOWN


def test_what_is_gone_reads_as_no_id_and_a_deleted_one_is_forgotten(
    provider: provider_pb2_grpc.ResourceProviderStub, journal: Journal
) -> None:
    assert provider.Read(provider_pb2.ReadRequest(urn=URN, id="gone")).id == ""
    _create(provider, name="a")
    provider.Delete(provider_pb2.DeleteRequest(urn=URN, id="thing-1"))
    assert journal.id_of(URN) is None


def test_a_function_that_is_not_there_is_named(provider: provider_pb2_grpc.ResourceProviderStub) -> None:
    with pytest.raises(grpc.RpcError, match="test:index/getThing:getThing"):
        provider.Invoke(provider_pb2.InvokeRequest(tok="test:index/getThing:getThing"))


def test_a_refresh_of_what_is_not_ready_keeps_its_secrets(
    provider: provider_pb2_grpc.ResourceProviderStub,
) -> None:
    secret = encode({"password": Secret("p")})
    with pytest.raises(grpc.RpcError) as caught:
        provider.Read(provider_pb2.ReadRequest(urn=URN, id="unready", inputs=secret, properties=secret))
    details = _half_made(caught.value)
    assert decode(details.properties)["password"] == Secret("p")
    assert decode(details.inputs)["password"] == Secret("p")


def _half_made(error: grpc.RpcError) -> provider_pb2.ErrorResourceInitFailed:
    metadata = {item.key: item.value for item in error.trailing_metadata()}
    status = status_pb2.Status.FromString(metadata["grpc-status-details-bin"])
    details = provider_pb2.ErrorResourceInitFailed()
    assert status.details[0].Unpack(details)
    return details
