"""A checkout whose clouds are its own: commands as people give them, and the clouds as programs see them."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from kubernetes import client, config

from localcloud.cloud.cloud import Cloud, foreign

HERE = Path(__file__).parents[2]
# As the Makefile does, so that the program finds what it expects.
PREPARE = ("--prepare", "python -m ops.bootstrap")


@dataclass(frozen=True)
class Checkout:
    """The directory of the program, and the directory of its embedded clouds.

    Without `checkpoints` the engine writes its state when an update ends, not at each step.
    """

    root: Path
    clouds: Path
    checkpoints: bool = False

    @classmethod
    def copied(cls, root: Path, clouds: Path) -> "Checkout":
        """The program as it is in the working tree, in a place where it may be changed."""
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=HERE,
            capture_output=True,
            text=True,
            check=True,
        )
        for name in filter(None, listed.stdout.split("\0")):
            if (HERE / name).is_file():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(HERE / name, root / name)
        (root / ".venv").symlink_to(Path(sys.prefix))
        return cls(root, clouds)

    def variables(self) -> dict[str, str]:
        """The environment of a person's shell, without what another cloud may have left there."""
        own = {key: value for key, value in os.environ.items() if key not in foreign()}
        hasty = {} if self.checkpoints else {"PULUMI_SKIP_CHECKPOINTS": "true"}
        return {**own, **hasty, "SOFTFACTORY_CLOUDS": str(self.clouds)}

    def start(self, *command: str) -> subprocess.Popen[str]:
        """`python -m localcloud …`, running; a cloud is prepared before the engine comes."""
        prepare = PREPARE if command[0] in {"up", "preview", "env"} else ()
        return subprocess.Popen(
            [sys.executable, "-m", "localcloud", *command, *prepare],
            cwd=self.root,
            env=self.variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *command: str) -> tuple[int, str]:
        """Its exit code and all that it said."""
        process = self.start(*command)
        said, _ = process.communicate()
        return process.returncode, said

    def must(self, *command: str) -> str:
        """What it said; it has to succeed."""
        code, said = self.run(*command)
        assert code == 0, f"{' '.join(command)} ended with {code}:\n{said}"
        return said

    def cloud(self, name: str) -> Cloud:
        """The cloud of that name."""
        return Cloud(self.clouds / name)

    def pulumi(self, cloud: str, *arguments: str) -> tuple[int, str]:
        """The literal `pulumi …` after `eval "$(make -s env …)"`."""
        done = subprocess.run(
            ["pulumi", "--non-interactive", *arguments],
            cwd=self.root,
            env=self.cloud(cloud).environment(),
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout + done.stderr

    def session(self, cloud: str) -> boto3.Session:
        """boto3 on the cloud; clients take the endpoint of `endpoint`."""
        settings = self.cloud(cloud).settings
        return boto3.Session(
            aws_access_key_id=settings.access_key_id,
            aws_secret_access_key=settings.secret_access_key,
            region_name=settings.region,
        )

    def endpoint(self, cloud: str) -> str:
        """AWS_ENDPOINT_URL of the cloud."""
        return self.cloud(cloud).variables()["AWS_ENDPOINT_URL"]

    def kubernetes(self, cloud: str) -> client.ApiClient:
        """The Kubernetes API of the cloud's cluster, signed in as its administrator."""
        (cluster,) = (self.clouds / cloud / "clusters").glob("*/cluster.json")
        new: Any = config.new_client_from_config
        found: client.ApiClient = new(str(cluster.parent / "kubeconfigs" / "admin.yaml"))
        return found
