from typing import Any

import pytest

from localcloud.kubernetes.provider.readiness import plain
from tests.localcloud.kubernetes.manifests import claim
from tests.localcloud.kubernetes.provider.readiness.stub_api import stub_api
from tests.localcloud.kubernetes.provider.readiness.test_workloads import words

CLASS = "/apis/storage.k8s.io/v1/storageclasses/gp3"


def with_status(phase: str | None = None, **conditions: str) -> dict[str, Any]:
    found = [{"type": type, "status": value, "message": "taken"} for type, value in conditions.items()]
    return {"status": {"phase": phase, "conditions": found}}


@pytest.mark.parametrize(
    ("phase", "mode", "expected"),
    [
        ("Bound", "Immediate", "ready"),
        ("Pending", "WaitForFirstConsumer", "ready"),
        ("Pending", "Immediate", "waiting: the claim is Pending"),
        ("Lost", "Immediate", "failed: the volume that it was bound to is gone"),
    ],
)
def test_claim(phase: str, mode: str, expected: str) -> None:
    api = stub_api({CLASS: {"volumeBindingMode": mode}})
    found = {**claim("data", "shop", "gp3"), "status": {"phase": phase}}
    assert words(plain.claim(found, api)) == expected


def test_claim_without_a_class_is_explained() -> None:
    found = {**claim("data", "shop", "gp3"), "metadata": {"namespace": "shop", "uid": "1"}}
    assert plain.explain_claim(found, stub_api({CLASS: {}})) == []
    assert plain.explain_claim(found, stub_api()) == ["there is no StorageClass 'gp3'"]
    del found["spec"]["storageClassName"]
    assert "no default StorageClass" in plain.explain_claim(found, stub_api())[0]


@pytest.mark.parametrize(
    ("phase", "expected"),
    [
        ("Active", "ready"),
        ("Terminating", "failed: the namespace is being deleted"),
        (None, "waiting: the namespace is None"),
    ],
)
def test_namespace(phase: str | None, expected: str) -> None:
    assert words(plain.namespace(with_status(phase), stub_api())) == expected


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"Established": "True"}, "ready"),
        ({"Established": "False", "NamesAccepted": "False"}, "failed: taken"),
        ({}, "waiting: the kind is not served yet"),
    ],
)
def test_definition(conditions: dict[str, str], expected: str) -> None:
    assert words(plain.definition(with_status(**conditions), stub_api())) == expected


def test_state_needs_no_more_words() -> None:
    assert plain.explain_nothing({}, stub_api()) == []
