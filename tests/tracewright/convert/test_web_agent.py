"""Agents in a browser: Potato's steps with screenshots, and Mind2Web."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.tracewright.convert.files import DATA, calls, spoken, trace, traces, tried, turns
from tracewright.convert import Converted, converter_for, detect, is_verified, web_agent
from tracewright.convert.originals import value_at

FOLDER = DATA / "web_agent"


@pytest.fixture
def steps() -> Converted:
    return trace("web_agent", FOLDER / "steps.json")


@pytest.fixture
def mind2web() -> Converted:
    return trace("web_agent", FOLDER / "mind2web.json")


def written(folder: Path, **about: Any) -> Path:
    path = folder / "run.json"
    path.write_text(json.dumps(about))
    return path


def test_each_step_is_a_turn_with_its_call(steps: Converted) -> None:
    assert spoken(steps) == [("prompt", "Find the price of the red chair."), ("agent", ""), ("agent", "")]
    assert [(call["tool"], call["output"]) for call in calls(steps)] == [("click", "It has the focus."), ("type", None)]
    assert calls(steps)[0]["input"]["mouse_path"] == [[0, 0], [31, 9]]
    assert calls(steps)[1]["input"] == {"typed_text": "red chair", "timestamp": 1.5}
    assert (turns(steps)[1]["thinking"], turns(steps)[1]["at"]) == ("The search is there.", "2026-01-03T08:46:40Z")


def test_the_item_keeps_its_site_model_and_success(steps: Converted) -> None:
    document = steps.document
    assert (steps.identity, document["site"], document["model"]) == ("web-7", "shop.example.invalid", "small-model-1")
    assert document["outcome"] == {"success": True}
    assert [each["source"]["pointer"] for each in document["attachments"]] == [
        "/steps/0/screenshot_url",
        "/steps/1/screenshot_url",
    ]


def test_an_operation_of_mind2web_is_a_call_with_the_element_that_is_right(mind2web: Converted) -> None:
    assert spoken(mind2web) == [
        ("prompt", "Find a red chair."),
        ("agent", "[searchbox] Search -> TYPE: red chair"),
        ("agent", "[link] Red chair -> CLICK"),
    ]
    assert [call["tool"] for call in calls(mind2web)] == ["type", "click"]
    assert calls(mind2web)[0]["input"] == {
        "original_op": "TYPE",
        "value": "red chair",
        "element": {"tag": "input", "backend_node_id": "12"},
    }
    assert (mind2web.document["task_key"], mind2web.document["website"]) == ("a-1", "shop")


def test_rows_of_one_task_are_one_run() -> None:
    first, other = traces("web_agent", FOLDER / "rows.jsonl")
    assert [(each.document["task_key"], len(calls(each))) for each in (first, other)] == [("a-1", 2), ("a-2", 1)]
    assert first.report.records == 2
    assert calls(first)[0]["input"] == {"value": "red chair", "element": '{"tag": "input"}'}


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_every_turn_and_call_points_to_its_place(path: Path) -> None:
    for found in traces("web_agent", path):
        for source in [turn["source"] for turn in turns(found)] + [call["source"] for call in calls(found)]:
            assert value_at(BytesIO(found.native), source)


def test_rows_that_are_indented_are_one_run_of_lines(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in (FOLDER / "rows.jsonl").read_text().splitlines()]
    path = tmp_path / "rows.json"
    path.write_text(json.dumps(rows, indent=1))
    first, _ = traces("web_agent", path)
    assert [value_at(BytesIO(first.native), call["source"])["action_uid"] for call in calls(first)] == ["u1", "u2"]


def test_a_site_and_a_screenshot_of_it_make_steps_those_of_a_web_agent(tmp_path: Path) -> None:
    path = written(tmp_path, site="shop", screenshot_url="first.png", steps=[{"action_type": "click"}])
    assert (detect(path).name, trace("web_agent", path).document["screenshot_url"]) == ("web_agent", "first.png")


def test_computer_use_by_messages_goes_to_the_api_that_they_are_of() -> None:
    path = DATA / "anthropic" / "conversation.json"
    assert converter_for("web_agent", path, path.name).name == "anthropic"


@pytest.mark.parametrize(
    "about",
    [
        {"steps": [None, 7, "text", {}, {"mouse_path": None, "action_type": None}]},
        {"steps": [{"screenshot": {"url": 7}, "coordinates": None, "action": {"type": ["x"]}}], "screenshots": "a"},
        {"confirmed_task": "Go.", "actions": [None, {"operation": None, "pos_candidates": None}, {"operation": "{"}]},
        {"operation": "[]", "pos_candidates": 7, "annotation_id": 7, "confirmed_task": ["x"]},
    ],
)
def test_odd_items_are_told_as_they_are(about: dict[str, Any], tmp_path: Path) -> None:
    found, problems = tried("web_agent", written(tmp_path, **about))
    assert (len(found), problems) == (1, [])


def test_the_format_is_unverified() -> None:
    assert not is_verified(web_agent)
