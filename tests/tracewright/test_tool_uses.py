import pytest

from tracewright.tool_uses import CALL, MORE, MOST_ARGUMENTS, MOST_TOOLS, Use, tools_of, uses


def turn(*calls):
    return {"role": "assistant", "tool_calls": list(calls)}


def test_calls_and_the_types_of_their_arguments_are_counted():
    read = {"tool": "Read", "input": {"path": "a", "limit": 5, "deep": True, "of": None, "in": [], "as": {}}}
    found = uses({"structured_turns": [turn(read, {"tool": "Read", "input": {"limit": 1.5}})]})
    assert found == {
        Use("Read", "", CALL): 2,
        Use("Read", "path", "string"): 1,
        Use("Read", "limit", "number"): 2,
        Use("Read", "deep", "boolean"): 1,
        Use("Read", "of", "null"): 1,
        Use("Read", "in", "array"): 1,
        Use("Read", "as", "object"): 1,
    }


def test_actions_and_steps_that_are_calls_as_text_are_counted():
    found = uses({"steps": ["web(q='x')", {"action": "web(q=1)", "observation": "web(no=1)"}]})
    assert found == {Use("web", "", CALL): 2, Use("web", "q", "string"): 1, Use("web", "q", "number"): 1}


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"steps": None},
        {"steps": ["Look.", {"tool_calls": None}, {"tool_calls": "none"}, {"tool_calls": [None, 5, {}, {"tool": 5}]}]},
        {"steps": [{"tool_calls": [{"tool": "T", "input": '{"q": 1}'}, {"tool": "T", "input": ["q"]}]}]},
        {"steps": [{"tool_calls": [{"tool": "", "input": {"q": 1}}, {"tool": "x" * 201, "input": {"q": 1}}]}]},
    ],
)
def test_what_is_no_call_with_named_arguments_is_not_counted(document):
    assert uses(document) == {}


def test_a_call_without_input_is_one():
    assert uses({"steps": [turn({"tool": "Stop"})]}) == {Use("Stop", "", CALL): 1}


def test_any_text_is_a_name():
    names = ["it's", '"', "😀", "", "a/b~c", "x" * 200]
    found = uses({"steps": [turn({"tool": "T", "input": dict.fromkeys(names, 1)})]})
    assert {use.argument for use in found if use.json_type == "number"} == set(names)


def test_ten_thousand_names_are_counted_as_more():
    found = uses({"steps": [turn({"tool": "Map", "input": {f"k{n}": n for n in range(10_000)}})]})
    assert len(found) == MOST_ARGUMENTS + 2
    assert found[Use("Map", "", MORE)] == 10_000 - MOST_ARGUMENTS


def test_tools_beyond_a_bound_are_left_out():
    found = uses({"steps": [turn({"tool": f"T{n}"}) for n in range(MOST_TOOLS + 50)]})
    assert len(found) == MOST_TOOLS


def test_the_tools_of_a_trace_come_each_once_in_order():
    assert tools_of({"steps": ["b()", turn({"tool": "a"}, {"tool": "b"})]}) == ["b", "a"]
