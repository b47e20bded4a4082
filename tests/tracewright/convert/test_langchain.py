"""LangSmith's runs, as they are posted and as they are exported."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.tracewright.convert.corpus import Counted, differences, of_corpus
from tests.tracewright.convert.files import DATA, calls, spoken, trace, traces, tried, turns
from tracewright.convert import Converted, converter_of, detect
from tracewright.convert.originals import value_at

FOLDER = DATA / "langchain"


@pytest.fixture
def agent() -> Converted:
    return trace("langchain", FOLDER / "agent.json")


def run(
    identity: str, kind: str = "llm", parent: str | None = None, trace_id: str = "t", **fields: Any
) -> dict[str, Any]:
    times = {"start_time": "2026-01-03T09:00:00", "end_time": "2026-01-03T09:00:01"}
    named = {"id": identity, "trace_id": trace_id, "parent_run_id": parent, "run_type": kind, "name": identity}
    return {**named, **times, "inputs": {}, "outputs": {}, **fields}


def written(folder: Path, *values: Any) -> Path:
    path = folder / "runs.jsonl"
    path.write_text("".join(json.dumps(value) + "\n" for value in values))
    return path


def asked(text: str, answer: str) -> dict[str, Any]:
    messages = [{"role": "user", "content": text}]
    return {
        "inputs": {"messages": messages},
        "outputs": {"choices": [{"message": {"role": "assistant", "content": answer}}]},
    }


def test_langsmith_is_another_name() -> None:
    assert converter_of("langsmith").name == "langchain"


def test_the_runs_of_a_trace_become_one_conversation(agent: Converted) -> None:
    assert spoken(agent) == [("prompt", "Where is halden?"), ("agent", "I look it up."), ("agent", "I do not know.")]
    assert (agent.identity, agent.document["model"]) == ("r1", "tiny-2")
    assert agent.document["tools"] == [{"type": "function", "function": {"name": "search"}}]


def test_a_call_that_langchain_writes_twice_is_one_with_its_result_and_times(agent: Converted) -> None:
    (call,) = calls(agent)
    assert (call["id"], call["input"], call["output"]) == ("k1", {"q": "halden"}, "Timeout")
    assert (call["is_error"], call["error_source"]) == (True, "agent")
    assert call["ended_at"] == "2026-01-03T09:00:04.000000Z"


def test_tokens_and_cost_are_those_of_the_models_alone(agent: Converted) -> None:
    assert [(turn["usage"], turn.get("cost_usd")) for turn in turns(agent) if "usage" in turn] == [
        ({"input_tokens": 12, "output_tokens": 6, "input_tokens_details": {"cached_tokens": 4}}, 0.003),
        ({"input_tokens": 30, "output_tokens": 4}, None),
    ]


def test_the_beginning_and_the_end_that_are_posted_apart_are_one_run() -> None:
    found = trace("langchain", FOLDER / "posted.json")
    assert spoken(found) == [("prompt", "Howdy"), ("agent", "How")]
    assert turns(found)[1]["usage"] == {"input_tokens": 3, "output_tokens": 1}
    assert (turns(found)[1]["stop_reason"], found.document["ended_at"]) == ("length", "2026-01-03T09:00:02.000000Z")


@pytest.mark.parametrize("name", ["agent.json", "posted.json"])
def test_every_turn_call_and_result_points_to_its_message(name: str) -> None:
    found = trace("langchain", FOLDER / name)
    for turn in turns(found):
        assert turn["content"] in json.dumps(value_at(BytesIO(found.native), turn["source"]))
    for call in calls(found):
        assert value_at(BytesIO(found.native), call["source"])["name"] == call["tool"]
        assert value_at(BytesIO(found.native), call["source"]["result"]) == call["output"]


def test_runs_that_hold_their_children_are_read(agent: Converted, tmp_path: Path) -> None:
    root, *children = json.loads((FOLDER / "agent.json").read_text())
    (tmp_path / "log").write_text(json.dumps({**root, "child_runs": children}))
    assert spoken(trace("langchain", tmp_path / "log")) == spoken(agent)


def test_runs_of_several_traces_are_several_runs_and_a_thread_is_one(tmp_path: Path) -> None:
    thread = {"extra": {"metadata": {"thread_id": "th"}}}
    first = run("a", trace_id="a", **asked("Go.", "Gone."), **thread)
    later = run("b", trace_id="b", **asked("Come back.", "Back."), **thread)
    later["start_time"] = "2026-01-03T10:00:00"
    found = traces("langchain", written(tmp_path, first, later, run("c", trace_id="c", **asked("Hi.", "Ho."))))
    assert [(each.identity, [text for _, text in spoken(each)]) for each in found] == [
        ("th", ["Go.", "Gone.", "Come back.", "Back."]),
        ("c", ["Hi.", "Ho."]),
    ]


def test_a_run_from_a_file_of_several_is_converted_alike_from_its_own_bytes(tmp_path: Path) -> None:
    several = [run(name, trace_id=name, **asked("Go.", name)) for name in ("a", "b")]
    for each in traces("langchain", written(tmp_path, *several)):
        (tmp_path / "native").write_bytes(each.native)
        assert trace("langchain", tmp_path / "native").document == each.document


def test_a_run_that_failed_says_why(tmp_path: Path) -> None:
    failed = run(
        "a", inputs={"messages": [[{"type": "human", "data": {"content": "Go."}}]]}, error="RateLimitError('slow down')"
    )
    found = trace("langchain", written(tmp_path, failed))
    assert spoken(found) == [("prompt", "Go."), ("command", "RateLimitError('slow down')")]


def test_the_error_of_a_tool_stands_below_the_words_that_the_model_read_of_it(tmp_path: Path) -> None:
    wanted = {"id": "k", "function": {"name": "search", "arguments": "{}"}}
    asking = {"role": "assistant", "content": "", "tool_calls": [wanted]}
    back = {"role": "tool", "content": "Found nothing.", "tool_call_id": "k", "status": "error"}
    first = run("a", inputs={"messages": []}, outputs={"choices": [{"message": asking}]})
    tool = run("search", "tool", inputs={"input": "{}"}, outputs=None, error="ToolException('no net')")
    found = trace("langchain", written(tmp_path, first, tool, run("b", inputs={"messages": [asking, back]})))
    assert [(call["output"], call["is_error"]) for call in calls(found)] == [
        ("Found nothing.\nToolException('no net')", True)
    ]


def test_calls_whose_arguments_are_no_json_are_told(tmp_path: Path) -> None:
    call = {"name": "search", "args": "{q: ", "id": "k", "type": "invalid_tool_call", "error": "no JSON"}
    message = {
        "lc": 1,
        "type": "constructor",
        "id": ["x", "AIMessage"],
        "kwargs": {"content": "", "invalid_tool_calls": [call]},
    }
    found = trace(
        "langchain", written(tmp_path, run("a", outputs={"generations": [[{"text": "", "message": message}]]}))
    )
    assert calls(found)[0]["input"] == "{q: "
    assert "has arguments that are no JSON" in found.report.warnings[0]


def test_messages_as_langchain_dumps_them_are_a_conversation(tmp_path: Path) -> None:
    messages = [{"type": "human", "data": {"content": "Go."}}, {"type": "ai", "data": {"content": "Gone."}}]
    path = tmp_path / "messages.json"
    path.write_text(json.dumps(messages))
    assert detect(path).name == "langchain"
    assert spoken(trace("langchain", path)) == [("prompt", "Go."), ("agent", "Gone.")]


def test_a_tool_without_a_model_is_a_call_of_its_own(tmp_path: Path) -> None:
    tool = run("search", "tool", inputs={"input": "halden"}, outputs={"output": "a town"})
    found = trace("langchain", written(tmp_path, tool))
    assert [(call["tool"], call["input"], call["output"]) for call in calls(found)] == [("search", "halden", "a town")]


def test_a_run_type_that_is_not_known_is_counted(tmp_path: Path) -> None:
    odd = {**run("b", "dream", "a"), "dotted_order": "20260103T090000000000Za"}
    found = trace("langchain", written(tmp_path, run("a", **asked("Go.", "Gone.")), odd))
    assert found.report.unknown == {"run_type dream": 1}


def test_what_holds_no_run_is_a_problem(tmp_path: Path) -> None:
    found, problems = tried("langchain", written(tmp_path, {"id": "a"}))
    assert (found, len(problems)) == ([], 1)


def test_child_runs_without_a_trace_id_are_of_the_run_around_them(tmp_path: Path) -> None:
    bare = {"id": "c", "name": "ls", "run_type": "tool", "inputs": {"path": "."}, "outputs": {"output": "a.py"}}
    inner = {"id": "b", "name": "chain", "run_type": "chain", "child_runs": [bare]}
    root = {"id": "a", "name": "agent", "run_type": "chain", "inputs": {"input": "Go."}, "child_runs": [inner]}
    found = trace("langchain", written(tmp_path, root))
    assert (found.identity, found.document["task_description"]) == ("a", "Go.")
    assert [(call["tool"], call["output"]) for call in calls(found)] == [("ls", "a.py")]


@of_corpus
def test_real_runs_hold_a_prompt_and_an_answer_where_the_list_counts_the_run() -> None:
    assert differences("langchain", "langsmith") == {
        "langsmith__langsmith_py_wrap_openai_.json": (Counted(2, 0, 0), Counted(1, 0, 0)),
        "langsmith__langsmith_py_wrap_openai_stream.json": (Counted(2, 0, 0), Counted(1, 0, 0)),
    }
