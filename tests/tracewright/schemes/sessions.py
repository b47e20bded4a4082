"""A short coding session with every form that an edit meets."""

from typing import Any

from tracewright.correction import arranged, corrected
from tracewright.schemes import trajectory_edit

SESSION: dict[str, Any] = {
    "id": "session",
    "structured_turns": [
        "Fix the failing test.",
        {
            "role": "assistant",
            "content": "I read it.",
            "thinking": "Which file?",
            "tool_calls": [
                {
                    "id": "a",
                    "tool": "Read",
                    "input": {"file_path": "a.py", "limit": 5, "raw": '{"n":1}', "at": None},
                    "output": "x = 1",
                },
                {"id": "b", "tool": "Grep", "input": {"paths": ["a", ["b"]], "deep": {"on": True}}, "output": "none"},
            ],
        },
        {"role": "assistant", "content": [{"type": "text", "text": "hm"}], "tool_calls": []},
        {
            "role": "assistant",
            "content": "",
            "tool_calls": [{"id": "c", "tool": "Bash", "input": "ls", "output": "a.py"}],
        },
        {"role": "assistant", "content": "Done."},
    ],
}
CONFIG = trajectory_edit.config({"name": "fix", "steps_key": "structured_turns"}, "scheme")


def parsed(*edits: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return trajectory_edit.parse(CONFIG, {"edits": list(edits), **parts}, SESSION)


def edit(step: Any, pointer: Any, text: Any = "", **more: Any) -> dict[str, Any]:
    return {"step": step, "pointer": pointer, "text": text, **more}


def argument(step: str, call: int, key: str, text: Any, **more: Any) -> dict[str, Any]:
    return edit(step, f"/tool_calls/{call}/input/{key}", text, **more)


def turns(*edits: dict[str, Any], **parts: Any) -> list[Any]:
    """The turns of the corrected session."""
    found: list[Any] = corrected(SESSION, CONFIG, parsed(*edits, **parts))["structured_turns"]
    return found


def calls(*edits: dict[str, Any], **parts: Any) -> dict[str, list[str]]:
    """The names of the calls of each step that is there."""
    return {step.name: step.calls for step in arranged(SESSION, CONFIG, parsed(*edits, **parts))}
