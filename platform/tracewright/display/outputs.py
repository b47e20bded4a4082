"""What came out of a call: its text, its exit status, how it is to be drawn."""

import re
from typing import Any

from tracewright import json_text
from tracewright.display.tools import tool_class
from tracewright.trace import text_of

OUTPUT_TYPES = ("code", "diff", "terminal", "json", "generic")
# Of the converters of Potato: the type of a call goes by its tool.
_TYPE_OF_CLASS = {"bash": "terminal", "edit": "diff", "write": "code", "read": "code", "search": "code"}
_MAX_JSON_CHARS = 200_000

# A status stands in the first or the last lines; in between, the program itself may talk of exit codes.
_ENDS_CHARS = 400
_FIRST = [
    # Claude Code: "Exit code 1\n..."; Codex: "Exit code: 1\nWall time: ..." and "Chunk ID: ...\nProcess exited with code 1"
    re.compile(r"\A\s*(?:Error: )?Exit code:? (-?\d{1,9})\s*$", re.M),
    re.compile(r"^Process exited with code (-?\d{1,9})$", re.M),
    re.compile(r"\A\s*<returncode>(-?\d{1,9})</returncode>"),  # mini-swe-agent
]
_LAST = [
    re.compile(r"^\[exit code: (-?\d{1,9})\]\s*\Z", re.M | re.I),
    re.compile(r"^\[The command completed with exit code (-?\d{1,9})\.\]", re.M),  # OpenHands
    re.compile(r"^Exit Code: (-?\d{1,9})$", re.M),  # Gemini CLI, before the lines of its process group
]
_LOOKS_LIKE_DIFF = re.compile(r"\A\s*(?:diff --git |Index: .+\n=|--- \S.*\n\+\+\+ |\*\*\* Begin Patch)")
_ESCAPE = re.compile(r"\x1b\[[\d;]*m")
_STRUCTURED = ("metadata", "exit_code", "returncode")


def output_text(output: Any) -> str:
    """The text of an output: as it is, out of Codex's JSON, out of content blocks joined by line ends, less images;
    else as JSON.

    >>> output_text('{"output": "4 passed", "metadata": {"exit_code": 0}}'), output_text(None)
    ('4 passed', '')
    >>> output_text([{"type": "text", "text": "a"}, {"type": "text", "text": "b"}])
    'a\\nb'
    """
    if output is None:
        return ""
    structured = _structured(output)
    if isinstance(structured.get("output"), str):
        return str(structured["output"])
    if isinstance(output, list) and output:
        told = [block for block in output if not _is_image(block)]
        texts = [block.get("text") if isinstance(block, dict) else block for block in told]
        if all(isinstance(text, str) for text in texts):
            return "\n".join(map(str, texts))
    return text_of(output)


def exit_status(output: Any, exit_code: Any = None) -> int | None:
    """The exit status of a call: its own `exit_code`, else what its output says; None when neither knows.

    Known are Codex's JSON and the lines that Claude Code, Codex, Gemini CLI, OpenHands, mini-swe-agent and our own live
    agent write before or behind a program's output. OpenHands' -1 is "still running".

    >>> exit_status("Exit code 2\\nls: x: No such file"), exit_status("2 failed\\n[exit code: 1]"), exit_status("fine")
    (2, 1, None)
    """
    if _is_status(exit_code):
        return int(exit_code)
    structured = _structured(output)
    metadata = structured.get("metadata")
    for fields in (structured, metadata if isinstance(metadata, dict) else {}):
        for key in ("exit_code", "returncode"):
            if _is_status(fields.get(key)):
                return int(fields[key])
    if not isinstance(output, str):
        return None
    found = (pattern.search(output[:_ENDS_CHARS]) for pattern in _FIRST)
    behind = (pattern.search(output, max(0, len(output) - _ENDS_CHARS)) for pattern in _LAST)
    return next((int(match[1]) for match in (*found, *behind) if match), None)


def output_type(call: Any) -> str:
    """One of OUTPUT_TYPES: what the call says in `output_type`, else by its tool, else by what the output looks like.

    >>> output_type({"tool": "Bash", "output": "4 passed"}), output_type({"tool": "deploy", "output": '{"ok": true}'})
    ('terminal', 'json')
    """
    fields = call if isinstance(call, dict) else {}
    said = fields.get("output_type")
    if isinstance(said, str) and said in OUTPUT_TYPES:
        return said
    text = output_text(fields.get("output"))
    by_tool = _TYPE_OF_CLASS.get(tool_class(fields.get("tool"), fields.get("input")), "generic")
    if by_tool in ("terminal", "generic") and _LOOKS_LIKE_DIFF.match(text):
        return "diff"
    if by_tool != "generic":
        return by_tool
    if _ESCAPE.search(text):
        return "terminal"
    return "json" if _is_json(text) else "generic"


def _structured(output: Any) -> dict[str, Any]:
    """Codex's {"output": ..., "metadata": {"exit_code": ...}}, also as JSON text; {} for what is not of that shape."""
    if isinstance(output, str):
        is_candidate = output.startswith('{"') and any(f'"{key}"' in output for key in _STRUCTURED)
        output = _read(output) if is_candidate else None
    return output if isinstance(output, dict) and any(key in output for key in _STRUCTURED) else {}


def _is_image(block: Any) -> bool:
    """An image with its data, which is shown as one."""
    is_image = isinstance(block, dict) and block.get("type") in ("image", "image_url", "input_image")
    return is_image and any(block.get(key) for key in ("source", "image_url", "data"))


def _is_status(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[") and len(text) <= _MAX_JSON_CHARS and isinstance(_read(text), dict | list)


def _read(text: str) -> Any:
    try:
        value, _ = json_text.read(text.encode(errors="replace"))
    except json_text.NotJson:
        return None
    return value
