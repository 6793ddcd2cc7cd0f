"""Builds the image with buildah, without a daemon and without a registry: `python -m app.image.build [TAG]`.

BASE in the environment names another base, such as one with its digest; without it the base is made here by
debootstrap, once a week, from Debian's own archive.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from app.backing.process import program

ROOT = Path(__file__).parents[2]
REPOSITORY = "localhost/softfactory/app"
BASE = "localhost/softfactory/debian:bookworm-slim"
SUITE = "bookworm"
ARCHIVE = "http://deb.debian.org/debian"
SOURCES = f"""deb {ARCHIVE} {SUITE} main
deb {ARCHIVE} {SUITE}-updates main
deb {ARCHIVE}-security {SUITE}-security main
"""
# After so long the base is made anew, with what Debian has mended since.
BASE_SECONDS = 7 * 86400
# Works where containers cannot be nested: no namespaces are asked for.
ISOLATION = ("--isolation", "chroot")


def build(tag: str = "dev") -> str:
    """The name of the image, which is built where something in it has changed."""
    name = f"{REPOSITORY}:{tag}"
    base = os.environ.get("BASE") or _own_base()
    options = ["--layers", "--format", "docker", "--build-arg", f"BASE={base}", "--tag", name]
    options += ["--pull=never"] if base.startswith("localhost/") else ["--pull"]
    if authority := os.environ.get("PIP_CERT"):
        options += ["--secret", f"id=ca,src={authority}", "--build-arg", "PIP_CERT=/run/build-ca.pem"]
    _say(f"image {name}: building on {base} …")
    _run(program("buildah"), "bud", *ISOLATION, *options, "--file", "app/image/Dockerfile", ".")
    return name


def _own_base() -> str:
    if _age_of(BASE) > BASE_SECONDS:
        _say(f"base image {BASE}: making it of Debian's packages …")
        with tempfile.TemporaryDirectory(prefix="softfactory-base-") as folder:
            root, archive = Path(folder, "root"), Path(folder, "base.tar")
            try:
                _run(program("debootstrap"), "--variant=minbase", SUITE, str(root), ARCHIVE)
            finally:
                # Cut short, it leaves this mounted, and the folder is about to be deleted.
                subprocess.run([program("umount"), "-q", str(root / "proc")], check=False)
            (root / "etc/apt/sources.list").write_text(SOURCES)
            leave_out = ["./proc/*", "./sys/*", "./var/cache/apt/archives/*.deb", "./var/lib/apt/lists/*"]
            excluded = [f"--exclude={pattern}" for pattern in leave_out]
            _run("tar", "-C", str(root), *excluded, "-cf", str(archive), ".")
            _run(program("podman"), "import", str(archive), BASE)
    return BASE


def _age_of(image: str) -> float:
    """Seconds since `image` was made; infinite where there is none."""
    command = [program("podman"), "image", "inspect", "--format", "{{.Created.Unix}}", image]
    made = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return time.time() - float(made) if made else float("inf")


def _run(*command: str) -> None:
    done = subprocess.run(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:3])} … ended with {done.returncode}:\n{done.stdout[-4000:]}")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main(arguments: Sequence[str]) -> None:
    print(build(*arguments))


if __name__ == "__main__":
    main(sys.argv[1:])
