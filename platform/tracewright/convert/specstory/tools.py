"""The block of a tool: what it was given, and what came out, from what SpecStory shows of both."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from tracewright.convert.claude_code.results import EXIT_CODE, error_source
from tracewright.convert.codex.outputs import output_of

HEAD = re.compile(r'<tool-use data-tool-type="([^"]*)" data-tool-name="([^"]*)">')
SUMMARY = re.compile(r"<summary>(.*?)</summary>", re.DOTALL)
WRAPPERS = re.compile(r"</?details>|</tool-use>")
FENCE = "```"
OUTPUTS = (FENCE, f"{FENCE}text")  # how the fence of an output begins
ANSWER = re.compile(r"^\*\*Answer:\*\* ?", re.MULTILINE)
PAIRS = re.compile(r"(?:\s*\b(\w{1,40}) `([^`]*)`)+\s*")
PAIR = re.compile(r"\b(\w{1,40}) `([^`]*)`")
CODE = re.compile(r"`([^`]+)`")
FILE = re.compile(r"\*\*(?:Add|Update|Delete|Move)[^`*]*`([^`]+)`\*\*|• (?:Read|Edit|Write|Create|Delete) file: (\S.*)")
FIRST = {"read": "file_path", "search": "query", "shell": "command"}  # what a text in backticks alone stands for
FAILED = re.compile(r"<tool_use_error>|The user doesn't want to |Permission to use |Claude requested permissions to ")


class Tool(NamedTuple):
    """`output` has its lines [start, end) in the block, both 0 where it shows none; `facts` are those of a result."""

    type: str
    name: str
    given: dict[str, str]
    output: str
    lines: tuple[int, int]
    facts: dict[str, Any]


def tool_of(lines: Sequence[str]) -> Tool:
    head = HEAD.match(lines[0])
    kind, name = (head[1], head[2]) if head else ("", "")
    body = _inside(lines)
    begin = next((index for index, line in enumerate(lines) if "</summary>" in line), 0)
    found = SUMMARY.search("\n".join(lines[: begin + 1]))
    if begin:
        body[: begin + 1] = [""] * begin + [body[begin].rpartition("</summary>")[2]]
    start, end = _output(body, kind)
    output = _plain("\n".join(body[start + 1 : end]) if end else "")
    shown = "\n".join(body[:start] if end else body).strip()
    if not end and (answer := ANSWER.search(shown)):
        shown, output = shown[: answer.start()].strip(), shown[answer.end() :].strip()
    given = _given(kind, found[1] if found else "", _plain(shown))
    return Tool(kind, name, given, output, (start, end), _facts(output))


def _inside(lines: Sequence[str]) -> list[str]:
    """The lines without the tags that end the block."""
    body = ["", *lines[1:]]
    for index in range(len(body) - 1, 0, -1):
        body[index] = WRAPPERS.sub("", body[index]).rstrip()
        if body[index]:
            break
    return body


def facts_of_text(text: str) -> dict[str, Any]:
    """That a text ends with the result of a tool that failed: the calls of a session that was resumed elsewhere are texts."""
    lines = ["", *text.split("\n")]
    start, end = _output(lines, "")
    facts = _facts("\n".join(lines[start + 1 : end]))
    return facts if facts.get("is_error") else {}


def _output(body: Sequence[str], kind: str) -> tuple[int, int]:
    """The lines of the opening and the closing fence of the output, (0, 0) for none. Nothing in a fence is escaped, so it ends
    with the last fence of the block, and begins with the first that may, of what writes with the last: a file has fences too.
    """
    last = next((index for index in range(len(body) - 1, 0, -1) if body[index].strip()), 0)
    fences = [index for index, line in enumerate(body[:last]) if line.startswith(FENCE)]
    if body[last].rstrip() != FENCE or not fences or any(line == "**Input:**" for line in body[: fences[0]]):
        return 0, 0
    if body[fences[0]].rstrip() in OUTPUTS:
        return fences[0], last
    openings = [
        index
        for before, index in zip(fences, fences[1:], strict=False)
        if body[index].rstrip() in OUTPUTS and body[before].rstrip() == FENCE and not any(body[before + 1 : index])
    ]
    if not openings:
        return 0, 0
    return openings[-1 if kind == "write" else 0], last


def _given(kind: str, summary: str, shown: str) -> dict[str, str]:
    """What the block shows of the input; the whole of it stands under `text` where it is not known what it says."""
    file = FILE.search(shown) or FILE.search(summary)
    path = {"file_path": (file[1] or file[2]).strip()} if file else {}
    text, _, fenced = shown.partition(FENCE)
    if kind == "shell":
        return _command(summary, text.strip(), fenced)
    if PAIRS.fullmatch(shown):
        return {found[1]: found[2] for found in PAIR.finditer(shown)}
    if found := CODE.fullmatch(shown):
        is_address = found[1].startswith(("http://", "https://"))
        return {"url" if is_address else FIRST.get(kind, "text"): found[1]}
    is_diff = fenced.startswith("diff")
    if kind == "write" and fenced and shown.endswith(FENCE) and not (is_diff and f"{FENCE}diff" in fenced):
        key = "patch" if is_diff else "content"
        return path | {key: fenced.partition("\n")[2].removesuffix(FENCE).removesuffix("\n")}
    return path | ({"text": shown} if shown else {})


def _command(summary: str, text: str, fenced: str) -> dict[str, str]:
    """The command stands behind the tool's name, in a fence, or in backticks below a line that says what it is for."""
    _, _, short = summary.partition("** ")
    if short.strip():
        return {"command": short.strip().strip("`")}
    if fenced:
        command = fenced.partition("\n")[2].removesuffix(FENCE).removesuffix("\n")
        return {"command": command} | ({"description": text} if text else {})
    about, _, last = text.rpartition("\n\n")
    if last.startswith("`") and last.endswith("`") and len(last) > 1:
        return {"command": last[1:-1]} | ({"description": about} if about else {})
    if text.startswith("`") and text.endswith("`") and len(text) > 1:
        return {"command": text[1:-1]}
    return {"text": text} if text else {}


def _facts(output: str) -> dict[str, Any]:
    """By the words of Claude Code and Codex: SpecStory marks no result as an error."""
    told = output_of(output)  # of Codex
    found = EXIT_CODE.match(output)
    code = int(found[1]) if found else told.exit_code
    if FAILED.match(output) or code or told.failed:
        is_codex = told.failed and not found
        return {
            "is_error": True,
            "error_source": told.error_source if is_codex else error_source(output),
            "exit_code": code,
        }
    return {"exit_code": code}


def _plain(text: str) -> str:
    """SpecStory escapes backticks in what an editor showed."""
    return text.replace("&#96;", "`")
