"""The Responses API: recordings, answers, streams and lists of items."""

import json
from io import BytesIO
from pathlib import Path

import pytest

from tests.tracewright.convert.corpus import Counted, differences, of_corpus
from tests.tracewright.convert.files import DATA, calls, spoken, trace, traces, tried, turns
from tests.tracewright.convert.recordings import listed_by_exchanges
from tracewright.convert import Converted, detect, sample_of
from tracewright.convert.openai_responses import sniff
from tracewright.convert.originals import data_of, value_at

FOLDER = DATA / "openai_responses"
GO = {"role": "user", "content": "Go."}


@pytest.fixture
def recorded() -> Converted:
    return traces("openai_responses", FOLDER / "recording.json")[0]


@pytest.fixture
def items() -> Converted:
    return trace("openai_responses", FOLDER / "items.jsonl")


def message(text: str) -> dict[str, object]:
    return {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": text}]}


def exchange(request: dict[str, object], identity: str, *output: object, **body: object) -> dict[str, object]:
    answer = {"id": identity, "object": "response", "output": output, **body}
    return {"request": {"body": request}, "response": {"status": {"code": 200}, "body": answer}}


def recording(folder: Path, *exchanges: object) -> Path:
    path = folder / "recording.json"
    path.write_text(json.dumps({"interactions": exchanges}))
    return path


def listed(folder: Path, *found: object) -> Path:
    path = folder / "items.json"
    path.write_text(json.dumps(found))
    return path


def test_a_recording_is_told_once(recorded: Converted) -> None:
    assert spoken(recorded) == [
        ("prompt", "When do trains leave for Halden and Ski?"),
        ("agent", ""),
        ("command", "server_error: Try again."),
        ("agent", "To Halden at 08:14; none to Ski."),
    ]
    assert recorded.document["system_prompt"] == "You sell train tickets."
    assert turns(recorded)[1]["thinking"] == "I ask for both."
    assert (turns(recorded)[2]["is_error"], turns(recorded)[2]["error_source"]) == (True, "environment")


def test_results_go_to_the_calls_of_their_ids_whatever_their_order(recorded: Converted) -> None:
    assert [(call["id"], call["tool"], call["input"], call["output"]) for call in calls(recorded)] == [
        ("call_a", "train_time", {"to": "Halden"}, "08:14"),
        ("call_b", "train_time", {"to": "Ski"}, "Error: no such line"),
    ]
    assert (calls(recorded)[1]["soft_error"], "is_error" in calls(recorded)[1]) == ("Error: no such line", False)


def test_each_answer_has_its_model_time_and_tokens(recorded: Converted) -> None:
    first, last = turns(recorded)[1], turns(recorded)[3]
    assert (first["model"], first["at"]) == ("small-model-1-0106", "2026-01-03T08:36:41Z")
    assert [turn["usage"]["input_tokens"] for turn in (first, last)] == [21, 24]
    assert recorded.document["tools"][0]["name"] == "train_time"


def test_every_turn_call_and_result_points_to_its_record(recorded: Converted) -> None:
    records = [value_at(BytesIO(recorded.native), turn["source"]) for turn in turns(recorded)]
    assert [record.get("role") or record.get("object") for record in records] == ["user", "response", None, "response"]
    for call in calls(recorded):
        assert value_at(BytesIO(recorded.native), call["source"])["call_id"] == call["id"]
        assert value_at(BytesIO(recorded.native), call["source"]["result"])["output"] == call["output"]


def test_each_conversation_of_a_recording_is_a_trace_with_its_own_bytes(tmp_path: Path) -> None:
    first, second = traces("openai_responses", FOLDER / "recording.json")
    assert spoken(second) == [("prompt", "Which line goes to Ski?"), ("agent", "L2.")]
    for found in (first, second):
        (tmp_path / "native").write_bytes(found.native)
        assert trace("openai_responses", tmp_path / "native").document == found.document


def test_an_answer_that_the_next_request_does_not_hold_is_an_alternative(tmp_path: Path) -> None:
    again = [exchange({"input": [GO]}, "r1", message("One.")), exchange({"input": [GO]}, "r2", message("Two."))]
    found = trace("openai_responses", recording(tmp_path, *again))
    assert spoken(found) == [("prompt", "Go."), ("agent", "Two.")]
    [left] = found.document["alternatives"]
    assert (left["turns"][0]["content"], left["fork"]) == ("One.", {"turn": 0, "call": None})


def test_a_request_that_has_only_what_is_new_goes_on_with_the_answer_it_names(tmp_path: Path) -> None:
    first = exchange({"input": "Go."}, "r1", message("One."))
    other = exchange({"input": "Else."}, "r2", message("Other."))
    later = exchange({"input": "Go on.", "previous_response_id": "r1"}, "r3", message("Two."))
    found = traces("openai_responses", recording(tmp_path, first, other, later))
    assert [[text for _, text in spoken(each)] for each in found] == [
        ["Go.", "One.", "Go on.", "Two."],
        ["Else.", "Other."],
    ]


def test_what_a_request_goes_on_with_and_is_not_there_is_told(tmp_path: Path) -> None:
    later = exchange({"input": "Go on.", "previous_response_id": "r1"}, "r3", message("Two."))
    found = trace("openai_responses", recording(tmp_path, later))
    assert "goes on from a response that is not there" in found.report.warnings[0]


def test_an_answer_that_was_not_ready_is_asked_for_again(tmp_path: Path) -> None:
    queued = exchange({"input": "Go.", "background": True}, "r1", status="queued")
    ready = exchange({}, "r1", message("Done."))
    ready["request"] = {"method": "GET", "uri": "https://api.openai.com/v1/responses/r1", "body": None}
    found = trace("openai_responses", recording(tmp_path, queued, ready))
    assert spoken(found) == [("prompt", "Go."), ("agent", "Done.")]


def test_an_agent_that_takes_over_has_other_instructions(tmp_path: Path) -> None:
    call = {"type": "function_call", "call_id": "c", "name": "hand_off", "arguments": "{}"}
    result = {"type": "function_call_output", "call_id": "c", "output": "{}"}
    first = exchange({"input": [GO], "instructions": "You sort."}, "r1", call)
    second = exchange({"input": [GO, call, result], "instructions": "You answer."}, "r2", message("Done."))
    found = trace("openai_responses", recording(tmp_path, first, second))
    assert spoken(found) == [("prompt", "Go."), ("agent", ""), ("instruction", "You answer."), ("agent", "Done.")]
    assert found.document["system_prompt"] == "You sort."


def test_exchanges_of_another_api_are_counted(tmp_path: Path) -> None:
    other = {"request": {"body": {"messages": [GO]}}, "response": {"body": {"choices": []}}}
    found = trace("openai_responses", recording(tmp_path, exchange({"input": "Go."}, "r1", message("One.")), other))
    assert found.report.unknown == {"exchange of another API": 1}


def test_tools_that_run_at_the_api_have_their_results_in_the_call(items: Converted) -> None:
    assert [(call["tool"], call["output"], call.get("is_error")) for call in calls(items)] == [
        ("code_interpreter", "seat 3C", False),
        ("shell", "cat: seats: No such file or directory", True),
        ("desk.refund", "Not today.", True),
        ("desk.seat", "no desk is open", True),
        ("image_generation", "", False),
    ]
    assert [call.get("error_source") for call in calls(items)] == [None, "agent", "rejected", "agent", None]
    assert calls(items)[1]["exit_code"] == 1


def test_images_are_attachments_wherever_they_stand(items: Converted) -> None:
    found = items.document["attachments"]
    assert [(each["media_type"], each["width"], each["height"]) for each in found] == [("image/png", 3, 2)] * 3
    assert all(data_of(value_at(BytesIO(items.native), each["source"]))[1:4] == b"PNG" for each in found)
    assert [part["attachment"] for part in calls(items)[4]["parts"]] == ["image-3"]


def test_who_says_what_in_a_list_of_items(items: Converted) -> None:
    assert items.document["system_prompt"] == "Be brief."
    assert spoken(items)[0] == ("prompt", "What is on the ticket?")
    assert spoken(items)[-1] == ("agent", "Seat 3C.")
    assert turns(items)[1]["thinking_withheld"] == 1


def test_an_approved_call_is_one_call(tmp_path: Path) -> None:
    asked = {"id": "a1", "type": "mcp_approval_request", "name": "f", "arguments": "{}"}
    decided = {"type": "mcp_approval_response", "approval_request_id": "a1", "approve": True}
    ran = {"id": "m1", "type": "mcp_call", "approval_request_id": "a1", "name": "f", "arguments": "{}", "output": "ok"}
    found = trace("openai_responses", listed(tmp_path, GO, asked, decided, ran))
    assert [(call["tool"], call["output"]) for call in calls(found)] == [("f", "ok")]


def test_a_stream_is_the_response_of_its_end() -> None:
    found = trace("openai_responses", FOLDER / "stream.txt")
    assert (spoken(found), found.report.warnings) == ([("agent", "I ask.")], [])
    assert calls(found)[0]["input"] == {"to": "Moss"}


def test_a_stream_that_breaks_off_is_what_came_of_it(tmp_path: Path) -> None:
    path = tmp_path / "stream"
    path.write_text((FOLDER / "stream.txt").read_text().partition("event: response.completed")[0])
    found = trace("openai_responses", path)
    assert (spoken(found), calls(found)[0]["input"]) == ([("agent", "I ask.")], {"to": "Moss"})
    assert "is a stream that breaks off" in found.report.warnings[0]


def test_an_answer_that_was_cut_says_why() -> None:
    found = trace("openai_responses", FOLDER / "answer.json")
    assert (found.identity, turns(found)[0]["stop_reason"]) == ("resp_9", "max_output_tokens")


def test_a_request_beside_its_response_is_an_exchange(tmp_path: Path) -> None:
    path = tmp_path / "log.json"
    answer = {"id": "r", "object": "response", "output": [message("Done.")]}
    path.write_text(json.dumps({"instructions": "Be brief.", "input": [GO], "response": answer, "cost": 0.25}))
    found = trace("openai_responses", path)
    assert (spoken(found), turns(found)[1]["cost_usd"]) == ([("prompt", "Go."), ("agent", "Done.")], 0.25)


@pytest.fixture
def spans() -> Converted:
    return traces("openai_responses", FOLDER / "spans.jsonl")[0]


def test_spans_are_told_in_the_order_in_which_they_began(spans: Converted) -> None:
    assert [(turn.get("agent"), turn["kind"], turn["content"]) for turn in turns(spans)] == [
        (None, "prompt", "How deep is the harbour, and when is high tide?"),
        ("Surveyor", "agent", ""),
        ("Diver", "agent", "Measure it."),
        ("Diver", "agent", "7 m"),
        ("Writer", "agent", "7 m; no tide."),
        (None, "command", "guardrail length triggered"),
    ]
    assert [turn.get("parent_call") for turn in turns(spans)] == [None, None, "call_1", "call_1", None, None]
    assert spans.document["agents"] == [{"id": "Surveyor"}, {"id": "Diver", "parent_call": "call_1"}, {"id": "Writer"}]


def test_a_functions_span_answers_the_call_that_asked_for_it(spans: Converted) -> None:
    assert [(call["id"], call["tool"], call["output"], call["is_error"]) for call in calls(spans)] == [
        ("call_1", "diver", "7 m", False),
        ("call_2", "tide", "no table", True),
        ("span_h", "handoff", "", False),
    ]
    assert calls(spans)[0]["ended_at"] == "2026-01-03T08:46:08.000000+00:00"


def test_the_error_of_a_call_at_the_api_stands_below_what_it_gave_back(tmp_path: Path) -> None:
    asked = {"type": "mcp_call", "id": "m", "name": "tide", "arguments": "{}"}
    found = trace("openai_responses", listed(tmp_path, GO, {**asked, "output": "12:00 ...", "error": "Cut off."}))
    assert [(call["output"], call["is_error"]) for call in calls(found)] == [("12:00 ...\nCut off.", True)]


def test_the_error_of_a_function_stands_below_its_output(tmp_path: Path) -> None:
    data = {"type": "function", "name": "tide", "input": "{}", "output": "Sorry."}
    error = {"message": "Error running tool", "data": {"tool_name": "tide", "error": "no table"}}
    span = {"object": "trace.span", "id": "a", "trace_id": "t", "span_data": data, "error": error}
    (tmp_path / "log").write_text(json.dumps(span))
    found = trace("openai_responses", tmp_path / "log")
    assert [(call["output"], call["is_error"]) for call in calls(found)] == [
        ("Sorry.\nError running tool: no table", True)
    ]


def test_each_trace_of_a_file_of_spans_is_a_run_with_its_own_bytes(tmp_path: Path) -> None:
    first, second = traces("openai_responses", FOLDER / "spans.jsonl")
    assert (first.identity, second.identity) == ("trace_1", "trace_2")
    assert second.report.unknown == {"answer whose text is not in the log": 1}
    (tmp_path / "native").write_bytes(first.native)
    assert trace("openai_responses", tmp_path / "native").document == first.document
    for turn in turns(first):
        assert value_at(BytesIO(first.native), turn["source"])


def test_what_the_exporter_sends_is_a_run(tmp_path: Path) -> None:
    lines = (FOLDER / "spans.jsonl").read_text().splitlines()[:-1]
    path = tmp_path / "log"
    path.write_text(json.dumps({"data": [json.loads(line) for line in lines]}))
    assert detect(path).name == "openai_responses"
    found = trace("openai_responses", path)
    assert (len(turns(found)), turns(found)[1]["source"]) == (6, {"pointer": "/data/3/span_data"})


def test_what_is_not_known_is_counted(tmp_path: Path) -> None:
    odd = {"role": "user", "content": [{"type": "smell"}]}
    found = trace(
        "openai_responses", listed(tmp_path, GO, odd, {"type": "dream"}, {"type": "item_reference", "id": "a"})
    )
    assert found.report.unknown == {"part smell": 1, "item dream": 1, "item item_reference": 1}


@pytest.mark.parametrize("arguments", [None, 7, "", "{x", [1], {"a": 1}])
def test_arguments_of_an_odd_shape_break_nothing(arguments: object, tmp_path: Path) -> None:
    made = {"type": "function_call", "call_id": 7, "name": None, "arguments": arguments}
    result = {"type": "function_call_output", "call_id": 7, "output": None}
    found = trace(
        "openai_responses", listed(tmp_path, GO, made, result, {"type": "message", "role": "user", "content": None})
    )
    assert [(call["id"], call["output"]) for call in calls(found)] == [("7", "")]


def test_an_input_that_is_not_of_this_api_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "log"
    for record in ({"input": "a", "model": "m"}, {"input": ["a"], "response": {"object": "list", "data": []}}):
        path.write_text(json.dumps(record))
        assert sniff(sample_of(path, "log")).certainty == 0


def test_a_log_without_an_item_is_a_problem_and_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text('{"input": []}')
    assert [problem.what for problem in tried("openai_responses", path)[1]] == ["holds no turn"]


# What the recordings hold, counted by hand: each message of a person and of the agent once, calls of the history too.
# The list counts an exchange as a turn, of any API; of a call that a client added to the history it counts none.
HELD = {
    "langsmith__test_openai_agents_test_ls_agent_type_metadata.json": Counted(5, 1, 0),
    "langsmith__test_openai_agents_test_ls_agent_type_metadata_for_handoffs.json": Counted(3, 1, 0),
    "langsmith__test_openai_agents_test_openai_agents_tracing_processor.json": Counted(2, 0, 0),
    # The error is of a request that the agent's tool sent to Chat Completions; it is in the tool's output.
    "langsmith__test_openai_agents_test_wrap_openai_nests_under_agent_trace.json": Counted(3, 1, 0),
    # Of the answers of another API only what the requests of this one repeat.
    "pydantic-ai__mixed__test_live_tool_search_handoff_anthropic_to_openai.json": Counted(7, 3, 0),
    "pydantic-ai__test_native_output.json": Counted(3, 1, 0),
    "pydantic-ai__test_openai_deferred_capability_runs_on_model_without_native_tool_search.json": Counted(5, 3, 0),
    "pydantic-ai__test_openai_native_tool_search_with_deferred_capability.json": Counted(5, 4, 0),
    "pydantic-ai__test_openai_native_tool_search_with_deferred_capability_gpt_5_6_sol.json": Counted(5, 4, 0),
    "pydantic-ai__test_openai_responses_code_execution_return_image_stream.json": Counted(2, 1, 0),
    "pydantic-ai__test_openai_responses_model_mcp_list_tools_stream_backfills_missing_results.json": Counted(2, 0, 0),
    "pydantic-ai__test_openai_responses_model_mcp_server_tool_stream.json": Counted(2, 1, 0),
    "pydantic-ai__test_openai_responses_model_retry.json": Counted(3, 2, 0),
    "pydantic-ai__test_openai_responses_non_reasoning_model_no_item_ids.json": Counted(3, 1, 0),
}


@of_corpus
def test_real_recordings_hold_what_was_counted_in_them() -> None:
    found = differences("openai_responses", "openai_responses")
    assert {name: ours for name, (ours, _) in found.items()} == HELD
    for name, (_, theirs) in found.items():
        counted = listed_by_exchanges("openai_responses", name)
        assert (theirs.turns, theirs.errors) == (counted.turns, counted.errors), name
        assert name in DIFFER_IN_CALLS or theirs.calls == HELD[name].calls, name


DIFFER_IN_CALLS = {"pydantic-ai__test_openai_deferred_capability_runs_on_model_without_native_tool_search.json"}
