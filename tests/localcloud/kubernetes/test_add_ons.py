from collections.abc import Iterator
from typing import Any

import pytest

from localcloud.aws.extension.eks.versions import ADD_ONS
from localcloud.kubernetes.add_ons import AddOn, objects_of
from localcloud.kubernetes.api import Api
from localcloud.kubernetes.fleet import Fleet
from tests.localcloud.kubernetes.conftest import NODES
from tests.localcloud.kubernetes.waiting import eventually

ALL = [
    AddOn(name=name)
    for name in ("vpc-cni", "kube-proxy", "eks-pod-identity-agent", "coredns", "metrics-server")
]
DISKS = AddOn(name="aws-ebs-csi-driver", settings={"controller": {"replicaCount": 1}})
LABEL = "softfactory.invalid/add-on"


@pytest.fixture
def pods(fleet: Fleet, api: Api) -> Iterator[Any]:
    """How many pods of each add-on run, by the names of their workloads."""

    def running() -> dict[str, int]:
        found: dict[str, int] = {}
        for pod in api.items("/api/v1/namespaces/kube-system/pods", labelSelector=LABEL):
            if pod["status"].get("phase") == "Running":
                name = pod["metadata"]["labels"]["k8s-app"]
                found[name] = found.get(name, 0) + 1
        return found

    yield running
    fleet.sync_add_ons("shared", [])
    eventually(running, lambda found: not found)


@pytest.mark.engine
def test_an_add_on_has_its_pods_as_long_as_it_is_there(fleet: Fleet, pods: Any) -> None:
    fleet.sync_add_ons("shared", [*ALL, DISKS])
    everywhere = len(NODES)
    expected = {
        "aws-node": everywhere,
        "kube-proxy": everywhere,
        "eks-pod-identity-agent": everywhere,
        "ebs-csi-node": everywhere,
        "coredns": 2,
        "metrics-server": 2,
        "ebs-csi-controller": 1,
    }
    eventually(pods, lambda found: found == expected)
    # Again, with other settings and without the disks.
    one = AddOn(name="coredns", settings={"replicaCount": 1})
    fleet.sync_add_ons("shared", [ALL[0], one])
    eventually(pods, lambda found: found == {"aws-node": everywhere, "coredns": 1})


def test_what_they_ask_for_is_taken_from_the_nodes() -> None:
    def asked(add_on: AddOn) -> list[dict[str, str]]:
        specs = [item["spec"]["template"]["spec"] for item in objects_of(add_on)]
        return [spec["containers"][0]["resources"]["requests"] for spec in specs]

    assert asked(AddOn(name="metrics-server")) == [{"cpu": "100m", "memory": "200Mi"}]
    assert asked(DISKS) == [{"cpu": "60m", "memory": "240Mi"}, {"cpu": "30m", "memory": "120Mi"}]
    assert asked(AddOn(name="cert-manager")) == []
    assert {add_on.name for add_on in (*ALL, DISKS)} <= ADD_ONS.keys()
