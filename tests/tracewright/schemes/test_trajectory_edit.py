from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.strategies import documents, texts
from tracewright import distance
from tracewright.correction import corrected, edit_rows
from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import trajectory_edit
from tracewright.schemes.trajectory_edit import editors
from tracewright.trace import content_hash, text_for

DOCUMENT: dict[str, Any] = {
    "id": "weather",
    "steps": [
        {"thought": "Look it up.", "action": "web_search(queyr='SF weather')"},
        {"thought": "Open it."},
        {"action": {"tool": "Read", "input": {"path": "a.py"}}, "thought": ""},
        "close the page",
    ],
    "final_answer": "It is sunny.",
}


NO_NAME = "is no step's name, which is its index or, for an inserted step, such as +1"


def scheme(**options: Any) -> dict[str, Any]:
    defaults = {"name": "fix", "editable_fields": ["action", "thought"], "edit_final_answer": True}
    return trajectory_edit.config({**defaults, **options}, "annotation_schemes[0] (fix)")


def sent(step: str | None, pointer: str, text: object, **more: object) -> dict[str, Any]:
    return {"edits": [{"step": step, "pointer": pointer, "text": text, **more}]}


def refusal(answer: object, **options: Any) -> str:
    with pytest.raises(AnswerError) as error:
        trajectory_edit.parse(scheme(**options), answer, DOCUMENT)
    return str(error.value)


def test_defaults_are_those_of_the_seed() -> None:
    assert trajectory_edit.config({"name": "fix", "description": "Fix it"}, "scheme") == {
        "name": "fix",
        "description": "Fix it",
        "required": False,
        "steps_key": "steps",
        "step_text_key": "action",
        "editable_fields": ["action"],
        "show_diff": True,
        "show_edit_distance": True,
        "allow_reset": True,
        "require_reason_on_edit": False,
        "edit_final_answer": False,
        "final_answer_key": "final_answer",
    }


@pytest.mark.parametrize("fields", [None, [], "thought", {}])
def test_editable_fields_fall_back_to_the_text_of_the_step(fields: object) -> None:
    assert scheme(editable_fields=fields, step_text_key="move")["editable_fields"] == ["move"]


def test_turns_have_editable_fields_of_their_own() -> None:
    config = scheme(steps_key="structured_turns", editable_fields=None)
    assert config["editable_fields"] == ["content", "thinking", "tool_calls"]


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"editable_fields": ["action", 3]}, "editable_fields"),
        ({"show_diff": "no"}, "show_diff"),
        ({"steps_key": 1}, "steps_key"),
    ],
)
def test_a_bad_option_is_named(options: dict[str, Any], key: str) -> None:
    with pytest.raises(SchemeError) as error:
        scheme(**options)
    assert error.value.where == f"annotation_schemes[0] (fix) {key}"


def test_editors_stand_only_where_a_field_exists() -> None:
    assert [(editor.step, editor.pointer, editor.is_text) for editor in editors(scheme(), DOCUMENT)] == [
        ("0", "/action", True),
        ("0", "/thought", True),
        ("1", "/thought", True),
        ("2", "/action", False),
        ("2", "/thought", True),
        ("3", "", True),
        (None, "/final_answer", True),
    ]


def test_an_object_is_shown_as_json_in_document_order() -> None:
    assert [editor.text for editor in editors(scheme(editable_fields=["action"]), DOCUMENT)][1] == (
        '{"tool":"Read","input":{"path":"a.py"}}'
    )


def test_a_final_answer_of_null_has_no_editor() -> None:
    assert editors(scheme(), {"steps": None, "final_answer": None}) == []


def test_an_edit_is_stored_with_hash_value_reason_and_distances() -> None:
    answer = trajectory_edit.parse(
        scheme(), sent("0", "/action", "web_search(query='SF weather')", reason="typo"), DOCUMENT
    )
    # queyr -> query: y and r change places, two substitutions in one word
    assert answer == {
        "edits": [
            {
                "step": "0",
                "pointer": "/action",
                "old": content_hash("web_search(queyr='SF weather')"),
                "new": "web_search(query='SF weather')",
                "reason": "typo",
                "distance_chars": 2,
                "distance_words": 1,
            }
        ],
        "inserted": {},
        "order": None,
        "calls": {},
        "not_applied": [],
    }


def test_edits_are_sorted_with_the_final_answer_last() -> None:
    document = {"steps": ["x"] * 12, "final_answer": "y"}
    places = [(None, "/final_answer"), ("10", ""), ("2", "")]
    edits = [{"step": step, "pointer": pointer, "text": "new"} for step, pointer in places]
    answer = trajectory_edit.parse(scheme(), {"edits": edits}, document)
    assert [edit["step"] for edit in answer["edits"]] == ["2", "10", None]


@pytest.mark.parametrize(
    ("step", "pointer", "text"),
    [
        ("0", "/thought", "Look it up."),
        ("2", "/action", '{"input": {"path": "a.py"}, "tool": "Read"}'),
        (None, "/final_answer", "It is sunny."),
    ],
)
def test_an_edit_that_changes_nothing_is_dropped(step: str | None, pointer: str, text: str) -> None:
    assert trajectory_edit.parse(scheme(), sent(step, pointer, text), DOCUMENT)["edits"] == []


def test_an_edited_object_stays_an_object() -> None:
    answer = trajectory_edit.parse(scheme(), sent("2", "/action", '{"tool": "Grep"}'), DOCUMENT)
    assert answer["edits"][0]["new"] == {"tool": "Grep"}


def test_a_text_with_what_no_database_stores_is_repaired() -> None:
    answer = trajectory_edit.parse(scheme(), sent("3", "", "a\0\ud800"), DOCUMENT)
    assert answer["edits"][0]["new"] == "a\ufffd\ufffd"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (sent("2", "/action", "done"), "step 3, action: needs a JSON object: not JSON: Expecting value, column 1"),
        (sent("2", "/action", "[1]"), "step 3, action: needs a JSON object, not a list"),
        (sent("2", "/nope", "x"), "step 3: has nothing to edit at '/nope'"),
        (sent("1", "/action", "x"), "step 2: has nothing to edit at '/action'"),
        (sent("0", None, "x"), "step 1: has nothing to edit at nothing"),
        (sent("9", "/action", "x"), "step 10: is not in this version of the trace, which has 4 steps"),
        (sent("-1", "/action", "x"), f"step '-1': {NO_NAME}"),
        (sent("2" * 10, "/action", "x"), f"step '2222222222': {NO_NAME}"),
        (sent("0", "/action", 5), "step 1, action: needs a text, not a number"),
        (sent("0", "/action", "x", reason=[]), "step 1, action, reason: needs a text, not a list"),
        ({"edits": [None]}, "fix edits[0]: needs an object, not nothing"),
        ({"edits": "all"}, "fix: needs a list of edits, not 'all'"),
        ("all", "fix: needs an object, not a text"),
        (
            {"edits": sent("3", "", "x")["edits"] * 2},
            "step 4, action: is edited twice",
        ),
        (sent("3", "", "é" * 2_500_001), "step 4, action: has a text of 5000002 bytes; the bound is 5000000"),
    ],
)
def test_a_refusal_names_the_place(answer: object, message: str) -> None:
    assert refusal(answer) == message


@pytest.mark.parametrize("step", [[], {}, 0, True, "01", "٣", "0 "])
def test_what_is_no_steps_name_is_refused(step: object) -> None:
    assert NO_NAME in refusal({"edits": [{"step": step, "pointer": "/action", "text": "x"}]})


@pytest.mark.parametrize(
    "answer",
    [
        sent("9" * 5_000, "", "x"),
        sent("0", "/" + "x" * 1_000_000, "x"),
        {"edits": "x" * 1_000_000},
        {"edits": {"x": ["y" * 1_000_000]}},
        {"edits": [["y" * 1_000_000]]},
        {"x" * 1_000_000: []},
    ],
)
def test_a_refusal_is_short_whatever_was_sent(answer: object) -> None:
    assert len(refusal(answer)) < 200


def rewritten(length: int, count: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A trace of steps of one letter each, and edits that leave none of them."""
    edits = [{"step": str(index), "pointer": "", "text": "ab" * (length // 2)} for index in range(count)]
    return {"steps": ["cd" * (length // 2)] * count}, edits


def test_the_bound_on_comparing_counts_across_edits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distance, "MAX_PAIRS", 1_000_000)
    document = {"steps": ["ab" * 500] * 2}
    edits = [{"step": step, "pointer": "", "text": "ax" * 400} for step in ("1", "0")]
    answer = trajectory_edit.parse(scheme(), {"edits": edits}, document)
    # Each takes 600 edits (400 b replaced, 200 letters gone). 1,000 x 800 pairs for the first of the trace, which was
    # sent last; 200,000 / 1,000 = 200 edits are affordable for the second.
    assert [(edit["step"], edit["distance_chars"]) for edit in answer["edits"]] == [("0", 600), ("1", 1_000)]


def test_the_bound_counts_in_imports_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distance, "MAX_PAIRS", 1_000_000)
    entries = [{"step_index": i, "field": "action", "edited_text": "ax" * 400, "edited": True} for i in (1, 0)]
    answer = trajectory_edit.from_potato(scheme(), {"fix": {"steps": entries}}, {"steps": ["ab" * 500] * 2})
    assert answer is not None
    assert [edit["distance_chars"] for edit in answer["edits"]] == [600, 1_000]


def test_twenty_long_rewritten_steps_are_parsed_in_time() -> None:
    document, edits = rewritten(190_000, 20)
    start = process_time()
    trajectory_edit.parse(scheme(), {"edits": edits}, document)
    assert process_time() - start < 10  # about 2 s; each alone takes 1 to 2 s


def test_a_dozen_rewritten_steps_of_usual_length_are_exact() -> None:
    document, edits = rewritten(20_000, 12)
    document["steps"] = ["é" + "cd" * 9_000] * 12  # 18,001 against 20,000 letters, none in common
    answer = trajectory_edit.parse(
        scheme(), {"edits": [{**edit, "text": edit["text"] + "é"} for edit in edits]}, document
    )
    # Keeping the é at either end costs more than replacing it: 20,001 letters, each put or replaced.
    assert [edit["distance_chars"] for edit in answer["edits"]] == [20_001] * 12


TURNS = trajectory_edit.config({"name": "fix", "steps_key": "structured_turns"}, "scheme")


def test_an_argument_of_a_megabyte_is_parsed_in_time() -> None:
    call = {"tool": "Write", "input": {"content": "x = 1\n" * 170_000}}
    edit = {"step": "0", "pointer": "/tool_calls/0/input/content", "text": "y = 2\n" * 170_000}
    start = process_time()
    trajectory_edit.parse(TURNS, {"edits": [edit]}, {"structured_turns": [{"tool_calls": [call]}]})
    assert process_time() - start < 5  # about 0.5 s


def test_thousands_of_edits_and_of_steps_and_calls_that_move_are_parsed_in_time() -> None:
    many = 5_000
    arguments = {f"key{number}": number for number in range(many)}
    turn = {"tool_calls": [{"tool": "Read", "input": {"path": "a"}}]}
    document = {"structured_turns": [{"tool_calls": [{"tool": "Read", "input": arguments}]}, *[turn] * many]}
    edits = [{"step": "0", "pointer": f"/tool_calls/0/input/{key}", "text": "77"} for key in arguments]
    edits += [{"step": str(step), "pointer": "/tool_calls/0/input/path", "text": "b"} for step in range(1, many + 1)]
    sent = {
        "edits": edits,
        "inserted": {f"+{number}": "look" for number in range(1, many + 1)},
        "order": [f"+{number}" for number in range(1, many + 1)] + [str(step) for step in range(many, 0, -1)],
        "calls": {str(step): [f"{many + 1 - step}.0"] for step in range(1, many + 1)},
    }
    start = process_time()
    answer = trajectory_edit.parse(TURNS, sent, document)
    corrected(document, TURNS, answer)
    edit_rows(document, TURNS, answer)
    assert process_time() - start < 10  # about 0.7 s; looking up each among all takes minutes


def test_a_field_that_is_not_editable_is_refused() -> None:
    assert "has nothing to edit" in refusal(sent("0", "/thought", "x"), editable_fields=["action"])


def test_the_final_answer_is_refused_when_it_has_no_editor() -> None:
    assert refusal(sent(None, "/final_answer", "x"), edit_final_answer=False).startswith("final answer: has nothing")


@given(documents, st.data())
def test_parse_undoes_as_sent(document: dict[str, Any], data: st.DataObject) -> None:
    config = scheme(editable_fields=["action", "thought", "a/b~c"])
    edits = [
        {
            "step": editor.step,
            "pointer": editor.pointer,
            "text": data.draw(texts) if editor.is_text else text_for(_changed(editor.original), editor.original),
            "reason": data.draw(texts),
        }
        for editor in editors(config, document)
        if data.draw(st.booleans())
    ]
    answer = trajectory_edit.parse(config, {"edits": edits}, document)
    assert trajectory_edit.parse(config, trajectory_edit.as_sent(config, answer, document), document) == answer


def _changed(original: Any) -> Any:
    """Another value of the same JSON type, a text that looks like a number for null."""
    match original:
        case bool():
            return not original
        case int() | float():
            return 12345
        case list():
            return [*original, "more"]
        case dict():
            return {**original, "more": None}
        case _:
            return "12"


def test_each_edit_of_a_step_needs_a_reason_where_reasons_are_asked_for() -> None:
    config = scheme(require_reason_on_edit=True)
    edits = [
        {"step": "0", "pointer": "/action", "text": "x", "reason": " "},
        {"step": "0", "pointer": "/thought", "text": "x", "reason": "clearer"},
        {"step": None, "pointer": "/final_answer", "text": "x"},
    ]
    answer = trajectory_edit.parse(config, {"edits": edits}, DOCUMENT)
    assert trajectory_edit.missing(config, answer, DOCUMENT) == [("0:/action", "reason")]
    assert trajectory_edit.missing(scheme(), answer, DOCUMENT) == []


def test_nothing_is_missing_in_an_unedited_trace_unless_it_is_required() -> None:
    assert trajectory_edit.missing(scheme(require_reason_on_edit=True), None, DOCUMENT) == []
    assert trajectory_edit.missing(scheme(required=True), None, DOCUMENT) == [("", "answer")]
