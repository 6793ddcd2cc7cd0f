"""The phase files of this checkout, in the order in which the platform grows."""

from pathlib import Path

from stacks.installation import Installation
from stacks.loading import phase_from_file
from stacks.phase_spec import PhaseSpec
from stacks.reading import installation_from_file

ROOT = Path(__file__).parent.parent
FILES = {path.name.split(".")[1]: path for path in sorted(ROOT.glob("Pulumi.*.yaml"))}
PHASES: dict[str, PhaseSpec] = {name: phase_from_file(path) for name, path in FILES.items()}
INSTALLATION: Installation = installation_from_file(ROOT / "Pulumi.yaml")
