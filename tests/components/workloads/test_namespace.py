import pulumi

from components.workloads.namespace import Namespace, NamespaceArgs
from stacks.charts import chart
from tests.recording import record


def test_what_runs_in_it_is_restricted(preview: bool) -> None:
    args = NamespaceArgs(chart=chart("namespace"))
    recording = record(lambda: Namespace("softfactory", args), preview=preview)
    assert recording.children("softfactory:workloads:Namespace", "softfactory") == {
        ("kubernetes:core/v1:Namespace", "softfactory-namespace")
    }
    metadata = recording.one("kubernetes:core/v1:Namespace", "softfactory-namespace").inputs["metadata"]
    assert metadata["name"] == "softfactory"
    for mode in ("enforce", "audit", "warn"):
        assert metadata["labels"][f"pod-security.kubernetes.io/{mode}"] == "restricted"
    assert metadata["labels"]["app.kubernetes.io/part-of"] == "softfactory"
    assert metadata["labels"]["app.kubernetes.io/component"] == "namespace"


def test_its_name_is_known_once_it_is_there() -> None:
    seen: list[object] = []

    def program() -> pulumi.Output[None]:
        made = Namespace("softfactory", NamespaceArgs(chart=chart("namespace")))

        async def look() -> None:
            needs = await made.name.resources()
            seen.extend((await made.name.future(), {type(item).__name__ for item in needs}))

        return pulumi.Output.from_input(look())

    record(program, preview=False)
    assert seen == ["softfactory", {"Namespace"}]
