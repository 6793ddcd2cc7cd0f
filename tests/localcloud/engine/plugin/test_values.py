"""Property values survive the wire, with unknowns and secrets in their places."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi.runtime import rpc

from localcloud.engine.plugin.values import (
    UNKNOWN,
    Secret,
    conceal,
    contains_unknown,
    decode,
    encode,
    reveal,
    secret_keys,
)

SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-(2**52), 2**52), st.text(max_size=20))
VALUES = st.recursive(
    st.one_of(SCALARS, st.just(UNKNOWN)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text(max_size=8), inner, max_size=4),
        inner.map(Secret),
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.text(max_size=8), VALUES, max_size=5))
def test_what_is_encoded_decodes_to_itself(properties: dict[str, Any]) -> None:
    assert decode(encode(properties)) == properties


def test_signatures_are_those_of_the_sdk() -> None:
    struct = encode({"password": Secret("hunter2"), "endpoint": UNKNOWN})
    password = struct.fields["password"].struct_value.fields
    assert password[rpc._special_sig_key].string_value == rpc._special_secret_sig
    assert struct.fields["endpoint"].string_value == rpc.UNKNOWN


def test_an_output_value_is_its_value_and_a_resource_is_its_id() -> None:
    output = {rpc._special_sig_key: rpc._special_output_value_sig, "value": 5, "secret": True}
    resource = {rpc._special_sig_key: rpc._special_resource_sig, "urn": "urn:x", "id": "vpc-1"}
    unknown = {rpc._special_sig_key: rpc._special_output_value_sig}
    decoded = decode(encode({"a": output, "b": resource, "c": unknown}))
    assert decoded == {"a": Secret(5), "b": "vpc-1", "c": UNKNOWN}


def test_whole_numbers_are_int() -> None:
    decoded = decode(encode({"port": 5432, "ratio": 0.5}))
    assert [type(decoded[key]) for key in ("port", "ratio")] == [int, float]


def test_secrets_are_found_at_any_depth_taken_off_and_put_back() -> None:
    properties = {"data": {"inner": [Secret("x")]}, "plain": 1}
    assert secret_keys(properties) == {"data"}
    assert reveal(properties) == {"data": {"inner": ["x"]}, "plain": 1}
    assert conceal({"data": "x", "plain": 1, "none": None}, frozenset({"data", "none"})) == {
        "data": Secret("x"),
        "plain": 1,
        "none": None,
    }
    assert "x" not in repr(Secret("x"))


def test_unknowns_are_found_at_any_depth() -> None:
    assert contains_unknown({"a": [Secret({"b": UNKNOWN})]})
    assert not contains_unknown({"a": [Secret({"b": 1})]})


def test_an_unknown_has_no_truth() -> None:
    with pytest.raises(TypeError, match="is UNKNOWN"):
        bool(UNKNOWN)
