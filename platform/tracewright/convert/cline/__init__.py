"""Cline and Roo Code: the folder of a task, with its conversation, what was shown of it, and its models.

docs/reference/formats.md says what becomes of what.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from tracewright import json_text
from tracewright.convert import runs
from tracewright.convert.bundle import joined
from tracewright.convert.cline import texts
from tracewright.convert.cline.requests import Requests
from tracewright.convert.cline.telling import Told
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.place import Place, list_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.requests import identity_of, is_message
from tracewright.convert.source import Sample, Source, sample_of
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem, raising

name = "cline"
title = "Cline and Roo Code tasks (folders)"
version = 2
verified = False

LONE = "is part of a task of Cline; give the folder with its api_conversation_history.json"
HISTORY, SHOWN, METADATA, ITEM = "history", "shown", "metadata", "item"
TOLD = {HISTORY: 0.95, SHOWN: 1.0, METADATA: 0.9, ITEM: 0.9}
WHY = {
    HISTORY: "messages with environment_details, or calls in XML and their results",
    SHOWN: "messages with ts, type say or ask, and what is said or asked",
    METADATA: "the files_in_context of a task",
    ITEM: "a task with its ts, tokensIn and tokensOut",
}


def sniff(sample: Sample) -> Sniff:
    kind = _kind(sample)
    return Sniff(TOLD[kind], WHY[kind]) if kind else Sniff(0.0, "no file of a task of Cline")


def _kind(sample: Sample) -> str:
    """Which file of a task it is, "" for none."""
    first = sample.objects[0] if sample.objects else {}
    if sample.is_list and all(map(_is_shown, sample.records)) and sample.records:
        return SHOWN
    if sample.is_list and all(map(is_message, sample.records)) and any(map(_is_marked, sample.records)):
        return HISTORY
    if isinstance(first.get("files_in_context"), list):
        return METADATA
    return ITEM if all(key in first for key in ("id", "ts", "task", "tokensIn", "tokensOut")) else ""


def _is_shown(value: Any) -> bool:
    kind = text_at(value, "type")
    return kind in ("say", "ask") and bool(text_at(value, kind)) and "ts" in value


def _is_marked(message: dict[str, Any]) -> bool:
    content = message.get("content")
    blocks = [{"text": content}] if isinstance(content, str) else list_at(message, "content")
    told = [text_at(block, "text") for block in blocks]
    if text_at(message, "role") == "user":
        return any(texts.ENVIRONMENT in text or texts.result_head(text) for text in told)
    return False


def sources(paths: Iterable[Path]) -> list[Source]:
    """Each conversation with what lies beside it. What has no conversation beside it is a source by itself."""
    paths = list(paths)
    kinds = {path: _kind_of(path) for path in paths} if len(paths) > 1 else {}
    folders = defaultdict[Path, dict[str, Path]](dict)
    for path, kind in kinds.items():
        if kind:
            folders[path.parent].setdefault(kind, path)
    found = [
        Source(
            kinds[HISTORY], str(kinds[HISTORY]), tuple(path for kind, path in sorted(kinds.items()) if kind != HISTORY)
        )
        for kinds in folders.values()
        if HISTORY in kinds
    ]
    taken = {path for source in found for path in (source.path, *source.parts)}
    return [*found, *(Source(path, str(path)) for path in paths if path not in taken)]


def _kind_of(path: Path) -> str:
    try:
        return _kind(sample_of(path, path.name))
    except TraceFormatError:
        return ""


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    report_problem = on_problem or raising
    try:
        files = source.read()
        run, others = _read(source, files)
    except TraceFormatError as error:
        report_problem(error)
        return
    yield from runs.made_of([run], partial(_made, others=others), report_problem)


def _read(source: Source, files: Mapping[str, bytes]) -> tuple[runs.Run, list[Any]]:
    """The run of the first file, and the values of the others; what cannot be read of those is told."""
    report, others = Report(), []
    (own, native), *parts = files.items()
    try:
        value, report.repairs = json_text.read(native.removeprefix(b"\xef\xbb\xbf"))
    except json_text.NotJson as error:
        raise TraceFormatError(source.name, str(error)) from error
    for file, raw in parts:
        try:
            others.append(json_text.read(raw.removeprefix(b"\xef\xbb\xbf"))[0])
            report.records += 1
        except json_text.NotJson as error:
            report.unreadable += 1
            report.warn(PurePosixPath(file).name, f"is no JSON: {error}")
    if isinstance(value, list) and value and all(map(_is_shown, value)) or isinstance(value, dict) and value:
        raise TraceFormatError(source.name, LONE)
    if not isinstance(value, list) or not any(map(is_message, value)):
        raise TraceFormatError(source.name, "holds no messages of a task: it must be a list of them")
    report.records += len(value)
    place = Place(file=own if parts else "")
    placed = [runs.Placed(each, place.inside(index)) for index, each in enumerate(value)]
    return runs.Run(source.name, joined(files), placed, report), others


def _made(run: runs.Run, others: Sequence[Any]) -> runs.Made:
    shown = next((each for each in others if isinstance(each, list)), [])
    facts = [each for each in others if isinstance(each, dict)]
    metadata = next((each for each in facts if "files_in_context" in each), {})
    item = next((each for each in facts if "tokensIn" in each), {})
    requests = Requests(shown, metadata, [each.value for each in run.values], run.report)
    told = Told(run.report, requests)
    told.tell_all(run.values)
    identity = text_at(item, "id") or identity_of(run)
    metrics = {"cost_usd": requests.cost, "api_calls": requests.count}
    document = told.document(
        identity, {"format": name}, metrics={key: count for key, count in metrics.items() if count}
    )
    if requests.model:
        document.setdefault("model", requests.model)
    return runs.Made(identity, document)
