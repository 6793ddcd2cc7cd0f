import stat
from pathlib import Path

import pytest

# Stands for the go command: answers what the toolchain asks and "builds" by writing the output file.
FAKE_GO = """#!/bin/sh
case "$1 $2" in
"env GOVERSION") echo "${FAKE_GO_VERSION:-go1.26.8}"; exit 0;;
list*) echo "$FAKE_GO_MODULE"; exit 0;;
esac
echo "$PWD $*" >> "$FAKE_GO_CALLS"
echo "go: downloading example.invalid/module v1.0.0" >&2
if [ -n "$FAKE_GO_FAILS" ]; then echo "$FAKE_GO_FAILS" >&2; exit 1; fi
sleep "${FAKE_GO_SECONDS:-0}" &
echo $! > "$FAKE_GO_CALLS.child"
wait $!
while [ "$1" != "-o" ]; do shift; done
printf 'built' > "$2"; chmod +x "$2"
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, so that no test sees or changes what is installed on this machine."""
    root = tmp_path / "cache"
    root.mkdir()
    monkeypatch.setenv("SOFTFACTORY_CACHE", str(root))
    return root


@pytest.fixture
def go_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Puts a go command that builds nothing first on PATH; the file gets one line per build."""
    script = tmp_path / "gobin" / "go"
    script.parent.mkdir()
    script.write_text(FAKE_GO)
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    calls = tmp_path / "calls"
    monkeypatch.setenv("FAKE_GO_CALLS", str(calls))
    monkeypatch.setenv("PATH", f"{script.parent}:/usr/bin:/bin")
    return calls
