"""ReAct items: thought, action and observation."""

import json
import os
from io import BytesIO
from pathlib import Path

import pytest

from tests.tracewright.convert.files import DATA, calls, spoken, trace, traces, tried, turns
from tracewright.convert import Converted
from tracewright.convert.originals import value_at

PAIRS = os.environ.get("GOLDEN_PAIRS", "")


@pytest.fixture
def item() -> Converted:
    return traces("react", DATA / "react" / "items.json")[0]


def written(folder: Path, *steps: object) -> Path:
    path = folder / "items.json"
    path.write_text(json.dumps([{"id": "a", "steps": steps}]))
    return path


def test_each_item_is_a_trace_with_its_id_and_task() -> None:
    found = traces("react", DATA / "react" / "items.json")
    assert [(each.identity, each.document["task_description"]) for each in found] == [
        ("r1", "Find the sum."),
        ("7", "Greet."),
    ]


def test_a_step_is_a_turn_that_thinks_and_acts(item: Converted) -> None:
    assert [turn.get("thinking", "") for turn in turns(item)] == ["I search.", "", "I know it now."]
    assert [(call["tool"], call["input"]) for call in calls(item)] == [
        ("search", "search(query='sum')"),
        ("Read", {"file_path": "sum.py"}),
    ]


def test_an_observation_answers_the_action_before_it_also_from_a_step_of_its_own(item: Converted) -> None:
    assert [call["output"] for call in calls(item)] == ["Nothing.", "return a - b"]


def test_an_action_without_observation_stays_unanswered(tmp_path: Path) -> None:
    path = written(tmp_path, {"action": "a()", "thought": "x"}, {"action": "b()", "observation": "of b"})
    assert [call["output"] for call in calls(trace("react", path))] == [None, "of b"]


def test_an_observation_without_an_action_stands_by_itself(tmp_path: Path) -> None:
    assert spoken(trace("react", written(tmp_path, {"observation": "It rains."}))) == [("result", "It rains.")]


def test_other_fields_of_an_item_are_kept_and_those_of_a_step_counted(item: Converted) -> None:
    assert item.document["agent"] == "Searcher"
    assert item.document["metadata"] == {"domain": "sums"}
    assert item.document["final_answer"] == "It subtracts."
    assert item.report.unknown == {"field colour of a step": 1}


def test_every_turn_and_call_points_to_its_step(item: Converted) -> None:
    for turn in turns(item):
        assert "thought" in value_at(BytesIO(item.native), turn["source"])
    assert value_at(BytesIO(item.native), calls(item)[1]["source"]["result"]) == {"observation": "return a - b"}


@pytest.mark.parametrize(
    "odd", [None, 7, [], {}, {"thought": 7}, {"action": None}, {"action": [1]}, {"observation": {}}]
)
def test_odd_steps_stop_no_conversion(tmp_path: Path, odd: object) -> None:
    assert tried("react", written(tmp_path, {"thought": "x"}, odd))[1] == []


@pytest.mark.golden
@pytest.mark.skipif(not PAIRS, reason="GOLDEN_PAIRS names no folder of golden pairs")
def test_the_established_converters_sample_carries_the_same_information() -> None:
    folder = Path(PAIRS, "converters", "react", "basic")
    theirs = json.loads((folder / "output.jsonl").read_text())
    found = trace("react", folder / "input.json")
    told = []
    for turn in turns(found):
        told.append(("Agent (Thought)", turn.get("thinking")))
        for call in turn["tool_calls"]:
            told += [("Agent (Action)", call["input"]), ("Environment", call["output"])]
    assert [each for each in told if each[1]] == [(each["speaker"], each["text"]) for each in theirs["conversation"]]
    assert (found.identity, found.document["task_description"]) == (theirs["id"], theirs["task_description"])
    assert (found.document["agent"], found.document["metadata"]) == (theirs["agent_name"], {"k": 1})
