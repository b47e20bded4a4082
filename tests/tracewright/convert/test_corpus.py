"""Real sessions, and the established converter's sample: what they hold is in the traces."""

import csv
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from typing import Any, NamedTuple

import pytest

from tests.tracewright.convert.sessions import converted
from tracewright.convert import Converted, Source, claude_code
from tracewright.convert.json_lines import json_lines
from tracewright.convert.report import Report, errors_in

CORPUS, PAIRS = os.environ.get("TRACE_CORPUS", ""), os.environ.get("GOLDEN_PAIRS", "")
of_corpus = pytest.mark.skipif(not CORPUS, reason="TRACE_CORPUS names no folder of real traces")
of_pairs = pytest.mark.skipif(not PAIRS, reason="GOLDEN_PAIRS names no folder of golden pairs")

# Where the list of the corpus and we count differently, and why we do not follow it.
DIFFERENCES = {
    # Its two messages of the agent have no id; the list takes them for one, though the person speaks between them.
    "agentsview__claude__valid_session.jsonl": {"turns"},
    # The list's count ends at line 13, which is a text; behind it stand a number, a list, and a session of another id.
    "claude-code-log__edge_cases.jsonl": {"turns", "calls", "bad"},
}


class Counted(NamedTuple):
    turns: int
    calls: int
    errors: int
    bad: int


def listed() -> dict[str, Counted]:
    with Path(CORPUS, "PROVENANCE.tsv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["file"].startswith("claude_code/")]
    return {
        row["file"].partition("/")[2]: Counted(*(int(row[column]) for column in Counted._fields))
        for row in rows
        if row["file"].endswith(".jsonl")
    }


def traces(name: str) -> list[Converted]:
    (source,) = claude_code.sources([Path(CORPUS, "claude_code", name)])
    return list(claude_code.convert(source))


def own_turns(found: Converted) -> Iterator[dict[str, Any]]:
    """Turns from the session's messages: the list counts neither what notices tell of sub-agents nor what was queued."""
    document = found.document
    for turn in (*document["structured_turns"], *(t for a in document.get("alternatives", ()) for t in a["turns"])):
        if "agent" not in turn and turn["source"]["pointer"].startswith("/message"):
            yield turn


def counted(found: list[Converted]) -> Counted:
    turns = [turn for each in found for turn in own_turns(each)]
    calls = [call for turn in turns for call in turn.get("tool_calls", ())]
    return Counted(
        turns=sum(turn["kind"] != "reminder" for turn in turns),
        calls=len(calls),
        errors=errors_in(turns),
        bad=sum(each.report.unreadable + each.report.mended["several records on one line"] for each in found),
    )


@pytest.mark.corpus
@of_corpus
def test_real_sessions_hold_what_the_list_of_the_corpus_says() -> None:
    expected = listed()
    different = {}
    for name, numbers in expected.items():
        pairs = zip(Counted._fields, counted(traces(name)), numbers, strict=True)
        if fields := {field for field, ours, theirs in pairs if ours != theirs}:
            different[name] = fields
    assert different == DIFFERENCES
    assert sum(map(len, different.values())) <= 0.05 * len(expected) * len(Counted._fields)


def messages(name: str) -> Iterator[dict[str, Any]]:
    """The records of a real file that are messages of the session itself, read without the converter."""
    for line in json_lines(Path(CORPUS, "claude_code", name).read_bytes(), Report()):
        if line.value.get("type") in ("user", "assistant") and isinstance(line.value.get("message"), dict):
            yield line.value["message"]


def blocks(name: str, kind: str) -> Iterator[dict[str, Any]]:
    for message in messages(name):
        content = message.get("content")
        for block in content if isinstance(content, list) else ():
            if isinstance(block, dict) and block.get("type") == kind:
                yield block


@pytest.mark.corpus
@of_corpus
def test_no_result_and_no_text_of_a_real_session_is_lost() -> None:
    for name in listed():
        turns = [turn for each in traces(name) for turn in own_turns(each)]
        calls = [call for turn in turns for call in turn.get("tool_calls", ())]
        results = sum("result" in call["source"] for call in calls) + sum(turn["kind"] == "result" for turn in turns)
        assert results == sum(1 for _ in blocks(name, "tool_result")), name
        said = "\n".join(turn["content"] for turn in turns)
        thought = "\n".join(turn.get("thinking", "") for turn in turns)
        assert all(block["text"] in said for block in blocks(name, "text")), name
        assert all(block["thinking"] in thought for block in blocks(name, "thinking")), name
        assert all(message["content"] in said for message in messages(name) if isinstance(message.get("content"), str))


@pytest.mark.corpus
@of_corpus
def test_what_was_said_in_mid_turn_is_a_prompt_before_the_answer_to_it() -> None:
    (found,) = traces("entireio-cli__b8_659b3a4dd4_0__full.jsonl")
    turns = found.document["structured_turns"]
    (index,) = (index for index, turn in enumerate(turns) if turn["source"]["pointer"] == "/content")
    assert (turns[index]["kind"], turns[index]["content"]) == ("prompt", "is the SessionRef field correct for gemini?")
    assert turns[index + 1]["thinking"].startswith("The user is asking if `SessionRef` is the correct field")


@pytest.mark.corpus
@of_corpus
def test_the_usage_of_real_sessions_is_counted_once_a_message() -> None:
    for name in listed():
        last = {message.get("id"): message["usage"] for message in messages(name) if "usage" in message}
        ours = Counter[str]()
        for turn in (turn for each in traces(name) for turn in own_turns(each)):
            ours["output_tokens"] += turn.get("usage", {}).get("output_tokens", 0)
        assert ours["output_tokens"] == sum(usage.get("output_tokens", 0) for usage in last.values()), name


@pytest.mark.corpus
@of_corpus
@pytest.mark.parametrize(
    ("group", "session", "agents"),
    [
        ("as-sub", "0a1b2c3d-4e5f-4061-8071-2a3b4c5d6e7f.jsonl", ["a0ad4f44468bdf20d"]),
        ("scout-cc", "agent_session.jsonl", ["atest01"]),
    ],
)
def test_the_files_of_a_real_sub_agent_stand_in_its_session(
    tmp_path: Path, group: str, session: str, agents: list[str]
) -> None:
    """The folders as they were, from the list of the corpus."""
    with Path(CORPUS, "PROVENANCE.tsv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["group"] == group]
    for row in rows:
        target = tmp_path / row["path"]
        target.parent.mkdir(parents=True, exist_ok=True)
        copyfile(Path(CORPUS, row["file"]), target)
    (path,) = tmp_path.rglob(session)
    found = converted(path)
    assert [agent["id"] for agent in found.document["agents"]] == agents
    turns = found.document["structured_turns"]
    first = next(index for index, turn in enumerate(turns) if "agent" in turn)
    assert turns[first - 1]["tool_calls"][0]["tool"] == "Task"


@pytest.mark.golden
@of_pairs
def test_the_established_converters_sample_carries_the_same_information() -> None:
    folder = Path(PAIRS, "converters", "claude_code", "session_jsonl")
    theirs = json.loads((folder / "output.jsonl").read_text())
    (found,) = claude_code.convert(Source(folder / "input.jsonl", "input.jsonl"))
    ours = found.document
    table = {row["Property"]: row["Value"] for row in theirs["metadata_table"]}
    own = [turn for turn in ours["structured_turns"] if "agent" not in turn and turn["kind"] != "reminder"]
    inner = [turn for turn in ours["structured_turns"] if "agent" in turn]
    assert (ours["id"], ours["task_description"]) == (theirs["id"], theirs["task_description"])
    assert [shape(turn) for turn in own] == [shape(turn) for turn in theirs["structured_turns"]]
    (run,) = theirs["sidechain_runs"]
    assert [shape(turn) for turn in inner] == [shape(turn) for turn in run["structured_turns"]]
    assert {
        "Session": ours["id"],
        "Working directory": ours["cwd"],
        "Git branch": ours["git_branch"],
        "Claude Code version": ours["source"]["version"],
        "Model": ours["model"],
        "Input tokens": str(ours["usage"]["input_tokens"]),
        "Output tokens": str(ours["usage"]["output_tokens"]),
        "Cache read tokens": str(ours["usage"]["cache_read_input_tokens"]),
        "Thinking blocks (text not persisted by the CLI)": str(sum(turn.get("thinking_withheld", 0) for turn in own)),
        "Messages on abandoned branches": str(sum(len(left["turns"]) for left in ours["alternatives"])),
        "Tool calls": str(found.report.calls),
        "Sub-agent runs": str(len(ours["agents"])),
    } == table


def shape(turn: dict[str, Any]) -> tuple[Any, ...]:
    """What both tell of a turn; that its result was an error only ours does."""
    keys = ("tool", "input", "output", "output_type")
    calls = [tuple(call[key] for key in keys) for call in turn.get("tool_calls", ())]
    return turn["role"], turn["content"], calls
