"""A session of five turns, of which the first is the user's, for the kinds that judge steps."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

PAIRS = os.environ.get("GOLDEN_PAIRS", "")
needs_golden = pytest.mark.skipif(not PAIRS, reason="GOLDEN_PAIRS names no folder of golden pairs")

SESSION: dict[str, Any] = {
    "id": "session",
    "structured_turns": [
        {"role": "user", "content": "Fix the failing test."},
        {
            "role": "assistant",
            "content": "I read it.",
            "tool_calls": [{"tool": "Read", "input": {"file_path": "src/a.py"}}],
        },
        {
            "role": "assistant",
            "content": "I edit it.",
            "tool_calls": [{"tool": "Edit", "input": {"file_path": "src/a.py"}}],
        },
        {"role": "assistant", "content": "I test it."},
        {"role": "assistant", "content": "Done."},
    ],
}
STEPS: dict[str, Any] = {"id": "trace", "steps": [{"action": "search('a')"}, {"action": "open('b')"}, "stop()"]}
MANY: dict[str, Any] = {"steps": [{"role": "assistant", "content": "again"}] * 50_000}


def stored(scheme: str, blob: Any) -> dict[str, str]:
    """Labels as Potato's page stores them."""
    return {scheme: json.dumps(blob)}


def payload(name: str) -> dict[str, str]:
    """The labels of the only scheme that a page of the established tool has sent."""
    sent = json.loads(Path(PAIRS, "browser_payloads", f"{name}.json").read_text())["payload"]
    ((key, value),) = sent["annotations"].items()
    return {key.split(":")[0]: value}
