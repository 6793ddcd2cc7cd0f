"""One embedded cloud on disk: its directory, and the environment in which programs see it."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from localcloud.cloud.settings import Settings

CHECKOUT = Path(__file__).resolve().parents[2]

# What would lead a program past the cloud to a real account, or make it sign with other credentials.
FOREIGN = (
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "PULUMI_ACCESS_TOKEN",
    "PULUMI_CONFIG_PASSPHRASE_FILE",
)
_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Cloud:
    """Like one AWS account with one live system; `project` holds Pulumi.yaml and the stack files."""

    directory: Path
    project: Path = CHECKOUT

    @property
    def name(self) -> str:
        return self.directory.name

    @property
    def exists(self) -> bool:
        return (self.directory / "cloud.json").is_file()

    @property
    def settings(self) -> Settings:
        """As of now: a move gives a cloud another port."""
        return Settings.read(self.directory / "cloud.json")

    @property
    def backend(self) -> Path:
        return self.directory / "pulumi" / "backend"

    @property
    def home(self) -> Path:
        return self.directory / "pulumi" / "home"

    @property
    def scratch(self) -> Path:
        """A copy of Pulumi.yaml, beside which the CLI may write what it must not write into the tree."""
        return self.directory / "pulumi" / "project"

    @property
    def aws_url(self) -> str:
        return f"http://{_LOOPBACK}:{self.settings.port}"

    def variables(self) -> dict[str, str]:
        """What `make env` exports: with these any program works on this cloud."""
        settings = self.settings
        return {
            "PATH": os.pathsep.join(self._path()),
            "PULUMI_HOME": str(self.home),
            # No sidecar files: a kill can leave one empty, and the engine then refuses the state.
            "PULUMI_BACKEND_URL": f"file://{self.backend}?metadata=skip",
            "PULUMI_CONFIG_PASSPHRASE": settings.passphrase,
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "AWS_ENDPOINT_URL": self.aws_url,
            "AWS_ACCESS_KEY_ID": settings.access_key_id,
            "AWS_SECRET_ACCESS_KEY": settings.secret_access_key,
            "AWS_REGION": settings.region,
            "AWS_DEFAULT_REGION": settings.region,
            "KUBECONFIG": str(self.directory / "kubeconfig"),
            "SOFTFACTORY_CLOUD_DIR": str(self.directory),
            **_without_proxy(),
        }

    def environment(self) -> dict[str, str]:
        """Our own environment with the cloud's variables in it, and without what leads elsewhere."""
        return {**{name: os.environ[name] for name in os.environ.keys() - foreign()}, **self.variables()}

    def _path(self) -> list[str]:
        """The cloud's own programs, those of the Python that runs us, then the rest without other clouds'."""
        own = [str(self.directory / "bin"), str(Path(sys.prefix) / "bin")]
        rest = [folder for folder in os.get_exec_path() if not (Path(folder).parent / "cloud.json").exists()]
        return list(dict.fromkeys([*own, *rest]))


def foreign() -> set[str]:
    """Names of variables that must not be set while a program works on a cloud."""
    return {*FOREIGN, *(name for name in os.environ if name.startswith("AWS_ENDPOINT_URL_"))}


def _without_proxy() -> dict[str, str]:
    """A proxy for the outside world must not get what is meant for this machine."""
    configured = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    hosts = dict.fromkeys([*filter(None, configured.split(",")), _LOOPBACK, "localhost"])
    return dict.fromkeys(("no_proxy", "NO_PROXY"), ",".join(hosts))
