"""The pairs of input and output of the established tool, and where we differ from it on purpose."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracewright.cli import main

PAIRS = os.environ.get("GOLDEN_PAIRS", "")
pytestmark = [
    pytest.mark.golden,
    pytest.mark.skipif(not PAIRS, reason="GOLDEN_PAIRS names no folder of golden pairs"),
]

Out = Callable[[str], Path]
APPLIES_NOTHING = ("ann2", "str_steps")
OBJECT_EDITED = "missing_fields"


@pytest.fixture(params=["label_form", "ui_form"])
def ours(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    config = edge(request.param) / "config.yaml"
    assert main(["export", "-f", "trajectory_correction", "-o", str(tmp_path), "-c", str(config)]) == 0
    return tmp_path


def edge(form: str) -> Path:
    return Path(PAIRS, "trajectory_correction", "edge", form)


def theirs() -> Path:
    # Only this form: from the one its own page stores, the tool exports nothing.
    return edge("label_form") / "export_trajectory_correction"


def corrections(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "trajectory_corrections.json").read_text()))


def record(folder: Path, annotator: str, trace_id: str) -> dict[str, Any]:
    (found,) = (
        each
        for each in corrections(folder)["records"]
        if (each["annotator"], each["trace_id"]) == (annotator, trace_id)
    )
    return dict(found)


def lines(path: Path) -> list[dict[str, Any]]:
    with path.open() as file:
        return [json.loads(line) for line in file]


def as_multiset(values: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(value, sort_keys=True) for value in values)


def object_as_we_keep_it(trace: dict[str, Any]) -> dict[str, Any]:
    """Their trace of `missing_fields` with the action of step 2 as an object, where they leave its text."""
    steps = [dict(step) for step in trace["steps"]]
    if isinstance(steps[2]["action"], str):
        steps[2]["action"] = json.loads(steps[2]["action"])
    return {**trace, "steps": steps}


def without(value: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: element for key, element in value.items() if key not in keys}


def as_theirs(record: dict[str, Any]) -> dict[str, Any]:
    """The record without the keys that we add."""
    edits = [without(edit, "op", "position") for edit in record["edits"]]
    return {**without(record, "not_applied", "stale_calls"), "edits": edits}


def test_all_other_records_are_equal(ours: Path) -> None:
    expected = [
        each for each in corrections(theirs())["records"] if (each["annotator"], each["trace_id"]) != APPLIES_NOTHING
    ]
    for each in expected:
        if each["trace_id"] == OBJECT_EDITED:
            each["corrected_trace"] = object_as_we_keep_it(each["corrected_trace"])
    found = [each for each in corrections(ours)["records"] if (each["annotator"], each["trace_id"]) != APPLIES_NOTHING]
    assert [each["not_applied"] for each in found] == [[]] * 4
    assert as_multiset([as_theirs(each) for each in found]) == as_multiset(expected)


def test_a_record_whose_edits_all_fail_is_kept_with_the_reasons(ours: Path) -> None:
    their_record, found = record(theirs(), *APPLIES_NOTHING), record(ours, *APPLIES_NOTHING)
    assert (found["edits"], found["n_edits"], found["total_edit_distance"]) == ([], 0, 0)
    assert found["corrected_trace"] == found["original_trace"] == their_record["original_trace"]
    assert [each["edited_text"] for each in found["not_applied"]] == [
        "out of range",
        "no field",
        "thought on a string step",
        "negative",
    ]
    assert all(each["why"] for each in found["not_applied"])


def test_the_counts_follow_from_it(ours: Path) -> None:
    found = corrections(ours)
    assert (found["n_total"], found["n_edited"], found["n_unedited"]) == (5, 3, 2)


def test_an_edited_object_stays_an_object(ours: Path) -> None:
    found = record(ours, "ann1", OBJECT_EDITED)
    edited = {"tool": "Read", "input": {"file_path": "b.py"}}
    assert found["corrected_trace"]["steps"][2]["action"] == edited
    (edit,) = (each for each in found["edits"] if each["step_index"] == 2)
    assert json.loads(edit["edited_text"]) == edited
    assert edit["original_text"] == '{"tool":"Read","input":{"file_path":"a.py"}}'


def test_no_pair_has_chosen_equal_to_rejected(ours: Path) -> None:
    assert any(line["chosen"] == line["rejected"] for line in lines(theirs() / "trajectory_dpo.jsonl"))
    assert not any(line["chosen"] == line["rejected"] for line in lines(ours / "trajectory_dpo.jsonl"))


@pytest.mark.parametrize(
    ("name", "corrected"), [("trajectory_sft.jsonl", "completion"), ("trajectory_dpo.jsonl", "chosen")]
)
def test_training_lines_are_equal_but_for_the_annotator(ours: Path, name: str, corrected: str) -> None:
    expected = [line for line in lines(theirs() / name) if line[corrected] != line.get("rejected")]
    if corrected == "completion":  # the line of the edits that fail, known by its unchanged steps
        expected = [line for line in expected if line["completion"]["steps"] != ["open the filee", "close the file"]]
    for line in expected:
        if line["trace_id"] == OBJECT_EDITED:
            line[corrected] = object_as_we_keep_it(line[corrected])
    found = lines(ours / name)
    assert {line["annotator"] for line in found} == {"ann1"}
    assert as_multiset([without(line, "annotator") for line in found]) == as_multiset(expected)
