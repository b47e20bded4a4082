"""ReAct: items whose `steps` are a thought, an action and its observation, as Potato's projects hold them."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tracewright.convert import runs
from tracewright.convert.conversation import Conversation
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.place import Place, list_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.source import Sample, Source
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem
from tracewright.text_calls import text_call
from tracewright.trace import text_of

name = "react"
title = "ReAct items (steps of thought, action, observation)"
version = 2

THOUGHTS, ACTIONS, OBSERVATIONS = ("thought", "reasoning"), ("action",), ("observation", "output")
STEP = (*THOUGHTS, *ACTIONS, *OBSERVATIONS)
TASKS = ("task_description", "task", "question")
READ = ("id", "steps", *TASKS)  # of an item; the rest of its fields is kept as it came


def sniff(sample: Sample) -> Sniff:
    items = [item for item in sample.objects if "trace_id" not in item and not object_at(item, "info")]
    steps = [step for item in items for step in list_at(item, "steps") if isinstance(step, dict)]
    if any("source" in step or "step_id" in step or "tool_calls" in step or "agent" in step for step in steps):
        return Sniff(0.0, "steps of another format")
    if any("action" in step and ("thought" in step or "observation" in step) for step in steps):
        return Sniff(0.8, "items with steps of thought, action and observation")
    return Sniff(0.0, "no item has steps of thought, action and observation")


def sources(paths: Iterable[Path]) -> list[Source]:
    return runs.each_alone(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    return runs.converted(source, _made, runs.each_is_a_run, on_problem)


def _made(run: runs.Run) -> runs.Made:
    item = run.value
    if not isinstance(item, dict):
        raise TraceFormatError(run.where, "is no item: it must be an object with a list of steps")
    talk = Conversation(run.report)
    for index, step in enumerate(list_at(item, "steps")):
        take_step(talk, run.report, step, run.place.inside("steps", index))
    identity = _identity(item) or run.hash()
    kept = {key: value for key, value in item.items() if key not in (*READ, "source", "structured_turns")}
    model = text_at(item, "model") or text_at(object_at(item, "metadata"), "model")
    task = next((text for key in TASKS if (text := text_at(item, key))), "")
    document = talk.document(identity, {"format": name}, task=task, model=model)
    return runs.Made(identity, {**document, **{key: value for key, value in kept.items() if key not in document}})


def take_step(talk: Conversation, report: Report, step: Any, place: Place) -> None:
    """A step of thought, action and observation as a turn; a step that is no object is what the agent says."""
    report.types["step"] += 1
    if not isinstance(step, dict):
        talk.say("assistant", "agent", text_of(step), place)
        return
    fields = step
    for key in fields.keys() - set(STEP):
        report.unknown[f"field {key} of a step"] += 1
    thought, action, seen = (_first(fields, keys) for keys in (THOUGHTS, ACTIONS, OBSERVATIONS))
    if thought is not None or action is not None:
        turn = talk.say("assistant", "agent", "", place, thinking=text_of(thought) if thought is not None else "")
        if action is not None:
            talk.leave("")
            tool, given = action_of(action)
            talk.call(turn, tool, given, place)
    if seen is not None:
        talk.answer("", text_of(seen), place)


def _first(fields: dict[str, Any], keys: Sequence[str]) -> Any:
    """The first of the fields that says something."""
    return next((fields[key] for key in keys if fields.get(key) not in (None, "")), None)


def action_of(action: Any) -> tuple[str, Any]:
    """The tool and what it is given: a text stays whole, as its input.

    >>> action_of("search(query='sums')"), action_of({"tool": "Read", "input": {"path": "a.py"}})
    (('search', "search(query='sums')"), ('Read', {'path': 'a.py'}))
    """
    if isinstance(action, dict):
        tool = text_at(action, "tool") or text_at(action, "name")
        given = next((action[key] for key in ("input", "params", "arguments", "args") if key in action), action)
        return tool or "action", given
    text = text_of(action)
    called = text_call(text)
    return (called.tool if called else "action"), text


def _identity(item: dict[str, Any]) -> str:
    found = item.get("id")
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""
