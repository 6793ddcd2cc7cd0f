import pytest

from localcloud.kubernetes.errors import KubernetesError
from localcloud.kubernetes.instance_types import InstanceType, instance_type, instance_types


# From the EKS user guide's and the VPC CNI's table of pods per instance type.
@pytest.mark.parametrize(
    ("name", "pods"),
    [
        ("t4g.small", 11),
        ("t4g.medium", 17),
        ("t4g.large", 35),
        ("t3.large", 35),
        ("t3a.small", 8),
        ("m7g.medium", 8),
        ("m7g.large", 29),
        ("m6i.xlarge", 58),
        ("c7g.medium", 8),
    ],
)
def test_pod_limit_is_what_the_network_interfaces_allow(name: str, pods: int) -> None:
    assert instance_type(name).max_pods == pods
    assert instance_type(name).allocatable["pods"] == str(pods)


@pytest.mark.parametrize(("vcpu", "millicores"), [(1, 940), (2, 1930), (4, 3920), (8, 7910), (16, 15890)])
def test_allocatable_cpu_is_the_cores_less_the_kubelets_reserve(vcpu: int, millicores: int) -> None:
    kind = InstanceType("test", "arm64", vcpu, 4096, 0, 3, 6)
    assert kind.allocatable["cpu"] == f"{millicores}m"
    assert kind.capacity["cpu"] == str(vcpu)


def test_allocatable_memory_of_t4g_medium() -> None:
    kind = instance_type("t4g.medium")
    # 4096 advertised - 256 firmware and kernel; - (255 + 11 × 17 pods) kubelet - 100 eviction threshold.
    assert kind.capacity["memory"] == "3840Mi"
    assert kind.allocatable["memory"] == "3298Mi"


def test_disk_is_the_default_one_less_what_the_kubelet_keeps() -> None:
    kind = instance_type("t4g.medium")
    assert kind.capacity["ephemeral-storage"] == "20480Mi"
    assert kind.allocatable["ephemeral-storage"] == "17408Mi"  # a tenth for eviction, 1 GiB for the kubelet


def test_every_type_leaves_something_for_pods_and_names_its_architecture() -> None:
    for name, kind in instance_types().items():
        assert int(kind.allocatable["memory"].removesuffix("Mi")) > 0, name
        assert kind.arch == ("arm64" if name.split(".")[0].endswith("g") else "amd64"), name


def test_unknown_type_is_refused_with_the_known_ones() -> None:
    with pytest.raises(KubernetesError, match=r"'x9.mega' .*known are .*t4g\.medium.*add a line"):
        instance_type("x9.mega")
