"""Whatever stands in real traces, and in the inputs that stopped the established tool, is drawn: as plain JSON."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from tracewright.convert import claude_code
from tracewright.display.ansi import spans
from tracewright.display.diffs import difference, lines_of, split_view
from tracewright.display.edits import edits_of, patch_of
from tracewright.display.files import file_tree
from tracewright.display.highlight import highlighted, language_of
from tracewright.display.known_files import KnownFiles
from tracewright.display.numbered import file_lines, place
from tracewright.display.outputs import exit_status, output_text, output_type
from tracewright.display.tools import command_of, path_of, tool_class
from tracewright.trace import calls

CORPUS, PAIRS = os.environ.get("TRACE_CORPUS", ""), os.environ.get("GOLDEN_PAIRS", "")
of_corpus = pytest.mark.skipif(not CORPUS, reason="TRACE_CORPUS names no folder of real traces")
of_pairs = pytest.mark.skipif(not PAIRS, reason="GOLDEN_PAIRS names no folder of golden pairs")
MAX_SECONDS = 2.0  # for one call


def drawn(call: Any) -> Any:
    """All that the page may ask of a call."""
    fields = call if isinstance(call, dict) else {}
    tool, call_input, output = fields.get("tool"), fields.get("input"), fields.get("output")
    text, read = output_text(output), file_lines(output, call_input)
    diffs = [difference(edit.old, edit.new) for edit in edits_of(tool, call_input)]
    places = [place(edit.old, edit.new, read) for edit in edits_of(tool, call_input)]
    return [
        tool_class(tool, call_input),
        path_of(call_input),
        command_of(call_input),
        edits_of(tool, call_input),
        patch_of(tool, call_input),
        [[diff, [split_view(hunk["rows"]) for hunk in diff["hunks"]]] for diff in diffs],
        [[found.first, found.old, found.new] for found in places if found],
        spans(text),
        highlighted("\n".join(read.lines), language_of(path_of(call_input), fields.get("language"), text)),
        exit_status(output, fields.get("exit_code")),
        output_type(call),
        [read.first, read.lines],
    ]


def draw(call: Any) -> None:
    started = process_time()
    json.dumps(drawn(call), ensure_ascii=False, allow_nan=False)
    assert process_time() - started < MAX_SECONDS


@pytest.mark.golden
@of_pairs
def test_every_golden_input_is_drawn() -> None:
    inputs = sorted(Path(PAIRS, "coding_trace_display").glob("*.input.json"))
    assert inputs, "no golden inputs of the display"
    for path in inputs:
        data = json.loads(path.read_text())["data"]
        steps = data if isinstance(data, list) else [data]
        for step in steps:
            for call in calls(step):
                draw(call)
        assert json.loads(json.dumps(file_tree(steps))) == file_tree(steps), path.name


@pytest.mark.golden
@of_pairs
def test_golden_tools_have_the_classes_of_the_established_tool_or_better_ones() -> None:
    data = json.loads(Path(PAIRS, "coding_trace_display", "all_tools_defaults.input.json").read_text())["data"]
    found = {call["tool"]: tool_class(call["tool"], call["input"]) for step in data for call in calls(step)}
    assert found == {
        "Read": "read",
        "Edit": "edit",
        "Write": "write",
        "Bash": "bash",
        "Grep": "search",
        "MultiEdit": "edit",  # generic there
        "Run": "bash",
        "Replace": "edit",
        "Mystery": "generic",
    }


@pytest.mark.corpus
@of_corpus
def test_sessions_of_claude_code_are_drawn_with_the_numbers_of_their_files() -> None:
    numbers: Counter[bool] = Counter()
    for path in sorted(Path(CORPUS, "claude_code").glob("*.jsonl"), key=lambda path: path.stat().st_size)[:45]:
        for steps in sessions(path):
            known = KnownFiles()
            for step in steps:
                for call in calls(step):
                    draw(call)
                    if call.get("is_error") is not True:
                        numbers.update(place is not None for place in known.see(call))
            json.dumps(file_tree(steps))
    # Most edits change what was read or written before; the others what a shell showed or a sub-agent read.
    assert numbers[True] > 2 * numbers[False]


@pytest.mark.corpus
@of_corpus
def test_placed_edits_have_the_numbers_that_claude_code_noted() -> None:
    """Its logs hold the patch of each edit with the file's numbers, which the documents do not need."""
    compared = 0
    for path in sorted(Path(CORPUS, "claude_code").glob("*.jsonl")):
        noted = noted_lines(path)
        for steps in sessions(path) if noted else ():
            known = KnownFiles()
            for call in (call for step in steps for call in calls(step)):
                places = known.see(call)
                if call.get("id") in noted and len(places) == 1 and places[0] is not None:
                    lines = dict(enumerate(lines_of(places[0].old), places[0].first))
                    common = lines.keys() & noted[call["id"]].keys()
                    assert common and all(lines[number].strip() == noted[call["id"]][number] for number in common)
                    compared += 1
    assert compared > 100


def noted_lines(path: Path) -> dict[str, dict[int, str]]:
    """By id of the call: the numbers and texts of the old lines in its patch, which may have blanks for tabs."""
    found: dict[str, dict[int, str]] = {}
    for record in values(path):
        result = record.get("toolUseResult") if isinstance(record, dict) else None
        patch = result.get("structuredPatch") if isinstance(result, dict) else None
        for block in record["message"]["content"] if patch else ():
            for hunk in patch:
                old = (line[1:].strip() for line in hunk["lines"] if line[0] in " -")
                found.setdefault(block.get("tool_use_id"), {}).update(enumerate(old, hunk["oldStart"]))
    return found


def sessions(path: Path) -> Iterator[list[Any]]:
    for source in claude_code.sources([path]):
        yield from (found.document["structured_turns"] for found in claude_code.convert(source))


@pytest.mark.corpus
@of_corpus
@pytest.mark.parametrize(
    "agent", ["codex", "gemini_cli", "cursor", "openhands", "swe_agent", "mini_swe_agent", "atif", "anthropic_messages"]
)
def test_whatever_looks_like_a_call_in_a_log_is_drawn(agent: str) -> None:
    found = 0
    for path in sorted(path for path in Path(CORPUS, agent).rglob("*") if path.is_file()):
        for value in values(path):
            for call in like_calls(value):
                draw(call)
                found += 1
    assert found > 0


def values(path: Path) -> Iterator[Any]:
    text = path.read_text(encoding="utf-8", errors="replace")
    for part in (text, *text.splitlines()):
        try:
            yield json.loads(part)
        except ValueError:
            continue
        if part is text:
            return


def like_calls(value: Any) -> Iterator[dict[str, Any]]:
    """Objects with a name and arguments, by any of the names that agents have for them, as calls of ours."""
    if isinstance(value, list):
        for each in value:
            yield from like_calls(each)
    if not isinstance(value, dict):
        return
    tool = next((value[key] for key in ("name", "tool_name", "function_name") if key in value), None)
    for key in ("input", "args", "arguments", "action", "output", "observation", "content"):
        if key in value:
            yield {"tool": tool, "input": value[key], "output": value.get("output", value.get("content", value[key]))}
    for each in value.values():
        yield from like_calls(each)
