"""Write docs/cost.md anew."""

from pathlib import Path

from policies.cost.estimate import estimate
from policies.cost.report import report
from stacks.loading import phase_from_file

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs/cost.md"
PHASES = {path.name.split(".")[1]: phase_from_file(path) for path in sorted(ROOT.glob("Pulumi.*.yaml"))}
FRESH = report(
    {name: estimate(phase) for name, phase in PHASES.items()},
    {name: phase.operations.monthly_budget_usd for name, phase in PHASES.items()},
)

if __name__ == "__main__":
    PAGE.write_text(FRESH, encoding="utf-8")
