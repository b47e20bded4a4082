"""Cline and Roo Code: the folder of a task."""

import json
from io import BytesIO
from pathlib import Path
from shutil import copytree

import pytest

from tests.tracewright.convert.files import DATA, calls, spoken, trace, tried, turns
from tracewright.convert import CONVERTERS, Converted, detect
from tracewright.convert.cline.requests import Requests
from tracewright.convert.cline.texts import said
from tracewright.convert.originals import value_at
from tracewright.convert.report import Report

FOLDER = DATA / "cline"
TASK = FOLDER / "1772442000000"
HISTORY = "api_conversation_history.json"
ENVIRONMENT = "<environment_details>\nVisible files: sum.py\n</environment_details>"


def gathered(folder: Path) -> Converted:
    (source,) = CONVERTERS["cline"].sources(sorted(folder.glob("*.json")))
    (found,) = CONVERTERS["cline"].convert(source)
    return found


@pytest.fixture
def task() -> Converted:
    return gathered(TASK)


@pytest.fixture
def native() -> Converted:
    return trace("cline", FOLDER / "native" / HISTORY)


def written(folder: Path, *messages: object) -> Path:
    path = folder / "log.json"
    path.write_text(json.dumps(messages))
    return path


def message(role: str, *texts: str) -> dict[str, object]:
    return {"role": role, "content": [{"type": "text", "text": text} for text in texts]}


GO = message("user", "<task>Go.</task>", ENVIRONMENT)


def test_who_says_what(task: Converted) -> None:
    assert [each for each in spoken(task) if each[0] != "reminder"] == [
        ("prompt", "Repair sum."),
        ("agent", "I run the tests."),
        ("agent", ""),
        ("prompt", "Use a loop."),
        ("agent", "As you like."),
        ("command", "[ERROR] You did not use a tool in your previous response! Please retry with a tool use."),
        ("agent", ""),
    ]
    assert ("reminder", ENVIRONMENT) in spoken(task)
    assert turns(task)[2]["thinking"] == "A test must fail first."
    assert task.document["task_description"] == "Repair sum."


def test_calls_in_xml_have_the_results_that_the_next_message_tells(task: Converted) -> None:
    first, second, third = calls(task)
    assert first["input"] == {"command": "pytest", "requires_approval": "false"}
    assert (first["output"], first["exit_code"], first["is_error"], first["error_source"]) == (
        "Command executed. Exit code: 1\nOutput:\n1 failed",
        1,
        True,
        "agent",
    )
    assert second["input"]["diff"].startswith("<<<<<<< SEARCH\na - b")
    assert (second["output"], second["error_source"]) == ("The user denied this operation.", "rejected")
    assert (third["tool"], third["output"]) == ("attempt_completion", None)


def test_times_tokens_costs_and_models_come_from_what_was_shown(task: Converted) -> None:
    said = [turn for turn in turns(task) if turn["kind"] == "agent"]
    assert [turn["model"] for turn in said] == ["small-model-1", "small-model-1", "small-model-1", "small-model-2"]
    assert said[0]["at"] == "2026-03-02T09:00:01Z"
    assert said[0]["usage"] == {"input_tokens": 900, "output_tokens": 40, "cache_read_input_tokens": 300}
    assert task.document["metrics"] == {"cost_usd": 0.016, "api_calls": 4}
    assert task.report.types["ui ask completion_result"] == 1


def test_requests_that_do_not_fit_the_messages_are_summed_and_told(tmp_path: Path) -> None:
    folder = copytree(TASK, tmp_path / "task")
    shown = json.loads((folder / "ui_messages.json").read_text())
    (folder / "ui_messages.json").write_text(json.dumps([*shown, shown[1]]))
    found = gathered(folder)
    assert not any("usage" in turn for turn in turns(found))
    assert found.document["metrics"]["api_calls"] == 5
    assert "only their sum is told" in found.report.warnings[0]


def test_native_calls_are_paired_by_id_and_headings_are_no_output(native: Converted) -> None:
    assert [(call["id"], call["output"], call["is_error"]) for call in calls(native)] == [
        ("t1", "return a - b", False),
        ("t2", "The tool execution failed with the following error:\n<error>no folder</error>", True),
    ]
    assert calls(native)[1]["error_source"] == "agent"
    assert [turn["kind"] for turn in turns(native)] == ["prompt", "reminder", "agent", "reminder", "compaction"]
    assert (turns(native)[2]["thinking"], turns(native)[2]["model"]) == ("I read it.", "small-model-3")
    assert turns(native)[2]["at"] == "2026-03-02T09:00:01Z"


def test_every_turn_call_and_result_points_to_its_record(task: Converted, native: Converted) -> None:
    for found in (task, native):
        for turn in turns(found):
            assert value_at(BytesIO(found.native), turn["source"]) is not None
        for call in calls(found):
            assert value_at(BytesIO(found.native), call["source"])["type"] in ("text", "tool_use")
            if call["output"] is not None:
                record = value_at(BytesIO(found.native), call["source"]["result"])
                assert call["output"] in json.dumps(record).replace("\\n", "\n")


@pytest.mark.parametrize("name", ["ui_messages.json", "task_metadata.json"])
def test_a_lone_piece_says_what_it_is_part_of(name: str) -> None:
    found, problems = tried("cline", TASK / name)
    assert (found, [each.what for each in problems]) == (
        [],
        ["is part of a task of Cline; give the folder with its api_conversation_history.json"],
    )


def test_a_history_alone_is_a_trace_without_costs() -> None:
    found = trace("cline", TASK / HISTORY)
    assert len(calls(found)) == 3
    assert "metrics" not in found.document


def test_a_piece_that_is_broken_is_told_and_the_rest_is_converted(tmp_path: Path) -> None:
    folder = copytree(TASK, tmp_path / "task")
    (source,) = CONVERTERS["cline"].sources(sorted(folder.glob("*.json")))
    (folder / "ui_messages.json").write_text("[{")
    (found,) = CONVERTERS["cline"].convert(source)
    assert found.report.unreadable == 1
    assert found.report.warnings[0].startswith("ui_messages.json: is no JSON")


def test_a_value_may_hold_tags_and_a_call_that_was_broken_off_keeps_what_it_has() -> None:
    text = "<write_to_file><path>a.xml</path><content><path>b</path></content>x</content></write_to_file>"
    (call,) = said(text)
    assert call.given == {"path": "a.xml", "content": "<path>b</path></content>x"}
    (call,) = said("<write_to_file><path>a.xml</path><content>half")
    assert call.given == {"path": "a.xml", "content": "half"}


def test_an_exit_code_in_what_a_file_holds_is_no_error(tmp_path: Path) -> None:
    act = message("assistant", "<read_file><path>a.md</path></read_file>")
    found = trace("cline", written(tmp_path, GO, act, message("user", "[read_file for 'a.md'] Result:\nExit code: 1")))
    assert (calls(found)[0]["is_error"], calls(found)[0].get("exit_code")) == (False, None)


def test_a_call_that_nobody_answered_takes_no_later_result(tmp_path: Path) -> None:
    acts = [
        message("assistant", f"<execute_command><command>{name}</command></execute_command>") for name in ("a", "b")
    ]
    result = message("user", "[execute_command for 'b'] Result:\nCommand executed.")
    found = trace("cline", written(tmp_path, GO, *acts, result))
    assert [call["output"] for call in calls(found)] == [None, "Command executed."]


def test_messages_without_its_marks_are_not_taken(tmp_path: Path) -> None:
    path = written(tmp_path, message("user", "Go."), message("assistant", "Gone."))
    assert detect(path).name == "anthropic"


@pytest.mark.parametrize("odd", [None, 7, "text", [], [None], {}, {"content": [7]}])
def test_odd_fields_stop_no_conversion(tmp_path: Path, odd: object) -> None:
    kinds = ("text", "tool_use", "tool_result", "thinking", "reasoning", "image", "x")
    keys = ("text", "name", "input", "id", "content", "thinking", "source", "tool_use_id")
    blocks = [{**dict.fromkeys(keys, odd), "type": kind} for kind in kinds]
    messages = [{"role": role, "content": content} for role in ("user", "assistant") for content in (blocks, odd)]
    messages += [{"role": odd, "content": odd, "ts": odd, "modelInfo": odd}]
    assert tried("cline", written(tmp_path, GO, *messages, odd))[1] == []
    folder = copytree(TASK, tmp_path / "task")
    (source,) = CONVERTERS["cline"].sources(sorted(folder.glob("*.json")))
    shown = [{"ts": odd, "type": "say", "say": "api_req_started", "text": odd}, odd, {"type": odd, "say": odd}]
    (folder / "ui_messages.json").write_text(json.dumps(shown))
    (folder / "task_metadata.json").write_text(json.dumps({"files_in_context": [], "model_usage": [odd, {"ts": odd}]}))
    assert len(list(CONVERTERS["cline"].convert(source))) == 1


@pytest.mark.parametrize("cost", [1e308, 10**400])
def test_costs_that_are_none_are_not_summed(cost: float) -> None:
    told = [{"say": "api_req_started", "text": json.dumps({"cost": cost})}] * 2
    assert Requests(told, {}, [], Report()).cost == 0
