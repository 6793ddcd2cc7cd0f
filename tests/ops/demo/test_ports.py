import socket

import pytest

from ops.demo.ports import free_port


def test_a_port_that_is_taken_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = free_port(), free_port()
    answers = iter((first, second))
    monkeypatch.setattr("ops.demo.ports.secrets.choice", lambda _: next(answers))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first))
        assert free_port() == second
