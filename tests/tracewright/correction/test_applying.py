import copy
from typing import Any

from hypothesis import given

from tests.tracewright.strategies import documents
from tracewright.correction import corrected, edit_rows
from tracewright.schemes import trajectory_edit
from tracewright.schemes.trajectory_edit import editors

CONFIG = trajectory_edit.config(
    {"name": "fix", "editable_fields": ["action", "thought"], "edit_final_answer": True}, "scheme"
)


def edited(document: dict[str, Any]) -> dict[str, Any]:
    """Every text of the document with "!" behind it."""
    edits = [
        {"step": editor.step, "pointer": editor.pointer, "text": editor.text + "!"}
        for editor in editors(CONFIG, document)
        if editor.is_text
    ]
    return trajectory_edit.parse(CONFIG, {"edits": edits}, document)


@given(documents)
def test_the_original_is_never_changed(document: dict[str, Any]) -> None:
    before = copy.deepcopy(document)
    corrected(document, CONFIG, edited(document))
    assert document == before


@given(documents)
def test_every_edit_stands_in_the_corrected_document(document: dict[str, Any]) -> None:
    after = corrected(document, CONFIG, edited(document))
    before_and_after = zip(editors(CONFIG, document), editors(CONFIG, after), strict=True)
    assert all(new.text == old.text + "!" for old, new in before_and_after if old.is_text)


def test_steps_that_no_edit_touches_are_shared() -> None:
    document = {"steps": [{"action": "a"}, {"action": "b"}]}
    answer = trajectory_edit.parse(CONFIG, {"edits": [{"step": "1", "pointer": "/action", "text": "c"}]}, document)
    after = corrected(document, CONFIG, answer)
    assert after["steps"][0] is document["steps"][0]
    assert after["steps"][1] == {"action": "c"}


def test_rows_name_fields_as_exports_do() -> None:
    document = {"steps": ["go"], "final_answer": "done"}
    rows = edit_rows(document, CONFIG, edited(document))
    assert [(row["step_index"], row["field"], row["original_text"], row["edited_text"]) for row in rows] == [
        (0, "action", "go", "go!"),
        (None, "final_answer", "done", "done!"),
    ]
