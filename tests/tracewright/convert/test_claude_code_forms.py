"""What Claude Code prints without a terminal, and the log of its web application."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.tracewright.convert.files import DATA, calls, spoken, trace, traces, tried, turns
from tracewright.convert import Converted, NotRecognised, detect
from tracewright.convert.originals import value_at

FOLDER = DATA / "claude_code"
SESSION = "st-stream"


@pytest.fixture
def streamed() -> Converted:
    return trace("claude_code", FOLDER / "stream.jsonl")


@pytest.fixture
def web() -> Converted:
    return trace("claude_code", FOLDER / "web.json")


def stream() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / "stream.jsonl").read_text().splitlines()]


def written(folder: Path, value: object) -> Path:
    """A file of records on lines, or of any other value as it is."""
    path = folder / "log"
    lines = [json.dumps(each) for each in value] if isinstance(value, list) else [json.dumps(value)]
    path.write_text("\n".join(lines))
    return path


def test_who_says_what_in_a_stream(streamed: Converted) -> None:
    assert spoken(streamed) == [
        ("prompt", "Which years have 366 days?"),
        ("agent", "I ask for the tests, and run them."),
        ("agent", "List the tests of leap()."),
        ("agent", ""),
        (
            "compaction",
            "This session is being continued from a previous conversation that ran out of context. "
            "The person asks for leap years.",
        ),
        ("agent", "Those that 4 divides, but for the centuries that 400 does not."),
    ]


def test_a_streams_sub_agent_stands_below_the_call_that_spawned_it(streamed: Converted) -> None:
    assert streamed.document["agents"] == [{"id": "toolu_1", "type": "Explore", "parent_call": "toolu_1"}]
    assert [turn.get("parent_call") for turn in turns(streamed)] == [None, None, "toolu_1", "toolu_1", None, None]
    assert [call["output"] for call in calls(streamed)] == [
        "tests/test_leap.py has one.",
        "Exit code 1\n1 failed",
        "tests/test_leap.py:3:def test_leap",
    ]
    assert [(call["is_error"], call.get("exit_code")) for call in calls(streamed)][1] == (True, 1)


def test_a_stream_says_what_the_run_cost_and_how_it_ended(streamed: Converted) -> None:
    document = streamed.document
    assert (streamed.identity, document["outcome"]) == (SESSION, {"exit_status": "success"})
    assert document["metrics"] == {"cost_usd": 0.0421}
    assert document["usage"]["output_tokens"] == 211, "a stream's messages tell theirs before they are written"
    assert (document["cwd"], document["model"]) == ("/work/leap", "claude-sonnet-4-5")
    assert document["source"] == {"format": "claude_code", "version": "2.0.76"}


def test_a_stream_in_a_list_is_read_alike(streamed: Converted, tmp_path: Path) -> None:
    (tmp_path / "log").write_text(json.dumps(stream(), indent=2))
    listed = trace("claude_code", tmp_path / "log")
    assert spoken(listed) == spoken(streamed)
    assert listed.identity == SESSION
    assert value_at(BytesIO(listed.native), turns(listed)[1]["source"])["id"] == "msg_1"


def test_a_run_that_failed_says_why() -> None:
    found = trace("claude_code", FOLDER / "verbose.json")
    assert found.document["outcome"] == {
        "exit_status": "error_max_turns",
        "is_error": True,
        "error": "Reached maximum number of turns (1)",
    }
    (turn,) = turns(found)
    assert (turn["kind"], turn["is_error"], turn["error_source"]) == ("command", True, "environment")


def test_two_runs_of_one_stream_are_two_traces(tmp_path: Path) -> None:
    other = [{**record, "session_id": "other"} for record in stream()]
    found = traces("claude_code", written(tmp_path, stream() + other))
    assert [each.identity for each in found] == [SESSION, "other"]


def test_the_webs_log_keeps_who_speaks_calls_and_times(web: Converted) -> None:
    assert spoken(web) == [
        ("prompt", "Add a test for 1900."),
        ("agent", "I write it."),
        ("compaction", "The person wants a test for 1900."),
        ("agent", "It has to be read first."),
    ]
    (call,) = calls(web)
    assert (call["tool"], call["is_error"], call["error_source"]) == ("Write", True, "agent")
    assert turns(web)[1]["thinking"] == "It is no leap year."
    assert (web.document["started_at"], web.document["ended_at"]) == (
        "2026-01-08T10:00:00.000Z",
        "2026-01-08T10:00:08.000Z",
    )


def test_the_webs_log_points_into_its_one_object(web: Converted) -> None:
    (call,) = calls(web)
    assert value_at(BytesIO(web.native), call["source"])["id"] == call["id"]
    assert value_at(BytesIO(web.native), call["source"]["result"])["tool_use_id"] == call["id"]
    assert all(value_at(BytesIO(web.native), turn["source"]) for turn in turns(web))


def test_the_webs_log_is_named_by_its_object_else_by_its_first_record(web: Converted, tmp_path: Path) -> None:
    assert web.identity == "we-web"
    records = json.loads((FOLDER / "web.json").read_text())["loglines"]
    whole, begun = (trace("claude_code", written(tmp_path, {"loglines": records[:end]})) for end in (5, 3))
    assert whole.identity == begun.identity != "we-web"


def test_what_is_no_record_is_counted(tmp_path: Path) -> None:
    log = json.loads((FOLDER / "web.json").read_text())
    found = trace("claude_code", written(tmp_path, {"loglines": [7, *log["loglines"]]}))
    assert (found.report.unreadable, found.report.records) == (1, 5)
    assert found.report.warnings[0].startswith("/loglines/0: is a number")


@pytest.mark.parametrize("odd", [None, 7, "text", [], {}, [None]])
@pytest.mark.parametrize("key", ["session_id", "parent_tool_use_id", "message", "usage", "result", "errors", "cwd"])
def test_odd_values_stop_no_stream(tmp_path: Path, key: str, odd: object) -> None:
    records = stream()
    for index in range(len(records)):
        changed = [{**each, key: odd} if at == index else each for at, each in enumerate(records)]
        assert tried("claude_code", written(tmp_path, changed))[0]


def test_the_result_of_a_run_alone_is_no_trace_and_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotRecognised, match=r"nearest: claude_code \(the beginning or end of a stream"):
        detect(written(tmp_path, stream()[-1:]))


def test_a_stream_of_another_program_is_not_taken(tmp_path: Path) -> None:
    about = {"session_id": "s"}
    records = [
        {"type": "system", "subtype": "init", "model": "m", **about},
        {"type": "user", "message": {"role": "user", "content": [{"type": "text", "text": "Go."}]}, **about},
        {"type": "tool_call", "subtype": "started", **about},
    ]
    with pytest.raises(NotRecognised, match="no format recognised"):
        detect(written(tmp_path, records))
