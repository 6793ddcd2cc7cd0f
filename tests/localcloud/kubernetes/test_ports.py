import socket
import threading

import pytest

from localcloud.kubernetes import ports
from localcloud.kubernetes.errors import KubernetesError


def test_chosen_port_is_free_and_below_the_range_of_outgoing_connections() -> None:
    port = ports.choose()
    assert ports.is_free(port)
    assert 1024 < port < 32768


def test_port_in_use_is_not_free() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        assert not ports.is_free(server.getsockname()[1])


def test_port_is_open_while_someone_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert ports.is_open(port)
    assert not ports.is_open(port)


def test_port_that_is_let_go_becomes_free() -> None:
    server = socket.create_server(("127.0.0.1", 0))
    port = server.getsockname()[1]
    assert not ports.becomes_free(port, 0.05)
    threading.Timer(0.1, server.close).start()
    assert ports.becomes_free(port, 10)


def test_ports_to_avoid_are_avoided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "_HIGHEST", 20002)
    monkeypatch.setattr(ports, "is_free", lambda port: True)
    assert ports.choose(frozenset({20000})) == 20001


def test_no_free_port_says_where_it_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "is_free", lambda port: False)
    with pytest.raises(KubernetesError, match=r"127\.0\.0\.1 between 20000 and 32000.*make down"):
        ports.choose()
