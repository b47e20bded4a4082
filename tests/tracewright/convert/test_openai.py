"""Chat Completions: conversations, recordings, streams, and the runs of tau-bench."""

import json
from io import BytesIO
from pathlib import Path

import pytest

from tests.tracewright.convert.corpus import CORPUS, Counted, differences, of_corpus
from tests.tracewright.convert.files import DATA, calls, spoken, trace, traces, tried, turns
from tests.tracewright.convert.recordings import listed_by_exchanges
from tracewright.convert import Converted, detect, sample_of
from tracewright.convert.openai import sniff
from tracewright.convert.originals import data_of, value_at

FOLDER = DATA / "openai"
GO = {"role": "user", "content": "Go."}


@pytest.fixture
def talk() -> Converted:
    return trace("openai", FOLDER / "conversation.json")


@pytest.fixture
def recorded() -> Converted:
    return traces("openai", FOLDER / "recording.json")[0]


def written(folder: Path, *messages: object, **about: object) -> Path:
    path = folder / "log.json"
    path.write_text(json.dumps({"messages": messages, **about}))
    return path


def act(*made: object) -> dict[str, object]:
    return {"role": "assistant", "content": None, "tool_calls": list(made)}


def exchange(messages: list[object], answer: object, code: int = 200) -> dict[str, object]:
    return {"request": {"body": {"messages": messages}}, "response": {"status": {"code": code}, "body": answer}}


def said(text: str) -> dict[str, object]:
    return {"choices": [{"index": 0, "message": {"role": "assistant", "content": text}}], "usage": {"total_tokens": 3}}


def recording(folder: Path, *exchanges: object) -> Path:
    path = folder / "recording.json"
    path.write_text(json.dumps({"interactions": exchanges}))
    return path


def test_who_says_what(talk: Converted) -> None:
    assert spoken(talk) == [
        ("demonstration", "To Halden, please."),
        ("prompt", "From Moss to Ski, as on this ticket."),
        ("agent", ""),
        ("agent", "R21 leaves at 08:14; no train runs back."),
    ]
    assert talk.document["system_prompt"] == "You sell train tickets."
    assert turns(talk)[2]["thinking"] == "I ask both ways at once."


def test_results_go_to_the_calls_of_their_ids_whatever_their_order(talk: Converted) -> None:
    assert [(call["id"], call["output"]) for call in calls(talk)] == [
        ("c1", "R21 at 08:14"),
        ("c2", "Error: no train runs back"),
    ]


def test_an_error_that_is_only_a_text_is_a_soft_one(talk: Converted) -> None:
    assert calls(talk)[1]["soft_error"] == "Error: no train runs back"
    assert all("is_error" not in call for call in calls(talk)), "the API flags none"


def test_the_tools_stand_as_they_came(talk: Converted) -> None:
    [tool] = talk.document["tools"]
    assert (tool["type"], tool["function"]["name"]) == ("function", "find_train")


def test_an_image_in_a_data_url_is_an_attachment(talk: Converted) -> None:
    [image] = talk.document["attachments"]
    assert (image["media_type"], image["width"], image["height"]) == ("image/png", 3, 2)
    assert data_of(value_at(BytesIO(talk.native), image["source"]))[1:4] == b"PNG"


def test_every_turn_call_and_result_points_to_its_record(talk: Converted) -> None:
    for turn in turns(talk):
        assert value_at(BytesIO(talk.native), turn["source"])["role"] == turn["role"]
    for call in calls(talk):
        assert value_at(BytesIO(talk.native), call["source"])["id"] == call["id"]
        assert value_at(BytesIO(talk.native), call["source"]["result"])["content"] == call["output"]


def test_a_legacy_function_call_has_its_result() -> None:
    first, second = traces("openai", FOLDER / "lines.jsonl")
    assert [(call["tool"], call["input"], call["output"]) for call in calls(first)] == [("add", {"a": 2, "b": 2}, "4")]
    assert spoken(second) == [("prompt", "3 + 3?"), ("agent", "6")]


def test_a_recording_is_told_once_by_its_last_request(recorded: Converted) -> None:
    assert spoken(recorded) == [
        ("prompt", "How high is the mast?"),
        ("command", "rate_limit_exceeded: Slow down."),
        ("agent", ""),
        ("agent", "14 metres."),
    ]
    assert calls(recorded)[0]["output"] == "14 m"
    assert (turns(recorded)[1]["is_error"], turns(recorded)[1]["error_source"]) == (True, "environment")


def test_each_answer_has_its_own_model_time_and_tokens(recorded: Converted) -> None:
    first, second = turns(recorded)[2:]
    assert (first["at"], first["usage"]) == ("2026-01-03T08:46:41Z", {"prompt_tokens": 20, "completion_tokens": 9})
    assert (second["model"], second["usage"]["completion_tokens"]) == ("small-model-1-0106", 3)


def test_choices_that_were_not_taken_are_alternatives(recorded: Converted) -> None:
    [left] = recorded.document["alternatives"]
    assert (left["fork"], left["chosen"]) == ({"turn": 1, "call": None}, False)
    assert left["turns"][0]["content"] == "Very high."
    assert "usage" not in left["turns"][0], "the tokens are of all choices and counted once"


def test_the_choice_that_the_next_request_holds_is_the_one_taken(tmp_path: Path) -> None:
    both = {"choices": [{"message": {"content": "A."}}, {"message": {"content": "B."}}], "usage": {"total_tokens": 8}}
    later = [GO, {"role": "assistant", "content": "B."}, GO]
    found = trace("openai", recording(tmp_path, exchange([GO], both), exchange(later, said("C."))))
    assert [text for _, text in spoken(found)] == ["Go.", "B.", "Go.", "C."]
    assert found.document["alternatives"][0]["turns"][0]["content"] == "A."
    assert turns(found)[1]["usage"] == {"total_tokens": 8}


def test_a_request_that_is_sent_again_leaves_its_first_answer(tmp_path: Path) -> None:
    found = trace("openai", recording(tmp_path, exchange([GO], said("One.")), exchange([GO], said("Two."))))
    assert spoken(found) == [("prompt", "Go."), ("agent", "Two.")]
    assert [left["turns"][0]["content"] for left in found.document["alternatives"]] == ["One."]


def test_each_conversation_of_a_recording_is_a_trace_with_its_own_bytes(tmp_path: Path) -> None:
    first, second = traces("openai", FOLDER / "recording.json")
    assert (first.report.records, second.report.records) == (3, 1)
    (tmp_path / "native").write_bytes(second.native)
    assert trace("openai", tmp_path / "native").document == second.document
    (tmp_path / "native").write_bytes(first.native)
    assert trace("openai", tmp_path / "native").document == first.document


def test_exchanges_on_lines_are_one_recording(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    later = [GO, {"role": "assistant", "content": "One."}, GO]
    lines = [
        exchange([GO], said("One.")),
        exchange(later, said("Two.")),
        exchange([{**GO, "content": "x"}], said("Three.")),
    ]
    path.write_text("\n".join(map(json.dumps, lines)))
    first, second = traces("openai", path)
    assert [text for _, text in spoken(first)] == ["Go.", "One.", "Go.", "Two."]
    assert [text for _, text in spoken(second)] == ["x", "Three."]
    assert value_at(BytesIO(second.native), turns(second)[1]["source"])["content"] == "Three."


def test_a_streamed_answer_is_joined(tmp_path: Path) -> None:
    pieces = [
        {"tool_calls": [{"index": 0, "id": "a", "function": {"name": "add", "arguments": ""}}]},
        {"tool_calls": [{"index": 1, "id": "b", "function": {"name": "sub", "arguments": '{"x"'}}]},
        {"tool_calls": [{"index": 0, "function": {"arguments": '{"x": 1}'}}]},
        {"tool_calls": [{"index": 1, "function": {"arguments": ": 2}"}}]},
    ]
    chunks = [{"object": "chat.completion.chunk", "choices": [{"index": 0, "delta": piece}]} for piece in pieces]
    path = tmp_path / "chunks.jsonl"
    path.write_text("\n".join(map(json.dumps, chunks)))
    found = trace("openai", path)
    assert [(call["tool"], call["input"]) for call in calls(found)] == [("add", {"x": 1}), ("sub", {"x": 2})]
    assert "is a stream that breaks off" in found.report.warnings[0]


def test_a_file_may_be_the_text_of_a_stream() -> None:
    found = trace("openai", FOLDER / "stream.txt")
    assert (spoken(found), found.report.warnings) == ([("agent", "14 metres.")], [])
    assert value_at(BytesIO(found.native), turns(found)[0]["source"]).startswith("data: ")


def test_trials_of_one_task_are_traces_with_their_rewards() -> None:
    first, second = traces("openai", FOLDER / "trials.json")
    assert first.identity != second.identity
    assert [each.document["task_key"] for each in (first, second)] == ["4", "4"]
    assert [each.document["outcome"] for each in (first, second)] == [
        {"reward": 0.0, "trial": 0},
        {"reward": 1.0, "trial": 1},
    ]
    assert first.document["task_description"] == "You want a seat in row 3."


def test_an_error_of_a_tool_of_tau_bench_is_one() -> None:
    first, second = traces("openai", FOLDER / "trials.json")
    assert (calls(first)[0]["is_error"], calls(first)[0]["error_source"]) == (True, "agent")
    assert "is_error" not in calls(second)[0]


def test_a_rendered_conversation_has_its_speakers() -> None:
    assert spoken(trace("openai", FOLDER / "rendered.jsonl")) == [
        ("prompt", "Cancel my seat.\nIt is 3C."),
        ("agent", ""),
        ("result", "Error: no such seat"),
        ("agent", "There is no seat 3C."),
    ]


def test_what_stands_before_the_first_speaker_is_an_instruction(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(json.dumps({"messages_display": "Be brief.\nuser: Go."}))
    assert spoken(trace("openai", path)) == [("instruction", "Be brief."), ("prompt", "Go.")]
    path.write_text(json.dumps({"messages_display": "Nobody speaks."}))
    assert [problem.what for problem in tried("openai", path)[1]] == ["holds no turn"]


def test_arguments_that_are_no_json_stay_as_text_and_are_told(tmp_path: Path) -> None:
    found = trace("openai", written(tmp_path, GO, act({"id": "a", "function": {"name": "f", "arguments": "{x"}})))
    assert calls(found)[0]["input"] == "{x"
    assert "/messages/1/tool_calls/0: has arguments that are no JSON" in found.report.warnings[0]


def test_ids_may_be_numbers_or_missing(tmp_path: Path) -> None:
    made = [{"id": 7, "function": {"name": "f", "arguments": "{}"}}, {"function": {"name": "g", "arguments": None}}]
    answers = [{"role": "tool", "content": "of g"}, {"role": "tool", "tool_call_id": 7, "content": "of f"}]
    found = trace("openai", written(tmp_path, GO, act(*made), *answers))
    assert [call["output"] for call in calls(found)] == ["of f", "of g"]


@pytest.mark.parametrize("made", [None, "text", 5, {}, [None], ["f"], [7], [{"function": "f"}]])
def test_calls_of_an_odd_shape_break_nothing(made: object, tmp_path: Path) -> None:
    found = trace("openai", written(tmp_path, GO, {"role": "assistant", "content": "a", "tool_calls": made}))
    assert spoken(found) == [("prompt", "Go."), ("agent", "a")]


def test_results_without_an_id_go_to_the_calls_of_their_tools(tmp_path: Path) -> None:
    made = [{"function": {"name": tool, "arguments": json.dumps({"n": number})}} for number, tool in enumerate("aabc")]
    results = [{"role": "tool", "name": tool, "content": f"of {tool}"} for tool in "baa"]
    unnamed = {"role": "tool", "content": "what is left"}
    found = trace("openai", written(tmp_path, GO, act(*made), *results, unnamed))
    assert [call["output"] for call in calls(found)] == ["of a", "of a", "of b", "what is left"]
    assert not found.report.warnings


def test_a_result_of_an_unknown_tool_goes_to_the_oldest_call(tmp_path: Path) -> None:
    made = [{"function": {"name": tool, "arguments": ""}} for tool in "ab"]
    results = [{"role": "tool", "name": name, "content": name} for name in ("other", "b", "b")]
    found = trace("openai", written(tmp_path, GO, act(*made), *results))
    assert [call["output"] for call in calls(found)] == ["other", "b"]
    assert spoken(found)[-1] == ("result", "b"), "each call is answered once"


def test_an_answer_that_was_not_taken_waits_for_no_result(tmp_path: Path) -> None:
    make = {"role": "assistant", "content": "", "tool_calls": [{"function": {"name": "a", "arguments": "{}"}}]}
    both = {"choices": [{"index": number, "message": make} for number in range(2)]}
    asked = [GO, make, {"role": "tool", "name": "a", "content": "done"}]
    path = recording(tmp_path, exchange([GO], both), exchange(asked, said("Well.")))
    found = trace("openai", path)
    [left] = found.document["alternatives"]
    assert [call["output"] for call in calls(found)] == ["done"]
    assert left["turns"][0]["tool_calls"][0]["output"] is None


def test_what_is_not_known_is_counted(tmp_path: Path) -> None:
    odd = {"role": "user", "content": [{"type": "smell"}, {"type": "text", "text": "Go."}]}
    found = trace("openai", written(tmp_path, odd, {"role": "oracle", "content": "42"}))
    assert found.report.unknown == {"part smell": 1, "role oracle": 1}


def test_a_list_of_messages_is_one_trace_whatever_stands_between_them(tmp_path: Path) -> None:
    path = tmp_path / "log.json"
    path.write_text(json.dumps([GO, 5, {"role": "oracle", "content": "42"}, {"role": "assistant", "content": "Done."}]))
    assert spoken(trace("openai", path)) == [("prompt", "Go."), ("agent", "Done.")]


def test_a_recording_that_speaks_to_the_responses_api_too_is_less_surely_ours(tmp_path: Path) -> None:
    other = {"request": {"body": {"input": "Go."}}, "response": {"body": {"object": "response", "output": []}}}
    mixed, pure = [
        sniff(sample_of(recording(tmp_path, exchange([GO], said("A.")), *more), "log")) for more in ([other], [])
    ]
    assert 0.5 < mixed.certainty < pure.certainty


def test_an_item_of_messages_keeps_its_id_model_and_tokens(tmp_path: Path) -> None:
    about = {"id": 7, "model": "small-model-1", "usage": {"input_tokens": 3}}
    document = trace("openai", written(tmp_path, GO, {"role": "assistant", "content": "Done."}, **about)).document
    assert (document["task_key"], document["model"], document["usage"]) == ("7", "small-model-1", {"input_tokens": 3})


def test_a_log_without_a_message_is_a_problem_and_no_trace(tmp_path: Path) -> None:
    found, problems = tried("openai", written(tmp_path))
    assert (found, [problem.what for problem in problems]) == ([], ["holds no turn"])


def test_messages_without_a_mark_of_anybody_are_recognised(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text(json.dumps([GO, {"role": "assistant", "content": "Done."}]))
    assert detect(path).name == "openai"


def rendered(turn: dict[str, str]) -> str:
    return f"{turn['role']}: {turn['content'] or ('None' if turn['role'] == 'assistant' else '')}"


# What the recordings hold, counted by hand: each message of a person and of the agent once, calls of the history too.
HELD = {
    "pydantic-ai__test_mcptoolset_in_temporal_workflow.json": Counted(3, 1, 0),
    "pydantic-ai__test_multiple_agent_tool_calls.json": Counted(6, 2, 0),
    "pydantic-ai__test_openai_text_output_function.json": Counted(3, 1, 0),
    "pydantic-ai__test_openai_tool_call_roundtrip_wire_stable[vercel].json": Counted(5, 1, 0),
    "pydantic-ai__test_tool_search_eval[openai-chat].json": Counted(12, 4, 0),
}
# The list does not look into conversations that are rendered as texts.
RENDERED = {
    "tau-bench__MockAirlineDomainEnv-few_shot.jsonl": Counted(358, 0, 0),
    "tau-bench__MockRetailDomainEnv-few_shot.jsonl": Counted(1476, 0, 0),
}


@of_corpus
def test_real_logs_hold_what_the_list_says_where_it_counts_messages() -> None:
    found = differences("openai", "openai_chat")
    assert {name: ours for name, (ours, _) in found.items()} == HELD | RENDERED
    for name in HELD:
        assert found[name][1] == listed_by_exchanges("openai_chat", name), name


@of_corpus
@pytest.mark.parametrize("name", RENDERED)
def test_a_rendered_conversation_loses_no_line(name: str) -> None:
    lines = [
        json.loads(line)["messages_display"] for line in Path(CORPUS, "openai_chat", name).read_text().splitlines()
    ]
    found = traces("openai", Path(CORPUS, "openai_chat", name))
    told = ["\n".join(map(rendered, turns(each))) for each in found]
    assert ["".join(text.split()) for text in told] == ["".join(text.split()) for text in lines]
