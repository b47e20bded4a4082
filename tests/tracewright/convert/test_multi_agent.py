"""Teams of agents: CrewAI, AutoGen of both generations, LangGraph, and Potato's items."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.tracewright.convert.files import DATA, calls, spoken, trace, tried, turns
from tracewright.convert import CONVERTERS, Converted, is_verified
from tracewright.convert.originals import value_at

FOLDER = DATA / "multi_agent"
FILES = sorted(FOLDER.iterdir())


def made(name: str) -> Converted:
    return trace("multi_agent", FOLDER / name)


def said(found: Converted) -> list[tuple[str, str, str]]:
    """Agent, kind and text of each turn."""
    return [(turn.get("agent", ""), turn["kind"], turn["content"]) for turn in turns(found)]


def written(folder: Path, value: Any) -> Path:
    path = folder / "run.json"
    path.write_text(json.dumps(value))
    return path


def test_the_steps_of_a_crew_are_turns_of_its_agents() -> None:
    crew = made("crew.json")
    assert said(crew) == [
        ("Researcher", "agent", ""),
        ("Researcher", "agent", "It is 4."),
        ("Writer", "agent", "The sum is 4."),
    ]
    assert turns(crew)[0]["thinking"] == "I try it."
    assert [(call["tool"], call["input"], call["output"]) for call in calls(crew)] == [
        ("run", {"code": "sum(2, 2)"}, "4")
    ]
    assert turns(crew)[1]["addressee"] == "Writer"


def test_a_team_is_listed_with_what_is_said_of_each() -> None:
    crew = made("crew.json")
    assert crew.document["agents"] == [
        {"role": "Researcher", "goal": "Find it.", "id": "Researcher"},
        {"id": "Writer"},
    ]
    assert (crew.identity, crew.document["final_answer"]) == ("crew-7", "The sum is 4.")
    assert crew.document["task_description"] == "Say what sum(2, 2) is."


def test_the_output_of_a_crew_is_what_each_was_given_and_answered(tmp_path: Path) -> None:
    output = {"description": "Find it.", "agent": "Researcher", "raw": "4"}
    found = trace("multi_agent", written(tmp_path, {"raw": "4", "tasks_output": [output], "token_usage": {"total": 9}}))
    assert said(found) == [("", "instruction", "Find it."), ("Researcher", "agent", "4")]
    assert (found.document["final_answer"], found.document["usage"]) == ("4", {"total": 9})


def test_a_sender_tells_who_speaks_and_not_the_role() -> None:
    chat = made("senders.jsonl")
    assert said(chat) == [
        ("", "prompt", "Print the sum of 2 and 2."),
        ("coder", "agent", ""),
        ("coder", "agent", "It is 4. TERMINATE"),
        ("", "command", "Go on."),
    ]
    assert turns(chat)[1]["addressee"] == "user_proxy"
    assert [(call["tool"], call["input"], call["output"]) for call in calls(chat)] == [
        ("run", {"code": "print(2 + 2)"}, "4")
    ]


def test_results_without_ids_go_to_the_calls_of_their_tools(tmp_path: Path) -> None:
    made = [{"name": tool, "arguments": "{}"} for tool in "ab"]
    results = [{"name": "b", "content": "of b"}, {"content": "of a"}]
    events = [("ToolCallRequestEvent", made), ("ToolCallExecutionEvent", results)]
    autogen = [{"source": "coder", "type": kind, "content": content} for kind, content in events]
    node = [{"type": "ai", "content": "", "tool_calls": made}, *({"type": "tool", **result} for result in results)]
    for value in ({"messages": autogen}, {"events": [{"node": "coder", "messages": node}]}):
        found = trace("multi_agent", written(tmp_path, value))
        assert [(call["tool"], call["output"]) for call in calls(found)] == [("a", "of a"), ("b", "of b")]


def test_messages_of_the_newer_autogen_have_calls_results_thoughts_and_tokens() -> None:
    found = made("task_result.json")
    assert said(found) == [
        ("", "prompt", "How is the weather in Halden?"),
        ("weather", "agent", ""),
        ("weather", "agent", ""),
        ("weather", "agent", "Transferred to writer."),
        ("writer", "agent", "It rains."),
    ]
    results = [(call["id"], call["output"], call["is_error"]) for call in calls(found)]
    assert results == [("call_1", "Rain, 7 degrees.", False), ("call_2", "no such city", True)]
    assert (turns(found)[2]["thinking"], turns(found)[3]["addressee"]) == ("They want more.", "writer")
    assert turns(found)[4]["usage"] == {"prompt_tokens": 80, "completion_tokens": 9}
    assert found.document["ended_at"] == "2026-01-03T08:46:40Z"
    assert found.document["outcome"] == {"stop_reason": "Maximum number of messages 6 reached"}
    assert found.report.mended == {"ToolCallSummaryMessage, which another message repeats": 1}


def test_messages_may_stand_on_lines(tmp_path: Path) -> None:
    messages = json.loads((FOLDER / "task_result.json").read_text())["messages"]
    path = tmp_path / "messages.jsonl"
    path.write_text("".join(json.dumps(message) + "\n" for message in messages))
    assert said(trace("multi_agent", path)) == said(made("task_result.json"))


def test_code_that_failed_is_an_error(tmp_path: Path) -> None:
    event = {"type": "CodeExecutionEvent", "source": "runner", "content": "", "result": {"exit_code": 1, "output": "?"}}
    (turn,) = turns(trace("multi_agent", written(tmp_path, {"messages": [event]})))
    assert (turn["kind"], turn["content"], turn["exit_code"], turn["is_error"]) == ("result", "?", 1, True)


def test_events_of_a_graph_are_turns_of_its_nodes() -> None:
    found = made("events.json")
    assert said(found) == [
        ("", "prompt", "What is sum(2, 2)?"),
        ("researcher", "agent", ""),
        ("supervisor", "agent", "The writer goes on."),
        ("writer", "agent", "It is 4."),
    ]
    assert [(call["tool"], call["output"]) for call in calls(found)] == [("run", "4")]
    assert (found.document["started_at"], found.document["ended_at"]) == (
        "2026-01-03T08:46:40Z",
        "2026-01-03T08:46:43Z",
    )


def test_updates_of_a_graph_are_one_run_and_tell_each_message_once() -> None:
    found = made("updates.jsonl")
    assert said(found) == [
        ("", "prompt", "What is sum(2, 2)?"),
        ("researcher", "agent", ""),
        ("writer", "agent", "It is 4."),
    ]
    assert [(call["id"], call["output"]) for call in calls(found)] == [("t1", "4")]
    assert (found.document["model"], turns(found)[1]["usage"]["output_tokens"]) == ("small-model-1", 4)
    assert found.report.mended == {"messages that the state repeats": 1}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_turn_call_and_result_points_to_its_place(path: Path) -> None:
    found = trace("multi_agent", path)
    for source in [turn["source"] for turn in turns(found)] + [call["source"] for call in calls(found)]:
        assert value_at(BytesIO(found.native), source)
        if "result" in source:
            assert value_at(BytesIO(found.native), source["result"])


@pytest.mark.parametrize(
    "value",
    [
        {"agents": [], "steps": [{"agent": "a"}, None, 7, "text", {"agent": ["a"], "action": {}, "observation": 0}]},
        {"agents": "a", "steps": [{"agent": "a", "action": None, "tool_input": None, "observation": ["x"]}]},
        {"messages": [{"sender": "a", "content": {"b": 1}}, None, {"sender": 7}, {"sender": "a", "tool_calls": "c"}]},
        {"messages": [{"sender": "a", "tool_responses": ["x", {"tool_call_id": 7, "content": None}]}, {"sender": "b"}]},
        {"messages": [{"source": None, "type": "ToolCallRequestEvent", "content": ["c", None, {"id": 7, "arguments": "{"}]}]},
        {"messages": [{"source": "a", "type": "ToolCallExecutionEvent", "content": [None, "x", {"content": None}]}]},
        {"messages": [{"source": "a", "type": "TextMessage", "content": None}]},
        {"messages": [{"source": "a", "type": "OddEvent", "content": [{}]}]},
        {"events": [{"node": "a", "data": 7}, {"node": 7, "content": "x"}, None, {"node": "a", "tool": "t", "args": None}]},
        {"events": [{"node": "a", "messages": [None, 7, {"type": "ai", "tool_calls": ["x", None]}, {"role": "user"}]}]},
        {"a": {"messages": [{"type": "ai", "content": None, "tool_calls": None}, {"type": "tool", "content": ["x"]}]}},
    ],
)  # fmt: skip
def test_odd_values_are_told_or_counted(value: Any, tmp_path: Path) -> None:
    found, problems = tried("multi_agent", written(tmp_path, value))
    assert (len(found), problems) == (1, [])


def test_a_step_without_action_and_words_answers_the_one_before(tmp_path: Path) -> None:
    steps = [{"agent": "a", "action": "ls"}, {"agent": "a", "observation": "a.py"}]
    found = trace("multi_agent", written(tmp_path, {"agents": ["a"], "steps": steps}))
    assert (spoken(found), calls(found)[0]["output"]) == ([("agent", "")], "a.py")


def test_what_is_not_known_is_counted(tmp_path: Path) -> None:
    steps = [{"agent": "a", "content": "x", "mood": "fine"}]
    found = trace("multi_agent", written(tmp_path, {"agents": ["a"], "steps": steps}))
    assert found.report.unknown == {"field mood of a step": 1}


def test_the_format_is_unverified() -> None:
    assert not is_verified(CONVERTERS["multi_agent"])
