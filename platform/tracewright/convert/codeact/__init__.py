"""CodeAct and MINT: an agent that acts by Python in its text, between `<execute>` and `</execute>`.

Read from CodeActInstruct lines, from the print of them in CodeAct's notebook, and from its in-context examples.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tracewright.convert import runs
from tracewright.convert.codeact import texts
from tracewright.convert.codeact.telling import Told
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.place import list_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.source import Sample, Source
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem, raising
from tracewright.trace import text_of

name = "codeact"
title = "CodeAct trajectories (CodeActInstruct lines, and their texts)"
version = 2

TAGS = ("<execute>", "<solution>")


def sniff(sample: Sample) -> Sniff:
    messages = [each for record in sample.objects for each in list_at(record, "conversations")]
    if any(text_at(each, "role") == "assistant" and _acts(text_of(each.get("content"))) for each in messages):
        return Sniff(0.95, "conversations whose assistant writes <execute> or <solution>")
    if texts.is_text(sample.text) and _acts(sample.text):
        return Sniff(0.9, "a text of what the Assistant says, with <execute> or <solution>")
    return Sniff(0.0, "no conversation with <execute> or <solution>")


def _acts(text: str) -> bool:
    return any(tag in text for tag in TAGS)


def sources(paths: Iterable[Path]) -> list[Source]:
    return runs.each_alone(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    report_problem = on_problem or raising
    try:
        raw = source.read()[source.path.name]
    except TraceFormatError as error:
        report_problem(error)
        return
    if texts.is_text(raw[:65536].decode(errors="replace")):
        values = [runs.Placed(value, place) for value, place in texts.messages_of(raw)]
        run = runs.Run(source.name, raw, values, Report(records=len(values)))
        if values:
            yield from runs.made_of([run], _of_text, report_problem)
        else:
            report_problem(TraceFormatError(source.name, "holds nothing that anybody says"))
        return
    yield from runs.converted(source, _made, _is_one, on_problem)


def _is_one(values: Sequence[Any]) -> bool:
    """Each line, or each element of a list, is a run of its own."""
    return False


def _of_text(run: runs.Run) -> runs.Made:
    told = Told(run.report)
    for message, place in run.values:
        told.take(message, place)
    return _document(told, run.hash_of_all(), {})


def _made(run: runs.Run) -> runs.Made:
    told, place = Told(run.report), run.place.inside("conversations")
    for index, message in enumerate(list_at(run.value, "conversations")):
        told.take(message, place.inside(index))
    given = run.value.get("id") if isinstance(run.value, dict) else None
    identity = given if isinstance(given, str) and given else run.hash()
    parts = identity.split("/")
    facts = {"task_key": "/".join(parts[:3]), "model": parts[3]} if len(parts) == 5 else {}
    return _document(told, identity, facts)


def _document(told: Told, identity: str, facts: dict[str, str]) -> runs.Made:
    facts = {"system_prompt": told.system_prompt, "final_answer": told.solution, **facts}
    return runs.Made(identity, told.talk.document(identity, {"format": name}, **facts))
