import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracewright.tool_schemas import ANY, MOST_ARGUMENTS, declared_tools

SCHEMA = {
    "type": "object",
    "properties": {"query": {"type": "string"}, "limit": {"type": ["integer", "null"]}},
    "required": ["query"],
}


def declared(schema):
    return declared_tools({"tools": [{"name": "T", "input_schema": schema}]})["T"]


def types_of(schema, **root):
    return set(declared({"properties": {"a": schema}, **root}).arguments["a"])


@pytest.mark.parametrize(
    "tool",
    [
        {"type": "function", "function": {"name": "web", "parameters": SCHEMA}},
        {"type": "function", "name": "web", "parameters": SCHEMA},
        {"name": "web", "input_schema": SCHEMA},
        {"name": "web", "inputSchema": SCHEMA},
    ],
)
def test_every_form_is_read_alike(tool):
    found = declared_tools({"tools": [tool]})["web"]
    assert found.arguments == {"query": {"string"}, "limit": {"integer", "null"}}
    assert (found.required, found.is_open) == (["query"], False)


@pytest.mark.parametrize(
    "tools",
    [
        None,
        "web",
        {"web": SCHEMA},
        [None, 5, "web", [], {}],
        [{"name": "web"}, {"name": 5, "parameters": {}}, {"type": "function", "function": None}],
        [{"name": "web", "parameters": "none"}, {"name": "web", "input_schema": None}],
    ],
)
def test_what_is_no_tool_declares_nothing(tools):
    assert declared_tools({"tools": tools}) == {}


@pytest.mark.parametrize(
    ("schema", "is_open"),
    [
        (SCHEMA, False),
        ({**SCHEMA, "additionalProperties": False}, False),
        ({**SCHEMA, "additionalProperties": True}, True),
        ({**SCHEMA, "additionalProperties": {"type": "string"}}, True),
        ({**SCHEMA, "patternProperties": {"^x": {}}}, True),
        ({"type": "object"}, True),
        ({"type": "object", "properties": None}, True),
        ({"type": "object", "additionalProperties": False}, False),
        ({"type": "object", "properties": {}}, False),
        ({"$ref": "elsewhere.json"}, True),
        ({"$ref": "#"}, True),
        ({**SCHEMA, "allOf": [{"$ref": "#/$defs/no"}]}, True),
    ],
)
def test_unknown_names_are_wrong_only_where_the_schema_names_all(schema, is_open):
    assert declared(schema).is_open is is_open


def test_references_and_parts_are_followed():
    found = declared(
        {
            "$defs": {
                "base": {"properties": {"path": {"$ref": "#/$defs/path"}}, "required": ["path"]},
                "path": {"type": "string"},
            },
            "allOf": [{"$ref": "#/$defs/base"}],
            "anyOf": [
                {"properties": {"at": {"type": "integer"}}, "required": ["at"]},
                {"properties": {"at": {"type": "string"}}},
            ],
        }
    )  # fmt: skip
    assert found.arguments == {"path": {"string"}, "at": {"integer", "string"}}
    assert (found.required, found.is_open) == (["path"], False)  # `at` is needed in one of two ways only


@pytest.mark.parametrize(
    ("schema", "types"),
    [
        ({"type": "number"}, {"number"}),
        ({"type": "string", "nullable": True}, {"string", "null"}),
        ({"enum": ["a", 1, None]}, {"string", "number", "null"}),
        ({"const": True}, {"boolean"}),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"string", "null"}),
        ({"oneOf": [{"type": "string"}, {}]}, ANY),
        ({"allOf": [{"type": ["string", "null"]}, {"type": "string"}]}, {"string"}),
        ({"allOf": [{"type": "object"}, {"type": "string"}]}, ANY),  # impossible: no reason to doubt every value
        ({}, ANY),
        (True, ANY),
        ({"type": "date"}, ANY),
        ({"type": 5}, ANY),
        ({"$ref": "#/nowhere"}, ANY),
        ({"$ref": "other.json#/x"}, ANY),
        ({"$ref": 5}, ANY),
    ],
)
def test_the_types_of_an_argument(schema, types):
    assert types_of(schema) == types


def test_references_that_lead_round_in_circles_end_soon():
    many = {"anyOf": [{"$ref": "#/$defs/a"}] * 50, "allOf": [{"$ref": "#/$defs/b"}] * 50}
    begun = time.perf_counter()
    root = {"$defs": {"a": many, "b": many}, "properties": {"x": many}, "allOf": [{"$ref": "#/$defs/a"}] * 50}
    assert declared(root).arguments["x"] == ANY
    assert time.perf_counter() - begun < 1


def test_a_long_chain_of_references_ends():
    links = {f"d{n}": {"$ref": f"#/$defs/d{n + 1}"} for n in range(5000)}
    assert types_of({"$ref": "#/$defs/d0"}, **{"$defs": links}) == ANY


def test_of_ten_thousand_names_some_are_known_and_none_is_wrong():
    found = declared({"properties": {f"k{n}": {} for n in range(10_000)}})
    assert (len(found.arguments), found.is_open) == (MOST_ARGUMENTS, True)


def test_any_text_is_a_name():
    names = ["it's", '"', "😀", "", "a/b"]
    assert [*declared({"properties": dict.fromkeys(names, {})}).arguments] == names


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["string", "#", "#/properties/a", "#/allOf/0", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "properties", "required", "$ref", "anyOf", "allOf", "enum", "additionalProperties", "a"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["type", "properties", "required", "$ref", "anyOf", "allOf", "const"]), JSON))
def test_whatever_the_schema_something_is_declared(schema):
    found = declared(schema)
    assert all(types and types <= ANY for types in found.arguments.values())
