"""A Redis Cluster with TLS: masters that share the hash slots, and replicas that take over from them."""

import secrets
from pathlib import Path
from typing import Any

from redis import Redis
from redis.cluster import RedisCluster as Client
from redis.exceptions import RedisError

from app.backing.process import free_port, wait_until
from app.backing.redis import RedisServer
from app.backing.tls import Certificates

SLOTS = 16384
# A node that is silent for so long is failed over.
NODE_TIMEOUT_MILLISECONDS = 2000


class RedisCluster:
    def __init__(self, folder: Path, certificates: Certificates, masters: int, replicas_of_each: int) -> None:
        self._certificates = certificates
        self._masters = masters
        password = secrets.token_urlsafe(16)
        self.nodes = [
            RedisServer(folder / f"node-{number}", certificates, "allkeys-lru", password, _options(password))
            for number in range(masters * (1 + replicas_of_each))
        ]

    @property
    def url(self) -> str:
        return self.nodes[0].url

    def start(self) -> "RedisCluster":
        for node in self.nodes:
            node.start()
        first, ids = self.nodes[0], []
        for number, node in enumerate(self.nodes):
            with node.client() as client:
                if number < self._masters:
                    begin, end = (SLOTS * part // self._masters for part in (number, number + 1))
                    _ask(client, "ADDSLOTSRANGE", begin, end - 1)
                _ask(client, "SET-CONFIG-EPOCH", number + 1)
                _ask(client, "MEET", "127.0.0.1", first.port, first.cluster_port)
                ids.append(_ask(client, "MYID").decode())
        wait_until(
            lambda: all(len(self._known(node)) == len(self.nodes) for node in self.nodes), "the meeting"
        )
        for number, node in list(enumerate(self.nodes))[self._masters :]:
            with node.client() as client:
                _ask(client, "REPLICATE", ids[number % self._masters])
        wait_until(self._whole, "the cluster's replicas")
        return self

    def master_of(self, key: str) -> RedisServer:
        """The node that has the key now."""
        with self.client() as client:
            owner = client.get_node_from_key(key)
            assert owner is not None  # noqa: S101 - every slot is assigned
            return next(node for node in self.nodes if node.port == owner.port)

    def client(self) -> Client:
        return Client.from_url(self.url, ssl_ca_certs=str(self._certificates.ca_file), socket_timeout=2)

    def stop(self) -> None:
        for node in self.nodes:
            node.stop()

    @staticmethod
    def _known(node: RedisServer) -> list[str]:
        with node.client() as client:
            return [line for line in _ask(client, "NODES").decode().splitlines() if "handshake" not in line]

    def _whole(self) -> bool:
        """Every node sees every slot served, and every replica follows its master."""
        for number, node in enumerate(self.nodes):
            with node.client() as client:
                try:
                    state, replication = _ask(client, "INFO").decode(), client.info("replication")
                except RedisError:
                    return False
            following: Any = replication
            if "cluster_state:ok" not in state:
                return False
            if number >= self._masters and following.get("master_link_status") != "up":
                return False
        return True


def _options(password: str) -> dict[str, str]:
    return {
        "cluster-enabled": "yes", "cluster-config-file": "nodes.conf", "cluster-port": str(free_port()),
        "cluster-node-timeout": str(NODE_TIMEOUT_MILLISECONDS), "tls-cluster": "yes",
        "tls-replication": "yes",
        "masterauth": password, "repl-diskless-sync-delay": "0",
        "cluster-announce-hostname": "localhost", "cluster-preferred-endpoint-type": "hostname",
    }  # fmt: skip


def _ask(client: Redis, *command: str | int) -> bytes:
    answer: Any = client.execute_command("CLUSTER", *command)  # type: ignore[no-untyped-call]  # redis has no type here
    return answer if isinstance(answer, bytes) else str(answer).encode()
