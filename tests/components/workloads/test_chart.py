import pulumi
import pytest
from pydantic import ConfigDict, ValidationError

from components.workloads.chart import Chart, Values, render

GOOD = "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ name | tojson }}\n"


class Given(Values):
    """Any values: what a template asks for is what is tested."""

    model_config = ConfigDict(extra="allow")


def given(**values: object) -> Given:
    return Given.model_validate(values)


def chart(**templates: str) -> Chart:
    return Chart(name="web", templates={f"{name}.yaml.j2": text for name, text in templates.items()})


def test_each_template_becomes_one_manifest_in_the_order_of_their_names() -> None:
    found = render(chart(b=GOOD, a=GOOD.replace("Service", "Deployment")), given(name="x"))
    assert [manifest["kind"] for manifest in found] == ["Deployment", "Service"]
    assert found[0]["metadata"] == {"name": "x"}


def test_a_value_that_is_not_given_is_named_with_the_given_ones() -> None:
    with pytest.raises(
        ValueError, match=r"charts/web/a\.yaml\.j2: 'name' is undefined; allowed: colour, size; give"
    ):
        render(chart(a=GOOD), given(colour="red", size=1))


def test_an_output_is_no_value_for_a_template() -> None:
    with pytest.raises(
        ValueError, match="got a value of type Output, which is not plain; allowed: name; give"
    ):
        render(chart(a=GOOD), given(name=pulumi.Output.from_input("x")))


@pytest.mark.parametrize("text", ["", "- a list", "kind: Service", "just text"])
def test_what_is_no_manifest_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="allowed: one manifest with apiVersion, kind and metadata"):
        render(chart(a=text), given())


@pytest.mark.parametrize("name", ['a"b', "a: b", "- a", "<b>&'", "{{ name }}", "true", "1"])
def test_a_value_cannot_change_the_shape_of_a_manifest(name: str) -> None:
    (manifest,) = render(chart(a=GOOD), given(name=name))
    assert manifest == {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}}


def test_rendering_is_pure() -> None:
    values = given(name="x")
    assert render(chart(a=GOOD), values) == render(chart(a=GOOD), values)


def test_what_charts_have_in_common_is_included() -> None:
    parts = {"labels.yaml.j2": "  labels: {name: {{ name | tojson }}}\n"}
    text = GOOD + '{% include "labels.yaml.j2" %}\nspec: {}\n'
    (manifest,) = render(Chart(name="web", templates={"a.yaml.j2": text}, parts=parts), given(name="x"))
    assert manifest["metadata"] == {"name": "x", "labels": {"name": "x"}}
    assert manifest["spec"] == {}


def test_a_chart_can_do_without_one_of_its_manifests() -> None:
    assert set(chart(a=GOOD, b=GOOD).without("a").templates) == {"b.yaml.j2"}
    with pytest.raises(ValueError, match=r"chart web: got c\.yaml\.j2; allowed: a\.yaml\.j2, b\.yaml\.j2"):
        chart(a=GOOD, b=GOOD).without("c")


def test_values_are_strict_and_closed() -> None:
    class Named(Values):
        name: str

    for wrong in ({"name": 1}, {"name": "x", "size": 1}, {}):
        with pytest.raises(ValidationError):
            Named.model_validate(wrong)
