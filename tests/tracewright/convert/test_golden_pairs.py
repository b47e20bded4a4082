"""The golden pairs of the established converters: what their traces tell, ours tell too.

A pair is a folder `converters/<format>/<pair>` with an input and the trace that came of it, whose `conversation` is a row of
{"speaker", "text"}. Pairs are found by themselves; those of formats that we do not read yet are skipped.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.tracewright.convert.corpus import PAIRS, of_pairs
from tests.tracewright.convert.files import turns
from tracewright.convert import ALIASES, CONVERTERS, Converted, Report, converter_for

# Pairs that are wrong as a whole, and what is wrong.
DEFECTS = {
    "swe_agent_trajectory/history": "takes the system's text for the agent's, results for a person's, and keeps no output",
}
# Texts that stand in no log, whatever the pair.
MADE_UP = {
    "Submitted": "the result of a `submit` that had none",
}
# Their tasks that stand in no log either: we take what a person asked, or none.
NO_TASKS = {
    "mcp/session": "MCP session: s call",
    "otel/otlp": "agent",  # the name of the first span
}
MARK = re.compile(
    r"^Error -?\d+: |\n\[image\]$"
)  # put before what an error says, and where an image stands, which is a part
# What the actions of SWE-agent, Aider and MCP are called there; we call them as the log does.
CLASSES = {"bash", "edit", "read", "search", "read_resource"}
HEADINGS = {"available", "tools", "progress", "result", "more"}  # of what they put together from several fields
TASK = 500  # characters, where some of their converters cut it
COUNTS = {str(number) for number in range(100)}
MADE_UP_ID = re.compile(r"[a-z_]+_\d+")  # by the place in the file
THOUGHT = "[Thinking] "
BLOCK = re.compile(r"^```\w*\n[^\n]*\n<{4} ORIGINAL\n.*?>{4} UPDATED\n```\n", re.MULTILINE | re.DOTALL)  # is our call
ACTION = re.compile(r"(\w+)\((.*)\)", re.DOTALL)

FOLDERS = sorted(path.parent for path in Path(PAIRS, "converters").glob("*/*/input.*")) if PAIRS else []
NAMES = [f"{folder.parent.name}/{folder.name}" for folder in FOLDERS]
each_pair = pytest.mark.parametrize(("name", "folder"), [*zip(NAMES, FOLDERS, strict=True)], ids=NAMES)


@of_pairs
@each_pair
def test_what_their_trace_tells_ours_tells_too(name: str, folder: Path) -> None:
    if name in DEFECTS:
        pytest.skip(f"a defect of the pair: {DEFECTS[name]}")
    ours, theirs = traces_of(folder), traces_there(folder)
    assert len(ours) == len(theirs)
    for our, their in zip(ours, theirs, strict=True):
        assert left(our, their) == [], "in order, what ours does not tell"
        document = our.document
        asked = (document["task_description"][:TASK], document.get("system_prompt"), NO_TASKS.get(name))
        assert their["task_description"][:TASK] in asked
        named = {our.identity, document.get("task_key")}
        assert their["id"] in named or MADE_UP_ID.fullmatch(their["id"])
        assert all(value in words(document) for value in facts(their))


@of_pairs
@pytest.mark.parametrize("name", [*DEFECTS, *NO_TASKS])
def test_a_defect_is_one_of_a_pair_that_is_there(name: str) -> None:
    assert name in NAMES


@of_pairs
def test_there_are_pairs_of_formats_that_are_read() -> None:
    assert any(folder.parent.name in CONVERTERS for folder in FOLDERS)


def is_read(folder: Path) -> bool:
    return ALIASES.get(folder.parent.name, folder.parent.name) in CONVERTERS


def traces_of(folder: Path) -> list[Converted]:
    assert is_read(folder), f"no converter of {folder.parent.name}"
    (path,) = folder.glob("input.*")
    converter = converter_for(folder.parent.name, path, path.name)
    return [found for source in converter.sources([path]) for found in converter.convert(source)]


def traces_there(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "output.jsonl").read_text().splitlines()]


def facts(their: dict[str, Any]) -> Iterator[str]:
    """The names and numbers of their table that stand in the log, not those they counted."""
    for row in their.get("metadata_table", ()):
        if row["Property"] in ("Model", "Exit Status", "input_tokens", "output_tokens", "total_tokens"):
            yield from words(row["Value"])


def left(our: Converted, their: dict[str, Any]) -> list[tuple[str, str]]:
    """What of their conversation ours does not tell in that order; within one turn of ours any order does."""
    rest, at, missing = list(told(our)), 0, []
    for speaker, text in rows(their, our):
        tells = matcher(speaker, text)
        place = next((index for index, (turn, what) in enumerate(rest) if turn >= at and tells(what)), None)
        if place is None:
            missing.append((speaker, text))
        else:
            at, _ = rest.pop(place)
    return missing


def rows(their: dict[str, Any], our: Converted) -> Iterator[tuple[str, str]]:
    """Their speakers and texts, thoughts by themselves; without what they made up, and what they put together from fields that
    stand anywhere in our document: what the system says, a patch, the results of tests.
    """
    for row in their["conversation"]:
        speaker, text = row["speaker"], row["text"]
        thoughts = [line.removeprefix(THOUGHT) for line in text.split("\n") if line.startswith(THOUGHT)]
        rest = "\n".join(line for line in BLOCK.sub("", text).split("\n") if not line.startswith(THOUGHT))
        is_joined = speaker.startswith("System") or speaker == "Agent (Patch)" or text.startswith("Result: ")
        if text in MADE_UP or (is_joined and words(text) - HEADINGS - COUNTS <= words(our.document)):
            continue
        rest = MARK.sub("", rest) if speaker.startswith("Environment") else rest
        yield from ((speaker, each) for each in (*thoughts, rest) if each)


def told(our: Converted) -> Iterator[tuple[int, Any]]:
    """Ours by number of the turn: a text as (role, text), a call, and its result as (call, output)."""
    for number, turn in enumerate(turns(our)):
        for key in ("thinking", "reasoning", "content"):
            if turn.get(key):
                yield number, (turn.get("role"), turn[key])
        for call in turn.get("tool_calls", ()):
            yield number, call
            yield number, (call, call.get("output"))


def matcher(speaker: str, text: str) -> Callable[[Any], bool]:
    """Whether something of ours is what they have as a row."""
    if speaker == "User":
        return lambda what: what == ("user", text)
    if speaker.startswith("Environment"):
        return lambda what: isinstance(what, tuple) and is_result(what, text, is_error=speaker.endswith("(Error)"))
    if speaker in ("Agent", "Agent (Thought)"):
        return lambda what: isinstance(what, tuple) and what[0] != "user" and said(what[1], text)
    return lambda what: isinstance(what, dict) and is_action(what, text)


def is_result(what: tuple[Any, Any], text: str, *, is_error: bool) -> bool:
    call, output = what
    return isinstance(call, dict) and said(output, text) and (call.get("is_error") is True or not is_error)


def is_action(call: dict[str, Any], text: str) -> bool:
    found = ACTION.fullmatch(text)
    tool, given = (found[1].lower(), found[2]) if found else ("", text)
    is_named = tool in ("", call["tool"].lower()) or tool in CLASSES
    return is_named and words(given) <= words([call["tool"], call.get("input")])


def said(ours: Any, text: str) -> bool:
    """The same text, but for spaces around it; or a value of the object that ours is the JSON of."""
    if not isinstance(ours, str):
        return False
    try:
        values = words(json.loads(ours)) if ours[:1] in ("{", "[") else set()
    except ValueError:
        values = set()
    return ours.strip() == text.strip() or (bool(values) and words(text) <= values)


def words(value: Any) -> set[str]:
    """Those of all keys and values, whatever their order."""
    if isinstance(value, dict):
        return words([*value, *value.values()])
    if isinstance(value, list):
        return set().union(*map(words, value))
    return set(re.findall(r"[^\W_]+", str(value).lower()))


def test_a_trace_that_tells_less_or_in_another_order_is_found_out() -> None:
    made = [
        {"role": "user", "content": "Go."},
        {
            "role": "assistant",
            "content": "Look.",
            "tool_calls": [{"tool": "ls", "input": {"path": "a"}, "output": "b"}],
        },
    ]
    row = {"User": "Go.", "Agent (Thought)": "Look.", "Agent (Action)": "ls(path='a')", "Environment": "b"}
    their = {"conversation": [{"speaker": speaker, "text": text} for speaker, text in row.items()]}
    assert left(trace_of(made), their) == []
    assert left(trace_of(made[1:]), their) == [("User", "Go.")]
    assert left(trace_of(made[::-1]), their) == [
        ("Agent (Thought)", "Look."),
        ("Agent (Action)", "ls(path='a')"),
        ("Environment", "b"),
    ]


def trace_of(made: list[dict[str, Any]]) -> Converted:
    return Converted("a", {"structured_turns": made}, b"", Report())
