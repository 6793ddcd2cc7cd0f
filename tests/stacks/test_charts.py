import pytest

from stacks.charts import CHARTS, PARTS, chart


def test_a_chart_is_its_templates() -> None:
    kinds = ("autoscaler", "deployment", "disruption-budget", "network-policy", "service", "service-account")
    assert set(chart("web").templates) == {f"{kind}.yaml.j2" for kind in kinds}
    assert "pod.yaml.j2" in chart("web").parts
    assert chart("web").name == "web"
    assert "kind: Namespace" in chart("namespace").templates["namespace.yaml.j2"]


def test_an_unknown_chart_is_refused_with_the_known_ones() -> None:
    known = ", ".join(sorted(path.name for path in CHARTS.iterdir() if path.name != PARTS))
    with pytest.raises(ValueError, match=f"got nothing-here; allowed: {known}; add charts/nothing-here"):
        chart("nothing-here")


def test_what_charts_have_in_common_is_no_chart() -> None:
    with pytest.raises(ValueError, match="got parts; allowed: "):
        chart(PARTS)
