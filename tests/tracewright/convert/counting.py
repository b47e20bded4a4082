"""How the list of the corpus counts where it does not count as we do, written anew from the bytes of the files.

No converter takes part. A function gives the fields that its folder's rule is another for: `turns` are messages with a role of
the person or the agent, or exchanges, or steps, wherever they stand, so that injected texts and repeated histories are turns.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.tracewright.convert.corpus import CORPUS
from tests.tracewright.convert.recordings import listed_by_exchanges

SPOKEN = ("user", "assistant")
Counts = dict[str, int]


def by_the_list(file: str) -> Counts:
    """{"turns": 7}: what the list's rule gives for a file "<folder>/<name>", of the fields in which it is not ours."""
    folder = "specstory_md" if file.startswith("cursor/specstory__") else file.partition("/")[0]
    return RULES[folder](file) if folder in RULES else {}


def _aider(file: str) -> Counts:
    """Lines that begin as a person's do, without the answers; blocks that begin as those of today, closed or not."""
    text = _text(file)
    lines = [len(re.findall(begin, text, re.MULTILINE)) for begin in (r"^#### ", r"^<{5,} SEARCH")]
    return dict(zip(("turns", "calls"), lines, strict=True))


def _atif(file: str) -> Counts:
    """All steps, those that a continuation repeats too."""
    return {"turns": sum(step["source"] in ("user", "agent") for step in _json(file)["steps"])}


def _claude_code(file: str) -> Counts:
    """Distinct ids of messages, and each line of the user's without a result: commands, interruptions and summaries too."""
    lines = [line for line in _records(file) if isinstance(line, dict) and isinstance(line.get("message"), dict)]
    said = [(line, _blocks(line["message"])) for line in lines if line.get("type") in SPOKEN]
    asked = [
        line["type"] == "user" and not line.get("isMeta") and not _typed(blocks, "tool_result") for line, blocks in said
    ]
    answers = {line["message"].get("id") for line, _ in said if line["type"] == "assistant"}
    calls = sum(len(_typed(blocks, "tool_use")) for _, blocks in said)
    return {"turns": sum(asked) + len(answers), "calls": calls}


def _codeact(file: str) -> Counts:
    """What the assistant says, without the task; each `<execute>`, in the rules and the task's text too."""
    text = _text(file)
    return {
        "turns": len(re.findall(r"^\W*(?:[\d;]+m)?Assistant:", text, re.MULTILINE | re.IGNORECASE)),
        "calls": text.count("<execute>"),
    }


def _codex(file: str) -> Counts:
    """Messages: injected ones and those rolled back too, and no turn that only calls. An exit code in a text is no error."""
    lines = [line for line in _records(file) if isinstance(line, dict)]
    items = [line["payload"] if isinstance(line.get("payload"), dict) else line for line in lines]
    said = [item for item in items if item.get("role") in SPOKEN and item.get("type", "message") == "message"]
    failed = re.findall(r'"exit_code": ?[1-9]|turn_aborted|\\"exit_code\\": ?[1-9]', _text(file))
    return {"turns": len(said), "errors": len(failed)}


def _cursor(file: str) -> Counts:
    """Lines, one that only holds a result too; the blocks `tool_use` alone."""
    lines = [line for line in _records(file) if line.get("role") in SPOKEN]
    return {"turns": len(lines), "calls": sum(len(_typed(_blocks(line["message"]), "tool_use")) for line in lines)}


def _gemini_cli(file: str) -> Counts:
    """Messages of the types `user` and `gemini`, contents of a list, or exchanges; of other forms nothing."""
    first, *others = _records(file)
    if isinstance(first, list):
        parts = [part for content in first for part in content["parts"]]
        results = [part["functionResponse"]["response"] for part in parts if "functionResponse" in part]
        return {"turns": len(first), "errors": sum("error" in each for each in results)}
    if "interactions" in first:
        return {"turns": len(first["interactions"]), "calls": 0}
    said = [each for each in (*first.get("messages", ()), *others) if each.get("type") in ("user", "gemini")]
    made = [call for message in said for call in message.get("toolCalls") or ()]
    return {"turns": len(said), "calls": len(made), "errors": sum(call.get("status") == "error" for call in made)}


def _langfuse(file: str) -> Counts:
    """Generations, one around another twice; observations of the type TOOL."""
    types = [each["type"] for each in _json(file).get("observations", ())]
    return {"turns": types.count("GENERATION"), "calls": types.count("TOOL")}


def _langsmith(file: str) -> Counts:
    """Each run of a model, not what it was asked and what it answered."""
    return {"turns": len({run["id"] for run in _json(file)["post"] if run["run_type"] == "llm"})}


def _mini_swe_agent(file: str) -> Counts:
    """Messages; the outputs that the oldest form tells as a user's are turns, and exit codes in their texts no errors."""
    value = _json(file)
    messages = value if isinstance(value, list) else value["messages"]
    is_oldest = not any("extra" in message for message in messages)
    turns = {"turns": sum(message.get("role") in SPOKEN for message in messages)}
    return turns | ({"errors": 0} if is_oldest else {})


def _openai_chat(file: str) -> Counts:
    """Exchanges; it does not look into conversations that are rendered as texts."""
    if file.startswith("openai_chat/tau-bench__"):
        return {"turns": 0, "calls": 0} if "few_shot" in file else {}
    return _recorded(file)


def _openai_responses(file: str) -> Counts:
    """Exchanges, of any API; the calls of answers."""
    found = _recorded(file)
    bodies = [each["response"]["body"] for each in _json(file).get("interactions", ())]
    listed = [item for body in bodies if isinstance(body, dict) for item in body.get("output") or ()]
    streamed = [line for body in bodies if isinstance(body, str) for line in body.split("\n")]
    done = [
        line for line in streamed if '"response.output_item.done"' in line and re.search(r'"type":"\w+_call"', line)
    ]
    made = sum(item["type"].endswith("_call") for item in listed) + len(done)
    return found | ({"calls": found["calls"] + made} if found else {})


def _recorded(file: str) -> Counts:
    is_recording = "interactions" in _json(file)
    return listed_by_exchanges(*file.split("/", 1))._asdict() if is_recording else {}


def _openhands(file: str) -> Counts:
    """Events of messages are turns, each by itself, and no action is one; of the viewer's form nothing."""
    events = [event for event in _records(file) if isinstance(event, dict)]
    kinds = [event.get("kind") for event in events]
    return {"turns": kinds.count("MessageEvent"), "calls": kinds.count("ActionEvent")}


def _specstory(file: str) -> Counts:
    """Headings, those too below which the program speaks; lines that begin as a call; two texts of errors."""
    text = _text(file)
    rules = {
        "turns": r"^_\*\*(?:User|Agent)",
        "calls": r"^<tool-use",
        "errors": r"<tool_use_error>|Exit code [1-9]",
    }
    return {field: len(re.findall(rule, text, re.MULTILINE)) for field, rule in rules.items()}


def _swe_agent(file: str) -> Counts:
    """Steps, without the task; of a demonstration all its messages, and no calls."""
    value = _json(file)
    steps = value.get("trajectory")
    return {"turns": len(steps)} if steps else {"turns": len(value["history"]), "calls": 0}


RULES: dict[str, Callable[[str], Counts]] = {
    "aider": _aider,
    "anthropic_messages": _recorded,
    "atif": _atif,
    "claude_code": _claude_code,
    "codeact": _codeact,
    "codex": _codex,
    "cursor": _cursor,
    "gemini_cli": _gemini_cli,
    "langfuse": _langfuse,
    "langsmith": _langsmith,
    "mini_swe_agent": _mini_swe_agent,
    "openai_chat": _openai_chat,
    "openai_responses": _openai_responses,
    "openhands": _openhands,
    "specstory_md": _specstory,
    "swe_agent": _swe_agent,
}


def _text(file: str) -> str:
    return Path(CORPUS, file).read_text(encoding="utf-8", errors="replace")


def _json(file: str) -> Any:
    return json.loads(_text(file))


def _records(file: str) -> Iterator[Any]:
    """The JSON values of a file: one, or those of its lines up to the first character of a line that is no JSON."""
    text, decoder = _text(file), json.JSONDecoder()
    try:
        yield json.loads(text)
        return
    except ValueError:
        lines = text.split("\n")
    for line in map(str.strip, lines):
        while line:
            try:
                value, end = decoder.raw_decode(line)
            except ValueError:
                break
            yield value
            line = line[end:].strip()


def _blocks(message: Any) -> list[dict[str, Any]]:
    content = message.get("content")
    return [block for block in content if isinstance(block, dict)] if isinstance(content, list) else []


def _typed(blocks: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [block for block in blocks if block.get("type") == kind]
