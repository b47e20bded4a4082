"""Real coding sessions, repaired: their calls keep their results."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from tests.tracewright.schemes.sessions import CONFIG, argument
from tracewright.correction import arranged, count, difference, edit_rows, stale_calls
from tracewright.schemes import trajectory_edit
from tracewright.trace import calls

CORPUS = os.environ.get("TRACE_CORPUS", "")
SESSIONS = sorted(Path(CORPUS, "claude_code").glob("*__full.jsonl")) if CORPUS else []
pytestmark = [pytest.mark.corpus, pytest.mark.skipif(not CORPUS, reason="TRACE_CORPUS names no folder of real traces")]


def turns_of(path: Path) -> list[Any]:
    """The session's messages as turns, each call with its result: as much of the format as these tests need."""
    turns, by_id = [], {}
    for record in values_in(path.read_text(encoding="utf-8")):
        if record.get("type") not in ("user", "assistant"):
            continue
        content = record["message"]["content"]
        blocks = [{"type": "text", "text": content}] if isinstance(content, str) else content
        made = [
            {"id": block["id"], "tool": block["name"], "input": block["input"]}
            for block in blocks
            if block["type"] == "tool_use"
        ]
        by_id |= {call["id"]: call for call in made}
        for block in blocks:
            if block["type"] == "tool_result" and block["tool_use_id"] in by_id:
                by_id[block["tool_use_id"]]["output"] = json.dumps(block["content"])
        text = "".join(block["text"] for block in blocks if block["type"] == "text")
        turns.append({"role": record["type"], "content": text, "tool_calls": made})
    return turns


def values_in(text: str) -> Iterator[Any]:
    """Every JSON value; some sessions have two on a line."""
    decoder, start = json.JSONDecoder(), 0
    while found := re.compile(r"\S").search(text, start):
        value, start = decoder.raw_decode(text, found.start())
        yield value


@pytest.fixture(params=SESSIONS, ids=lambda path: path.stem)
def session(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {"id": "real", "structured_turns": turns_of(request.param)}


def repaired(session: dict[str, Any]) -> dict[str, Any]:
    """An argument of the first call repaired, a step inserted, the last one deleted, and that call moved to another."""
    turns = session["structured_turns"]
    step = next(index for index, turn in enumerate(turns) if turn["tool_calls"])
    key = next(iter(turns[step]["tool_calls"][0]["input"]))
    other = next(index for index in range(len(turns) - 1) if index != step)
    order = ["+1", *map(str, range(len(turns) - 1))]
    return {
        "edits": [argument(str(step), 0, key, None)],
        "inserted": {"+1": {"role": "user", "content": "Take care."}},
        "order": order,
        "calls": {str(other): [f"{other}.{call}" for call in range(len(turns[other]["tool_calls"]))] + [f"{step}.0"]},
    }


def test_a_real_session_is_repaired_with_calls_and_results_paired(session: dict[str, Any]) -> None:
    results = {call["id"]: call.get("output") for turn in session["structured_turns"] for call in turn["tool_calls"]}
    last = {call["id"] for call in session["structured_turns"][-1]["tool_calls"]}
    start = process_time()
    answer = trajectory_edit.parse(CONFIG, repaired(session), session)
    placed = arranged(session, CONFIG, answer)
    assert process_time() - start < 2  # about 0.1 s
    after = {call["id"]: call.get("output") for step in placed for call in calls(step.value)}
    assert after == {name: result for name, result in results.items() if name not in last}
    assert len(stale_calls(session, CONFIG, answer)) == 1
    # A step inserted, one deleted, an argument taken away, a call moved.
    assert len(edit_rows(session, CONFIG, answer)) == count(session, CONFIG, answer) == 4
    found = difference(session, CONFIG, placed)
    assert found == {key: answer[key] for key in ("edits", "inserted", "order", "calls")}
