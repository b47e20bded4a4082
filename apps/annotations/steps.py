"""The steps of a trace as the annotate page gets them: plain JSON, long texts cut, the places that can be edited marked.

A step:  {"name": "4", "number": 5, "kind": "agent", "error": "", "agent": "", "folded": false,
          "spent": SPENT,
          "fields": [FIELD, ...], "calls": [CALL, ...], "attached": [ATTACHED, ...]}
A call:  {"name": "4.0", "tool": "Bash", "class": "bash", "path": "", "sought": "", "error": "agent", "exit": 1, "seconds": 1.5,
          "inputs": [FIELD, ...], "result": FIELD or null, "blocks": [BLOCK, ...], "told": true, "attached": [ATTACHED, ...]};
          `sought`, `told` and the blocks as in apps.traces.blocks, what is attached as in tracewright.attachments
SPENT:   {"tokens": {"read": 904, "written": 41, "cached": 900}, "dollars": 0.02, "at": "2026-03-02T09:00:03+00:00",
          "seconds": 4.2, "since": 1.5, "model": "claude-opus-4-5"}; null for what the trace does not tell. `seconds` is how
          long the step took by its own word, `since` the time since the step before
A field: {"key": "content", "pointer": "/content", "text": "...", "code": false, "json": false, "edit": true, "main": true,
          "lines": 3, "chars": 120}; its text is cut when it is shorter than `chars`, both in UTF-16 code units as the page
          counts them.

No words for people are in it: the page has them, and what is the same in every language can be kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from apps.traces.blocks import Block, Trail, blocks_of, output_blocks, sought, tells_all
from apps.traces.opened import OpenedSteps
from tracewright.attachments import attached
from tracewright.correction import editors_of
from tracewright.display.coding_trace import MOST_LINES
from tracewright.display.tools import path_of, tool_class
from tracewright.pointer import escape
from tracewright.speakers import kind_of
from tracewright.spent import (
    began,
    between,
    cost_of,
    first_moment,
    last_moment,
    seconds_of,
    seconds_since,
    tokens_of,
    total_cost,
    total_tokens,
)
from tracewright.step_names import call_name
from tracewright.trace import STEP_LISTS, Document, calls, text_of
from tracewright.utf16 import units

Config = Mapping[str, Any]

CUT_CHARS = 4000
MOST_EDITABLE = 1_000_000  # characters of whole texts in one answer; a step is not split
PROSE = {"thought", "thinking", "reasoning", "content", "text", "final_answer"}  # all else is set as code
FIRST = ("thinking", "thought", "reasoning", "content")  # what the agent says before it acts
# Shown in the head of the step, or a record of ours about it.
APART = {
    "role", "kind", "tool_calls", "parts", "model", "at", "usage", "agent", "parent_call", "edited_by", "source", "id",
    "is_error", "error_source", "cost_usd",
}  # fmt: skip
FOLDED = {"compaction", "reminder", "command"}  # not the agent's own words, and long


def step_key(document: Document, config: Config | None) -> str:
    """The list that the editor names; without one, the list the document has."""
    return str(config["steps_key"]) if config else next((key for key in STEP_LISTS if document.get(key)), "steps")


def step_views(
    opened: OpenedSteps, config: Config | None, start: int, stop: int, most: int | None = MOST_LINES
) -> list[dict[str, Any]]:
    """The steps from `start` up to `stop`, blocks cut to `most` lines."""
    shown = enumerate(opened.steps[start:stop], start)
    return [
        step_view(
            step,
            index,
            config,
            opened.trail,
            most,
            before=step_before(opened.steps, index),
            attachments=opened.attachments,
        )
        for index, step in shown
    ]


def step_before(steps: Sequence[Any], index: int) -> Any:
    """The step before in the same agent's work: what its sub-agents did lies between. None for its first one."""
    speaker = _speaker(steps[index])
    return next((step for step in reversed(steps[:index]) if _speaker(step) == speaker), None)


def _speaker(step: Any) -> tuple[Any, Any]:
    return (
        (step.get("parent_call"), step.get("agent")) if isinstance(step, dict) and step.get("parent_call") else ("", "")
    )


def step_view(
    step: Any,
    index: int,
    config: Config | None,
    trail: Trail,
    most: int | None = MOST_LINES,
    *,
    before: Any = None,
    attachments: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """`before` is the step before it, which tells how long this one took where times are all that is known.

    Of the trace's `attachments` those are shown that the parts of the step and its calls name.
    """
    name = str(index)
    places = {editor.pointer for editor in editors_of(config, name, step)} if config else set()
    main = config["step_text_key"] if config else "action"
    record = step if isinstance(step, dict) else {}
    kind = kind_of(step)
    return {
        "name": name,
        "number": index + 1,
        "kind": kind,
        "error": error_of(record),
        "agent": _text(record.get("agent")),
        "folded": kind in FOLDED,
        "spent": {**spent_of(record), "since": seconds_since(step, before) if kind == "agent" else None},
        "fields": [*_fields(step, main, places)],
        "calls": [
            {**_call(call, index, position, places, trail, most), "attached": attached(call, attachments or {})}
            for position, call in enumerate(calls(step))
        ],
        "attached": attached(step, attachments or {}),
    }


def editable_texts(opened: OpenedSteps, config: Config | None, start: int) -> list[dict[str, str | None]]:
    """For each step from `start` on its places that can be edited, by pointer: the whole text, None for what is no text.

    Ends behind the step with which they are MOST_EDITABLE characters: [{"/content": "...", "/tool_calls/0/input/limit": None}]
    """
    found: list[dict[str, str | None]] = []
    chars = 0
    for index, step in enumerate(opened.steps[start:] if config else [], start):
        editors = editors_of(config, str(index), step) if config else []
        found.append({editor.pointer: editor.text if editor.is_text else None for editor in editors})
        chars += sum(len(editor.text) for editor in editors)
        if chars >= MOST_EDITABLE:
            break
    return found


def whole_blocks(opened: OpenedSteps, step: int, position: int) -> list[Block] | None:
    """What a call did, uncut; None when there is no such call."""
    made = calls(opened.steps[step]) if step < len(opened.steps) else []
    return blocks_of(made[position], step, position, opened.trail, None) if position < len(made) else None


def final_answer(document: Document, config: Config | None) -> dict[str, Any] | None:
    key = config["final_answer_key"] if config else "final_answer"
    if document.get(key) is None:
        return None
    pointer = escape(key)
    places = {pointer} if config and config["edit_final_answer"] else set()
    return field("final_answer", pointer, document[key], places, code=False)


def field(key: str, pointer: str, value: Any, places: set[str], *, code: bool, main: bool = False) -> dict[str, Any]:
    text = text_of(value)
    return {
        "key": key,
        "pointer": pointer,
        "text": text[:CUT_CHARS],
        "chars": units(text),
        "lines": text.count("\n") + 1,
        "code": code,
        "json": not isinstance(value, str),
        "edit": pointer in places,
        "main": main,
    }


def error_of(record: Mapping[str, Any]) -> str:
    """Whose error it is: agent, rejected, cancelled or environment; "" for none."""
    if record.get("is_error") is not True:
        return ""
    return _text(record.get("error_source")) or "agent"


def _fields(step: Any, main: str, places: set[str]) -> Iterator[dict[str, Any]]:
    if not isinstance(step, dict):
        yield field("step", "", step, places, code=False, main=True)
        return
    keys = sorted((key for key in step if key not in APART), key=lambda key: FIRST.index(key) if key in FIRST else 9)
    for key in keys:
        pointer = escape(key)
        if step[key] in (None, "", [], {}) and pointer not in places:
            continue
        is_main = key == main or (key == "content" and main not in step)
        yield field(key, pointer, step[key], places, code=key not in PROSE, main=is_main)


def _call(call: Any, step: int, position: int, places: set[str], trail: Trail, most: int | None) -> dict[str, Any]:
    name, at = call_name(step, position), escape("tool_calls", position)
    if not isinstance(call, dict):
        shown = field("call", at, call, places, code=True)
        unknown = {
            "tool": "",
            "class": "generic",
            "path": "",
            "sought": "",
            "error": "",
            "exit": None,
            "seconds": None,
            "told": False,
        }
        return {"name": name, **unknown, "inputs": [shown], "result": None, "blocks": []}
    is_edited = any(place.startswith(f"{at}/") for place in places)  # then it is shown by its arguments
    result = call.get("output")
    exit_code = call.get("exit_code")
    return {
        "name": name,
        "tool": _text(call.get("tool")),
        "class": tool_class(call.get("tool"), call.get("input")),
        "path": path_of(call.get("input")),
        "sought": sought(call),
        "error": error_of(call),
        "exit": exit_code if isinstance(exit_code, int) else None,
        "seconds": seconds_of(call),
        "inputs": [*_inputs(call.get("input"), f"{at}/input", places)],
        "result": None if result is None else field("output", f"{at}/output", result, places, code=True),
        "blocks": [*([] if is_edited else blocks_of(call, step, position, trail, most)), *output_blocks(call)],
        "told": tells_all(call),
    }


def _inputs(given: Any, at: str, places: set[str]) -> Iterator[dict[str, Any]]:
    if isinstance(given, dict):
        yield from (field(key, at + escape(key), value, places, code=True) for key, value in given.items())
    elif given not in (None, "") or at in places:
        yield field("input", at, given, places, code=True)


def spent_in_all(document: Document, steps: Sequence[Any]) -> dict[str, Any]:
    """Of a whole trace: by its own word, else its steps taken together."""
    own = spent_of(document)
    tokens, begin, cost = total_tokens(steps), first_moment(steps), own["dollars"]
    return {
        **own,
        "tokens": own["tokens"] or (tokens._asdict() if tokens else None),
        "dollars": total_cost(steps) if cost is None else cost,
        "at": own["at"] or (begin.isoformat() if begin else None),
        "seconds": between(begin, last_moment(steps)) if own["seconds"] is None else own["seconds"],
    }


def spent_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """Of a step or of a whole document, less the time since another one."""
    tokens, at = tokens_of(record), began(record)
    return {
        "tokens": tokens._asdict() if tokens else None,
        "dollars": cost_of(record),
        "at": at.isoformat() if at else None,
        "seconds": seconds_of(record),
        "model": _text(record.get("model")) or _text(record.get("model_name")),
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
