"""The charts on disk."""

from pathlib import Path

from components.workloads.chart import Chart

CHARTS = Path(__file__).parent.parent / "charts"


def chart(name: str) -> Chart:
    """Return the chart of that name. Raise ValueError if there is none."""
    templates = {path.name: path.read_text(encoding="utf-8") for path in (CHARTS / name).glob("*.yaml.j2")}
    if not templates:
        known = ", ".join(sorted(path.name for path in CHARTS.iterdir()))
        raise ValueError(f"chart: got {name}; allowed: {known}; add charts/{name}")
    return Chart(name=name, templates=templates)
