import json
from typing import Any

from localcloud.cloud import stacks, state
from localcloud.cloud.cloud import Cloud

SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:x"}


def write(cloud: Cloud, latest: dict[str, Any] | None) -> None:
    path = stacks.checkpoint(cloud, "one")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"version": 3, "checkpoint": {"stack": "one", "latest": latest}}))


def test_a_stack_that_was_never_deployed_is_empty(cloud: Cloud) -> None:
    assert state.read(cloud, "one") == state.State()
    write(cloud, None)
    assert state.read(cloud, "one") == state.State()


def test_resources_and_pending_operations_are_those_of_the_checkpoint(cloud: Cloud) -> None:
    resource, operation = {"type": "a:b:C", "urn": "u"}, {"type": "creating", "resource": {"urn": "v"}}
    write(cloud, {"resources": [resource], "pending_operations": [operation]})
    assert state.read(cloud, "one") == state.State([resource], [operation])


def test_outputs_are_those_of_the_stack_without_secrets_at_any_depth(cloud: Cloud) -> None:
    outputs = {"a": 1, "secret": SECRET, "deep": {"list": [{"in": SECRET}]}, "plain": {"list": ["x"]}}
    write(cloud, {"resources": [{"type": "pulumi:pulumi:Stack", "urn": "u", "outputs": outputs}]})
    assert state.read(cloud, "one").outputs == {"a": 1, "plain": {"list": ["x"]}}


def test_the_changes_are_those_of_the_newest_update(cloud: Cloud) -> None:
    assert state.changes(cloud, "one") == {}
    history = cloud.backend / ".pulumi" / "history" / "throwaway" / "one"
    history.mkdir(parents=True)
    for time, changes in ((1795457877871551761, {"create": 2}), (1795457877871551999, {"same": 2})):
        (history / f"one-{time}.history.json").write_text(json.dumps({"resourceChanges": changes}))
        (history / f"one-{time}.checkpoint.json").write_text("{}")
    assert state.changes(cloud, "one") == {"same": 2}
