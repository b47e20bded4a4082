"""Corrected traces as supervised fine-tuning targets and as preference pairs."""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import add
from pathlib import Path
from typing import IO, Any

import msgspec

from tracewright import json_text
from tracewright.correction import corrected, edit_rows, stale_rows
from tracewright.export.records import Answered, ExportReport, Given, Writing
from tracewright.trace import Document, steps, task

name = "trajectory_correction"
title = "Corrected trajectories (SFT and DPO)"
CORRECTIONS, SFT, DPO = "trajectory_corrections.json", "trajectory_sft.jsonl", "trajectory_dpo.jsonl"
file_names: Sequence[str] = (CORRECTIONS, SFT, DPO)

_BETWEEN = ",\n"


def write_part(records: Iterable[Answered], directory: Path) -> Writing:
    """One record for each answer to a trajectory_edit scheme; SFT and DPO lines only where the trace has changed."""
    counts = dict.fromkeys(("total_corrections", "edited_traces", "unedited_traces", "not_applied"), 0)
    with _open(directory / CORRECTIONS) as corrections, _open(directory / SFT) as sft, _open(directory / DPO) as dpo:
        for number, answered in enumerate(records, start=1):
            for record in _records(answered):
                corrections.write((_BETWEEN if counts["total_corrections"] else "") + _indented(record))
                counts["total_corrections"] += 1
                counts["not_applied"] += len(record["not_applied"])
                is_edited = _is_edited(record)
                counts["edited_traces" if is_edited else "unedited_traces"] += 1
                if is_edited:
                    sft.write(json_text.line(_sft(record)) + "\n")
                    dpo.write(json_text.line(_dpo(record)) + "\n")
            yield number
    return ExportReport(counts)


def join(parts: Sequence[Path], reports: Sequence[ExportReport], out: Path) -> ExportReport:
    counts = reduce(add, reports, ExportReport()).counts
    with _open(out / CORRECTIONS) as target:
        target.write('{\n  "records": [')
        _append(target, [part / CORRECTIONS for part in parts], before="\n", between=_BETWEEN, after="\n  ")
        target.write("],\n")
        target.write(f'  "n_total": {counts.get("total_corrections", 0)},\n')
        target.write(f'  "n_edited": {counts.get("edited_traces", 0)},\n')
        target.write(f'  "n_unedited": {counts.get("unedited_traces", 0)}\n}}\n')
    for file_name in (SFT, DPO):
        with _open(out / file_name) as target:
            _append(target, [part / file_name for part in parts])
    return ExportReport(counts, [*_warnings(counts)])


def record_of(answered: Answered, given: Given) -> dict[str, Any]:
    """One record of trajectory_corrections.json."""
    config, answer = given.config, given.answer
    after = corrected(answered.document, config, answer)
    has_final = any(document.get(config["final_answer_key"]) is not None for document in (answered.document, after))
    edits = edit_rows(answered.document, config, answer)
    return {
        "trace_id": answered.trace_id,
        "annotator": answered.annotator,
        "task": task(answered.document),
        "original_trace": _trace(answered.document, config, has_final),
        "corrected_trace": _trace(after, config, has_final),
        "edits": edits,
        "n_edits": len(edits),
        "total_edit_distance": sum(edit["edit_distance_chars"] for edit in edits),
        "not_applied": answer["not_applied"],
        "stale_calls": stale_rows(answered.document, config, answer),
    }


def _records(answered: Answered) -> Iterator[dict[str, Any]]:
    return (record_of(answered, given) for given in answered.answers.values() if given.kind == "trajectory_edit")


def _is_edited(record: Mapping[str, Any]) -> bool:
    """Whether the trace is another one now: steps that are equal can change places, and an edit can be undone by a move."""
    if all(edit["op"] == "edit" for edit in record["edits"]):
        return bool(record["edits"])
    return json_text.compact(record["original_trace"]) != json_text.compact(record["corrected_trace"])


def _trace(document: Document, config: Mapping[str, Any], has_final: bool) -> dict[str, Any]:
    trace = {"task": task(document), "steps": steps(document, config["steps_key"])}
    key = config["final_answer_key"]
    return {**trace, key: document.get(key)} if has_final else trace


def _sft(record: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "prompt": record["task"],
        "completion": record["corrected_trace"],
        "trace_id": record["trace_id"],
        "annotator": record["annotator"],
    }


def _dpo(record: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "prompt": record["task"],
        "chosen": record["corrected_trace"],
        "rejected": record["original_trace"],
        "trace_id": record["trace_id"],
        "annotator": record["annotator"],
    }


def _indented(record: Mapping[str, Any]) -> str:
    text = msgspec.json.format(json_text.one_line_each(json_text.compact(record)), indent=2)
    return "    " + text.replace("\n", "\n    ")


def _append(target: IO[str], fragments: Iterable[Path], before: str = "", between: str = "", after: str = "") -> None:
    """Copies the fragments that hold something; `before` and `after` are written only when one does."""
    separator = before
    for fragment in fragments:
        if fragment.stat().st_size:
            target.write(separator)
            with fragment.open(encoding="utf-8", newline="") as source:
                shutil.copyfileobj(source, target)
            separator = between
    if separator != before:
        target.write(after)


def _warnings(counts: Mapping[str, int]) -> Iterator[str]:
    if unedited := counts.get("unedited_traces"):
        yield f"answers without an edit, which are in {CORRECTIONS} only: {unedited}"
    if not_applied := counts.get("not_applied"):
        yield f"edits that could not be applied, listed under not_applied with the reason: {not_applied}"


def _open(path: Path) -> IO[str]:
    return path.open("w", encoding="utf-8", newline="\n")
