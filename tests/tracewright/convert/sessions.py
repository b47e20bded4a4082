"""Records of Claude Code sessions in their smallest form."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tracewright.convert import Converted, Source, claude_code
from tracewright.records import OnProblem

DATA = Path(__file__).parents[2] / "data" / "claude_code"


def user(uuid: str, content: Any, parent: str | None = None, **fields: Any) -> dict[str, Any]:
    message = {"role": "user", "content": content}
    return {"type": "user", "uuid": uuid, "parentUuid": parent, "sessionId": "s", "message": message, **fields}


def agent(uuid: str, *blocks: Any, parent: str | None = None, message: str = "", **fields: Any) -> dict[str, Any]:
    body = {"role": "assistant", "id": message or f"msg_{uuid}", "content": list(blocks)}
    return {"type": "assistant", "uuid": uuid, "parentUuid": parent, "sessionId": "s", "message": body, **fields}


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def call(identity: str | None = "c1", tool: str = "Bash", **given: Any) -> dict[str, Any]:
    named = {"id": identity} if identity else {}
    return {"type": "tool_use", **named, "name": tool, "input": given}


def result(identity: str | None = "c1", content: Any = "done", **fields: Any) -> list[dict[str, Any]]:
    named = {"tool_use_id": identity} if identity else {}
    return [{"type": "tool_result", **named, "content": content, **fields}]


def written(folder: Path, *records: Any, name: str = "s.jsonl") -> Path:
    """The file of these records; a text is a line as it is."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (record if isinstance(record, str) else json.dumps(record) for record in records)
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def converted(path: Path) -> Converted:
    """The only trace of a file and its sub-agents' files."""
    (source,) = claude_code.sources([path])
    (found,) = claude_code.convert(source)
    return found


def convert_bytes(folder: Path, raw: bytes, on_problem: OnProblem | None = None) -> list[Converted]:
    path = folder / "s.jsonl"
    path.write_bytes(raw)
    return list(claude_code.convert(Source(path, "s.jsonl"), on_problem))


def spoken(turns: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
    """Kind and text of each turn."""
    return [(turn["kind"], turn["content"]) for turn in turns]
