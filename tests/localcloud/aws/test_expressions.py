"""The small language of the binding tables."""

from localcloud.aws.expressions import arguments, assign, evaluate, merged


def test_paths_build_lists_and_maps_and_merge_into_what_is_there() -> None:
    parameters: dict[str, object] = {"Data": {"A": 1}}
    assign(parameters, "Data.B.0.C", 2)
    assign(parameters, "Data.B.0.D", 3)
    assign(parameters, "Data", {"E": 4})
    assign(parameters, "List.0", {"X": 1})
    assign(parameters, "List.0", {"Y": 2})
    assert parameters == {"Data": {"A": 1, "B": [{"C": 2, "D": 3}], "E": 4}, "List": [{"X": 1, "Y": 2}]}


def test_arguments_leave_out_what_is_none() -> None:
    assert arguments({"A": "a", "B.C": "b", "D": "'x'"}, {"a": 1}) == {"A": 1, "D": "x"}


def test_an_arn_is_a_template() -> None:
    place = {"_region": "us-east-1", "_account": "1", "_id": "vpc-1"}
    assert (
        evaluate("arn:aws:ec2:%(_region)s:%(_account)s:vpc/%(_id)s", place)
        == "arn:aws:ec2:us-east-1:1:vpc/vpc-1"
    )


def test_functions_beyond_the_standard() -> None:
    context = {"a": [1, 2], "b": [2], "none": None, "tags": {"k": "v"}, "text": "x:y"}
    assert evaluate("except(a, b)", context) == [1]
    assert evaluate("except(b, a)", context) is None
    assert evaluate("except(none, a)", context) is None
    assert evaluate("tag_list(tags)", context) == [{"Key": "k", "Value": "v"}]
    assert evaluate("replace(text, ':y', '')", context) == "x"
    assert evaluate("split(text, ':')", context) == ["x", "y"]
    assert evaluate("split(none, ':')", context) is None
    assert evaluate("without_end(text, ':y')", context) == "x"
    assert evaluate("where(@, 'a', none)", [{"a": 1}, {}]) == [{}]
    named = [{"Name": "al2023-arm64"}, {"Name": "ubuntu"}, {}]
    assert evaluate("matching(@, 'Name', '^al.*64')", named) == [{"Name": "al2023-arm64"}]
    assert evaluate("matching(@, 'Name', none)", named) == named
    assert evaluate("lower(up)", {"up": "A"}) == "a"
    assert evaluate("[text(a), text(b), text(c), text(d)]", {"a": 60, "b": True, "c": "x"}) == [
        "60",
        "true",
        "x",
        None,
    ]


def test_numbers_lists_and_versions() -> None:
    context = {"n": 3, "list": ["a", "b", "c"], "none": None}
    assert evaluate("[minus(n, `1`), minus(none, `1`)]", context) == [2, None]
    assert evaluate("after(list, `2`)", context) == ["c"]
    assert evaluate("after(list, n)", context) is None
    assert evaluate("older('7.1', '7.0.5')", context) is False
    assert evaluate("older('OpenSearch_2.9', 'OpenSearch_2.19')", context) is True
    assert evaluate("older(none, '7.0.5')", context) is False
    assert evaluate("from_base64(to_base64('é'))", context) == "é".encode()


def test_names_and_values_are_a_list_or_a_map() -> None:
    settings = [{"Name": "a", "Value": "1"}, {"Name": "b"}]
    assert evaluate("pairs(@, 'Name', 'Value')", settings) == {"a": "1", "b": None}
    assert evaluate("items_as(@, 'Name', 'Value')", {"a": "1"}) == [{"Name": "a", "Value": "1"}]
    assert evaluate("items_as(none, 'Name', 'Value')", {}) is None


def test_maps_are_merged_at_any_depth() -> None:
    assert merged({"a": {"b": 1, "c": {"d": 2}}}, {"a": {"c": {"e": 3}}}) == {
        "a": {"b": 1, "c": {"d": 2, "e": 3}}
    }
    assert merged({"a": [1]}, {"a": [2]}) == {"a": [2]}


def test_lists_are_merged_item_by_item() -> None:
    present = {"Interfaces": [{"DeviceIndex": 0}]}
    assert merged(present, {"Interfaces": [{"Id": "eni-1"}, {"Id": "eni-2"}]}) == {
        "Interfaces": [{"DeviceIndex": 0, "Id": "eni-1"}, {"Id": "eni-2"}]
    }
