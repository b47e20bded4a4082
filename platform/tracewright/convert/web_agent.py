"""Agents in a browser: Potato's items with `steps` and screenshots, and Mind2Web. No file of a running agent was had."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from tracewright import json_text
from tracewright.convert import runs
from tracewright.convert.browsing import Browsing, Step, is_located, screenshot_of, step_of
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.place import Place, id_at, list_at, object_at, text_at
from tracewright.convert.source import Sample, Source
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem, raising

name = "web_agent"
title = "Web agents (steps with screenshots, Mind2Web)"
version = 2
verified = False

PAGES = (
    "raw_html",
    "cleaned_html",
    "neg_candidates",
)  # of a Mind2Web action: the whole page, and all that it was not about
OF_A_ROW = ("operation", "pos_candidates", "target_html", "action_uid", "target_action_index", "target_action_reprs")
READ = ("steps", "actions", "action_reprs", "annotation_id", "screenshot", *OF_A_ROW, *PAGES)


def sniff(sample: Sample) -> Sniff:
    for item in sample.objects:
        steps = list_at(item, "steps")
        if _is_row(item) or any(map(_is_row, list_at(item, "actions"))):
            return Sniff(0.95, "actions of Mind2Web, with an operation and its candidates")
        if any("mouse_path" in step for step in steps if isinstance(step, dict)):
            return Sniff(0.95, "steps with the path of a mouse")
        is_shown = any(map(_is_shown, [item, *steps]))
        if steps and is_shown and ("site" in item or any(map(is_located, steps))):
            return Sniff(0.9, "steps with screenshots, and where on the page they were done")
    return Sniff(0.0, "no steps in a browser")


def _is_shown(step: Any) -> bool:
    return isinstance(step, dict) and any(key.startswith("screenshot") for key in step)


def _is_row(value: Any) -> bool:
    """An action of Mind2Web; its operation may be JSON in a text."""
    return (
        isinstance(value, dict)
        and "operation" in value
        and bool({"pos_candidates", "target_html", *PAGES} & set(value))
    )


def sources(paths: Iterable[Path]) -> list[Source]:
    return runs.each_alone(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    report_problem = on_problem or raising
    return runs.made_of(_joined(runs.runs_of(source, runs.each_is_a_run, report_problem)), _made, report_problem)


def _joined(found: Iterable[runs.Run]) -> Iterator[runs.Run]:
    """Rows of Mind2Web that follow each other and are of one task are one run, a row on each line."""
    for task, own in groupby(found, lambda run: id_at(run.value, "annotation_id") if _is_row(run.value) else ""):
        rows = list(own)
        if not task or len(rows) == 1:
            yield from rows
            continue
        native = b"\n".join(run.native.replace(b"\n", b" ") for run in rows)
        values = [runs.Placed(run.value, Place(line)) for line, run in enumerate(rows, start=1)]
        rows[0].report.records = len(rows)
        yield runs.Run(rows[0].where, native, values, rows[0].report)


def _made(run: runs.Run) -> runs.Made:
    item = run.value
    browsing = Browsing(run.report)
    if isinstance(item, dict):
        browsing.ask(item, run.place)
    if _is_row(item):
        for row, place in run.values:
            browsing.act(
                _of_mind2web(row, text_at(row, "target_action_reprs")), place, screenshot_of(row, place, {}, place, 0)
            )
    elif actions := list_at(item, "actions"):
        said = [each if isinstance(each, str) else "" for each in list_at(item, "action_reprs")]
        for index, action in enumerate(actions):
            place = run.place.inside("actions", index)
            step = _of_mind2web(action, said[index] if index < len(said) else "")
            browsing.act(step, place, screenshot_of(action, place, item, run.place, index))
    elif steps := list_at(item, "steps"):
        for index, step in enumerate(steps):
            place = run.place.inside("steps", index)
            fields = step if isinstance(step, dict) else {"content": step}
            browsing.act(step_of(fields), place, screenshot_of(step, place, item, run.place, index))
    else:
        raise TraceFormatError(
            run.where, "is no run in a browser: it must be an object with a list of steps or actions"
        )
    browsing.show_rest(item, run.place)
    task = id_at(item, "annotation_id") or id_at(item, "task_id")
    identity = id_at(item, "id") or run.hash()
    return runs.Made(identity, browsing.document(identity, item, name, READ, task_key=task))


def _of_mind2web(action: Any, said: str) -> Step:
    """The operation is the call, with the element that is the right one."""
    if not isinstance(action, dict):
        return Step("", None, said=said)
    done = object_at(action, "operation")
    if text := text_at(action, "operation"):
        try:
            read = json_text.read(text.encode())[0]
        except json_text.NotJson:
            read = None
        done = read if isinstance(read, dict) else {"op": text}
    given = {key: value for key, value in done.items() if key != "op"}
    targets = list_at(action, "pos_candidates")
    element = targets[0] if targets else action.get("target_html")
    if element not in (None, ""):
        given["element"] = element
    return Step(text_at(done, "op").lower() or "action", given, said=said)
