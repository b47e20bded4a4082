"""Logs of Inspect: archives and JSON, each sample a run."""

import json
import shutil
from io import BytesIO
from pathlib import Path

import pytest

from tests.tracewright.convert.archives import DEFLATED, ZSTANDARD, write_archive
from tests.tracewright.convert.corpus import Counted, differences, of_corpus
from tests.tracewright.convert.files import DATA, calls, spoken, trace, traces, tried, turns
from tracewright.cli.inputs import opened
from tracewright.convert import Converted, detect, sample_of
from tracewright.convert.inspect import held, sniff
from tracewright.convert.originals import data_of, value_at

FOLDER = DATA / "inspect"
START, SAMPLE = "_journal/start.json", "samples/1_epoch_1.json"
EVAL = {"version": 2, "eval": {"task": "t", "task_id": "i", "run_id": "r"}, "plan": {}}
GO = {"role": "user", "source": "input", "content": "Go."}


@pytest.fixture
def depth() -> Converted:
    return traces("inspect", FOLDER / "log.json")[0]


def written(folder: Path, *messages: object, **about: object) -> Path:
    path = folder / "log.json"
    sample = {"id": 1, "epoch": 1, "input": "Go.", "messages": messages, **about}
    path.write_text(json.dumps({**EVAL, "samples": [sample]}))
    return path


def archived(folder: Path, files: dict[str, object], method: int = ZSTANDARD, size: int | None = None) -> Path:
    raw = {name: value if isinstance(value, bytes) else json.dumps(value).encode() for name, value in files.items()}
    return write_archive(folder / "log.eval", raw, method, size)


def sample(identity: int = 1) -> dict[str, object]:
    return {"id": identity, "epoch": 1, "input": "Go.", "messages": [GO]}


def test_who_says_what(depth: Converted) -> None:
    assert spoken(depth) == [
        ("prompt", "How deep is the harbour?"),
        ("agent", "I look."),
        ("command", "Please proceed, or submit an answer."),
        ("agent", "7 m."),
    ]
    assert (depth.document["system_prompt"], turns(depth)[1]["thinking"]) == (
        "You survey harbours.",
        "A file may tell.",
    )


def test_results_go_to_the_calls_of_their_ids_whatever_their_order(depth: Converted) -> None:
    assert [(call["id"], call["output"], call["is_error"]) for call in calls(depth)] == [
        ("c1", "7 m", False),
        ("c2", "Not that one.", True),
    ]
    assert calls(depth)[1]["error_source"] == "rejected"


def test_turns_and_calls_have_the_times_and_tokens_of_their_events(depth: Converted) -> None:
    assert [turn["usage"]["input_tokens"] for turn in turns(depth) if "usage" in turn] == [20, 40]
    assert turns(depth)[1]["at"] == "2026-01-03T08:46:03+00:00"
    assert (calls(depth)[0]["started_at"], calls(depth)[0]["ended_at"]) == (
        "2026-01-03T08:46:04+00:00",
        "2026-01-03T08:46:06+00:00",
    )


def test_the_run_keeps_its_task_scores_tools_and_what_it_spent(depth: Converted) -> None:
    document = depth.document
    assert (document["task_key"], document["target"]) == ("harbour/depth", "7 m")
    assert document["outcome"] == {
        "scores": {"match": "C"},
        "score_details": {"match": {"answer": "7 m"}},
        "epoch": 1,
        "status": "success",
    }
    assert document["usage"]["total_tokens"] == 147, "of all models, a scorer's too"
    assert (document["metadata"], document["tools"][0]["name"]) == ({"port": "Moss"}, "bash")
    assert document["source"] == {"format": "inspect", "version": "0.3.140"}


def test_an_answer_of_a_model_that_is_no_message_is_counted(depth: Converted) -> None:
    assert depth.report.unknown == {"model event of no message": 1}


def test_long_texts_and_images_stand_elsewhere_in_the_sample(depth: Converted) -> None:
    [image] = depth.document["attachments"]
    assert (image["media_type"], image["width"]) == ("image/png", 3)
    assert data_of(value_at(BytesIO(depth.native), image["source"]))[1:4] == b"PNG"


def test_every_turn_call_and_result_points_to_its_record(depth: Converted) -> None:
    for turn in turns(depth):
        assert value_at(BytesIO(depth.native), turn["source"])["role"] == turn["role"]
    for call in calls(depth):
        assert value_at(BytesIO(depth.native), call["source"])["id"] == call["id"]
        assert value_at(BytesIO(depth.native), call["source"]["result"])["tool_call_id"] == call["id"]


def test_a_sample_that_broke_off_says_why() -> None:
    _, tide = traces("inspect", FOLDER / "log.json")
    assert spoken(tide)[-1] == ("command", "the sandbox went away")
    assert (turns(tide)[-1]["is_error"], turns(tide)[-1]["error_source"]) == (True, "environment")
    assert turns(tide)[1]["stop_reason"] == "max_tokens"
    outcome = tide.document["outcome"]
    assert (outcome["limit"], outcome["error"], outcome["traceback"]) == ("token", "the sandbox went away", "...")


def test_an_archive_holds_the_same_runs_as_the_log_in_json() -> None:
    assert [each.document for each in traces("inspect", FOLDER / "zstd.eval")] == [
        each.document for each in traces("inspect", FOLDER / "log.json")
    ]


def test_the_native_bytes_of_a_sample_are_a_log_of_it(tmp_path: Path) -> None:
    for name in ("zstd.eval", "log.json", "unfinished.eval"):
        for found in traces("inspect", FOLDER / name):
            (tmp_path / "native").write_bytes(found.native)
            assert detect(tmp_path / "native").name == "inspect"
            again = trace("inspect", tmp_path / "native")
            assert (again.identity, again.document) == (found.identity, found.document)


def test_an_evaluation_that_was_not_finished_has_its_samples() -> None:
    found = trace("inspect", FOLDER / "unfinished.eval")
    assert "its evaluation was not finished" in found.report.warnings[0]
    assert "status" not in found.document["outcome"]


def test_a_sample_that_cannot_be_read_costs_no_other(tmp_path: Path) -> None:
    files = {START: EVAL, SAMPLE: b"{half", "samples/2_epoch_1.json": sample(2), "samples/3_epoch_1.json": [1]}
    found, problems = tried("inspect", archived(tmp_path, files))
    assert [each.document["task_key"] for each in found] == ["t/2"]
    assert [problem.what[:8] for problem in problems] == ["not JSON", "is a sam"]


def test_bytes_that_are_not_those_that_were_written_are_an_error(tmp_path: Path) -> None:
    path = archived(tmp_path, {START: EVAL, SAMPLE: sample()}, DEFLATED)
    raw = bytearray(path.read_bytes())
    raw[raw.index(SAMPLE.encode()) + len(SAMPLE) + 5] ^= 0xFF
    path.write_bytes(raw)
    _, problems = tried("inspect", path)
    assert "cannot be unpacked" in problems[0].what


@pytest.mark.parametrize("name", ["../evil.json", "/evil.json", "samples/../../evil.json", "..\\evil.json"])
def test_an_archive_that_leads_out_of_itself_is_refused(name: str, tmp_path: Path) -> None:
    found, problems = tried("inspect", archived(tmp_path, {START: EVAL, SAMPLE: sample(), name: b"{}"}))
    assert not found
    assert "leads out of the archive" in problems[0].what


def test_an_archive_that_says_it_unpacks_to_far_more_than_it_is_is_refused(tmp_path: Path) -> None:
    found, problems = tried("inspect", archived(tmp_path, {START: EVAL, SAMPLE: sample()}, size=3 * 1024**3))
    assert not found
    assert "unpacks to 6442450944; it may to 1073741824; it is not read" in problems[0].what


@pytest.mark.parametrize("method", [ZSTANDARD, DEFLATED])
def test_an_entry_that_unpacks_to_more_than_it_says_is_refused(
    method: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracewright.convert.inspect.archive.RUN_BYTES", 1000)
    bomb = {START: EVAL, SAMPLE: {**sample(), "metadata": {"a": "a" * 100_000}}}
    size = 100_200 if method == DEFLATED else 10  # Python's own module reads no more than an entry says
    found, problems = tried("inspect", archived(tmp_path, bomb, method, size))
    assert not found
    assert "MiB, which a run may have" in problems[0].what


@pytest.mark.parametrize("name", ["log.eval", "log.zip", "log"])
def test_the_command_line_gives_an_archive_to_the_converter_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    shutil.copy(FOLDER / "zstd.eval", tmp_path / name)
    problems: list[Exception] = []
    with opened([str(tmp_path / name)], problems.append) as inputs:
        assert [(each.path.name, detect(each.path).name) for each in inputs] == [(name, "inspect")]
    assert not problems


def test_a_sample_that_was_taken_out_of_its_archive_is_a_run(tmp_path: Path) -> None:
    path = tmp_path / "sample.json"
    path.write_text(json.dumps(sample()))
    assert detect(path).name == "inspect"
    found = trace("inspect", path)
    assert (spoken(found), turns(found)[0]["source"]) == ([("prompt", "Go.")], {"pointer": "/messages/0"})


def test_a_tool_that_ran_at_the_api_has_its_result(tmp_path: Path) -> None:
    ran = {
        "type": "tool_use",
        "tool_type": "web_search",
        "id": "s",
        "name": "web_search",
        "arguments": "tide",
        "result": "noon",
    }
    found = trace(
        "inspect", written(tmp_path, GO, {"role": "assistant", "content": [ran, {"type": "text", "text": "Noon."}]})
    )
    assert [(call["tool"], call["input"], call["output"]) for call in calls(found)] == [("web_search", "tide", "noon")]


def test_thoughts_that_are_redacted_are_counted(tmp_path: Path) -> None:
    parts = [{"type": "reasoning", "reasoning": "gAAA", "redacted": True}, {"type": "text", "text": "Done."}]
    [_, turn] = turns(trace("inspect", written(tmp_path, GO, {"role": "assistant", "content": parts})))
    assert (turn["thinking_withheld"], "thinking" in turn) == (1, False)


@pytest.mark.parametrize("error", [{"error": "no such file"}, {"tool_error": "no such file"}])
def test_an_error_may_be_a_text(error: dict[str, str], tmp_path: Path) -> None:
    found = trace("inspect", written(tmp_path, GO, SPAWN, {**DONE, "content": "", **error}))
    assert (calls(found)[0]["output"], calls(found)[0]["is_error"]) == ("no such file", True)


def test_the_error_of_a_tool_stands_below_what_it_gave_back(tmp_path: Path) -> None:
    error = {"type": "limit", "message": "10 MiB were exceeded."}
    found = trace("inspect", written(tmp_path, GO, SPAWN, {**DONE, "content": "The first lines", "error": error}))
    assert calls(found)[0]["output"] == "The first lines\n10 MiB were exceeded."


def test_a_summary_of_what_was_before_is_a_compaction(tmp_path: Path) -> None:
    summary = {"role": "user", "content": "So far: nothing.", "metadata": {"summary": True}}
    assert spoken(trace("inspect", written(tmp_path, GO, summary)))[1] == ("compaction", "So far: nothing.")


def test_what_scorers_say_beside_their_values_is_kept_whole(tmp_path: Path) -> None:
    long = "a" * 32
    judged = {"value": "I", "answer": "9 m", "explanation": f"attachment://{long}", "metadata": {"judge": "m"}}
    path = written(tmp_path, GO, scores={"judge": judged, "plain": {"value": 1, "answer": None}})
    log = json.loads(path.read_text())
    log["samples"][0]["attachments"] = {long: "It says 9 m, not 7 m."}
    path.write_text(json.dumps(log))
    outcome = trace("inspect", path).document["outcome"]
    assert outcome["scores"] == {"judge": "I", "plain": 1}
    assert outcome["score_details"] == {
        "judge": {"answer": "9 m", "explanation": "It says 9 m, not 7 m.", "metadata": {"judge": "m"}}
    }


def test_numbers_that_are_none_are_replaced(tmp_path: Path) -> None:
    path = written(tmp_path, GO, scores={"f1": {"value": 0.5}})
    path.write_text(path.read_text().replace("0.5", "NaN"))
    found = trace("inspect", path)
    assert (found.document["outcome"]["scores"], found.report.repairs.nan) == ({"f1": None}, 1)


def model(identity: str, span: str, *messages: object) -> dict[str, object]:
    """The event of a model that was asked these messages."""
    answer = {"id": identity, "role": "assistant", "content": f"says {identity}"}
    output = {"model": "m", "choices": [{"message": answer}], "usage": {"output_tokens": 3}}
    return {"event": "model", "span_id": span, "input": messages, "output": output}


SPAWN = {
    "id": "a1",
    "role": "assistant",
    "content": "",
    "tool_calls": [{"id": "c", "function": "dive", "arguments": {}}],
}
DONE = {"role": "tool", "tool_call_id": "c", "content": "says s2"}
SAID = {"id": "s1", "role": "assistant", "content": "says s1"}


def test_an_agent_that_is_a_tool_stands_below_its_call(tmp_path: Path) -> None:
    events = [
        {"event": "span_begin", "id": "x", "parent_id": "top", "name": "diver"},
        {"event": "span_begin", "id": "y", "parent_id": "x", "name": "generate"},
        model("s1", "y", {"role": "system", "content": "Dive."}, GO),
        model("s2", "y", {"role": "system", "content": "Dive."}, GO, SAID),
        {"event": "tool", "id": "c", "function": "dive", "agent_span_id": "x"},
        model("score", "top"),
    ]
    end = {"role": "assistant", "content": "Done."}
    found = trace("inspect", written(tmp_path, GO, SPAWN, DONE, end, events=events))
    assert [(turn.get("agent"), turn["kind"], turn["content"]) for turn in turns(found)] == [
        (None, "prompt", "Go."),
        (None, "agent", ""),
        ("diver", "instruction", "Dive."),
        ("diver", "agent", "Go."),
        ("diver", "agent", "says s1"),
        ("diver", "agent", "says s2"),
        (None, "agent", "Done."),
    ]
    assert found.document["agents"] == [{"id": "diver", "parent_call": "c"}]
    assert {turn["parent_call"] for turn in turns(found) if "agent" in turn} == {"c"}
    assert [turn["usage"] for turn in turns(found)[4:6]] == [{"output_tokens": 3}] * 2
    assert found.report.unknown == {"model event of no message": 1}, "the scorer's"
    assert value_at(BytesIO(found.native), turns(found)[5]["source"])["id"] == "s2"


def test_the_events_of_a_tool_may_stand_in_its_own(tmp_path: Path) -> None:
    events = [{"event": "tool", "id": "c", "function": "dive", "events": [model("s1", "", GO)]}]
    found = trace("inspect", written(tmp_path, GO, SPAWN, DONE, events=events))
    assert [(turn["agent"], turn["content"]) for turn in turns(found) if "agent" in turn] == [
        ("dive", "Go."),
        ("dive", "says s1"),
    ]


def test_an_agent_that_took_over_is_told_once(tmp_path: Path) -> None:
    events = [model("s1", "x", GO), {"event": "tool", "id": "c", "function": "dive", "agent_span_id": "x"}]
    found = trace("inspect", written(tmp_path, GO, SPAWN, DONE, SAID, events=events))
    assert [text for _, text in spoken(found)] == ["Go.", "", "says s1"]
    assert "agents" not in found.document


@pytest.mark.parametrize("made", [None, "text", 5, [None], ["f"], [{"id": 7, "function": None, "arguments": "x"}]])
def test_calls_of_an_odd_shape_break_nothing(made: object, tmp_path: Path) -> None:
    found = trace("inspect", written(tmp_path, GO, {"role": "assistant", "content": None, "tool_calls": made}))
    assert spoken(found) == [("prompt", "Go."), ("agent", "")]


def test_what_is_not_known_is_counted(tmp_path: Path) -> None:
    odd = {"role": "user", "content": [{"type": "smell"}]}
    found = trace("inspect", written(tmp_path, GO, odd, {"role": "oracle", "content": "42"}, 7))
    assert found.report.unknown == {"part smell": 1, "role oracle": 1, "message without role": 1}


@pytest.mark.parametrize(
    "raw", ["{}", '{"eval": {}, "samples": [7]}', '{"eval": {"task": "t"}, "version": 2}', "PK\x03\x04"]
)
def test_a_log_without_a_sample_is_a_problem_and_no_trace(raw: str, tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text(raw)
    found, problems = tried("inspect", path)
    assert (found, len(problems)) == ([], 1)


def test_another_archive_is_not_taken(tmp_path: Path) -> None:
    assert sniff(sample_of(archived(tmp_path, {"header.json": EVAL, "a.json": {}}), "log")).certainty == 0


# Logs of which the list says that nothing is said in them, and why nothing is.
BROKEN = {
    "inspect_ai__2025-05-12T20-28-13-04-00_no-samples.json": "has no samples",
    "inspect_ai__log_valid.txt": "has no samples",
    "inspect_ai__log_invalid.txt": "not JSON: Expecting value, line 2 column 29",
}


@of_corpus
def test_real_logs_hold_what_the_list_of_the_corpus_says() -> None:
    found: dict[str, tuple[Counted, Counted]] = differences("inspect", "inspect", BROKEN)
    assert found == {}


def test_a_text_that_is_named_more_often_than_a_run_may_hold_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "RUN_BYTES", 10_000)
    key = "a" * 32
    said = [{"role": "assistant", "content": f"attachment://{key}"}] * 11
    path = written(tmp_path, *said, attachments={key: "x" * 1000})
    made, [problem] = tried("inspect", path)
    assert made == [] and "more than 10000 characters" in str(problem)
