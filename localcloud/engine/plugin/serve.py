"""Runs a provider plugin as the process that the Pulumi engine starts and talks to."""

import logging
import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc, provider_pb2_grpc

from localcloud.collector import spare_what_is_loaded
from localcloud.engine.plugin.journal import Journal
from localcloud.engine.plugin.provider import ProviderPlugin, Resource
from localcloud.engine.plugin.servicer import Servicer

_UNLIMITED = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
_THREADS = 64  # an await of a Kubernetes object holds its thread; the engine bounds how many run at once
_GRACE_SECONDS = 30


def serve(plugin: ProviderPlugin) -> None:
    """Serves until the engine ends: prints the port on stdout, finishes calls in hand at the end."""
    engine = os.getppid()
    _log_to_cloud(plugin)
    addresses = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    if addresses:
        _log_to_engine(plugin, addresses[-1])
    server = grpc.server(ThreadPoolExecutor(_THREADS), options=_UNLIMITED)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(
        Servicer(plugin, Journal.of_environment()), server
    )
    spare_what_is_loaded()
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    stop = threading.Event()
    # The engine starts plugins in process groups of their own, so SIGINT is its own word that it is done.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    while not stop.wait(0.5):
        if os.getppid() != engine:
            break
    plugin.cancelled.set()
    server.stop(_GRACE_SECONDS).wait()


def _log_to_engine(plugin: ProviderPlugin, address: str) -> None:
    stub = engine_pb2_grpc.EngineStub(grpc.insecure_channel(address, options=_UNLIMITED))

    def show(message: str, resource: Resource | None) -> None:
        request = engine_pb2.LogRequest(
            severity=engine_pb2.INFO, message=message, urn=resource.urn if resource else "", ephemeral=True
        )
        try:
            stub.Log(request)
        except grpc.RpcError:
            logging.getLogger(__name__).info("%s", message)

    plugin.log = show


def _log_to_cloud(plugin: ProviderPlugin) -> None:
    cloud = os.environ.get("SOFTFACTORY_CLOUD_DIR")
    if cloud:
        directory = Path(cloud) / "log"
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        logging.basicConfig(
            filename=directory / f"{type(plugin).__name__.lower()}.log",
            level=logging.WARNING,
            format="%(asctime)s %(process)d %(name)s %(levelname)s %(message)s",
        )
