from typing import Any

import pytest

from localcloud.kubernetes.api import Api
from localcloud.kubernetes.errors import ApiError, KubernetesError
from localcloud.kubernetes.fleet import Fleet
from localcloud.kubernetes.provider.cluster import Cluster, is_final
from localcloud.kubernetes.provider.kinds import Name, kind_of_object
from tests.localcloud.kubernetes.manifests import config_map, deployment, job, stateful_set

pytestmark = pytest.mark.engine


@pytest.fixture
def cluster(api: Api, namespace: str) -> Cluster:
    return Cluster(api, namespace)


def with_spec(item: dict[str, Any], **spec: Any) -> dict[str, Any]:
    return {**item, "spec": {**item["spec"], **spec}}


def test_object_without_a_namespace_goes_to_the_default_one(cluster: Cluster, namespace: str) -> None:
    item = config_map("web", namespace, a="1")
    del item["metadata"]["namespace"]
    assert cluster.apply(item, "us")["metadata"]["namespace"] == namespace
    assert cluster.find(kind_of_object(item), Name("web")) is not None


def test_namespace_is_dropped_where_the_kind_has_none(cluster: Cluster) -> None:
    item = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "default", "namespace": "x"}}
    assert cluster.name_of(item) == Name("default")
    assert cluster.find(kind_of_object(item), Name("default", "x")) is not None


def test_rehearsal_shows_what_would_be_and_changes_nothing(cluster: Cluster, namespace: str) -> None:
    item = deployment("web", namespace, 0)
    assert cluster.rehearse(item, "us").live is None
    cluster.apply(item, "us")
    rehearsal = cluster.rehearse(with_spec(item, replicas=7), "us")
    assert rehearsal.live is not None
    assert rehearsal.planned is not None
    assert (rehearsal.live["spec"]["replicas"], rehearsal.planned["spec"]["replicas"]) == (0, 7)
    assert cluster.find(kind_of_object(item), Name("web"))["spec"]["replicas"] == 0  # type: ignore[index]  # it is there


@pytest.mark.parametrize(
    ("make", "change", "refused"),
    [
        (deployment, {"selector": {"matchLabels": {"app": "web", "x": "y"}}}, "spec.selector"),
        (stateful_set, {"serviceName": "other"}, "spec"),
        (job, {"completions": 5}, "spec.completions"),
    ],
)
def test_server_names_the_fields_that_it_does_not_change(
    cluster: Cluster, namespace: str, make: Any, change: dict[str, Any], refused: str
) -> None:
    item = make("web", namespace)
    labels = {"app": "web", "x": "y"}
    item["spec"]["template"]["metadata"]["labels"] = labels
    cluster.apply(item, "us")
    assert cluster.rehearse(with_spec(item, **change), "us").refused == (refused,)


def test_mistake_is_not_taken_for_a_field_that_cannot_change(cluster: Cluster, namespace: str) -> None:
    item = deployment("web", namespace, 0)
    cluster.apply(item, "us")
    rehearsal = cluster.rehearse(with_spec(item, replicas=-1), "us")
    assert (rehearsal.planned, rehearsal.refused) == (None, ())


def test_existing_object_is_refused_unless_it_is_ours_or_wanted(cluster: Cluster, namespace: str) -> None:
    item, name = config_map("web", namespace, a="1"), Name("web", namespace)
    cluster.refuse_existing(item, name, "us", upsert=False)
    cluster.apply(item, "us")
    cluster.refuse_existing(item, name, "us", upsert=False)
    cluster.refuse_existing(item, name, "them", upsert=True)
    with pytest.raises(
        KubernetesError, match=f'configmaps "web" already exists: import it .its id is {name}'
    ):
        cluster.refuse_existing(item, name, "them", upsert=False)


def test_namespace_that_was_made_for_a_binding_is_taken_over(
    fleet: Fleet, cluster: Cluster, namespace: str
) -> None:
    fleet.bind("shared", "AmazonEKSViewPolicy", f"{namespace}-bound")
    for name, is_free in ((f"{namespace}-bound", True), (namespace, False)):
        item = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}
        if is_free:
            cluster.refuse_existing(item, Name(name), "us", upsert=False)
        else:
            with pytest.raises(KubernetesError, match="already exists"):
                cluster.refuse_existing(item, Name(name), "us", upsert=False)


def test_only_what_nothing_else_mends_is_final(cluster: Cluster, namespace: str) -> None:
    def error(item: dict[str, Any], manager: str = "us") -> ApiError:
        with pytest.raises(ApiError) as caught:
            cluster.apply(item, manager, dry_run=True)
        return caught.value

    cluster.apply(config_map("web", namespace, a="1"), "us")
    conflict = error(config_map("web", namespace, a="2"), "them")
    assert 'conflict with "us": .data.a' in str(conflict)
    assert is_final(conflict)
    assert is_final(error(with_spec(deployment("web", namespace), replicas=-1)))
    assert is_final(error(with_spec(deployment("web", namespace), replica=1)))
    assert not is_final(error(config_map("web", "no-such-namespace")))


def test_unknown_field_is_refused_by_name(cluster: Cluster, namespace: str) -> None:
    with pytest.raises(ApiError, match=r"\.spec\.replica"):
        cluster.apply(with_spec(deployment("web", namespace), replica=1), "us")
