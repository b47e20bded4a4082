"""SWE-bench's instances, alone and with what a model made of them."""

import json
from io import BytesIO
from pathlib import Path

import pytest

from tests.tracewright.convert.corpus import PAIRS, of_pairs
from tests.tracewright.convert.files import DATA, calls, spoken, trace, traces, tried, turns
from tracewright.convert import Converted, is_verified, swebench
from tracewright.convert.originals import value_at

FOLDER = DATA / "swebench"


@pytest.fixture
def made() -> Converted:
    return trace("swebench", FOLDER / "tried.json")


def written(folder: Path, **fields: object) -> Path:
    path = folder / "instance.json"
    path.write_text(json.dumps({"instance_id": "a__b-1", "problem_statement": "Mend it.", "patch": "", **fields}))
    return path


def test_an_instance_is_its_task_without_a_step_of_an_agent() -> None:
    first, second = traces("swebench", FOLDER / "instances.jsonl")
    assert spoken(first) == [("prompt", "sum(2, 2) gives 0.")]
    assert (first.identity, second.identity) == ("halden__sum-7", "halden__sum-8")
    assert (first.document["task_key"], first.document["task_description"]) == ("halden__sum-7", "sum(2, 2) gives 0.")
    assert first.document["source"] == {"format": "swebench"}


def test_its_other_fields_stay_as_they_came() -> None:
    document = traces("swebench", FOLDER / "instances.jsonl")[0].document
    assert (document["repo"], document["version"], document["FAIL_TO_PASS"]) == ("halden/sum", "2.1", '["test_sum"]')
    assert document["patch"].endswith("+return a + b\n")
    assert {"test_patch", "hints_text", "base_commit", "created_at", "PASS_TO_PASS"} <= set(document)


def test_the_patch_of_the_data_set_is_not_a_models() -> None:
    assert "model_patch" not in traces("swebench", FOLDER / "instances.jsonl")[0].document


def test_a_model_that_tried_it_has_its_steps_patch_and_result(made: Converted) -> None:
    assert [turn.get("thinking") for turn in turns(made)] == [None, "I look at the file.", "It has the wrong sign."]
    assert [(call["tool"], call["output"]) for call in calls(made)] == [("cat", "return a - b"), ("edit", None)]
    assert (made.document["model"], made.document["outcome"]) == ("small-model-1", {"resolved": True})
    assert (made.document["model_patch"][:10], made.document["test_result"]) == ("diff --git", "resolved")


def test_every_turn_points_to_its_place(made: Converted) -> None:
    assert [value_at(BytesIO(made.native), turn["source"]) for turn in turns(made)] == [
        "sum(2, 2) gives 0.",
        *value_at(BytesIO(made.native), {"pointer": "/model_trajectory"}),
    ]


def test_two_tries_of_one_instance_are_two_traces(tmp_path: Path) -> None:
    first = trace("swebench", written(tmp_path, model_patch="one"))
    other = trace("swebench", written(tmp_path, model_patch="two"))
    assert first.identity != other.identity
    assert first.document["task_key"] == other.document["task_key"] == "a__b-1"


def test_a_result_that_is_neither_says_nothing_of_the_outcome(tmp_path: Path) -> None:
    document = trace("swebench", written(tmp_path, test_result="3 of 4 pass")).document
    assert ("outcome" in document, document["test_result"]) == (False, "3 of 4 pass")


@pytest.mark.parametrize("fields", [{"problem_statement": None}, {"problem_statement": "", "model_trajectory": 7}])
def test_an_instance_that_says_nothing_is_a_problem(fields: dict[str, object], tmp_path: Path) -> None:
    found, problems = tried("swebench", written(tmp_path, **fields))
    assert (found, [problem.what for problem in problems]) == ([], ["holds no turn"])


@pytest.mark.parametrize("steps", [["look", None, 7], [{"thought": 7, "action": None}], {"a": 1}])
def test_odd_steps_are_told_as_they_are(steps: object, tmp_path: Path) -> None:
    assert spoken(trace("swebench", written(tmp_path, model_trajectory=steps)))[0] == ("prompt", "Mend it.")


def test_the_format_is_unverified() -> None:
    assert not is_verified(swebench)


@of_pairs
def test_what_potato_makes_of_an_instance_is_there() -> None:
    folder = Path(PAIRS, "converters", "swebench", "basic")
    expected = json.loads((folder / "output.jsonl").read_text())
    found = trace("swebench", folder / "input.json")
    said = {turn["speaker"]: turn["text"] for turn in expected["conversation"]}
    assert found.document["task_key"] == expected["id"]
    assert found.document["task_description"].startswith(expected["task_description"])
    assert turns(found)[0]["content"] == said["User"]
    assert (turns(found)[1]["thinking"], calls(found)[0]["input"]) == (said["Agent (Thought)"], said["Agent (Action)"])
    assert found.document["model_patch"] in said["Agent (Patch)"]
    assert (found.document["model"], found.document["outcome"]) == (expected["agent_name"], {"resolved": True})
    table = {row["Property"]: row["Value"] for row in expected["metadata_table"]}
    kept = found.document
    assert [kept["repo"], kept["version"], kept["base_commit"]] == [
        table[key] for key in ("Repository", "Version", "Base Commit")
    ]
