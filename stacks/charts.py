"""The charts on disk."""

from pathlib import Path

from components.workloads.chart import Chart

CHARTS = Path(__file__).parent.parent / "charts"
# What the charts have in common, to be included.
PARTS = "parts"


def chart(name: str) -> Chart:
    """Return the chart of that name. Raise ValueError if there is none."""
    templates = _texts(name) if name != PARTS else {}
    if not templates:
        known = ", ".join(sorted(path.name for path in CHARTS.iterdir() if path.name != PARTS))
        raise ValueError(f"chart: got {name}; allowed: {known}; add charts/{name}")
    return Chart(name=name, templates=templates, parts=_texts(PARTS))


def _texts(folder: str) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (CHARTS / folder).glob("*.yaml.j2")}
