"""Logs of Inspect: `.eval` archives and `.json`, of which each sample is a run.

Read from versions of 2024-05 to 2025-09; docs/reference/formats.md says what becomes of what.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tracewright import json_text
from tracewright.convert import runs
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.inspect import archive, logs
from tracewright.convert.inspect.events import Events
from tracewright.convert.inspect.held import Held
from tracewright.convert.inspect.messages import Told
from tracewright.convert.inspect.sub_agents import flat, spawned_in
from tracewright.convert.place import id_at, list_at, object_at, text_at
from tracewright.convert.source import Sample, Source
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem, raising
from tracewright.trace import text_of

name = "inspect"
title = "Inspect logs (.eval archives, .json)"
version = 2

EMPTY: tuple[Any, ...] = (None, "", [], {})


def sniff(sample: Sample) -> Sniff:
    if archive.is_log(sample.entries):
        return Sniff(1.0, "an archive with a header or a journal, and samples")
    if any(map(logs.is_log, sample.objects)):
        return Sniff(1.0, "an eval with its plan or version")
    if any(map(logs.is_sample, sample.objects)):
        return Sniff(0.9, "a sample with its epoch, input and messages")
    begun = sample.text.lstrip()
    if begun.startswith("PK\x03\x04") and (archive.START in begun or archive.SAMPLES in begun):
        return Sniff(0.7, "the beginning of an archive with a journal or samples")
    if begun.startswith("{") and "".join(begun[:60].split()).startswith('{"version":') and '"status":' in begun[:100]:
        return Sniff(0.6, "the beginning of a log with its version and status")
    return Sniff(0.0, "no eval, no sample, and no archive of some")


def sources(paths: Iterable[Path]) -> list[Source]:
    return runs.each_alone(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    report_problem = on_problem or raising
    try:
        yield from runs.made_of(logs.runs_of(source, report_problem), _made, report_problem)
    except TraceFormatError as error:
        if on_problem is None:
            raise
        on_problem(error)


def _made(run: runs.Run) -> runs.Made:
    (sample, place), (header, _) = run.values
    if not isinstance(sample, dict):
        raise TraceFormatError(run.where, "is a sample that is no object")
    transcript = object_at(sample, "transcript")  # where logs of 2024 have their events
    given = list(flat(list_at(sample, "events"), place.inside("events")))
    given = given or list(flat(list_at(transcript, "events"), place.inside("transcript", "events")))
    run.report.types += Counter(f"event {text_at(event, 'event')}" for event, _ in given)
    held = Held(sample, place, run.where)
    events = Events((event for event, _ in given), held)
    told = Told(run.report, events, held)
    inner = place.inside("messages")
    for index, message in enumerate(list_at(sample, "messages")):
        told.take(message, inner.inside(index))
    agents = told.sub_agents(spawned_in(given, events.left()))
    if left := events.left():
        run.report.unknown["model event of no message"] += len(left)
    if error := object_at(sample, "error"):
        told.fail(text_at(error, "message") or text_of(error), place.inside("error"))
    about, identity = object_at(header, "eval"), _identity(header, sample)
    facts: dict[str, Any] = {
        "system_prompt": told.system_prompt,
        "tools": events.tools,
        "agents": agents,
        "task_key": "/".join(filter(None, (text_at(about, "task"), id_at(sample, "id")))),
        "outcome": _outcome(header, sample, held),
        "target": sample.get("target"),
        "metadata": object_at(sample, "metadata"),
        "usage": _spent(sample),
        "attachments": told.attachments.listed,
    }
    packages = object_at(about, "packages")
    document = told.talk.document(identity, {"format": name, "version": text_at(packages, "inspect_ai")}, **facts)
    if "model" not in document and text_at(about, "model"):
        document["model"] = text_at(about, "model")
    return runs.Made(identity, document)


def _identity(header: dict[str, Any], sample: dict[str, Any]) -> str:
    """The sample's own id; older ones are named by their evaluation, what was asked, and the epoch."""
    about = object_at(header, "eval")
    named = [about.get(key) for key in ("run_id", "task_id", "created")] + [
        sample.get(key) for key in ("id", "epoch", "input")
    ]
    return text_at(sample, "uuid") or hashlib.sha256(json_text.canonical(named).encode()).hexdigest()[:32]


def _outcome(header: dict[str, Any], sample: dict[str, Any], held: Held) -> dict[str, Any]:
    """{"scores": {"includes": "C"}, "score_details": {"includes": {"answer": "7 m", "explanation": "Is in it."}}, "epoch": 1,
    "status": "success"}; also the error with where in the program it was, or the limit that was hit.
    """
    given = object_at(sample, "scores") or ({"score": sample["score"]} if object_at(sample, "score") else {})
    scores = {scorer: score.get("value") if isinstance(score, dict) else score for scorer, score in given.items()}
    told = {
        "scores": scores,
        "score_details": _details(given, held),
        "epoch": sample.get("epoch"),
        "status": text_at(header, "status"),
        "error": text_at(object_at(sample, "error"), "message"),
        "traceback": text_at(object_at(sample, "error"), "traceback"),
        "limit": text_at(object_at(sample, "limit"), "type"),
    }
    return {key: found for key, found in told.items() if found not in (None, "", {})}


def _details(scores: dict[str, Any], held: Held) -> dict[str, Any]:
    """What each scorer says beside its value: the answer that it found, why it gave that value, and what else it notes."""
    told = {
        scorer: {key: held.whole(each) for key, each in score.items() if key != "value" and each not in EMPTY}
        for scorer, score in scores.items()
        if isinstance(score, dict)
    }
    return {scorer: each for scorer, each in told.items() if each}


def _spent(sample: dict[str, Any]) -> dict[str, int]:
    """The tokens of the sample, of all its models."""
    total = Counter[str]()
    for usage in object_at(sample, "model_usage").values():
        counts = usage if isinstance(usage, dict) else {}
        total.update({key: value for key, value in counts.items() if isinstance(value, int) and value > 0})
    return dict(total)
