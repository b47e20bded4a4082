import json
from typing import Any

import pytest

from tracewright.correction import corrected
from tracewright.errors import AnswerError
from tracewright.schemes import trajectory_edit

DOCUMENT: dict[str, Any] = {
    "steps": ["open the filee", {"thought": "t", "action": {"tool": "Read", "input": {"b": 1, "a": 2}}, "note": None}],
    "final_answer": {"code": 0},
}
CONFIG = trajectory_edit.config({"name": "fix", "require_reason_on_edit": True}, "scheme")
NOTHING: dict[str, Any] = {"edits": [], "inserted": {}, "order": None, "calls": {}, "not_applied": []}


def entry(step_index: object, field: object, edited_text: object, **more: object) -> dict[str, Any]:
    return {"step_index": step_index, "field": field, "edited_text": edited_text, "edited": True, **more}


def imported(*steps: object, final_answer: object = None) -> dict[str, Any]:
    blob = json.dumps({"steps": steps, "final_answer": final_answer})
    answer = trajectory_edit.from_potato(CONFIG, {"fix": blob}, DOCUMENT)
    assert answer is not None
    return answer


def whys(answer: dict[str, Any]) -> list[str]:
    return [each["why"] for each in answer["not_applied"]]


@pytest.mark.parametrize("label", ["fix", "label", "whatever"])
def test_the_blob_is_found_under_each_label(label: str) -> None:
    answer = trajectory_edit.from_potato(CONFIG, {label: '{"steps": []}'}, DOCUMENT)
    assert answer == NOTHING


@pytest.mark.parametrize("labels", [{}, {"fix": ""}, {"a": "x", "b": "y"}])
def test_nothing_stored_is_no_answer(labels: dict[str, Any]) -> None:
    assert trajectory_edit.from_potato(CONFIG, labels, DOCUMENT) is None


@pytest.mark.parametrize("stored", ["{", "[1]", "3", '{"steps": 3}'])
def test_what_is_no_stored_edit_is_refused(stored: str) -> None:
    with pytest.raises(AnswerError, match="fix: holds"):
        trajectory_edit.from_potato(CONFIG, {"fix": stored}, DOCUMENT)


def test_an_edit_is_recomputed_from_the_document() -> None:
    lies = {"original_text": "something else", "edit_distance_chars": 99, "reason": "typo"}
    (edit,) = imported(entry(0, "action", "open the file", **lies))["edits"]
    assert (edit["step"], edit["pointer"], edit["new"], edit["reason"]) == ("0", "", "open the file", "typo")
    assert (edit["distance_chars"], edit["distance_words"]) == (1, 1)


def test_a_missing_reason_is_never_refused() -> None:
    assert imported(entry(0, "action", "open it"))["edits"][0]["reason"] == ""


def test_untouched_entries_are_dropped() -> None:
    touched = {"step_index": 0, "field": "action", "edited_text": "x", "edited": False}
    assert imported(touched, {}, final_answer={"edited": False}) == NOTHING


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (entry(9, "action", "x"), "there is no step 9; the trace has 2"),
        (entry(-1, "action", "x"), "there is no step -1; the trace has 2"),
        (entry(0, None, "x"), "no field is named"),
        (entry(0, "thought", "x"), 'step 0 is plain text; it has only the field "action"'),
        (entry("0", "action", "x"), "step_index must be a whole number, not '0'"),
        (entry(None, "action", "x"), "step_index must be a whole number, not nothing"),
        (entry(True, "action", "x"), "step_index must be a whole number, not True"),
        (entry(0, "action", None), "it has no edited_text"),
        (7, "an entry must be an object, not a number"),
    ],
)
def test_what_cannot_be_applied_is_kept_with_the_reason(bad: object, why: str) -> None:
    answer = imported(bad)
    assert (answer["edits"], whys(answer)) == ([], [why])


def test_what_is_not_applied_keeps_its_words() -> None:
    bad = entry(9, "action", "new", original_text="old", reason="because")
    assert imported(bad)["not_applied"] == [
        {
            "step_index": 9,
            "field": "action",
            "original_text": "old",
            "edited_text": "new",
            "reason": "because",
            "why": "there is no step 9; the trace has 2",
        }
    ]


def test_the_later_of_two_edits_of_one_place_wins_and_the_earlier_is_kept() -> None:
    answer = imported(entry(0, "action", "first"), entry(0, "action", "second"))
    assert [edit["new"] for edit in answer["edits"]] == ["second"]
    assert [(each["edited_text"], each["why"]) for each in answer["not_applied"]] == [
        ("first", "a later entry edits the same place")
    ]


def test_an_object_stays_an_object_when_the_text_is_one() -> None:
    (edit,) = imported(entry(1, "action", '{"input":{"a":3,"b":1},"tool":"Read"}'))["edits"]
    assert edit["new"] == {"tool": "Read", "input": {"b": 1, "a": 3}}


def test_keys_that_potatos_page_sorted_are_no_edit() -> None:
    # {"tool":"Read","input":{"b":1,"a":2}} against the same with a 3: one character, one word
    (edit,) = imported(entry(1, "action", '{"input":{"a":3,"b":1},"tool":"Read"}'))["edits"]
    assert (edit["distance_chars"], edit["distance_words"]) == (1, 1)
    assert imported(entry(1, "action", '{"input":{"a":2,"b":1},"tool":"Read"}'))["edits"] == []


def test_an_object_becomes_text_when_the_text_is_none() -> None:
    (edit,) = imported(final_answer={"edited": True, "edited_text": "done"})["edits"]
    assert (edit["step"], edit["pointer"], edit["new"]) == (None, "/final_answer", "done")


def test_a_field_that_is_not_there_is_added_as_text() -> None:
    (edit,) = answer = imported(entry(1, "result", "42"))["edits"]
    assert (edit["old"], edit["new"], edit["distance_chars"]) == ("", "42", 2)
    fixed = corrected(DOCUMENT, CONFIG, {"edits": answer})
    assert fixed["steps"][1]["result"] == "42"


def test_a_null_takes_json() -> None:
    assert imported(entry(1, "note", '{"a":1}'))["edits"][0]["new"] == {"a": 1}


def test_a_resubmit_drops_what_was_not_applied() -> None:
    answer = imported(entry(9, "action", "x"), entry(0, "action", "open it"))
    again = trajectory_edit.parse(CONFIG, trajectory_edit.as_sent(CONFIG, answer, DOCUMENT), DOCUMENT)
    assert (again["edits"], again["not_applied"]) == (answer["edits"], [])
