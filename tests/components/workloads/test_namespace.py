import pulumi

from components.workloads.namespace import Namespace, NamespaceArgs
from components.workloads.priority import SCHEDULING, SERVING, WATCHING, WORKING
from stacks.charts import chart
from tests.components.workloads.pods import custom, inputs
from tests.recording import Recording, record

ARGS = NamespaceArgs(
    chart=chart("namespace"),
    priority_chart=chart("priority"),
    quota={"pods": "7"},
    certificates={"database.pem": "pem"},
)


def space(preview: bool) -> Recording:
    return record(lambda: Namespace("softfactory", ARGS), preview=preview)


def test_it_is_a_namespace_and_its_bounds(preview: bool) -> None:
    assert custom(space(preview)) == {
        ("kubernetes:core/v1:Namespace", "softfactory-namespace"),
        ("kubernetes:core/v1:ResourceQuota", "softfactory-bounds-resourcequota"),
        ("kubernetes:core/v1:LimitRange", "softfactory-defaults-limitrange"),
        ("kubernetes:networking.k8s.io/v1:NetworkPolicy", "softfactory-deny-all-networkpolicy"),
        ("kubernetes:networking.k8s.io/v1:NetworkPolicy", "softfactory-allow-dns-networkpolicy"),
        ("kubernetes:core/v1:ConfigMap", "certificates"),
        *(
            ("kubernetes:scheduling.k8s.io/v1:PriorityClass", f"{name}-priorityclass")
            for name in (SERVING, WATCHING, SCHEDULING, WORKING)
        ),
    }


def test_what_runs_in_it_is_restricted(preview: bool) -> None:
    metadata = inputs(space(preview), "core/v1:Namespace", "softfactory-namespace")["metadata"]
    assert metadata["name"] == "softfactory"
    for mode in ("enforce", "audit", "warn"):
        assert metadata["labels"][f"pod-security.kubernetes.io/{mode}"] == "restricted"
    assert metadata["labels"]["app.kubernetes.io/part-of"] == "softfactory"
    assert metadata["labels"]["app.kubernetes.io/component"] == "namespace"


def test_nothing_gets_in_or_out_that_no_rule_allows(preview: bool) -> None:
    kind = "networking.k8s.io/v1:NetworkPolicy"
    closed = inputs(space(preview), kind, "softfactory-deny-all-networkpolicy")["spec"]
    assert closed == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    names = inputs(space(preview), kind, "softfactory-allow-dns-networkpolicy")["spec"]
    assert names["policyTypes"] == ["Egress"]
    assert {port["port"] for rule in names["egress"] for port in rule["ports"]} == {53}


def test_what_serves_stays_longer_than_what_works(preview: bool) -> None:
    recording = space(preview)
    kind = "kubernetes:scheduling.k8s.io/v1:PriorityClass"
    values = [
        recording.one(kind, f"{name}-priorityclass").inputs["value"]
        for name in (SERVING, WATCHING, SCHEDULING, WORKING)
    ]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == 4


def test_all_of_it_together_is_bounded() -> None:
    quota = inputs(space(False), "core/v1:ResourceQuota", "softfactory-bounds-resourcequota")
    assert quota["spec"]["hard"] == {"pods": "7"}
    assert quota["metadata"]["namespace"] == "softfactory"


def test_its_name_is_known_once_its_rules_are_there() -> None:
    seen: list[object] = []

    def program() -> pulumi.Output[None]:
        made = Namespace("softfactory", ARGS)

        async def look() -> None:
            needs = await made.name.resources()
            seen.extend((await made.name.future(), {type(item).__name__ for item in needs}))
            seen.append(await made.certificates.future())

        return pulumi.Output.from_input(look())

    record(program, preview=False)
    kinds = {"Namespace", "ResourceQuota", "LimitRange", "NetworkPolicy", "PriorityClass"}
    assert seen == ["softfactory", kinds, "certificates-0a1b2c3d"]
