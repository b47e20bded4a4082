"""Spans of OpenTelemetry, by each of the conventions that are read."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.tracewright.convert.files import DATA, calls, spoken, trace, traces, tried, turns
from tracewright.convert import Converted, detect, otel, sample_of
from tracewright.convert.originals import value_at

FOLDER = DATA / "otel"


@pytest.fixture
def current() -> Converted:
    return trace("otel", FOLDER / "current.json")


def flat(identity: str, parent: str = "", second: int = 0, trace_id: str = "t", **attributes: Any) -> dict[str, Any]:
    """A span by itself; attributes have two underscores for a point."""
    times = {
        "startTimeUnixNano": str((1767430800 + second) * 10**9),
        "endTimeUnixNano": str((1767430801 + second) * 10**9),
    }
    named = {key.replace("__", "."): value for key, value in attributes.items()}
    ids = {"traceId": trace_id, "spanId": identity, "parentSpanId": parent}
    return {**ids, "name": f"span {identity}", **times, "attributes": named}


def chat(identity: str, parent: str = "", second: int = 0, **attributes: Any) -> dict[str, Any]:
    return flat(identity, parent, second, gen_ai__operation__name="chat", **attributes)


def said(*pairs: tuple[str, str]) -> str:
    return json.dumps([{"role": role, "parts": [{"type": "text", "content": text}]} for role, text in pairs])


def written(folder: Path, *spans: Any) -> Path:
    path = folder / "spans.jsonl"
    path.write_text("".join(json.dumps(span) + "\n" for span in spans))
    return path


def test_a_history_that_each_request_repeats_is_told_once(current: Converted) -> None:
    assert spoken(current) == [
        ("prompt", "Why does the build of halden fail?"),
        ("agent", "I look at the log and ask the reviewer."),
        ("instruction", "You review."),
        ("agent", "What changed?"),
        ("agent", "sum.c was renamed to add.c."),
        ("agent", "The Makefile still names sum.o; sum.c is now add.c."),
    ]
    assert current.document["system_prompt"] == "You are a build engineer."
    assert turns(current)[1]["thinking"] == "The log will say it."


def test_tokens_that_an_agent_repeats_of_its_models_are_counted_once(current: Converted) -> None:
    assert [turn.get("usage") for turn in turns(current) if turn["role"] == "assistant"] == [
        {"input_tokens": 120, "output_tokens": 40},
        {"input_tokens": 50, "output_tokens": 10},
        {"input_tokens": 300, "output_tokens": 30, "input_tokens_details": {"cached_tokens": 100}},
    ]


def test_parallel_calls_have_their_results_errors_and_times(current: Converted) -> None:
    found = {call["id"]: call for call in calls(current)}
    assert list(found) == ["call_log", "call_ask"]
    assert found["call_log"]["output"] == "error: no rule to make target 'sum.o'\nFileNotFoundError: build.log"
    assert (found["call_log"]["is_error"], found["call_log"]["error_source"]) == (True, "agent")
    assert found["call_ask"]["is_error"] is False
    assert found["call_ask"]["started_at"] == "2026-01-03T09:00:02.100000Z"
    assert found["call_ask"]["ended_at"] == "2026-01-03T09:00:05.000000Z"


def test_an_agent_that_works_as_a_tool_stands_below_its_call(current: Converted) -> None:
    listed = {"id": "00000000000000a4", "type": "reviewer", "parent_call": "call_ask"}
    assert current.document["agents"] == [listed]
    below = [turn["content"] for turn in turns(current) if turn.get("parent_call") == "call_ask"]
    assert below == ["You review.", "What changed?", "sum.c was renamed to add.c."]


def test_the_run_keeps_its_conversation_model_tools_and_times(current: Converted) -> None:
    document = current.document
    assert (current.identity, document["model"]) == ("conv-7", "small-model-1")
    assert document["tools"][0]["name"] == "read_file"
    assert (document["started_at"], document["ended_at"]) == (
        "2026-01-03T09:00:00.000000Z",
        "2026-01-03T09:00:09.000000Z",
    )


@pytest.mark.parametrize("name", ["current.json", "events.jsonl", "openinference.json", "indexed.jsonl", "logs.json"])
def test_every_turn_call_and_result_points_into_its_record(name: str) -> None:
    for found in traces("otel", FOLDER / name):
        for turn in turns(found):
            if turn["role"] == "user":
                assert turn["content"] in json.dumps(value_at(BytesIO(found.native), turn["source"]))
        for call in calls(found):
            assert value_at(BytesIO(found.native), call["source"])
            result = value_at(BytesIO(found.native), call["source"]["result"])
            assert call["output"].removesuffix("\nFileNotFoundError: build.log") in json.dumps(result)


def test_events_of_older_conventions_are_messages_and_a_conversation_joins_its_traces() -> None:
    talk, alone = traces("otel", FOLDER / "events.jsonl")
    assert spoken(talk) == [
        ("prompt", "What is the time in Bergen?"),
        ("agent", ""),
        ("agent", "Two past nine."),
        ("prompt", "Thanks. And in Oslo?"),
        ("agent", "The same."),
    ]
    assert [(call["tool"], call["input"], call["output"]) for call in calls(talk)] == [
        ("clock", {"city": "Bergen"}, "09:02")
    ]
    assert [turn["usage"]["input_tokens"] for turn in turns(talk) if "usage" in turn] == [20, 30, 40]
    assert (talk.identity, alone.identity) == ("talk-1", "c" * 32)


def test_a_run_of_several_in_a_file_is_converted_alike_from_its_own_bytes(tmp_path: Path) -> None:
    for each in traces("otel", FOLDER / "events.jsonl"):
        (tmp_path / "native").write_bytes(each.native)
        assert trace("otel", tmp_path / "native").document == each.document


def test_messages_in_log_records_belong_to_their_span() -> None:
    found = trace("otel", FOLDER / "logs.json")
    assert spoken(found) == [("prompt", "Name a fjord."), ("agent", "Sogne")]
    assert found.report.records == 3


def test_a_log_record_with_an_odd_body_stops_nothing(tmp_path: Path) -> None:
    export = json.loads((FOLDER / "logs.json").read_text())
    logs = export["resourceLogs"][0]["scopeLogs"][0]["logRecords"]
    logs[0]["body"] = {"kvlistValue": {"values": [None, True, [1], {"key": "content"}]}}
    (tmp_path / "log").write_text(json.dumps(export))
    assert spoken(trace("otel", tmp_path / "log")) == [("agent", "Sogne")]


def test_openinference_is_read_with_its_keys_that_have_an_index() -> None:
    found = trace("otel", FOLDER / "openinference.json")
    assert spoken(found) == [("prompt", "Sum 2 and 2."), ("agent", ""), ("agent", "It is 4.")]
    assert [(call["id"], call["input"], call["output"]) for call in calls(found)] == [("s1", {"a": 2, "b": 2}, "4")]
    assert (found.identity, turns(found)[2]["cost_usd"]) == ("sess-1", 0.0002)
    assert calls(found)[0]["ended_at"] == "2026-01-03T09:00:04.500000Z"


def test_the_oldest_keys_with_an_index_are_read() -> None:
    found = trace("otel", FOLDER / "indexed.jsonl")
    assert spoken(found) == [("prompt", "Name a fjord."), ("agent", "Sogne")]
    assert turns(found)[1]["usage"] == {"input_tokens": 4, "output_tokens": 2}
    assert turns(found)[1]["stop_reason"] == "length"


def test_attributes_that_are_objects_in_objects_are_read(tmp_path: Path) -> None:
    message = {"message": {"role": "user", "content": "Go."}}
    llm = {"input_messages": [message], "model_name": "m", "token_count": {"prompt": 3}}
    span = {
        **flat("a"),
        "attributes": {"llm": llm, "openinference": {"span": {"kind": "LLM"}}, "output": {"value": "Gone."}},
    }
    found = trace("otel", written(tmp_path, span))
    assert spoken(found) == [("prompt", "Go."), ("agent", "Gone.")]
    assert turns(found)[1]["usage"] == {"input_tokens": 3}


def test_a_span_that_was_stored_with_a_field_for_each_attribute_is_read(tmp_path: Path) -> None:
    span = {
        "name": "chat",
        "context.trace_id": "t",
        "context.span_id": "s",
        "attributes.openinference.span.kind": "LLM",
    }
    fields = {"attributes.input.value": "Go.", "attributes.output.value": "Gone.", "parent_id": None}
    path = written(tmp_path, span | fields)
    assert detect(path).name == "otel"
    assert spoken(trace("otel", path)) == [("prompt", "Go."), ("agent", "Gone.")]


def test_spans_that_came_one_by_one_are_the_traces_of_their_file() -> None:
    exports = [json.loads(line) for line in (FOLDER / "events.jsonl").read_text().splitlines()]
    found = list(otel.traces_of(iter(exports), "the endpoint"))
    assert [each.document for each in found] == [each.document for each in traces("otel", FOLDER / "events.jsonl")]


def test_a_stored_run_that_grew_keeps_its_identity() -> None:
    (export,) = [json.loads((FOLDER / "current.json").read_text())]
    spans = export["resourceSpans"][0]["scopeSpans"][0]["spans"]
    exports = [{"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]} for span in spans]
    (early,), (late,) = list(otel.traces_of(exports[:3], "early")), list(otel.traces_of(exports, "late"))
    assert early.identity == late.identity == "conv-7"
    assert spoken(late)[: len(spoken(early))] == spoken(early)


def test_no_spans_at_all_are_no_trace_and_no_problem() -> None:
    assert list(otel.traces_of([], "the endpoint")) == []


def test_the_order_of_spans_in_the_log_does_not_count(current: Converted, tmp_path: Path) -> None:
    export = json.loads((FOLDER / "current.json").read_text())
    export["resourceSpans"][0]["scopeSpans"][0]["spans"].reverse()
    (tmp_path / "log").write_text(json.dumps(export))
    assert spoken(trace("otel", tmp_path / "log")) == spoken(current)


def test_a_prompt_that_is_said_twice_in_a_conversation_is_two_turns(tmp_path: Path) -> None:
    first = [("user", "continue")]
    second = [*first, ("assistant", "One."), ("user", "continue")]
    one = chat("a", gen_ai__input__messages=said(*first), gen_ai__output__messages=said(("assistant", "One.")))
    two = chat(
        "b", second=2, gen_ai__input__messages=said(*second), gen_ai__output__messages=said(("assistant", "One."))
    )
    found = trace("otel", written(tmp_path, one, two))
    assert [text for _, text in spoken(found)] == ["continue", "One.", "continue", "One."]


def test_a_model_that_wraps_a_model_is_one_answer(tmp_path: Path) -> None:
    messages = {
        "gen_ai__input__messages": said(("user", "Go.")),
        "gen_ai__output__messages": said(("assistant", "Gone.")),
    }
    outer = chat("a", gen_ai__usage__input_tokens=9, **messages)
    inner = chat("b", "a", 1, gen_ai__usage__input_tokens=7, output__value="Gone.")
    found = trace("otel", written(tmp_path, outer, inner))
    assert spoken(found) == [("prompt", "Go."), ("agent", "Gone.")]
    assert turns(found)[1]["usage"] == {"input_tokens": 7}


def test_a_span_around_several_answers_repeats_them(tmp_path: Path) -> None:
    outer = flat("a", ai__operationId="ai.generateText", ai__prompt="Go.", ai__response__text="Two.")
    steps = [
        flat(f"b{number}", "a", number, ai__operationId="ai.generateText.doGenerate", ai__response__text=text)
        for number, text in enumerate(("One.", "Two."))
    ]
    steps[0]["attributes"]["ai.prompt.messages"] = json.dumps([{"role": "user", "content": "Go."}])
    found = trace("otel", written(tmp_path, outer, *steps))
    assert [text for _, text in spoken(found)] == ["Go.", "One.", "Two."]


def test_a_call_and_its_span_of_the_ai_sdk_meet(tmp_path: Path) -> None:
    call = json.dumps([{"toolCallId": "c", "toolName": "look", "input": '{"at": "sky"}'}])
    asked = json.dumps([{"role": "user", "content": [{"type": "text", "text": "Go."}]}])
    model = flat(
        "a", ai__operationId="ai.streamText.doStream", ai__prompt__messages=asked, ai__response__toolCalls=call
    )
    tool = flat(
        "b", second=1, ai__toolCall__name="look", ai__toolCall__id="c", ai__toolCall__result='{"seen": "stars"}'
    )
    found = trace("otel", written(tmp_path, model, tool))
    assert [(each["tool"], each["input"], each["output"]) for each in calls(found)] == [
        ("look", {"at": "sky"}, '{"seen": "stars"}')
    ]


def test_parts_that_are_json_in_an_events_text_are_read(tmp_path: Path) -> None:
    use = [{"text": "I look."}, {"toolUse": {"toolUseId": "u", "name": "look", "input": {"at": "sky"}}}]
    result = [{"toolResult": {"toolUseId": "u", "status": "error", "content": [{"text": "clouds"}]}}]
    events = [
        ("gen_ai.user.message", {"content": json.dumps([{"text": "Go."}])}),
        ("gen_ai.assistant.message", {"content": json.dumps(use)}),
        ("gen_ai.tool.message", {"content": json.dumps(result), "role": "tool", "id": "u"}),
        ("gen_ai.choice", {"finish_reason": "end_turn", "message": json.dumps([{"text": "No stars."}])}),
    ]
    listed = [{"name": name, "attributes": attributes} for name, attributes in events]
    found = trace("otel", written(tmp_path, {**chat("a"), "events": listed}))
    assert spoken(found) == [("prompt", "Go."), ("agent", "I look."), ("agent", "No stars.")]
    assert [(call["input"], call["output"], call["is_error"]) for call in calls(found)] == [
        ({"at": "sky"}, "clouds", True)
    ]


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("langfuse.observation.type", ("langfuse.observation.input", "langfuse.observation.output")),
        ("mlflow.spanType", ("mlflow.spanInputs", "mlflow.spanOutputs")),
        ("traceloop.span.kind", ("traceloop.entity.input", "traceloop.entity.output")),
        ("openinference.span.kind", ("input.value", "output.value")),
    ],
)
def test_tools_of_each_convention_are_calls(kind: str, keys: tuple[str, str], tmp_path: Path) -> None:
    span = flat("look") | {"attributes": {kind: "TOOL", keys[0]: '{"at": "sky"}', keys[1]: "stars"}}
    found = trace("otel", written(tmp_path, span))
    assert [(call["tool"], call["input"], call["output"]) for call in calls(found)] == [
        ("span look", {"at": "sky"}, "stars")
    ]


def test_calls_without_ids_are_paired_in_their_order(tmp_path: Path) -> None:
    call = {"type": "tool_call", "name": "dice", "arguments": {}}
    results = [{"role": "tool", "parts": [{"type": "tool_call_response", "response": text}]} for text in ("1", "6")]
    asked, thrown = {"role": "user", "parts": []}, {"role": "assistant", "parts": [call, call]}
    asked["parts"] = [{"type": "text", "content": "Throw twice."}]
    spans = [
        chat(
            str(number),
            second=number,
            gen_ai__input__messages=json.dumps([asked, thrown, *results][: 1 + 3 * bool(number)]),
        )
        for number in range(3)
    ]
    spans[0]["attributes"]["gen_ai.output.messages"] = json.dumps([thrown])
    spans[1]["attributes"]["gen_ai.output.messages"] = said(("assistant", "Seven."))
    spans[2]["attributes"]["gen_ai.output.messages"] = said(("assistant", "Seven, as I said."))
    found = trace("otel", written(tmp_path, *spans))
    assert [each["output"] for each in calls(found)] == ["1", "6"]
    assert [text for _, text in spoken(found)] == ["Throw twice.", "", "Seven.", "Seven, as I said."]


def test_where_no_message_is_logged_the_answers_and_tools_still_stand(tmp_path: Path) -> None:
    root = flat("r", gen_ai__operation__name="invoke_agent")
    model = chat("m", "r", 1, gen_ai__usage__input_tokens=5)
    tool = flat("t", "r", 2, gen_ai__operation__name="execute_tool", gen_ai__tool__name="look")
    found = trace("otel", written(tmp_path, root, model, tool))
    assert spoken(found) == [("agent", "")]
    assert [(call["tool"], call["output"]) for call in calls(found)] == [("look", None)]


def test_an_agent_that_logs_no_models_tells_the_conversation(tmp_path: Path) -> None:
    spans = [flat("r", gen_ai__operation__name="invoke_agent", gen_ai__usage__input_tokens=5)]
    call = {"role": "assistant", "parts": [{"type": "tool_call", "id": "c", "name": "look", "arguments": {}}]}
    result = {"role": "tool", "parts": [{"type": "tool_call_response", "id": "c", "response": "Rain."}]}
    spans[0]["attributes"]["gen_ai.input.messages"] = said(("user", "Is it dry?"))
    spans[0]["attributes"]["gen_ai.output.messages"] = json.dumps(
        [call, result, *json.loads(said(("assistant", "No.")))]
    )
    found = trace("otel", written(tmp_path, *spans))
    assert spoken(found) == [("prompt", "Is it dry?"), ("agent", ""), ("agent", "No.")]
    assert calls(found)[0]["output"] == "Rain."


def test_what_went_into_the_outermost_span_is_the_prompt_where_no_request_has_one(tmp_path: Path) -> None:
    root = flat("r", openinference__span__kind="CHAIN", input__value='{"question": "How deep?"}')
    model = flat("m", "r", 1, openinference__span__kind="LLM", output__value="Deep.")
    assert spoken(trace("otel", written(tmp_path, root, model))) == [("prompt", "How deep?"), ("agent", "Deep.")]


def test_a_model_that_failed_says_so_once(tmp_path: Path) -> None:
    status = {"status": {"code": "STATUS_CODE_ERROR", "message": "overloaded"}}
    root = {**flat("r", gen_ai__operation__name="invoke_agent"), **status}
    model = {**chat("m", "r", 1, gen_ai__input__messages=said(("user", "Go."))), **status}
    found = trace("otel", written(tmp_path, root, model))
    assert spoken(found) == [("prompt", "Go."), ("command", "overloaded")]
    assert (turns(found)[1]["is_error"], turns(found)[1]["error_source"]) == (True, "environment")


def test_an_exception_of_a_tool_is_its_output_where_nothing_else_is(tmp_path: Path) -> None:
    tool = flat("t", gen_ai__tool__name="look")
    error = {"name": "exception", "attributes": {"exception.type": "OSError", "exception.message": "no sky"}}
    found = trace("otel", written(tmp_path, {**tool, "status": {"code": 2}, "events": [error]}))
    assert [(call["output"], call["is_error"]) for call in calls(found)] == [("OSError: no sky", True)]


@pytest.mark.parametrize("second", [1, 9])
def test_an_exception_of_a_tool_stands_below_the_result_that_the_model_read(second: int, tmp_path: Path) -> None:
    """Whether the span of the tool is told before the request that has the result, or after it."""
    asked = {"role": "assistant", "parts": [{"type": "tool_call", "id": "k", "name": "look", "arguments": {}}]}
    back = {"role": "tool", "parts": [{"type": "tool_call_response", "id": "k", "response": "Sorry."}]}
    request = chat("a", second=5, **{"gen_ai.input.messages": json.dumps([asked, back])})
    tool = flat("b", second=second, **{"gen_ai.operation.name": "execute_tool", "gen_ai.tool.call.id": "k"})
    about = {"exception.type": "OSError", "exception.message": "no sky", "exception.stacktrace": "in look, line 3"}
    failed = {"status": {"code": 2, "message": "tool gave up"}, "events": [{"name": "exception", "attributes": about}]}
    found = trace("otel", written(tmp_path, request, {**tool, **failed}))
    said = "Sorry.\nOSError: no sky\ntool gave up\nin look, line 3"
    assert [(call["output"], call["is_error"], call["error_source"]) for call in calls(found)] == [
        (said, True, "agent")
    ]


def test_a_tool_that_failed_without_words_keeps_its_result_as_it_is(tmp_path: Path) -> None:
    tool = flat("b", **{"gen_ai.operation.name": "execute_tool", "gen_ai.tool.call.result": "Half of it."})
    found = trace("otel", written(tmp_path, {**tool, "status": {"code": 2}}))
    assert [(call["output"], call["is_error"]) for call in calls(found)] == [("Half of it.", True)]


def test_several_choices_are_alternatives(tmp_path: Path) -> None:
    choices = [
        {"name": "gen_ai.choice", "attributes": {"index": index, "message": json.dumps({"content": text})}}
        for index, text in enumerate(("One.", "Two."))
    ]
    prompt = {"name": "gen_ai.user.message", "attributes": {"content": "Go."}}
    found = trace("otel", written(tmp_path, {**chat("a"), "events": [prompt, *choices]}))
    assert spoken(found) == [("prompt", "Go."), ("agent", "One.")]
    (other,) = found.document["alternatives"]
    assert (other["fork"], [turn["content"] for turn in other["turns"]]) == ({"turn": 0, "call": None}, ["Two."])


def test_an_image_is_an_attachment_whose_data_is_found_inside_the_json(tmp_path: Path) -> None:
    blob = {"type": "blob", "modality": "image", "mime_type": "image/png", "content": "iVBORw0KGgo="}
    messages = [{"role": "user", "parts": [{"type": "text", "content": "See."}, blob]}]
    found = trace("otel", written(tmp_path, chat("a", gen_ai__input__messages=json.dumps(messages))))
    (listed,) = found.document["attachments"]
    assert (listed["media_type"], value_at(BytesIO(found.native), listed["source"])) == ("image/png", blob)


def test_events_and_parts_that_are_not_known_are_counted(tmp_path: Path) -> None:
    messages = [{"role": "user", "parts": [{"type": "text", "content": "Go."}, {"type": "smell"}]}]
    span = {**chat("a", gen_ai__input__messages=json.dumps(messages)), "events": [{"name": "cache.miss"}]}
    found = trace("otel", written(tmp_path, span))
    assert found.report.unknown == {"event cache.miss": 1, "part smell": 1}


def test_spans_that_are_parents_of_each_other_are_read(tmp_path: Path) -> None:
    messages = {
        "gen_ai__input__messages": said(("user", "Go.")),
        "gen_ai__output__messages": said(("assistant", "Gone.")),
    }
    path = written(
        tmp_path,
        flat("r", "t", input__value="x"),
        flat("t", "r", gen_ai__tool__name="look"),
        chat("m", "t", **messages),
    )
    assert ("agent", "Gone.") in spoken(trace("otel", path))


def test_spans_of_no_model_are_not_taken_for_an_agent(tmp_path: Path) -> None:
    span = flat("a", http__method="GET")
    assert otel.sniff(sample_of(written(tmp_path, span), "spans")).certainty < 0.5
    found, problems = tried("otel", written(tmp_path, span))
    assert (found, [problem.what for problem in problems]) == ([], ["holds no turn"])


def test_a_tool_tells_its_input_and_output_by_their_plain_names_too(tmp_path: Path) -> None:
    tool = flat("b", "a", 1, **{"tool.name": "ls", "tool.input": '{"path": "."}', "tool.output": "a.py"})
    found = trace("otel", written(tmp_path, chat("a", **{"gen_ai.prompt": "Go."}), tool))
    assert [(call["tool"], call["input"], call["output"]) for call in calls(found)] == [("ls", {"path": "."}, "a.py")]


def test_a_request_that_repeats_another_but_for_one_message_tells_that_one(tmp_path: Path) -> None:
    """The beginning that both have is read once; what stands behind the first other message is read anew."""
    first = said(("user", "Go."), ("assistant", "Gone."), ("user", "Back."))
    other = said(("user", "Go."), ("assistant", "Went."), ("user", "Back."))
    spans = [chat("a", **{"gen_ai.input.messages": first}), chat("b", second=2, **{"gen_ai.input.messages": other})]
    found = trace("otel", written(tmp_path, *spans))
    texts = [text for _, text in spoken(found) if text]
    assert texts[:3] == ["Go.", "Gone.", "Back."]
    assert "Went." in texts[3:]
    for turn in turns(found):
        assert value_at(BytesIO(found.native), turn["source"]) is not None


def test_runs_that_each_repeat_a_large_resource_have_the_bound_of_a_run(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("tracewright.convert.spans.grouping.RUN_BYTES", 100_000)
    resource = {"attributes": [{"key": "large", "value": {"stringValue": "x" * 40_000}}]}
    spans = [
        {"traceId": f"{trace:032x}", "spanId": f"{trace}{number:015x}", "name": "chat"}
        for trace in (1, 2)
        for number in range(4)
    ]
    path = tmp_path / "spans.json"
    path.write_text(json.dumps({"resourceSpans": [{"resource": resource, "scopeSpans": [{"spans": spans}]}]}))
    found, problems = tried("otel", path)
    assert found == [] and "that a run may have" in str(problems[0])
