"""Items that hold their turns already."""

import json
import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.tracewright.convert.files import DATA, calls, trace, traces, tried, turns
from tracewright.convert import Converted
from tracewright.convert.originals import value_at

PAIRS = os.environ.get("GOLDEN_PAIRS", "")


@pytest.fixture
def items() -> list[Converted]:
    return traces("structured_turns", DATA / "structured_turns" / "items.jsonl")


def written(folder: Path, item: object) -> Path:
    path = folder / "item.json"
    path.write_text(json.dumps(item))
    return path


def without_source(turn: dict[str, Any]) -> dict[str, Any]:
    found = {key: value for key, value in turn.items() if key != "source"}
    return found | {"tool_calls": [{key: call[key] for key in call if key != "source"} for call in turn["tool_calls"]]}


def test_turns_stay_as_they_are(items: list[Converted]) -> None:
    found = items[0]
    assert turns(found)[1]["reasoning"] == "I look."
    assert found.document["model"] == "m-1"
    assert [call["output"] for call in calls(found)] == ["x=1", "a.py"]


def test_turns_and_steps_become_structured_turns(items: list[Converted]) -> None:
    assert [(each.identity, each.document["task_description"]) for each in items] == [
        ("s1", "Fix it"),
        ("s2", "Look"),
        ("s3", "Go."),
    ]
    assert all("turns" not in each.document and "steps" not in each.document for each in items)


def test_the_class_of_an_output_and_the_language_are_added_where_they_are_missing(items: list[Converted]) -> None:
    found = [(call["output_type"], call.get("language")) for each in items for call in calls(each)]
    assert found == [("code", "python"), ("code", None), ("terminal", None), ("diff", "rust")]


def test_every_turn_and_call_points_to_its_record(items: list[Converted]) -> None:
    for each in items:
        for turn in turns(each):
            record = value_at(BytesIO(each.native), turn["source"])
            assert record.keys() == turn.keys() - {"source"}
            for call in turn.get("tool_calls", ()):
                assert value_at(BytesIO(each.native), call["source"])["tool"] == call["tool"]


def test_an_item_without_turns_is_a_problem(tmp_path: Path) -> None:
    found, problems = tried("structured_turns", written(tmp_path, {"id": "a", "text": "Hello."}))
    assert not found
    assert "has none of structured_turns, turns, steps" in problems[0].what


@pytest.mark.parametrize("odd", [None, 7, "text", [], {}, [None], [7], [{"tool": 7}], [{"tool": "Read", "input": 7}]])
def test_odd_calls_stop_no_conversion(tmp_path: Path, odd: object) -> None:
    about = {"id": odd, "task": odd, "source": odd, "alternatives": odd}
    item = {**about, "structured_turns": [{"role": "user", "tool_calls": odd}, "text"]}
    assert tried("structured_turns", written(tmp_path, item))[1] == []


@pytest.mark.golden
@pytest.mark.skipif(not PAIRS, reason="GOLDEN_PAIRS names no folder of golden pairs")
@pytest.mark.parametrize("name", ["structured_turns", "turns", "bare_item"])
def test_the_established_converters_samples_carry_the_same_information(name: str) -> None:
    folder = Path(PAIRS, "converters", "claude_code", name)
    theirs = json.loads((folder / "output.jsonl").read_text())
    found = trace("structured_turns", folder / "input.json")
    assert [without_source(turn) for turn in turns(found)] == theirs["structured_turns"]
    assert found.document["task_description"] == theirs["task_description"]
    if name != "bare_item":
        assert found.identity == theirs["id"]
