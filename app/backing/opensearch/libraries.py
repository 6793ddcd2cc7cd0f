"""OpenSearch's libraries, fetched once from Maven Central into the user's cache, and our node."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from app.backing.process import program

HERE = Path(__file__).parent
SOURCES = (HERE / "pom.xml", HERE / "SearchNode.java")


def folder() -> Path:
    """Where they are, or will be: another version of the sources is another folder."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "softfactory"
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in SOURCES)).hexdigest()
    return cache / f"opensearch-{digest[:12]}"


def install() -> Path:
    """The folder, filled; quick where it is filled already. Two who fill it at once do no harm."""
    made = folder()
    if made.is_dir():
        return made
    made.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=made.parent, prefix="opensearch-") as name:
        build = Path(name) / "build"
        build.mkdir()
        for source in SOURCES:
            shutil.copy(source, build)
        # Strict checksums: a library that does not match what Maven Central says of it is refused.
        fetch = ["--batch-mode", "--quiet", "--strict-checksums", "dependency:copy-dependencies"]
        _run(build, "mvn", *fetch, "-DincludeScope=runtime", "-DoutputDirectory=lib")
        _run(build, "javac", "-classpath", "lib/*", "SearchNode.java")
        try:
            build.rename(made)
        except OSError:
            if not made.is_dir():
                raise
    return made


def _run(where: Path, name: str, *arguments: str) -> None:
    done = subprocess.run(
        [program(name), *arguments], cwd=where, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode:
        said = (done.stdout + done.stderr).strip()[-2000:]
        raise RuntimeError(
            f"OpenSearch's libraries could not be had: {name} ended with {done.returncode}\n{said}"
        )
