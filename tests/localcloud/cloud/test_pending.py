from typing import Any

from localcloud.cloud.pending import adopt

OLD: dict[str, Any] = {"urn": "urn:a", "id": "old", "type": "t"}
NEW: dict[str, Any] = {"urn": "urn:a", "type": "t", "inputs": {"size": 1}}


def deployment(resource: dict[str, Any], kind: str, *existing: dict[str, Any]) -> dict[str, Any]:
    return {"resources": list(existing), "pending_operations": [{"resource": resource, "type": kind}]}


def test_a_create_with_a_known_id_becomes_a_resource_with_its_inputs() -> None:
    state = deployment(NEW, "creating")
    adopt(state, {"urn:a": "i-1"})
    assert state == {"resources": [{**NEW, "id": "i-1"}]}


def test_a_create_that_got_nowhere_is_forgotten() -> None:
    state = deployment(NEW, "creating")
    adopt(state, {})
    assert state == {"resources": []}


def test_an_update_or_deletion_leaves_the_resource_as_the_state_has_it() -> None:
    for kind in ("updating", "deleting"):
        state = deployment(OLD, kind, OLD)
        adopt(state, {"urn:a": "i-1"})
        assert state == {"resources": [OLD]}


def test_the_predecessor_of_a_replacement_is_deleted_next() -> None:
    state = deployment(NEW, "creating", dict(OLD))
    adopt(state, {"urn:a": "new"})
    assert state["resources"] == [{**OLD, "delete": True}, {**NEW, "id": "new"}]


def test_a_predecessor_that_was_deleted_before_is_a_reminder_that_goes() -> None:
    state = deployment(NEW, "creating", {**OLD, "pendingReplacement": True})
    adopt(state, {"urn:a": "new"})
    assert state["resources"] == [{**NEW, "id": "new"}]
