"""The provider as a process of its own, spoken to over gRPC as the Pulumi engine speaks to it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import grpc
from pulumi.runtime.proto import provider_pb2 as pb
from pulumi.runtime.proto import provider_pb2_grpc
from pulumi.runtime.proto.status_pb2 import Status

from localcloud.engine.plugin.values import decode, encode

Properties = dict[str, Any]


class PluginProcess:
    """One running plugin, configured once."""

    def __init__(self, config: Properties, cloud: Path | None = None) -> None:
        environment = {**os.environ, **({"SOFTFACTORY_CLOUD_DIR": str(cloud)} if cloud else {})}
        command = [sys.executable, "-m", "localcloud.kubernetes.provider"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        assert self._process.stdout is not None
        self._channel = grpc.insecure_channel(f"127.0.0.1:{self._process.stdout.readline().strip()}")
        self.stub = provider_pb2_grpc.ResourceProviderStub(self._channel)
        self.stub.Configure(pb.ConfigureRequest(args=encode(config), acceptSecrets=True))

    def stop(self) -> None:
        self._channel.close()
        self._process.terminate()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


class Resource:
    """One resource of a program; its state is kept here, as the engine keeps it."""

    def __init__(self, plugin: PluginProcess, type: str, name: str, stack: str = "phase1") -> None:
        self._stub: Any = plugin.stub
        urn = f"urn:pulumi:{stack}::softfactory::{type}::{name}"
        self.urn = urn
        self._identity: dict[str, Any] = {"urn": urn, "type": type, "name": name}
        self.id = ""
        self.inputs: Properties = {}
        self.outputs: Properties = {}

    def check(self, inputs: Properties, seed: bytes = b"7") -> pb.CheckResponse:
        state: dict[str, Any] = {"olds": encode(self.inputs), "news": encode(inputs), **self._identity}
        answer: pb.CheckResponse = self._stub.Check(pb.CheckRequest(randomSeed=seed, **state))
        return answer

    def up(self, inputs: Properties, timeout: float = 30) -> str:
        """What `pulumi up` does with it: "create", "same", "update"; a "replace" is said and not done."""
        checked = self.check(inputs)
        assert not checked.failures, checked.failures
        news = decode(checked.inputs)
        if not self.id:
            created = self.create(news, timeout)
            self.id, self.inputs, self.outputs = created.id, news, decode(created.properties)
            return "create"
        diff = self.diff(news)
        if diff.replaces:
            return "replace"
        outcome = "same"
        if diff.changes == pb.DiffResponse.DIFF_SOME:
            self.outputs = decode(self.update(news, timeout).properties)
            outcome = "update"
        self.inputs = news
        return outcome

    def create(self, news: Properties, timeout: float = 30, preview: bool = False) -> pb.CreateResponse:
        run: dict[str, Any] = {"timeout": timeout, "preview": preview, **self._identity}
        answer: pb.CreateResponse = self._stub.Create(pb.CreateRequest(properties=encode(news), **run))
        return answer

    def diff(self, news: Properties) -> pb.DiffResponse:
        answer: pb.DiffResponse = self._stub.Diff(pb.DiffRequest(news=encode(news), **self._state()))
        return answer

    def update(self, news: Properties, timeout: float = 30, preview: bool = False) -> pb.UpdateResponse:
        run: dict[str, Any] = {"timeout": timeout, "preview": preview, **self._state()}
        answer: pb.UpdateResponse = self._stub.Update(pb.UpdateRequest(news=encode(news), **run))
        return answer

    def refresh(self) -> bool:
        """Reads the object back; False if it is gone. With nothing but an id in the state it is an import."""
        kept: dict[str, Any] = {"id": self.id, **self._identity}
        kept |= {"properties": encode(self.outputs), "inputs": encode(self.inputs)}
        answer = self._stub.Read(pb.ReadRequest(**kept))
        self.id, self.inputs, self.outputs = answer.id, decode(answer.inputs), decode(answer.properties)
        return bool(answer.id)

    def delete(self, timeout: float = 30) -> None:
        self._stub.Delete(
            pb.DeleteRequest(
                id=self.id,
                properties=encode(self.outputs),
                old_inputs=encode(self.inputs),
                timeout=timeout,
                **self._identity,
            )
        )
        self.id = ""

    def _state(self) -> dict[str, Any]:
        old = {"olds": encode(self.outputs), "old_inputs": encode(self.inputs)}
        return {"id": self.id, **old, **self._identity}


def partial(error: grpc.RpcError) -> pb.ErrorResourceInitFailed:
    """What the engine reads of a resource that was made but is not ready."""
    trailing: Any = error.trailing_metadata()
    details = next(value for key, value in trailing if key == "grpc-status-details-bin")
    failed = pb.ErrorResourceInitFailed()
    assert Status.FromString(details).details[0].Unpack(failed)
    return failed
