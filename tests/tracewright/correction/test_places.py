from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.corrections import OF_STEPS, OF_TURNS
from tests.tracewright.schemes.sessions import CONFIG, SESSION
from tests.tracewright.strategies import documents, sessions
from tracewright.correction import editor_at, editors, editors_of
from tracewright.schemes import trajectory_edit


def places(step: Any, **options: Any) -> list[tuple[str, str, int | None]]:
    config = trajectory_edit.config({"name": "fix", **options}, "scheme")
    return [(editor.pointer, editor.field, editor.call) for editor in editors_of(config, "0", step)]


def test_turns_are_edited_by_text_and_by_argument() -> None:
    found = [(editor.step, editor.pointer, editor.field, editor.call) for editor in editors(CONFIG, SESSION)]
    assert found == [
        ("0", "", "action", None),
        ("1", "/content", "content", None),
        ("1", "/thinking", "thinking", None),
        ("1", "/tool_calls/0/input/file_path", "input.file_path", 0),
        ("1", "/tool_calls/0/input/limit", "input.limit", 0),
        ("1", "/tool_calls/0/input/raw", "input.raw", 0),
        ("1", "/tool_calls/0/input/at", "input.at", 0),
        ("1", "/tool_calls/1/input/paths", "input.paths", 1),
        ("1", "/tool_calls/1/input/deep", "input.deep", 1),
        ("2", "/content", "content", None),
        ("3", "/content", "content", None),
        ("3", "/tool_calls/0/input", "input", 0),
        ("4", "/content", "content", None),
    ]


def test_a_text_argument_is_shown_as_it_is_and_any_other_as_json() -> None:
    shown = {
        editor.field: (editor.text, editor.is_text)
        for editor in editors_of(CONFIG, "1", SESSION["structured_turns"][1])
    }
    assert shown["input.raw"] == ('{"n":1}', True)
    assert shown["input.limit"] == ("5", False)
    assert shown["input.deep"] == ('{"on":true}', False)


def test_calls_without_an_input_or_that_are_no_objects_have_no_place() -> None:
    calls = [{"tool": "Read"}, "Read", None, {"tool": "Read", "input": {}}]
    assert places({"tool_calls": calls}, steps_key="structured_turns") == []


def test_an_input_of_null_is_one_place() -> None:
    assert places({"tool_calls": [{"tool": "Read", "input": None}]}, steps_key="structured_turns") == [
        ("/tool_calls/0/input", "input", 0)
    ]


def test_keys_are_escaped_as_pointers_are() -> None:
    step = {"tool_calls": [{"input": {"a/b~c": 1}}]}
    assert places(step, steps_key="structured_turns") == [("/tool_calls/0/input/a~1b~0c", "input.a/b~c", 0)]


def test_steps_are_edited_by_argument_where_tool_calls_are_named() -> None:
    step = {"action": "go", "tool_calls": [{"tool": "Read", "input": {"path": "a"}}]}
    assert places(step, editable_fields=["action", "tool_calls"]) == [
        ("/action", "action", None),
        ("/tool_calls/0/input/path", "input.path", 0),
    ]
    assert places(step, editable_fields=["action"]) == [("/action", "action", None)]


def test_an_action_that_is_a_call_is_edited_by_its_parts() -> None:
    step = {"thought": "t", "action": {"tool": "Read", "input": {"path": "a"}}}
    parts = [("/action/tool", "tool", None), ("/action/input/path", "input.path", None)]
    assert places(step, editable_fields=["tool_calls"]) == parts
    assert places(step, editable_fields=["thought", "action", "tool_calls"]) == [("/thought", "thought", None), *parts]
    assert places(step, editable_fields=["action"]) == [("/action", "action", None)]


def test_an_action_without_an_input_is_one_place() -> None:
    step = {"action": {"tool": "Read", "path": "a"}}
    assert places(step, editable_fields=["action", "tool_calls"]) == [("/action", "action", None)]


def test_tool_calls_that_are_no_list_are_a_field_like_others() -> None:
    assert places({"tool_calls": "Read(a)"}, steps_key="structured_turns") == [("/tool_calls", "tool_calls", None)]
    assert places({"tool_calls": None}, steps_key="structured_turns") == []


def test_a_text_among_turns_has_its_place_where_content_can_be_edited() -> None:
    assert places("go", steps_key="structured_turns", editable_fields=["content"]) == [("", "action", None)]
    assert places("go", steps_key="structured_turns", editable_fields=["thinking"]) == []
    assert places("go", editable_fields=["content"]) == []


@given(st.sampled_from([(OF_TURNS, sessions), (OF_STEPS, documents)]), st.data())
def test_the_editor_of_a_place_is_found_without_listing_all(case: Any, data: st.DataObject) -> None:
    config, found = case
    document = data.draw(found)
    steps = document[config["steps_key"]]
    for editor in editors(config, document):
        if editor.step is not None:
            assert editor_at(config, editor.step, steps[int(editor.step)], editor.pointer) == editor
