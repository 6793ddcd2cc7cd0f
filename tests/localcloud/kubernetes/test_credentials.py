import sys
from typing import Any

import pytest
import time_machine

from localcloud.kubernetes.credentials import ExecCredential, without_exec
from localcloud.kubernetes.errors import KubernetesError, UnreachableError

VERSION = "client.authentication.k8s.io/v1beta1"
PRINT = """
import json, itertools, sys
print(json.dumps({"apiVersion": "%s", "kind": "ExecCredential", "status": %s}))
"""


def spec(code: str) -> dict[str, Any]:
    return {"apiVersion": VERSION, "command": sys.executable, "args": ["-c", code]}


def credential(code: str) -> ExecCredential:
    return ExecCredential(spec(code), ".", {})


def test_token_is_asked_for_once_and_again_when_forgotten() -> None:
    found = credential(PRINT % (VERSION, '{"token": str(__import__("os").getpid())}'))
    first = found.token()
    assert first.startswith("Bearer ")
    assert found.token() == first
    found.forget()
    assert found.token() != first


def test_token_is_renewed_before_it_expires() -> None:
    status = '{"token": str(__import__("os").getpid()), "expirationTimestamp": "2030-01-01T00:14:00Z"}'
    found = credential(PRINT % (VERSION, status))
    with time_machine.travel("2030-01-01T00:00:00Z", tick=False):
        first = found.token()
    with time_machine.travel("2030-01-01T00:12:59Z", tick=False):
        assert found.token() == first
    with time_machine.travel("2030-01-01T00:13:01Z", tick=False):
        assert found.token() != first


def test_failing_command_is_quoted() -> None:
    with pytest.raises(UnreachableError, match=r"no token .*-c.* failed: .*Unable to locate credentials"):
        credential("raise SystemExit('Unable to locate credentials')").token()


def test_missing_command_is_named() -> None:
    with pytest.raises(UnreachableError, match=r"`no-such-command get` failed"):
        ExecCredential(
            {"apiVersion": VERSION, "command": "no-such-command", "args": ["get"]}, ".", {}
        ).token()


def test_command_without_a_token_is_refused() -> None:
    with pytest.raises(UnreachableError, match="printed none, but clientKeyData"):
        credential(PRINT % (VERSION, '{"clientKeyData": "x"}')).token()


def kubeconfig(user: dict[str, Any]) -> dict[str, Any]:
    return {
        "current-context": "one",
        "clusters": [{"name": "c", "cluster": {}}],
        "users": [{"name": "u", "user": user}],
        "contexts": [{"name": "one", "context": {"cluster": "c", "user": "u"}}],
    }


def test_command_is_taken_out_of_a_copy() -> None:
    original = kubeconfig({"exec": spec("")})
    document, found = without_exec(original, None, ".")
    assert found is not None
    assert document["users"][0]["user"] == {}
    assert "exec" in original["users"][0]["user"]


def test_command_of_another_user_is_left_alone() -> None:
    document = kubeconfig({"token": "static"})
    document["users"].insert(0, {"name": "other", "user": {"exec": spec("")}})
    stripped, found = without_exec(document, None, ".")
    assert found is None
    assert "exec" in stripped["users"][0]["user"]


def test_user_without_a_command_has_no_such_credential() -> None:
    document, found = without_exec(kubeconfig({"token": "static"}), "one", ".")
    assert found is None
    assert document["users"][0]["user"] == {"token": "static"}


def test_unknown_context_is_refused() -> None:
    with pytest.raises(KubernetesError, match="no context 'two'"):
        without_exec(kubeconfig({}), "two", ".")
