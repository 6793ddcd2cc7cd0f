from components.workloads.labels import labels, selector_labels


def test_the_selector_is_part_of_the_labels() -> None:
    assert selector_labels("web").items() < labels("web", "web").items()


def test_the_labels_are_the_recommended_ones() -> None:
    assert labels("platform", "web") == {
        "app.kubernetes.io/name": "platform",
        "app.kubernetes.io/part-of": "softfactory",
        "app.kubernetes.io/component": "web",
        "app.kubernetes.io/managed-by": "pulumi",
    }
