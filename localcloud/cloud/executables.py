"""The small programs in a cloud through which the Pulumi engine and people reach this checkout's Python."""

import shlex
import sys
from importlib.metadata import version
from pathlib import Path

from localcloud.cloud.cloud import CHECKOUT, Cloud
from localcloud.toolchain.programs import PULUMI

_KUBERNETES = "localcloud.kubernetes.provider"


def modules() -> dict[str, str]:
    """Path in the cloud → Python module; under plugins/ in the versions that the program's packages ask for.

    The language host is a plugin of the cloud too: the engine looks there last, after PATH and after its own
    folder, so an official host goes before ours.
    """
    plugins = "pulumi/home/plugins"
    aws, kubernetes = version("pulumi-aws"), version("pulumi-kubernetes")
    return {
        "bin/pulumi": "localcloud.cloud.shim",
        f"{plugins}/resource-aws-v{aws}/pulumi-resource-aws": "localcloud.aws.provider",
        f"{plugins}/resource-kubernetes-v{kubernetes}/pulumi-resource-kubernetes": _KUBERNETES,
        f"{plugins}/language-python-v{PULUMI}/pulumi-language-python": "localcloud.engine.language_host",
    }


def write(cloud: Cloud) -> None:
    """Makes the programs as they must be; a checkout that has moved finds its clouds working again."""
    for path, module in modules().items():
        file = cloud.directory / path
        content = launcher(module)
        if not file.exists() or file.read_text() != content:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            temporary = file.with_name(f".{file.name}-new")
            temporary.write_text(content)
            temporary.chmod(0o700)
            temporary.replace(file)


def launcher(module: str, checkout: Path = CHECKOUT) -> str:
    """A shell script that becomes `python -m MODULE` of this checkout, whatever the working directory is."""
    start = (
        f"import runpy, sys; sys.path.insert(0, {str(checkout)!r}); "
        f"runpy.run_module({module!r}, run_name='__main__', alter_sys=True)"
    )
    return f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -P -c {shlex.quote(start)} "$@"\n'
