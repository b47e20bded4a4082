"""Cursor: transcripts, databases, and exported Markdown."""

import json
import sqlite3
from contextlib import closing
from io import BytesIO
from pathlib import Path
from shutil import copyfile

import pytest

from tests.tracewright.convert.corpus import CORPUS, Counted, counted, listed, of_corpus
from tests.tracewright.convert.files import DATA, calls, spoken, trace, traces, tried, turns
from tracewright.convert import CONVERTERS, Converted, detect
from tracewright.convert.originals import value_at

FOLDER = DATA / "cursor"
SESSION = FOLDER / "session"


def gathered(folder: Path) -> Converted:
    (source,) = CONVERTERS["cursor"].sources(sorted(folder.rglob("*.jsonl")))
    (found,) = CONVERTERS["cursor"].convert(source)
    return found


def written(folder: Path, *lines: object) -> Path:
    path = folder / "log.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return path


def line(role: str, *blocks: object, **more: object) -> dict[str, object]:
    return {"role": role, "message": {"content": list(blocks)}, **more}


def text(said: str) -> dict[str, str]:
    return {"type": "text", "text": said}


def test_who_says_what_in_a_transcript() -> None:
    found = trace("cursor", FOLDER / "transcript.jsonl")
    assert spoken(found) == [
        ("reminder", "<user_info>\nOS: linux\n</user_info>"),
        ("reminder", "<attached_files>\nsum.py\n</attached_files>"),
        ("prompt", "Repair sum."),
        ("agent", "I run the tests and look."),
        ("agent", ""),
        ("agent", ""),
        ("agent", "Repaired.\n42"),
    ]
    assert turns(found)[3]["thinking"] == "A test must fail first."
    assert (found.document["model"], found.document["task_description"]) == ("small-model-1", "Repair sum.")
    assert found.report.unknown == {"block oracle": 1}


def test_results_without_ids_answer_the_calls_of_the_message_before_in_their_order() -> None:
    found = calls(trace("cursor", FOLDER / "transcript.jsonl"))
    assert [(call["tool"], call["output"], call.get("is_error")) for call in found] == [
        ("Shell", "1 failed", True),
        ("Read", "return a - b", False),
        ("StrReplace", None, None),
        ("Shell", "1 passed", False),
    ]


@pytest.mark.parametrize("name", ["transcript.jsonl", "rows.jsonl", "session"])
def test_every_turn_call_and_result_points_to_its_record(name: str) -> None:
    found = gathered(FOLDER / name) if name == "session" else trace("cursor", FOLDER / name)
    for turn in turns(found):
        assert value_at(BytesIO(found.native), turn["source"]) is not None
    for call in calls(found):
        record = value_at(BytesIO(found.native), call["source"])
        assert record["name"] == call["tool"]
        if "result" in call["source"]:
            assert value_at(BytesIO(found.native), call["source"]["result"]) is not None


def test_a_sub_agent_stands_below_the_call_that_gave_it_its_prompt() -> None:
    found = gathered(SESSION)
    assert [(turn["content"], turn["kind"], turn.get("agent")) for turn in turns(found)] == [
        ("What do the tests want?", "prompt", None),
        ("I ask.", "agent", None),
        ("Read the tests.", "agent", "child-1"),
        ("They want 4.", "agent", "child-1"),
        ("They want 4.", "agent", None),
    ]
    assert found.document["agents"] == [{"id": "child-1", "type": "explore", "parent_call": "call-child-1"}]
    assert turns(found)[2]["parent_call"] == calls(found)[0]["id"] == "call-child-1"


def test_a_sub_agent_whose_call_is_not_told_stands_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "subagents").mkdir()
    copyfile(SESSION / "subagents/child-1.jsonl", tmp_path / "subagents/child-1.jsonl")
    written(tmp_path, line("user", text("Go.")), line("assistant", text("Gone.")))
    found = gathered(tmp_path)
    assert [turn.get("agent") for turn in turns(found)] == [None, None, "child-1", "child-1"]
    assert found.report.warnings == ["sub-agent child-1: no call has its prompt; it stands at the end"]


def test_bubbles_are_joined_to_turns_of_a_thought_a_text_and_calls() -> None:
    found = trace("cursor", FOLDER / "rows.jsonl")
    assert spoken(found) == [("prompt", "Repair sum."), ("agent", "I run the tests."), ("agent", "As you like.")]
    turn = turns(found)[1]
    assert (turn["thinking"], turn["model"]) == ("A test must fail first.", "small-model-1")
    assert turn["usage"] == {"input_tokens": 900, "output_tokens": 40}
    assert found.identity == "c0ffee00-0000-4000-8000-000000000001"


def test_calls_of_a_bubble_have_exit_codes_errors_and_whose_they_are() -> None:
    found = trace("cursor", FOLDER / "rows.jsonl")
    assert [(call["input"], call["output"], call.get("exit_code"), call["error_source"]) for call in calls(found)] == [
        ({"command": "pytest"}, "1 failed", 1, "agent"),
        ('{"file_path":"sum.py"', "The string was not found.", None, "agent"),
        ({"command": "rm sum.py"}, "", None, "rejected"),
    ]
    assert "has arguments that are no JSON" in found.report.warnings[0]


def test_a_database_of_the_editor_is_a_trace_for_each_session_whose_rows_are_its_native_bytes(tmp_path: Path) -> None:
    path = tmp_path / "state"
    rows = [json.loads(row) for row in (FOLDER / "rows.jsonl").read_text().splitlines()]
    older = {"composerId": "old", "conversation": [{"type": 1, "text": "Greet."}, {"type": 2, "text": "Hello."}]}
    rows += [{"key": "composerData:old", "value": older}, {"key": "composerData:empty", "value": {"composerId": "e"}}]
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE cursorDiskKV (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB)")
        base.executemany(
            "INSERT INTO cursorDiskKV VALUES (?, ?)", [(row["key"], json.dumps(row["value"])) for row in rows]
        )
        base.commit()
    assert detect(path).name == "cursor"
    first, second = traces("cursor", path)
    assert spoken(second) == [("prompt", "Greet."), ("agent", "Hello.")]
    (tmp_path / "again").write_bytes(first.native)
    assert detect(tmp_path / "again").name == "cursor"
    assert trace("cursor", tmp_path / "again").document == first.document
    assert first.document == trace("cursor", FOLDER / "rows.jsonl").document


def test_a_store_has_its_messages_in_the_order_of_its_root(tmp_path: Path) -> None:
    path = tmp_path / "store"
    call = {"type": "tool-call", "toolCallId": "c1", "toolName": "Shell", "args": {"command": "ls"}}
    result = {"type": "tool-result", "toolCallId": "c1", "toolName": "Shell", "result": "sum.py"}
    messages = {
        "bb" * 32: {"role": "assistant", "content": [{"type": "reasoning", "text": "Look."}, call]},
        "aa" * 32: {"role": "user", "content": "List the files."},
        "cc" * 32: {"role": "tool", "content": [result]},
        "dd" * 32: {"role": "system", "content": "You are an agent."},
        "ee" * 32: {"role": "user", "content": "left out of the root"},
    }
    root = b"".join(b"\x0a\x20" + bytes.fromhex(name * 32) for name in ("dd", "aa", "bb", "cc"))
    facts = {"agentId": "a-1", "latestRootBlobId": "ff" * 32, "createdAt": 1772442000000, "lastUsedModel": "small"}
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE blobs (id TEXT PRIMARY KEY, data BLOB)")
        base.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
        base.execute("INSERT INTO meta VALUES ('0', ?)", (json.dumps(facts).encode().hex(),))
        base.executemany("INSERT INTO blobs VALUES (?, ?)", [(k, json.dumps(v).encode()) for k, v in messages.items()])
        base.execute("INSERT INTO blobs VALUES (?, ?)", ("ff" * 32, root + b"\x12\x00"))
        base.commit()
    assert detect(path).name == "cursor"
    found = trace("cursor", path)
    assert spoken(found) == [("prompt", "List the files."), ("agent", "")]
    assert [(each["id"], each["input"], each["output"]) for each in calls(found)] == [
        ("c1", {"command": "ls"}, "sum.py")
    ]
    document = found.document
    assert (document["id"], document["model"], document["system_prompt"]) == ("a-1", "small", "You are an agent.")
    assert document["started_at"] == "2026-03-02T09:00:00Z"


def test_a_database_that_is_broken_or_anothers_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    assert "cannot be read" in tried("cursor", tmp_path / "log")[1][0].what
    with closing(sqlite3.connect(tmp_path / "other")) as base:
        base.execute("CREATE TABLE a (b TEXT)")
        base.commit()
    assert tried("cursor", tmp_path / "other")[1][0].what == "is a database without the tables of Cursor"


def test_an_exported_chat_has_its_texts_and_the_lines_they_stand_on() -> None:
    found = trace("cursor", FOLDER / "export.md")
    assert spoken(found) == [
        ("prompt", "Repair sum."),
        ("agent", "I changed it:\n\n---\n\n```python\nreturn a + b\n```"),
        ("prompt", "Thanks."),
    ]
    assert found.document["source"] == {"format": "cursor", "version": "1.2.4"}
    assert value_at(BytesIO(found.native), turns(found)[0]["source"]).startswith("**User**\n\nRepair sum.")


def test_two_sessions_that_begin_alike_are_two_traces(tmp_path: Path) -> None:
    first = trace("cursor", written(tmp_path, line("user", text("Go.")), line("assistant", text("Gone."))))
    other = trace("cursor", written(tmp_path, line("user", text("Go.")), line("assistant", text("Done."))))
    assert first.identity != other.identity


@pytest.mark.parametrize("odd", [None, 7, "text", [], [None], {}, {"content": [7]}])
def test_odd_fields_stop_no_conversion(tmp_path: Path, odd: object) -> None:
    kinds = ("text", "tool_use", "tool_result", "thinking", "image", "x")
    keys = ("text", "name", "input", "id", "content", "thinking", "source", "toolCallId")
    blocks = [{**dict.fromkeys(keys, odd), "type": kind} for kind in kinds]
    lines = [line(role, *blocks, odd, metadata=odd, model=odd) for role in ("user", "assistant")]
    lines += [{"role": "user", "message": {"content": odd}}, {"role": odd, "message": odd}]
    assert tried("cursor", written(tmp_path, line("user", text("Go.")), *lines))[1] == []
    tool = dict.fromkeys(("name", "rawArgs", "params", "result", "error", "status", "toolCallId"), odd)
    bubble = {"type": 2, "text": "Go.", "toolFormerData": tool, "thinking": odd, "tokenCount": odd, "createdAt": odd}
    rows = [{"key": "composerData:a", "value": {"fullConversationHeadersOnly": odd, "conversation": odd}}]
    rows += [{"key": "bubbleId:a:b", "value": value} for value in (bubble, odd)]
    assert tried("cursor", written(tmp_path, *rows))[1] == []


# The list counts no `tool_call` as a call, and a message that only holds a result as a turn.
SCHEMA_DRIFT = {"agent-sessions__cursor__schema_drift.jsonl": Counted(3, 1, 0)}


@of_corpus
def test_transcripts_of_the_corpus_hold_what_its_list_says(tmp_path: Path) -> None:
    """Those in Markdown are SpecStory's. The store has no message."""
    folder = Path(CORPUS, "cursor")
    names = [name for name in listed("cursor") if name.endswith(".jsonl")]
    found = {name: counted(traces("cursor", folder / name)) for name in names}
    assert {name: count for name, count in found.items() if count != listed("cursor")[name]} == SCHEMA_DRIFT
    assert all(detect(folder / name).name == "cursor" for name in (*names, "agent-sessions__Cursor__test-store.db"))
    empty, problems = tried("cursor", folder / "agent-sessions__Cursor__test-store.db")
    assert (empty, [each.what for each in problems]) == ([], ["holds no turn"])


@of_corpus
def test_a_sub_agent_of_the_corpus_stands_in_its_session(tmp_path: Path) -> None:
    (tmp_path / "subagents").mkdir()
    copyfile(Path(CORPUS, "cursor/agent-sessions__subagent__parent.jsonl"), tmp_path / "parent.jsonl")
    copyfile(Path(CORPUS, "cursor/agent-sessions__subagents__child.jsonl"), tmp_path / "subagents/child.jsonl")
    found = gathered(tmp_path)
    assert [turn.get("agent") for turn in turns(found)] == [None, None, "child", "child"]
    assert turns(found)[2]["parent_call"] == calls(found)[0]["id"]
