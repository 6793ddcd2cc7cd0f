from pathlib import Path

import pytest

from localcloud.toolchain.cache import directory, root


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"SOFTFACTORY_CACHE": "/one"}, "/one"),
        ({"SOFTFACTORY_CACHE": "", "XDG_CACHE_HOME": "/two"}, "/two/softfactory"),
        ({"SOFTFACTORY_CACHE": "", "XDG_CACHE_HOME": "", "HOME": "/three"}, "/three/.cache/softfactory"),
    ],
)
def test_the_cache_is_outside_the_checkout(
    environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert root() == Path(expected)
    assert directory("etcd", "3.6.16") == Path(expected) / "etcd-3.6.16"
