"""The inventory of the image as CycloneDX JSON: `python -m app.image.sbom FILE [TAG]`.

What is in it is asked of the image itself: Python's packages of its metadata, Debian's of dpkg.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from app.image.build import build
from app.image.run import output_of

PYTHON = """
from importlib.metadata import distributions
for found in distributions():
    print(f"{found.name}=={found.version}")
"""
DPKG = "${Package} ${Version} ${Architecture}\\n"


def sbom(image: str) -> str:
    python = output_of(image, "python", "-c", PYTHON)
    debian = output_of(image, "dpkg-query", "--show", "--showformat", DPKG)
    bom = _of_python(python)
    bom.components.update(_of_debian(line.split() for line in debian.splitlines()))
    root = Component(name="softfactory-app", type=ComponentType.CONTAINER, bom_ref=image)
    bom.metadata.component = root
    bom.register_dependency(root, bom.components)
    return JsonV1Dot6(bom).output_as_string(indent=2)


def _of_python(requirements: str) -> Bom:
    """As the CycloneDX tool for Python describes them."""
    tool = str(Path(sys.executable).with_name("cyclonedx-py"))
    command = [tool, "requirements", "--output-reproducible", "--of", "JSON", "--sv", "1.6", "-"]
    said = subprocess.run(command, input=requirements, capture_output=True, text=True, check=True).stdout
    bom: Bom = Bom.from_json(json.loads(said))  # type: ignore[attr-defined]  # made by a decorator
    return bom


def _of_debian(packages: Iterable[Sequence[str]]) -> Iterable[Component]:
    for name, version, architecture in packages:
        address = PackageURL("deb", "debian", name, version, {"arch": architecture, "distro": "bookworm"})
        yield Component(
            name=name, version=version, type=ComponentType.LIBRARY, purl=address, bom_ref=str(address)
        )


def main(arguments: Sequence[str]) -> None:
    file, *tag = arguments
    target = Path(file)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(sbom(build(*tag)))
    print(target)


if __name__ == "__main__":
    main(sys.argv[1:])
