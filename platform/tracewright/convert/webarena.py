"""WebArena: an `intent` and the `actions` that an agent did for it, as Potato's projects have them. No real file was had."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tracewright.convert import runs
from tracewright.convert.browsing import TASKS, Browsing, screenshot_of, step_of
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.place import id_at, list_at, text_at
from tracewright.convert.source import Sample, Source
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem

name = "webarena"
title = "WebArena trajectories (intent and actions)"
version = 2
verified = False

LISTS = ("actions", "trajectory")
READ = (*LISTS, "task_id")


def sniff(sample: Sample) -> Sniff:
    for item in sample.objects:
        if any(text_at(item, key) for key in TASKS) and any(
            _is_action(step) for key in LISTS for step in list_at(item, key)
        ):
            return Sniff(0.9, "an intent or task, and actions with action_type or element")
    return Sniff(0.0, "no intent with actions")


def _is_action(step: Any) -> bool:
    return isinstance(step, dict) and "operation" not in step and ("action_type" in step or "element" in step)


def sources(paths: Iterable[Path]) -> list[Source]:
    return runs.each_alone(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    return runs.converted(source, _made, runs.each_is_a_run, on_problem)


def _made(run: runs.Run) -> runs.Made:
    item = run.value
    key = next((key for key in LISTS if list_at(item, key)), "")
    if not key:
        raise TraceFormatError(run.where, "is no run in a browser: it must be an object with a list of actions")
    browsing = Browsing(run.report)
    browsing.ask(item, run.place)
    for index, step in enumerate(list_at(item, key)):
        place = run.place.inside(key, index)
        if isinstance(step, dict):
            browsing.act(step_of(step), place, screenshot_of(step, place, item, run.place, index))
        else:
            run.report.unknown["action that is no object"] += 1
    browsing.show_rest(item, run.place)
    identity = id_at(item, "id") or run.hash()
    return runs.Made(identity, browsing.document(identity, item, name, READ, task_key=id_at(item, "task_id")))
