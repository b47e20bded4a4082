"""Rollouts of Codex CLI, of both generations."""

import json
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.tracewright.convert.corpus import CORPUS, differences, of_corpus
from tests.tracewright.convert.files import DATA, calls, spoken, trace, tried, turns
from tracewright.convert import CONVERTERS, Converted
from tracewright.convert.originals import data_of, value_at

FOLDER = DATA / "codex"
PNG = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+K"


@pytest.fixture
def wrapped() -> Converted:
    return trace("codex", FOLDER / "wrapped.jsonl")


@pytest.fixture
def rolled_back() -> Converted:
    return trace("codex", FOLDER / "rolled_back.jsonl")


@pytest.fixture
def spawning() -> Converted:
    (source,) = CONVERTERS["codex"].sources(sorted((FOLDER / "spawning").iterdir()))
    (found,) = CONVERTERS["codex"].convert(source)
    return found


def item(kind: str, **fields: Any) -> dict[str, Any]:
    return {"timestamp": "2026-05-04T08:00:00Z", "type": "response_item", "payload": {"type": kind, **fields}}


def event(kind: str, **fields: Any) -> dict[str, Any]:
    return {"timestamp": "2026-05-04T08:00:00Z", "type": "event_msg", "payload": {"type": kind, **fields}}


def said(role: str, *blocks: object) -> dict[str, Any]:
    return item("message", role=role, content=list(blocks))


def text(content: str) -> dict[str, str]:
    return {"type": "input_text", "text": content}


def written(folder: Path, *records: object) -> Path:
    path = folder / "rollout.jsonl"
    meta = {"type": "session_meta", "timestamp": "", "payload": {"id": "x-1"}}
    path.write_text("".join(json.dumps(record) + "\n" for record in (meta, *records)))
    return path


def answered(folder: Path, output: object, *events: object) -> dict[str, Any]:
    """The only call of a rollout in which a tool gave this back."""
    call = item("function_call", name="shell", arguments="{}", call_id="c")
    path = written(folder, call, *events, item("function_call_output", call_id="c", output=output))
    (found,) = calls(trace("codex", path))
    return found


def test_a_command_that_only_events_tell_of_is_a_call(tmp_path: Path) -> None:
    begin = event("exec_command_begin", call_id="e", command=["ls", "lost"], cwd="/srv")
    end = event("exec_command_end", call_id="e", exit_code=2, stdout="", stderr="no such file")
    (call,) = calls(trace("codex", written(tmp_path, said("user", text("Look.")), begin, end)))
    assert (call["tool"], call["input"]) == ("exec_command", {"command": ["ls", "lost"], "cwd": "/srv"})
    assert (call["output"], call["exit_code"], call["is_error"]) == ("no such file", 2, True)


def test_a_tool_of_a_server_that_only_events_tell_of_is_a_call(tmp_path: Path) -> None:
    asked = {"server": "tides", "tool": "find", "arguments": {"port": "Moss"}}
    end = event("mcp_tool_call_end", call_id="e", invocation=asked, result={"Err": "no table"})
    (call,) = calls(trace("codex", written(tmp_path, said("user", text("Look.")), end)))
    assert (call["tool"], call["input"], call["output"]) == ("tides.find", {"port": "Moss"}, "no table")


def test_a_command_of_a_person_is_no_call_of_the_agent(tmp_path: Path) -> None:
    end = event("exec_command_end", call_id="e", exit_code=0, stdout="a.py", source="user_shell", command=["ls"])
    assert calls(trace("codex", written(tmp_path, said("user", text("Look.")), end))) == []


def test_thoughts_whose_text_is_withheld_are_counted_at_their_response(tmp_path: Path) -> None:
    thought = item("reasoning", summary=[], encrypted_content="gAAA")
    path = written(tmp_path, said("user", text("Look.")), thought, thought, said("assistant", text("I look.")))
    [_, turn] = turns(trace("codex", path))
    assert (turn["content"], turn["thinking_withheld"], "thinking" in turn) == ("I look.", 2, False)


def test_the_instructions_of_a_session_stand_below_those_of_every_one(tmp_path: Path) -> None:
    path = tmp_path / "rollout.jsonl"
    meta = {"id": "x-1", "instructions": "Use pytest.", "base_instructions": {"text": "You are Codex."}}
    records = ({"type": "session_meta", "timestamp": "", "payload": meta}, said("user", text("Look.")))
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    assert trace("codex", path).document["system_prompt"] == "You are Codex.\n\nUse pytest."


def test_who_says_what_once_though_events_repeat_it(wrapped: Converted) -> None:
    assert [(kind, content[:12]) for kind, content in spoken(wrapped)] == [
        ("instruction", "<permissions"),
        ("reminder", "<environment"),
        ("prompt", "The tests fa"),
        ("agent", "I run them."),
        ("agent", ""),
        ("agent", ""),
        ("agent", "They pass."),
    ]
    assert turns(wrapped)[3]["thinking"] == "**Run the tests**"


def test_calls_have_their_results_whatever_the_order(wrapped: Converted) -> None:
    found = [
        (call["id"], call["tool"], call["output"][:8], call.get("exit_code"), call["is_error"])
        for call in calls(wrapped)
    ]
    assert found == [
        ("c1", "shell", "1 failed", 1, True),
        ("c2", "shell", "sum.py", 0, False),
        ("c3", "apply_patch", "Success.", None, False),
        ("c4", "exec_command", "Chunk ID", 0, False),
    ]
    assert [len(turn["tool_calls"]) for turn in turns(wrapped) if "tool_calls" in turn] == [2, 1, 1, 0], (
        "c1, c2 in parallel"
    )


def test_tokens_are_counted_once_a_response(wrapped: Converted) -> None:
    assert [turn["usage"]["input_tokens"] for turn in turns(wrapped) if "usage" in turn] == [900, 1000, 1100]
    assert wrapped.document["usage"] == {"input_tokens": 3000, "output_tokens": 300}


def test_the_rollout_keeps_where_and_with_what_it_ran(wrapped: Converted) -> None:
    document = wrapped.document
    assert (wrapped.identity, document["model"], document["cwd"]) == ("s-1", "small-codex-1", "/srv/halden/app")
    assert (document["git_branch"], document["system_prompt"]) == ("main", "You are Codex.")
    assert document["source"] == {"format": "codex", "version": "0.98.0"}
    assert (document["started_at"], document["ended_at"]) == ("2026-05-04T08:00:03.000Z", "2026-05-04T08:00:24.000Z")


def test_the_first_generation_is_read(tmp_path: Path) -> None:
    found = trace("codex", FOLDER / "bare.jsonl")
    assert (found.identity, found.document["system_prompt"]) == ("s-0", "Be brief.")
    assert spoken(found) == [("prompt", "List the files."), ("agent", ""), ("agent", "There is a.txt.")]
    assert [(call["tool"], call["output"], call["exit_code"]) for call in calls(found)] == [
        ("local_shell", "a.txt\n", 0)
    ]


@pytest.mark.parametrize("name", ["wrapped", "rolled_back", "spawning"])
def test_every_turn_call_and_result_points_to_its_record(name: str, request: pytest.FixtureRequest) -> None:
    found: Converted = request.getfixturevalue(name)
    native = BytesIO(found.native)

    def at(source: dict[str, Any]) -> Any:
        native.seek(0)
        return value_at(native, source)

    left = [turn for each in found.document.get("alternatives", ()) for turn in each["turns"]]
    for turn in (*turns(found), *left):
        if turn["content"] and turn["kind"] not in ("command", "compaction"):
            assert at(turn["source"])["content"][0]["text"] == turn["content"]
    for call in calls(found):
        assert at(call["source"])["call_id"] == call["id"]
        if "result" in call["source"]:
            assert at(call["source"]["result"])["call_id"] == call["id"]


def test_what_was_rolled_back_is_an_alternative(rolled_back: Converted) -> None:
    (left,) = rolled_back.document["alternatives"]
    assert [turn["content"] for turn in left["turns"]] == ["q2", "a2"]
    assert (left["fork"], left["chosen"]) == ({"turn": 1, "call": None}, False)
    assert [content for _, content in spoken(rolled_back)][:3] == ["q1", "a1", "q3"]


def test_a_turn_that_was_aborted_and_a_compaction_are_told(rolled_back: Converted) -> None:
    aborted = next(turn for turn in turns(rolled_back) if turn.get("is_error"))
    assert (aborted["kind"], aborted["error_source"]) == ("command", "cancelled")
    assert calls(rolled_back)[0]["output"] is None
    assert ("compaction", "Summary: q1, q3.") in spoken(rolled_back)


def test_a_sub_agent_stands_below_its_call(spawning: Converted) -> None:
    assert spawning.identity == "p-1"
    assert spawning.document["agents"] == [{"id": "p-2", "type": "pip", "parent_call": "sp"}]
    assert [(turn["kind"], turn.get("agent"), turn["content"]) for turn in turns(spawning)[1:]] == [
        ("agent", None, ""),
        ("agent", "p-2", "Count the modules."),
        ("agent", "p-2", "3."),
        ("agent", None, "It has 3 modules."),
    ]
    assert spawning.document["usage"]["input_tokens"] == 1000


def test_a_sub_agent_by_itself_names_its_parent() -> None:
    found = trace("codex", FOLDER / "spawning" / "pip.jsonl")
    assert found.document["source"] == {"format": "codex", "version": "0.98.0", "parent": "p-1", "agent": "pip"}
    assert spoken(found)[0] == ("agent", "Count the modules.")


def test_threads_that_spawn_one_another_in_a_circle_are_each_converted(tmp_path: Path) -> None:
    paths = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for path, own, parent in zip(paths, "ab", "ba", strict=True):
        meta = {"id": own, "parent_thread_id": parent}
        lines = [{"type": "session_meta", "payload": meta}, said("user", text(f"I am {own}."))]
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert [source.path for source in CONVERTERS["codex"].sources(paths)] == paths


def test_a_sub_agent_that_no_call_names_stands_at_the_end(tmp_path: Path) -> None:
    lines = {"main": [said("user", text("Go."))], "other": [said("user", text("Review it."))]}
    metas = {
        "main": {"id": "main"},
        "other": {"id": "other", "source": {"subagent": "review"}, "parent_thread_id": "main"},
    }
    for name, records in lines.items():
        meta = {"type": "session_meta", "payload": metas[name]}
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in (meta, *records)))
    (source,) = CONVERTERS["codex"].sources(sorted(tmp_path.iterdir()))
    (found,) = CONVERTERS["codex"].convert(source)
    assert spoken(found) == [("prompt", "Go."), ("agent", "Review it.")]
    assert found.document["agents"] == [{"id": "other", "type": "review"}]


def test_a_fork_is_named_by_its_own_id(tmp_path: Path) -> None:
    old = {"type": "session_meta", "payload": {"id": "old"}}
    own = {"type": "session_meta", "payload": {"id": "own", "forked_from_id": "old"}}
    path = tmp_path / "fork.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in (own, old, said("user", text("Go.")))))
    found = trace("codex", path)
    assert (found.identity, found.document["source"]["forked_from"]) == ("own", "old")


@pytest.mark.parametrize(
    ("output", "told", "code", "source"),
    [
        ('{"output": "no", "metadata": {"exit_code": 2}}', "no", 2, "agent"),
        ("Exit code: 1\nWall time: 1 seconds\nOutput:\nbad", None, 1, "agent"),
        ("Wall time: 1 seconds\nProcess exited with code 0\nOutput:\nExit code: 3", None, 0, None),
        ({"content": "gone", "success": False}, "gone", None, "agent"),
        ("exec command rejected by user", None, None, "rejected"),
        ("aborted by user after 2.1s", None, None, "cancelled"),
        ("3 files", None, None, None),
        ({"files": 3}, '{"files":3}', None, None),
        ([{"type": "input_image"}], '{"type":"input_image"}', None, None),
        (None, "", None, None),
        (7, "7", None, None),
    ],
)
def test_the_forms_of_an_output(
    output: object, told: str | None, code: int | None, source: str | None, tmp_path: Path
) -> None:
    found = answered(tmp_path, output)
    assert found["output"] == (output if told is None else told)
    assert (found.get("exit_code"), found.get("error_source")) == (code, source)


def test_an_event_tells_of_a_failure_that_the_output_does_not(tmp_path: Path) -> None:
    failed = answered(tmp_path, "done", event("mcp_tool_call_end", call_id="c", result={"Ok": {"isError": True}}))
    assert (failed["is_error"], failed["output"]) == (True, "done")
    assert answered(tmp_path, "done", event("patch_apply_end", call_id="c", success=False))["is_error"] is True


def test_a_call_is_answered_by_its_event_where_it_has_no_output(tmp_path: Path) -> None:
    call = item("function_call", name="shell", arguments="{}", call_id="c")
    end = event("exec_command_end", call_id="c", exit_code=2, stdout="", stderr="no such file")
    (found,) = calls(trace("codex", written(tmp_path, call, end)))
    assert (found["output"], found["exit_code"], found["is_error"]) == ("no such file", 2, True)


def test_images_of_a_message_and_of_a_result_are_attachments(tmp_path: Path) -> None:
    image = {"type": "input_image", "image_url": PNG}
    call = item("function_call", name="view_image", arguments="{}", call_id="c")
    shown = item("function_call_output", call_id="c", output=[text("seen"), image])
    found = trace("codex", written(tmp_path, said("user", text("Look."), image), call, shown))
    assert turns(found)[0]["parts"][1] == {"type": "image", "attachment": "image-1"}
    assert calls(found)[0]["parts"] == [{"type": "image", "attachment": "image-2"}]
    for each in found.document["attachments"]:
        assert data_of(value_at(BytesIO(found.native), each["source"])).startswith(b"\x89PNG")


def test_what_only_an_event_says_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, event("user_message", message="Go."), event("agent_message", message="Gone."))
    assert spoken(trace("codex", path)) == [("prompt", "Go."), ("agent", "Gone.")]


def test_the_same_prompt_given_twice_stands_twice(tmp_path: Path) -> None:
    again = [said("user", text("continue")), event("user_message", message="continue")]
    assert len(turns(trace("codex", written(tmp_path, *again, *again)))) == 2


def test_what_is_not_known_is_counted(tmp_path: Path) -> None:
    records = [said("user", text("Go.")), item("oracle"), event("omen"), {"type": "sign", "payload": {"a": 1}}]
    found = trace("codex", written(tmp_path, *records))
    assert found.report.unknown == {"response_item oracle": 1, "event_msg omen": 1, "sign": 1}


def test_arguments_that_are_no_json_stay_as_text_and_are_told(tmp_path: Path) -> None:
    found = trace("codex", written(tmp_path, item("function_call", name="shell", arguments="{ls", call_id="c")))
    assert calls(found)[0]["input"] == "{ls"
    assert "line 2: has arguments that are no JSON" in found.report.warnings[0]


def test_fields_of_wrong_types_stop_nothing(tmp_path: Path) -> None:
    odd: list[Any] = [None, 7, "text", [], {}, [None], {"text": None}]
    numbers = count()
    records = [item("message", role="user", content=each) for each in odd]
    records += [item("function_call", name=each, arguments=each, call_id=each) for each in odd]
    records += [item("function_call_output", call_id=f"{next(numbers)}", output=each) for each in odd]
    records += [item("reasoning", summary=each, content=each) for each in odd]
    records += [event("token_count", info=each) for each in odd]
    records += [event("thread_rolled_back", num_turns=each) for each in (None, -1, "2", 0.5)]
    found, problems = tried("codex", written(tmp_path, *records, said("user", text("Go."))))
    assert (len(found), problems) == (1, [])


# The list counts the messages alone, injected ones and those rolled back too; a call that no message announces has a turn of
# its own here. It does not count exit codes that stand in the text of an output.
FAILED = "inspect_scout__rollout-2026-08-01T10-01-00-0199aaaa-0000-7000-8000-000000000002.jsonl"


def messages(found: Converted) -> int:
    left = [turn for each in found.document.get("alternatives", ()) for turn in each["turns"]]
    kinds = ("prompt", "agent", "reminder")
    return sum(bool(turn["content"]) and turn["kind"] in kinds for turn in (*turns(found), *left))


@of_corpus
def test_real_runs_hold_what_the_list_of_the_corpus_says() -> None:
    found = differences("codex", "codex")
    for name, (ours, theirs) in found.items():
        assert messages(trace("codex", Path(CORPUS, "codex", name))) == theirs.turns, name
        assert (ours.calls, ours.errors - (name == FAILED)) == (theirs.calls, theirs.errors), name
    assert len(found) == 9
