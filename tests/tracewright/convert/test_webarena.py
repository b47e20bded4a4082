"""WebArena's runs: the actions of an agent in a browser."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.tracewright.convert.files import DATA, calls, spoken, trace, tried, turns
from tracewright.convert import Converted, is_verified, webarena
from tracewright.convert.originals import data_of, value_at


@pytest.fixture
def run() -> Converted:
    return trace("webarena", DATA / "webarena" / "run.json")


def written(folder: Path, *actions: Any, **about: Any) -> Path:
    path = folder / "run.json"
    path.write_text(json.dumps({"intent": "Find it.", "actions": actions, **about}))
    return path


def test_the_intent_is_the_prompt_and_each_action_a_turn_with_its_call(run: Converted) -> None:
    assert spoken(run) == [
        ("prompt", "Find the price of the red chair."),
        ("agent", ""),
        ("agent", ""),
        ("agent", ""),
        ("result", ""),
    ]
    assert [(call["tool"], call["output"]) for call in calls(run)] == [
        ("type", "[20] link 'Red chair'"),
        ("click", "Price: 40"),
        ("stop", None),
    ]
    assert turns(run)[1]["thinking"] == "I search for it."


def test_how_an_action_was_done_is_what_its_call_is_given(run: Converted) -> None:
    assert calls(run)[0]["input"] == {"element": {"id": 12, "role": "searchbox"}, "value": "red chair"}
    assert calls(run)[1]["input"] == {"element": "[20]", "coordinates": [31, 90]}


def test_the_run_keeps_its_task_reward_and_sites(run: Converted) -> None:
    document = run.document
    assert (document["task_key"], document["outcome"]) == ("7", {"reward": 1.0})
    assert (document["sites"], document["start_url"]) == (["shopping"], "https://shop.example.invalid/")
    assert "actions" not in document


def test_screenshots_are_attachments_of_their_steps(run: Converted) -> None:
    listed = run.document["attachments"]
    places = [each["source"]["pointer"] for each in listed]
    assert places == ["/actions/0/screenshot", "/screenshots/1", "/screenshots/2", "/screenshots/3"]
    assert (listed[0]["media_type"], listed[0]["width"], listed[0]["height"]) == ("image/png", 2, 1)
    assert data_of(value_at(BytesIO(run.native), listed[0]["source"])).startswith(b"\x89PNG")
    assert turns(run)[1]["parts"][0] == {"type": "image", "attachment": "image-1"}
    assert turns(run)[4]["parts"] == [{"type": "image", "attachment": "image-4"}]


def test_every_turn_and_call_points_to_its_place(run: Converted) -> None:
    found = [value_at(BytesIO(run.native), turn["source"]) for turn in turns(run)]
    assert [each["action_type"] for each in found[1:4]] == [call["tool"] for call in calls(run)]
    assert (found[0], found[4]) == ("Find the price of the red chair.", "end.png")


def test_an_action_as_a_text_is_the_command_it_begins_with(tmp_path: Path) -> None:
    (call,) = calls(trace("webarena", written(tmp_path, {"action": "click [12]", "element": None})))
    assert (call["tool"], call["input"]) == ("click", {"action": "click [12]", "element": None})


def test_an_action_that_failed_is_an_error(tmp_path: Path) -> None:
    (call,) = calls(
        trace("webarena", written(tmp_path, {"action_type": "click", "element": 1, "error": "no such element"}))
    )
    assert (call["output"], call["is_error"], call["error_source"]) == ("no such element", True, "agent")


def test_two_runs_of_one_task_are_two_traces(tmp_path: Path) -> None:
    first = trace("webarena", written(tmp_path, {"action_type": "stop"}, task_id=7))
    other = trace("webarena", written(tmp_path, {"action_type": "none"}, task_id=7))
    assert first.identity != other.identity
    assert first.document["task_key"] == other.document["task_key"] == "7"


@pytest.mark.parametrize(
    "action",
    [
        None,
        7,
        "click",
        {},
        {"action_type": None, "element": None},
        {"action_type": {"type": 7}, "thought": ["x"]},
        {"action_type": ["x"], "timestamp": 7, "screenshot": {"url": 7}},
    ],
)
def test_odd_actions_are_told_or_counted(action: Any, tmp_path: Path) -> None:
    found, problems = tried("webarena", written(tmp_path, action, screenshots=[None, {"path": "a.png"}]))
    assert (len(found), problems) == (1, [])


def test_the_format_is_unverified() -> None:
    assert not is_verified(webarena)
