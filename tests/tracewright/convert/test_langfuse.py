"""Langfuse's exports: a trace with its observations, and observations alone."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.tracewright.convert.corpus import CORPUS, Counted, differences, of_corpus
from tests.tracewright.convert.files import DATA, calls, spoken, trace, traces, tried, turns
from tracewright.convert import Converted
from tracewright.convert.originals import value_at

FOLDER = DATA / "langfuse"


@pytest.fixture
def agent() -> Converted:
    return trace("langfuse", FOLDER / "agent.json")


def observation(
    identity: str, parent: str = "", kind: str = "GENERATION", second: int = 0, **fields: Any
) -> dict[str, Any]:
    times = {"startTime": f"2026-01-03T09:00:{second:02}.000Z", "endTime": f"2026-01-03T09:00:{second + 1:02}.000Z"}
    return {
        "id": identity,
        "traceId": "t",
        "type": kind,
        "name": identity,
        "parentObservationId": parent,
        **times,
        **fields,
    }


def written(folder: Path, *observations: dict[str, Any], **about: Any) -> Path:
    path = folder / "trace.json"
    path.write_text(json.dumps({"trace": {"id": "t", **about}, "observations": observations}))
    return path


def test_generations_become_one_conversation_in_the_order_of_their_times(agent: Converted) -> None:
    assert spoken(agent) == [("prompt", "Is it dry in Bergen?"), ("agent", ""), ("agent", "No, it rains.")]
    assert agent.document["system_prompt"] == "You plan walks."


def test_tokens_are_those_of_the_generations_with_what_langfuse_counts_apart(agent: Converted) -> None:
    assert [turn["usage"] for turn in turns(agent) if "usage" in turn] == [
        {"input_tokens": 22, "output_tokens": 4},
        {"input_tokens": 40, "output_tokens": 9, "input_tokens_details": {"cached_tokens": 10}},
    ]
    assert turns(agent)[2]["cost_usd"] == 0.002


def test_a_tools_observation_gives_its_call_times_and_error(agent: Converted) -> None:
    (call,) = calls(agent)
    assert (call["tool"], call["input"], call["output"]) == (
        "weather",
        {"city": "Bergen"},
        "Rain.\nthe station is slow",
    )
    assert (call["is_error"], call["started_at"]) == (True, "2026-01-03T09:00:04.000000Z")


def test_the_trace_keeps_its_id_model_tools_and_scores(agent: Converted) -> None:
    document = agent.document
    assert (agent.identity, document["model"], document["outcome"]) == ("lf-1", "tiny-1", {"scores": {"helpful": 1}})
    assert document["tools"] == [{"type": "function", "function": {"name": "weather"}}]


def test_places_lead_into_texts_that_are_json(agent: Converted) -> None:
    for call in calls(agent):
        assert value_at(BytesIO(agent.native), call["source"])["function"]["name"] == "weather"
        assert value_at(BytesIO(agent.native), call["source"]["result"]) == call["output"].splitlines()[0]
    assert value_at(BytesIO(agent.native), turns(agent)[0]["source"]) == "Is it dry in Bergen?"


def test_observations_alone_are_a_run_for_each_trace() -> None:
    found = traces("langfuse", FOLDER / "observations.jsonl")
    assert [(each.identity, spoken(each)) for each in found] == [
        ("lf-1", [("prompt", "Hello"), ("agent", "Good day")]),
        ("lf-2", [("prompt", "Bye"), ("agent", "Farewell")]),
    ]


def test_a_trace_that_holds_its_observations_is_read(agent: Converted, tmp_path: Path) -> None:
    whole = json.loads((FOLDER / "agent.json").read_text())
    (tmp_path / "log").write_text(json.dumps({**whole["trace"], "observations": whole["observations"]}))
    assert spoken(trace("langfuse", tmp_path / "log")) == spoken(agent)


def test_values_that_are_json_in_json_are_read(tmp_path: Path) -> None:
    twice = json.dumps(json.dumps([{"role": "user", "content": "Go."}]))
    found = trace("langfuse", written(tmp_path, observation("a", input=twice, output="Gone.")))
    assert spoken(found) == [("prompt", "Go."), ("agent", "Gone.")]
    assert value_at(BytesIO(found.native), turns(found)[0]["source"]) == "Go."


def test_the_attributes_of_the_span_are_read_where_the_input_names_nobody(tmp_path: Path) -> None:
    attributes = {"llm.input_messages.0.message.role": "user", "llm.input_messages.0.message.content": "Go."}
    metadata = json.dumps({"attributes": attributes})
    sent = observation("a", input={"messages": ["role='user' content='Go.'"]}, output="Gone.", metadata=metadata)
    assert spoken(trace("langfuse", written(tmp_path, sent))) == [("prompt", "Go."), ("agent", "Gone.")]


def test_a_span_that_is_a_tool_by_its_attributes_is_one(tmp_path: Path) -> None:
    metadata = {"attributes": {"openinference.span.kind": "TOOL", "tool.name": "look"}}
    tool = observation("a", kind="SPAN", input={"at": "sky"}, output="stars", metadata=metadata)
    assert [
        (call["tool"], call["input"], call["output"]) for call in calls(trace("langfuse", written(tmp_path, tool)))
    ] == [("look", {"at": "sky"}, "stars")]


def test_a_generation_that_failed_says_why(tmp_path: Path) -> None:
    failed = observation("a", input=[{"role": "user", "content": "Go."}], level="ERROR", statusMessage="overloaded")
    assert spoken(trace("langfuse", written(tmp_path, failed))) == [("prompt", "Go."), ("command", "overloaded")]


def test_a_trace_without_generations_tells_what_went_in_and_came_out(tmp_path: Path) -> None:
    root = observation("a", kind="SPAN", input={"question": "How deep?"}, output="Deep.")
    inner = observation("b", "a", kind="RETRIEVER", second=1, input="deep", output=["a page"])
    found = trace("langfuse", written(tmp_path, root, inner))
    assert spoken(found) == [("prompt", "How deep?"), ("agent", "Deep.")]
    assert found.report.types == {"SPAN": 1, "RETRIEVER": 1}


def test_a_trace_of_which_nothing_is_told_is_a_problem(tmp_path: Path) -> None:
    found, problems = tried("langfuse", written(tmp_path, observation("a", kind="SPAN")))
    assert (found, [problem.what for problem in problems]) == ([], ["holds no turn"])


def test_a_type_that_is_not_known_is_counted(tmp_path: Path) -> None:
    path = written(tmp_path, observation("a", input="Go.", output="Gone."), observation("b", kind="DREAM", second=2))
    assert trace("langfuse", path).report.unknown == {"type DREAM": 1}


def test_a_span_of_a_trace_without_times_is_a_call_and_the_traces_input_its_task(tmp_path: Path) -> None:
    generation = {"id": "a", "type": "GENERATION", "output": {"content": "Look."}}
    span = {"id": "b", "type": "SPAN", "name": "ls", "input": {"path": "."}, "output": "a.py"}
    path = tmp_path / "trace.json"
    path.write_text(json.dumps({"id": "t", "input": {"query": "Go."}, "observations": [generation, span]}))
    found = trace("langfuse", path)
    assert found.document["task_description"] == "Go."
    assert [(call["tool"], call["input"], call["output"]) for call in calls(found)] == [("ls", {"path": "."}, "a.py")]


def test_an_event_is_told_as_what_the_program_says(tmp_path: Path) -> None:
    event = observation("b", kind="EVENT", second=2, output="Saved.")
    found = trace("langfuse", written(tmp_path, observation("a", input="Go.", output="Gone."), event))
    assert spoken(found) == [("prompt", "Go."), ("agent", "Gone."), ("command", "Saved.")]
    assert turns(found)[2]["name"] == "b"


def test_an_event_that_failed_is_an_error(tmp_path: Path) -> None:
    event = observation("b", "a", "EVENT", 2, output="Lost.", level="ERROR", statusMessage="No disk.")
    found = trace("langfuse", written(tmp_path, observation("a", input="Go.", output="Gone."), event))
    assert [(turn["content"], turn["is_error"]) for turn in turns(found) if "is_error" in turn] == [("No disk.", True)]


# What the files hold, counted by hand: a prompt of a person and the agent's answers, of two generations around one another one.
HELD = {
    "langfuse__agno-2025-06-11.trace.json": Counted(3, 1, 0),
    "langfuse__crewai-2025-07-11.trace.json": Counted(2, 0, 0),
    "langfuse__google-adk-2025-08-28.trace.json": Counted(3, 1, 0),
    "langfuse__koog-2025-08-26.trace.json": Counted(3, 2, 0),
    "langfuse__langgraph-js-2025-10-30.trace.json": Counted(3, 1, 0),
    "langfuse__llamaindex-2025-06-05.trace.json": Counted(2, 0, 0),
    "langfuse__openai-agents-2025-09-30.chatml.json": Counted(3, 1, 0),
    "langfuse__openai-agents-2025-09-30.trace.json": Counted(3, 1, 0),
    "langfuse_seeder__google-vertex-tools-langchain-2025-09-19.json": Counted(4, 0, 0),
    "langfuse_seeder__microsoft-agent-2025-10-14.json": Counted(3, 1, 0),
    "langfuse_seeder__openai-assistants-2024-05-29.json": Counted(3, 0, 0),
}


@of_corpus
def test_real_exports_hold_what_the_list_says_where_it_counts_messages() -> None:
    """The list counts generations as turns, one around another twice, and observations of the type TOOL as calls."""
    found = differences("langfuse", "langfuse")
    assert {name: ours for name, (ours, _) in found.items()} == HELD
    for name, (_, of_list) in found.items():
        whole = json.loads(Path(CORPUS, "langfuse", name).read_text())
        types = [each["type"] for each in whole.get("observations", [])]
        assert (types.count("GENERATION"), types.count("TOOL"), 0) == of_list, name


@of_corpus
@pytest.mark.parametrize("name", HELD)
def test_each_generation_of_a_real_export_is_one_turn_of_the_agent(name: str) -> None:
    """But for those around another; the first messages of two requests are of an agent too, before any generation."""
    whole = json.loads(Path(CORPUS, "langfuse", name).read_text())
    generations = [each for each in whole.get("observations", []) if each["type"] == "GENERATION"]
    around = {each["parentObservationId"] for each in generations}
    answers = [each for each in generations if each["id"] not in around]
    said = [turn for turn in turns(trace("langfuse", Path(CORPUS, "langfuse", name))) if "model" in turn]
    assert len(said) == len(answers)


@of_corpus
@pytest.mark.parametrize("name", HELD)
def test_every_source_in_a_real_export_leads_to_something(name: str) -> None:
    found = trace("langfuse", Path(CORPUS, "langfuse", name))
    for call in calls(found):
        assert value_at(BytesIO(found.native), call["source"]) is not None
        assert value_at(BytesIO(found.native), call["source"]["result"]) is not None
    for turn in turns(found):
        assert value_at(BytesIO(found.native), turn["source"]) is not None


def test_the_status_message_of_a_tool_stands_below_its_output(tmp_path: Path) -> None:
    tool = observation("b", "a", "TOOL", 2, output="Half.", level="ERROR", statusMessage="Disk full.")
    found = trace("langfuse", written(tmp_path, observation("a", input="Go.", output="Gone."), tool))
    assert [(call["output"], call["is_error"]) for call in calls(found)] == [("Half.\nDisk full.", True)]
