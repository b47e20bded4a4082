"""SWE-bench: instances, as the data sets have them, and as Potato's projects do, with a model's patch and steps beside them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tracewright.convert import runs
from tracewright.convert.conversation import Conversation
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.place import id_at, list_at, text_at
from tracewright.convert.react import take_step
from tracewright.convert.source import Sample, Source
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem

name = "swebench"
title = "SWE-bench instances"
version = 1
verified = False

GOLD = ("patch", "test_patch", "base_commit", "FAIL_TO_PASS", "PASS_TO_PASS")
OF_A_RUN = ("model_patch", "model_trajectory", "model_name_or_path", "test_result")
READ = ("instance_id", "problem_statement", "model_trajectory", "model_name_or_path")
LOGS = ("messages", "trajectory", "history")  # of runs that name their instance
RESULTS = {"resolved": True, "unresolved": False}


def sniff(sample: Sample) -> Sniff:
    if any(_is_instance(record) for record in sample.objects):
        return Sniff(0.9, "instance_id and problem_statement, with a patch or the tests to pass")
    return Sniff(0.0, "no instance_id beside a problem_statement and a patch")


def _is_instance(record: dict[str, Any]) -> bool:
    keys = set(record)
    return {"instance_id", "problem_statement"} <= keys and bool(keys & {*GOLD, *OF_A_RUN}) and not keys & set(LOGS)


def sources(paths: Iterable[Path]) -> list[Source]:
    return runs.each_alone(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    return runs.converted(source, _made, runs.each_is_a_run, on_problem)


def _made(run: runs.Run) -> runs.Made:
    """The task, and the steps of a model that tried it; its fields stay as they came."""
    item = run.value
    if not isinstance(item, dict) or "instance_id" not in item:
        raise TraceFormatError(run.where, "is no instance of SWE-bench: it must be an object with an instance_id")
    run.report.types["instance"] += 1
    talk, task = Conversation(run.report), id_at(item, "instance_id")
    if asked := text_at(item, "problem_statement"):
        talk.say("user", "prompt", asked, run.place.inside("problem_statement"))
    for index, step in enumerate(list_at(item, "model_trajectory")):
        take_step(talk, run.report, step, run.place.inside("model_trajectory", index))
    is_tried = any(item.get(key) for key in OF_A_RUN)
    identity = run.hash() if is_tried or not task else task
    result = RESULTS.get(text_at(item, "test_result").casefold())
    facts: dict[str, Any] = {
        "task_key": task,
        "model": text_at(item, "model_name_or_path"),
        "outcome": {} if result is None else {"resolved": result},
    }
    document = talk.document(identity, {"format": name}, **facts)
    kept = {key: value for key, value in item.items() if key not in (*READ, *document, "steps")}
    return runs.Made(identity, {**document, **kept})
