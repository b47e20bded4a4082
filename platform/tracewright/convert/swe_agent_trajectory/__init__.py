"""SWE-agent: `.traj` files of versions 0.x to 1.x, runs of several attempts, demonstrations, and Potato's pairs of messages.

docs/reference/formats.md says what becomes of what.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tracewright.convert import runs
from tracewright.convert.conversation import Turn
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.place import Place, list_at, number_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed
from tracewright.convert.source import Sample, Source
from tracewright.convert.swe_agent_trajectory.telling import Telling, before_the_first_act, paired
from tracewright.records import OnProblem

name = "swe_agent_trajectory"
title = "SWE-agent trajectories (.traj)"
version = 2

BEGINS = re.compile(r'"trajectory":\s*\[\s*\{\s*"action":')


def sniff(sample: Sample) -> Sniff:
    best = max(
        (_sniffed(record) for record in sample.objects), default=Sniff(0.0, "no trajectory of steps with action")
    )
    if best.certainty < 0.6 and BEGINS.search(sample.text):
        return Sniff(0.6, "it begins as a trajectory of steps with action")
    return best


def sources(paths: Iterable[Path]) -> list[Source]:
    return runs.each_alone(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    return runs.converted(source, partial(_made, file=source.path.name), _is_one, on_problem)


def _is_one(values: Sequence[Any]) -> bool:
    """A list is a run for each of its values."""
    return False


def _sniffed(record: dict[str, Any]) -> Sniff:
    steps = list_at(record, "trajectory")
    attempts = list_at(record, "attempts")
    if _is_step(steps[:1]) or any(_is_step(list_at(each, "trajectory")[:1]) for each in attempts[:1]):
        return Sniff(1.0, "a trajectory of steps with action, observation, response and state")
    if steps and isinstance(steps[0], list) and any(text_at(each, "role") for each in steps[0]):
        return Sniff(0.9, "a trajectory of lists of messages")
    history = list_at(record, "history")
    if any(text_at(each, "agent") and text_at(each, "role") and _has_own(each) for each in history):
        return Sniff(0.9, "a history of messages with agent, and thought or message_type")
    if text_at(object_at(record, "info"), "exit_status") and (list_at(record, "steps") or _has_roles(history) or steps):
        return Sniff(0.7, "the exit_status in info beside a history or steps")
    return Sniff(0.0, "no trajectory of steps with action")


def _is_step(first: Sequence[Any]) -> bool:
    wanted = {"action", "observation"}
    return any(isinstance(each, dict) and wanted <= set(each) and {"response", "state"} & set(each) for each in first)


def _has_own(message: dict[str, Any]) -> bool:
    return bool({"thought", "message_type", "is_demo"} & set(message))


def _has_roles(history: Sequence[Any]) -> bool:
    return any(text_at(each, "role") for each in history)


def _made(run: runs.Run, file: str) -> runs.Made:
    about, place = run.value if isinstance(run.value, dict) else {}, run.place
    attempts = list_at(about, "attempts")
    chosen = _chosen(about, len(attempts))
    if attempts and not list_at(about, "trajectory"):
        told = _told(attempts[chosen], place.inside("attempts", chosen), run.report)
    else:
        told = _told(about, place, run.report)
    info, identity = object_at(about, "info"), run.hash()
    others = [index for index in range(len(attempts)) if index != chosen]
    left = [(index, _told(attempts[index], place.inside("attempts", index), run.report).talk.turns) for index in others]
    facts: dict[str, Any] = {
        "system_prompt": told.system_prompt,
        "cwd": told.cwd,
        "model": _model(about, info),
        "task_key": _task_key(about, info) or _named(file, told.cwd),
        "outcome": {"exit_status": info["exit_status"]} if text_at(info, "exit_status") else {},
        "model_patch": text_at(info, "submission"),
        "metrics": _metrics(object_at(info, "model_stats")),
        "alternatives": [_alternative(index, turns) for index, turns in left if turns],
    }
    task = next((found for key in ("task_description", "problem_statement") if (found := text_at(about, key))), "")
    source = {"format": name, "version": text_at(info, "swe_agent_version")}
    return runs.Made(identity, told.talk.document(identity, source, task=task, **facts))


def _told(about: Any, place: Place, report: Report) -> Telling:
    """A run, or one of its attempts."""
    told = Telling(report)
    history = [Placed(each, place.inside("history", index)) for index, each in enumerate(list_at(about, "history"))]
    steps = list_at(about, "trajectory")
    if steps and not isinstance(steps[0], list):
        for message, where in before_the_first_act(history):
            told.message(message, where)
        for index, (step, logged) in enumerate(zip(steps, paired(steps, list_at(about, "history")), strict=True)):
            told.step(step, place.inside("trajectory", index), logged)
    elif steps:
        for message, where in _flat(steps, place.inside("trajectory"), report):
            told.message(message, where)
    elif history:
        for message, where in history:
            told.message(message, where)
    else:
        for index, step in enumerate(list_at(about, "steps")):
            told.step(_as_step(step), place.inside("steps", index), None)
    return told


def _alternative(attempt: int, turns: list[Turn]) -> dict[str, Any]:
    """An attempt that was not taken; each began anew."""
    fork = {"turn": None, "call": None}
    return {"id": f"attempt {attempt}", "fork": fork, "turns": turns, "chosen": False, "by": None, "reason": None}


def _flat(steps: Sequence[Any], place: Place, report: Report) -> Iterator[Placed]:
    """Potato's pairs: lists of messages."""
    for index, messages in enumerate(steps):
        if not isinstance(messages, list):
            report.unknown["step that is no list"] += 1
            continue
        for nth, message in enumerate(messages):
            yield Placed(message, place.inside(index, nth))


def _as_step(step: Any) -> Any:
    """A step with other names for what it thinks and sees."""
    if not isinstance(step, dict):
        return step
    return {"thought": step.get("reasoning"), "observation": step.get("output"), **step}


def _chosen(about: dict[str, Any], count: int) -> int:
    """Which attempt is the run's: the one that was found best, else the last."""
    best = number_at(object_at(about, "info"), "best_attempt_idx")
    return best if isinstance(best, int) and 0 <= best < count else count - 1


def _model(about: dict[str, Any], info: dict[str, Any]) -> str:
    configured = object_at(object_at(object_at(about, "replay_config"), "agent"), "model")
    found = (text_at(info, "model_name"), text_at(info, "model"), text_at(about, "model"), text_at(configured, "name"))
    return next(filter(None, found), "")


def _task_key(about: dict[str, Any], info: dict[str, Any]) -> str:
    stated = object_at(object_at(about, "replay_config"), "problem_statement")
    found = (text_at(info, "instance_id"), text_at(about, "instance_id"), text_at(about, "id"), text_at(stated, "id"))
    return next(filter(None, found), "")


def _named(file: str, cwd: str) -> str:
    """The task by the name of the file, where 0.x has it, and by nothing else in the log than the repository it works in.

    A name that does not end in that repository and a number may be anybody's.

    >>> _named("marshmallow-code__marshmallow-1867.traj", "/marshmallow-code__marshmallow"), _named("run-1.traj", "/testbed")
    ('marshmallow-code__marshmallow-1867', '')
    """
    repository = cwd.strip("/")
    found = (
        re.search(rf"(?:^|_)({re.escape(repository)}-\d+)$", file.removesuffix(".traj")) if "__" in repository else None
    )
    return found[1] if found else ""


def _metrics(stats: dict[str, Any]) -> dict[str, Any]:
    """0 dollars and 0 tokens are what a replay or an unknown model has: nothing is known."""
    cost = number_at(stats, "instance_cost") or number_at(stats, "total_cost")
    found = {
        "cost_usd": cost,
        "api_calls": number_at(stats, "api_calls"),
        "input_tokens": number_at(stats, "tokens_sent"),
        "output_tokens": number_at(stats, "tokens_received"),
    }
    return {key: value for key, value in found.items() if value}
