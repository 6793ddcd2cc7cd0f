import pytest

from components.data.datasets import read, written


@pytest.mark.parametrize(("datasets", "tag"), [((), "-"), (("a",), "a"), (("a", "b-c"), "a b-c")])
def test_the_tag_of_what_it_holds_reads_back(datasets: tuple[str, ...], tag: str) -> None:
    assert written(datasets) == tag
    assert read(tag) == datasets


def test_the_order_of_a_phase_file_is_not_in_the_tag() -> None:
    assert written(("b", "a")) == written(("a", "b"))
