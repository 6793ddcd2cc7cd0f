import pytest

from stacks.charts import CHARTS, chart


def test_a_chart_is_its_templates() -> None:
    assert set(chart("web").templates) == {"deployment.yaml.j2", "service.yaml.j2"}
    assert chart("web").name == "web"
    assert "kind: Namespace" in chart("namespace").templates["namespace.yaml.j2"]


def test_an_unknown_chart_is_refused_with_the_known_ones() -> None:
    known = ", ".join(sorted(path.name for path in CHARTS.iterdir()))
    with pytest.raises(ValueError, match=f"got nothing-here; allowed: {known}; add charts/nothing-here"):
        chart("nothing-here")
