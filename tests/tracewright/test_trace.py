import pytest
from hypothesis import given

from tests.tracewright.strategies import json_values
from tracewright.errors import TraceFormatError
from tracewright.trace import (
    TypeChanged,
    check_document,
    content_hash,
    outline,
    steps,
    task,
    text_for,
    text_of,
    value_of,
)


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ({"task_description": "a", "task": "b", "text": "c"}, "a"),
        ({"task_description": "", "task": "b", "text": "c"}, "b"),
        ({"task_description": None, "text": "c"}, "c"),
        ({"text": {"ask": "c"}}, '{"ask":"c"}'),
        ({}, ""),
    ],
)
def test_task_is_the_first_key_that_says_something(document: dict[str, object], found: str) -> None:
    assert task(document) == found


@pytest.mark.parametrize("document", [{}, {"steps": None}, {"steps": []}])
def test_no_steps_is_an_empty_list(document: dict[str, object]) -> None:
    assert steps(document) == []


def test_steps_that_are_no_list_name_their_key() -> None:
    with pytest.raises(TraceFormatError, match="moves: is a number"):
        steps({"moves": 3}, "moves")


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"steps": 3}, "line 3: steps is a number; it must be a list or null"),
        ({"steps": ["ok", 1.5]}, "line 3: steps[1] is a number; a step is text or an object"),
        ({"structured_turns": [None]}, "line 3: structured_turns[0] is null; a step is text or an object"),
        ({"steps": [True]}, "line 3: steps[0] is true or false; a step is text or an object"),
    ],
)
def test_a_bad_step_is_named(document: dict[str, object], message: str) -> None:
    with pytest.raises(TraceFormatError) as error:
        check_document(document, "line 3")
    assert str(error.value) == message


@pytest.mark.parametrize(
    "steps", [["go"] * 50_001, [{"tool_calls": [{}] * 50_000}], [{"tool_calls": [{}, {}]}] * 16_667]
)
def test_steps_and_calls_have_a_bound(steps: list[object]) -> None:
    # 50,001 texts; 1 step and 50,000 calls; 16,667 steps with 33,334 calls
    with pytest.raises(TraceFormatError) as error:
        check_document({"steps": steps}, "line 3")
    assert str(error.value) == "line 3: steps has 50001 steps and tool calls; a record may have 50000"


def test_as_many_steps_as_the_bound_are_taken() -> None:
    check_document({"steps": ["go"] * 50_000}, "line 3")


def test_texts_and_objects_are_steps() -> None:
    check_document({"steps": ["go", {}], "structured_turns": None}, "line 3")


def test_text_keeps_the_order_of_the_document_and_its_letters() -> None:
    assert text_of({"b": "ü", "a": [1, None]}) == '{"b":"ü","a":[1,null]}'


@given(json_values)
def test_a_value_comes_back_from_its_text(value: object) -> None:
    assert text_of(value_of(text_of(value), value)) == text_of(value)


@given(json_values)
def test_any_value_comes_back_in_the_place_of_a_null(value: object) -> None:
    assert text_of(value_of(text_for(value, None), None)) == text_of(value)


@pytest.mark.parametrize(
    ("text", "original"), [("[1]", {}), ("{", {}), ("true", 1), ("1", True), ('"a"', 3), ("NaN", 1.0), ("null", [])]
)
def test_another_json_type_is_refused(text: str, original: object) -> None:
    with pytest.raises(TypeChanged):
        value_of(text, original)


def test_integers_and_fractions_are_both_numbers() -> None:
    assert value_of("2.5", 2) == 2.5


def test_a_null_takes_text_that_is_no_json() -> None:
    assert value_of("it is sunny", None) == "it is sunny"


def test_hash_is_the_beginning_of_sha256() -> None:
    # sha256 of '"abc"', the canonical JSON of the text abc:
    # printf '"abc"' | sha256sum -> 6cc43f858fbb763301637b5af970e2a46b46f461f27e5a0f41e009c59b827b25
    assert content_hash("abc") == "6cc43f858fbb7633"


def test_outline_of_steps_counts_each_of_them() -> None:
    first, second = outline({"steps": ["look", {"thought": "t", "action": "go()"}]})
    assert (first.index, first.call, first.chars) == (0, None, 4)
    assert (second.index, second.chars) == (1, len('{"thought":"t","action":"go()"}'))


def test_outline_has_a_row_for_each_call_of_a_turn() -> None:
    turn = {
        "role": "assistant",
        "content": "reading",
        "tool_calls": [{"tool": "Read", "input": {"file_path": "a.py"}}, {"tool": "Bash", "input": {"command": "ls"}}],
    }
    rows = list(outline({"structured_turns": [{"role": "user", "content": "do"}, turn]}))
    assert [(row.index, row.call, row.role, row.tool, row.path) for row in rows] == [
        (0, None, "user", "", ""),
        (1, None, "assistant", "", ""),
        (1, 0, "assistant", "Read", "a.py"),
        (1, 1, "assistant", "Bash", ""),
    ]


@pytest.mark.parametrize("tool_calls", [None, "ls", {}, [], ["ls"], [{"input": [1]}], [{"input": None, "tool": 3}]])
def test_outline_bears_odd_tool_calls(tool_calls: object) -> None:
    assert all(row.tool == "" for row in outline({"structured_turns": [{"tool_calls": tool_calls}]}))


@pytest.mark.parametrize(
    ("call", "is_error"),
    [
        ({"is_error": True}, True),
        ({"is_error": True, "error_source": "agent"}, True),
        ({"is_error": True, "error_source": "rejected"}, False),
        ({"is_error": True, "error_source": "environment"}, False),
        ({"is_error": False}, False),
        ({"is_error": "yes"}, False),
    ],
)
def test_only_errors_of_the_agent_count(call: dict[str, object], is_error: bool) -> None:
    _, row = outline({"structured_turns": [{"tool_calls": [call]}]})
    assert row.is_error is is_error


def test_steps_win_over_turns_unless_they_are_empty() -> None:
    assert [row.chars for row in outline({"steps": ["four"], "structured_turns": ["sixsix"]})] == [4]
    assert [row.chars for row in outline({"steps": [], "structured_turns": ["sixsix"]})] == [6]


def test_paths_are_found_under_each_name() -> None:
    for key in ("file_path", "path", "notebook_path"):
        assert [row.path for row in outline({"steps": [{"input": {key: "x"}}]})] == ["x"]
