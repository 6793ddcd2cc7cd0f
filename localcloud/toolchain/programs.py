"""The programs of the embedded cloud: which, in which version, built from what, and where they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from localcloud.toolchain import official
from localcloud.toolchain.cache import directory, present
from localcloud.toolchain.errors import ToolchainError

__all__ = ["PROGRAMS", "DataFiles", "Program", "ToolchainError", "executable", "find"]


@dataclass(frozen=True, kw_only=True)
class DataFiles:
    """Files that a program needs besides itself: `paths` of Go module `module`, put into folder `into`."""

    module: str
    paths: Sequence[str]
    into: str


@dataclass(frozen=True, kw_only=True)
class Program:
    """One executable: `package` holds its main, `module` is the folder of its go.mod and go.sum."""

    name: str
    version: str
    module: str
    package: str
    variables: Sequence[str] = ()
    data: Sequence[DataFiles] = ()

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


KUBERNETES = "1.36.3"
_KUBERNETES_VARIABLES = (
    f"k8s.io/component-base/version.gitVersion=v{KUBERNETES}",
    "k8s.io/component-base/version.gitMajor=1",
    "k8s.io/component-base/version.gitMinor=36",
)
PULUMI = "3.259.0"

# In the order in which they are installed: the quick and often needed ones first.
PROGRAMS: dict[str, Program] = {
    program.name: program
    for program in (
        Program(name="etcd", version="3.6.16", module="etcd", package="go.etcd.io/etcd/server/v3"),
        *(
            Program(
                name=name,
                version=KUBERNETES,
                module="kubernetes",
                package=f"k8s.io/kubernetes/cmd/{name}",
                variables=_KUBERNETES_VARIABLES,
            )
            for name in ("kube-apiserver", "kube-controller-manager", "kube-scheduler")
        ),
        Program(
            name="kwok",
            version="0.8.0",
            module="kwok",
            package="sigs.k8s.io/kwok/cmd/kwok",
            variables=("sigs.k8s.io/kwok/pkg/consts.Version=v0.8.0",),
            data=(
                DataFiles(
                    module="sigs.k8s.io/kwok",
                    paths=(
                        "kustomize/stage/node/fast/node-initialize.yaml",
                        "kustomize/stage/node/heartbeat/node-heartbeat.yaml",
                        "kustomize/stage/pod/fast/pod-complete.yaml",
                        "kustomize/stage/pod/fast/pod-delete.yaml",
                        "kustomize/stage/pod/fast/pod-ready.yaml",
                    ),
                    into="share/stages",
                ),
            ),
        ),
        Program(
            name="pulumi",
            version=PULUMI,
            module="pulumi",
            package="github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
            variables=(f"github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v{PULUMI}",),
            data=(
                DataFiles(
                    module="github.com/pulumi/pulumi/sdk/v3",
                    paths=(
                        "python/cmd/pulumi-language-python-exec",
                        "python/dist/pulumi-resource-pulumi-python",
                    ),
                    into="libexec",
                ),
            ),
        ),
    )
}


def find(name: str) -> Path | None:
    """The executable of the pinned version if it is installed, without running anything built by us.

    Pulumi on PATH in the pinned version comes before the one in the cache: it has its own language host.
    """
    program = PROGRAMS[name]
    on_path = official.on_path(program.version) if name == "pulumi" else None
    installed = directory(program.name, program.version) / "bin" / program.name
    return on_path or (installed if present(installed) else None)


def executable(name: str) -> Path:
    """The executable of the pinned version; ToolchainError names the command that installs an absent one."""
    if name not in PROGRAMS:
        raise ToolchainError(f"the toolchain has no program {name!r}; it has {', '.join(PROGRAMS)}")
    found = find(name)
    if found is None:
        raise ToolchainError(f"{PROGRAMS[name]} is not installed; run `make toolchain`")
    return found
