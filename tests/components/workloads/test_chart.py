import pulumi
import pytest

from components.workloads.chart import Chart, render

GOOD = "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ name | tojson }}\n"


def chart(**templates: str) -> Chart:
    return Chart(name="web", templates={f"{name}.yaml.j2": text for name, text in templates.items()})


def test_each_template_becomes_one_manifest_in_the_order_of_their_names() -> None:
    found = render(chart(b=GOOD, a=GOOD.replace("Service", "Deployment")), {"name": "x"})
    assert [manifest["kind"] for manifest in found] == ["Deployment", "Service"]
    assert found[0]["metadata"] == {"name": "x"}


def test_a_value_that_is_not_given_is_named_with_the_given_ones() -> None:
    with pytest.raises(
        ValueError, match=r"charts/web/a\.yaml\.j2: 'name' is undefined; allowed: colour, size; give"
    ):
        render(chart(a=GOOD), {"colour": "red", "size": 1})


def test_an_output_is_no_value_for_a_template() -> None:
    with pytest.raises(
        ValueError, match="got a value of type Output, which is not plain; allowed: name; give"
    ):
        render(chart(a=GOOD), {"name": pulumi.Output.from_input("x")})


@pytest.mark.parametrize("text", ["", "- a list", "kind: Service", "just text"])
def test_what_is_no_manifest_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="allowed: one manifest with apiVersion, kind and metadata"):
        render(chart(a=text), {})


@pytest.mark.parametrize("name", ['a"b', "a: b", "- a", "<b>&'", "{{ name }}", "true", "1"])
def test_a_value_cannot_change_the_shape_of_a_manifest(name: str) -> None:
    (manifest,) = render(chart(a=GOOD), {"name": name})
    assert manifest == {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}}


def test_rendering_is_pure() -> None:
    values = {"name": "x"}
    assert render(chart(a=GOOD), values) == render(chart(a=GOOD), values)
    assert values == {"name": "x"}
