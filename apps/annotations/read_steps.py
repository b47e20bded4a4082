"""The steps of a trace as its reading page draws them: those of apps.annotations.steps, with what else the page says of them.

A step:  {..., "sub_agent": "Explore", "begins": FOLD or null, "depth": 1, "to": "planner", "stopped": "length",
          "left": [WAY, ...]}
A call:  {..., "step": 4, "soft": "pytest: 2 failed", "success": 12, "does": [BLOCK, ...], "came": [BLOCK, ...], "more": 90,
          "says_input": true, "says_result": true, "is_short": false}; `does` and `came` are its blocks, what it did and what came
          out, `more` their lines left out; `success` is the number of the step that recovered its error
A WAY:   {"number": 1, "turns": 12, "begins": "I would rather ..."}: one that was left behind at this step; it has a page
A FOLD:  as apps.annotations.folds has it
"""

from collections.abc import Iterable, Sequence
from typing import Any

from apps.annotations.folds import PROMPT_CHARS, folds_of
from apps.annotations.steps import step_views
from apps.tenants.scope import current
from apps.traces.models import Failure, Trace
from apps.traces.opened import OpenedSteps
from tracewright.display.coding_trace import MOST_LINES
from tracewright.pointer import resolve
from tracewright.trace import Document, calls, text_of
from tracewright.ways import ways_of

CAME = ("json", "image")
SHORT_CHARS, SHORT_LINES = 240, 4  # of a result that stands open


def read_views(
    about: Trace | None, document: Document, found: OpenedSteps, start: int, stop: int, *, is_whole: bool = False
) -> list[dict[str, Any]]:
    """The steps from `start` up to `stop`; `is_whole` cuts nothing.

    They are the run's own, and what is kept `about` it is told at them; without it, those of a way that was left behind.
    """
    views = step_views(found, None, start, stop, None if is_whole else MOST_LINES)
    folds = folds_of(found.steps, document)
    ways, successes = (_left(document, len(found.steps)), _successes(about, start, stop)) if about else ({}, {})
    for index, view in enumerate(views, start):
        step = found.steps[index]
        record = step if isinstance(step, dict) else {}
        around = [fold for fold in folds if fold["first"] <= index < fold["stop"]]
        view["sub_agent"] = (around[-1]["kind"] or around[-1]["agent"]) if around else ""
        view["depth"] = len(around)
        view["begins"] = around[-1] if around and around[-1]["first"] == index else None
        view["to"] = _text(record.get("addressee"))
        view["stopped"] = _text(record.get("stop_reason"))
        view["left"] = ways.get(index, [])
        for position, (call, given) in enumerate(zip(view["calls"], calls(step), strict=True)):
            _tell(call, given, index, successes.get((index, position)), is_whole=is_whole)
        if is_whole:
            _make_whole(view, step)
    return views


def _tell(call: dict[str, Any], given: Any, index: int, success: int | None, *, is_whole: bool) -> None:
    blocks = [{**block, "template": f"annotations/read/{block['kind']}.html"} for block in call["blocks"]]
    call["step"] = index + 1
    call["soft"] = _text(given.get("soft_error")) if isinstance(given, dict) else ""
    call["success"] = None if success is None else success + 1
    call["does"] = [block for block in blocks if block["kind"] not in CAME]
    call["came"] = [block for block in blocks if block["kind"] in CAME]
    has_output = any(block["kind"] in ("terminal", "code", "json") for block in blocks)
    call["says_input"] = bool(call["inputs"]) and (is_whole or not (call["does"] and call["told"]))
    call["says_result"] = call["result"] is not None and (is_whole or not has_output)
    call["is_short"] = _is_short(call["result"])
    call["more"] = sum(block.get("more", 0) for block in blocks)


def _is_short(result: dict[str, Any] | None) -> bool:
    """Then it is open. An empty one has nothing to be opened for."""
    return result is not None and 0 < result["chars"] <= SHORT_CHARS and result["lines"] <= SHORT_LINES


def _make_whole(view: dict[str, Any], step: Any) -> None:
    """Its texts as they are in the trace."""
    results = [call["result"] for call in view["calls"] if call["result"] is not None]
    for field in (*view["fields"], *(each for call in view["calls"] for each in call["inputs"]), *results):
        field["text"] = text_of(resolve(step, field["pointer"]))


def _successes(about: Trace, start: int, stop: int) -> dict[tuple[int, int], int]:
    """By the place of a call that failed: the step of the success that recovered it."""
    rows = Failure.objects.filter(organization_id=current(), trace=about, index__gte=start, index__lt=stop)
    return {
        (index, call): success
        for index, call, success in rows.values_list("index", "call", "success_index")
        if success is not None
    }


def _left(document: Document, steps: int) -> dict[int, list[dict[str, Any]]]:
    """The ways that were left, by the step that they leave from."""
    found: dict[int, list[dict[str, Any]]] = {}
    for way in ways_of(document):
        told = {"number": way.number, "turns": len(way.turns), "begins": _begin(way.turns)}
        found.setdefault(min(way.at, steps - 1), []).append(told)
    return found


def _begin(turns: Sequence[Any]) -> str:
    said: Iterable[Any] = (turn.get("content") for turn in turns if isinstance(turn, dict))
    return next((text.strip()[:PROMPT_CHARS] for text in said if isinstance(text, str) and text.strip()), "")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
