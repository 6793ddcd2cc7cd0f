from typing import Any

import pytest

from localcloud.engine.plugin.values import UNKNOWN
from localcloud.kubernetes.provider import annotations


def with_annotations(**values: Any) -> dict[str, Any]:
    return {"metadata": {"annotations": {f"pulumi.com/{key}": value for key, value in values.items()}}}


def test_nothing_is_asked_for_without_annotations() -> None:
    bare: list[dict[str, Any]] = [{}, {"metadata": {}}, {"metadata": UNKNOWN}]
    for item in [*bare, {"metadata": {"annotations": UNKNOWN}}]:
        assert not annotations.skips_await(item)
        assert not annotations.forces(item)
        assert not annotations.is_autonamed(item)
        assert annotations.timeout_seconds(item) == 0
        assert annotations.manager(item) == ""
        assert annotations.propagation(item) == "Foreground"
        assert annotations.problems(item) == []


def test_what_is_asked_for() -> None:
    item = with_annotations(
        skipAwait="true",
        patchForce="true",
        autonamed="true",
        timeoutSeconds="90",
        patchFieldManager="us",
        deletionPropagationPolicy="orphan",
    )
    assert annotations.skips_await(item)
    assert annotations.forces(item)
    assert annotations.is_autonamed(item)
    assert annotations.timeout_seconds(item) == 90
    assert annotations.manager(item) == "us"
    assert annotations.propagation(item) == "Orphan"
    assert annotations.problems(item) == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("waitFor", "condition=Ready", "waitFor is not available"),
        ("replaceUnready", "true", "replaceUnready is not available"),
        ("timeoutSeconds", "soon", "is 'soon', a whole number of seconds"),
        ("deletionPropagationPolicy", "later", "is 'later', allowed are foreground, background, orphan"),
    ],
)
def test_what_cannot_be_followed_is_refused(name: str, value: str, words: str) -> None:
    [(path, reason)] = annotations.problems(with_annotations(**{name: value}))
    assert path == f'metadata.annotations["pulumi.com/{name}"]'
    assert words in reason
