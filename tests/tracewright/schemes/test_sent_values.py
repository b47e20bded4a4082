"""An edited value keeps its JSON type, whoever sends it and in whatever form."""

from typing import Any

import pytest

from tests.tracewright.schemes.sessions import argument, edit, parsed, turns
from tracewright.errors import AnswerError
from tracewright.trace import content_hash


def value(key: str, text: Any, call: int = 0, **more: Any) -> Any:
    """What stands at the argument after it was edited."""
    return turns(argument("1", call, key, text, **more))[1]["tool_calls"][call]["input"][key]


@pytest.mark.parametrize(
    ("key", "call", "text", "new"),
    [
        ("file_path", 0, "b.py", "b.py"),
        ("file_path", 0, "7", "7"),
        ("limit", 0, "5.5", 5.5),
        ("raw", 0, '{"n":2}', '{"n":2}'),  # a text that happens to hold JSON
        ("raw", 0, '{"n": 2 }', '{"n": 2 }'),
        ("at", 0, "3", 3),
        ("at", 0, "soon", "soon"),
        ("paths", 1, '["a",["b","c"]]', ["a", ["b", "c"]]),
        ("deep", 1, '{"on":false}', {"on": False}),
        ("new", 0, "3", 3),
        ("new", 0, "three", "three"),
        ("new", 0, '"3"', "3"),
        ("new", 0, "null", None),
    ],
)
def test_an_argument_keeps_its_type_and_a_null_or_new_one_takes_any(key: str, call: int, text: str, new: Any) -> None:
    found = value(key, text, call)
    assert found == new
    assert type(found) is type(new)


@pytest.mark.parametrize(
    ("edited", "message"),
    [
        (
            argument("1", 0, "limit", "many"),
            "step 2, call 1, limit: needs a number: not JSON: Expecting value, column 1",
        ),
        (argument("1", 0, "limit", '"5"'), "step 2, call 1, limit: needs a number, not a text"),
        (argument("1", 0, "limit", "true"), "step 2, call 1, limit: needs a number, not true or false"),
        (argument("1", 1, "paths", '{"a": 1}'), "step 2, call 2, paths: needs a JSON list, not an object"),
        (argument("1", 1, "deep", "[]"), "step 2, call 2, deep: needs a JSON object, not a list"),
        (edit("2", "/content", "{}"), "step 3, content: needs a JSON list, not an object"),
        (edit("3", "/tool_calls/0/input", None), "step 4, call 1, input: needs a text, not null"),
        (edit("1", "/content", None), "step 2, content: needs a text, not null"),
    ],
)
def test_another_type_is_refused_at_its_place(edited: dict[str, Any], message: str) -> None:
    with pytest.raises(AnswerError) as error:
        parsed(edited)
    assert str(error.value) == message
    assert error.value.at == f"{edited['step']}:{edited['pointer']}"


@pytest.mark.parametrize(("key", "new"), [("limit", 7.5), ("file_path", "b"), ("at", {"a": 1}), ("new", ["x", 1])])
def test_a_json_value_can_be_sent_instead_of_a_text(key: str, new: Any) -> None:
    sent = {"step": "1", "pointer": f"/tool_calls/0/input/{key}", "new": new}
    assert turns(sent)[1]["tool_calls"][0]["input"][key] == new


@pytest.mark.parametrize(
    ("key", "new"), [("limit", "7"), ("limit", None), ("limit", True), ("file_path", 7), ("file_path", None)]
)
def test_a_json_value_of_another_type_is_refused(key: str, new: Any) -> None:
    with pytest.raises(AnswerError, match=f"step 2, call 1, {key}: needs a .*, not "):
        parsed({"step": "1", "pointer": f"/tool_calls/0/input/{key}", "new": new})


def test_a_text_and_a_json_value_together_are_refused() -> None:
    with pytest.raises(AnswerError, match="needs a text or a new value, not both"):
        parsed(argument("1", 0, "limit", "7", new=7))


def test_an_argument_is_taken_away_and_its_hash_is_kept() -> None:
    (stored,) = parsed(argument("1", 0, "limit", None, reason="wrong name"))["edits"]
    # "5" is gone: one character, one word
    assert stored == {
        "step": "1",
        "pointer": "/tool_calls/0/input/limit",
        "old": content_hash(5),
        "new": None,
        "removed": True,
        "reason": "wrong name",
        "distance_chars": 1,
        "distance_words": 1,
    }


def test_a_misspelt_argument_is_removed_and_added() -> None:
    made = turns(argument("1", 0, "file_path", None), argument("1", 0, "path", "a.py"))[1]["tool_calls"][0]
    assert made["input"] == {"limit": 5, "raw": '{"n":1}', "at": None, "path": "a.py"}
    assert (made["id"], made["output"]) == ("a", "x = 1")


def test_a_null_argument_can_be_taken_away() -> None:
    assert parsed(argument("1", 0, "at", None))["edits"][0]["removed"] is True


def test_an_argument_that_is_added_and_taken_away_again_is_no_edit() -> None:
    assert parsed(argument("1", 0, "new", None))["edits"] == []


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("", "step 2, call 1: needs a name for the argument that is added"),
        (" ", "step 2, call 1: needs a name for the argument that is added"),
        ("x" * 201, "step 2, call 1: has an argument with a name of 201 characters; the bound is 200"),
    ],
)
def test_an_argument_is_added_under_a_readable_name(key: str, message: str) -> None:
    with pytest.raises(AnswerError) as error:
        parsed(argument("1", 0, key, "x"))
    assert (str(error.value), error.value.at) == (message, "1:/tool_calls/0")


def test_an_edit_says_which_value_it_was_made_on() -> None:
    assert parsed(argument("1", 0, "limit", "6", old=content_hash(5)))["edits"]
    assert parsed(argument("1", 0, "new", "6", old=""))["edits"]
    for key, old in (("limit", content_hash(4)), ("limit", ""), ("new", content_hash(5)), ("limit", 5)):
        with pytest.raises(AnswerError, match="was edited in another version of the trace"):
            parsed(argument("1", 0, key, "6", old=old))


def test_a_turn_that_is_a_text_is_edited_as_a_whole() -> None:
    assert turns(edit("0", "", "Fix both tests."))[0] == "Fix both tests."


def test_an_input_that_is_no_object_is_one_place() -> None:
    assert turns(edit("3", "/tool_calls/0/input", "ls -a"))[3]["tool_calls"][0]["input"] == "ls -a"


def test_blocks_of_content_are_edited_as_json() -> None:
    assert turns(edit("2", "/content", '[{"type":"text","text":"ok"}]'))[2]["content"] == [
        {"type": "text", "text": "ok"}
    ]


@pytest.mark.parametrize(
    "place", ["/role", "/tool_calls", "/tool_calls/0", "/tool_calls/0/output", "/tool_calls/0/tool"]
)
def test_what_is_no_text_or_argument_has_no_editor(place: str) -> None:
    with pytest.raises(AnswerError, match="has nothing to edit"):
        parsed(edit("1", place, "x"))


@pytest.mark.parametrize(
    "place", ["/tool_calls/9/input/x", "/tool_calls/x/input/x", "/tool_calls/00/input/x", "/a~b", "x"]
)
def test_what_is_no_place_has_no_editor(place: str) -> None:
    with pytest.raises(AnswerError, match="has nothing to edit"):
        parsed(edit("1", place, "x"))


def test_nothing_that_no_database_stores_gets_in() -> None:
    stored = parsed(argument("1", 0, "n\0", "x\0\ud800"), {"step": "1", "pointer": "/thinking", "new": "\0"})["edits"]
    assert [(each["pointer"], each["new"]) for each in stored] == [
        ("/thinking", "\ufffd"),
        ("/tool_calls/0/input/n\ufffd", "x\ufffd\ufffd"),
    ]
