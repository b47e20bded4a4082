"""Files of outcomes, recognised by their content: predictions, reports of an evaluation, exit statuses."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from tracewright import json_text, yaml_text
from tracewright.convert.json_lines import json_lines
from tracewright.convert.outcomes.reports import REPORT_LISTS, RESULT_LISTS, of_instances, of_report, of_results
from tracewright.convert.place import id_at, list_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.source import Sample, Source, sample_of
from tracewright.errors import TraceFormatError

STATUSES = "instances_by_exit_status"
RUN = ("problem_statement", "messages", "trajectory", "history", "trajectory_format")  # what no prediction has
_YAML = re.compile(rf"^{STATUSES}:", re.MULTILINE)
# Without one of these at its beginning no file is looked at more closely: most are long logs.
MARKS = [f'"{key}"'.encode() for key in ("model_patch", "resolved", "exit_statuses", "total_instances", *REPORT_LISTS)]
BEGINNING = 256 * 1024


class Kind(StrEnum):
    PREDICTIONS = "predictions"
    INSTANCES = "reports of instances"
    REPORT = "report of an evaluation"
    RESULTS = "results of an evaluation"
    STATUSES = "exit statuses"
    SUMMARY = "summary of a run, which names no task"


class Outcome(NamedTuple):
    """What a file says of a task. `facts`, each only where it is said: `model_patch` ("" for none), `exit_status`, `resolved`,
    `evaluation` (why it could not be judged), `tests_status`.
    """

    task_key: str
    facts: dict[str, Any]


class OutcomeFile(NamedTuple):
    """`name` is how errors call it; `fault` names the lines that cannot be read, "" for none."""

    path: Path
    name: str
    kind: Kind
    outcomes: list[Outcome]
    fault: str = ""


def kind_of_file(path: Path, name: str) -> Kind | None:
    """What outcomes the file holds, None for none. TraceFormatError when it cannot be read."""
    try:
        with path.open("rb") as file:
            beginning = file.read(BEGINNING)
    except OSError as error:
        raise TraceFormatError(name, f"cannot be read: {error.strerror}") from error
    is_marked = STATUSES.encode() in beginning or any(mark in beginning for mark in MARKS)
    return kind_of(sample_of(path, name)) if is_marked else None


def kind_of(sample: Sample) -> Kind | None:
    """What outcomes the file holds that begins so, None for none."""
    records = sample.objects
    if not records:
        return Kind.STATUSES if not sample.records and _YAML.search(sample.text) else None
    if len(records) == len(sample.records) and all(map(_is_prediction, records)):
        return Kind.PREDICTIONS
    return _kind_of_object(records[0]) if len(records) == 1 and not sample.is_list else None


def _kind_of_object(value: dict[str, Any]) -> Kind | None:
    if object_at(value, STATUSES):
        return Kind.STATUSES
    if any(isinstance(value.get(key), list) for key in REPORT_LISTS):
        return Kind.REPORT
    if isinstance(value.get("resolved"), list) and any(isinstance(value.get(key), list) for key in RESULT_LISTS[1:]):
        return Kind.RESULTS
    if (
        any(isinstance(count, int) for count in object_at(value, "exit_statuses").values())
        or "total_instances" in value
    ):
        return Kind.SUMMARY
    by_task = [each for each in value.values() if isinstance(each, dict)]
    if not by_task or len(by_task) < len(value):
        return None
    whole = by_task[:-1] or by_task  # the last one may be cut
    if all(_is_prediction({"instance_id": "", **each}) for each in whole):
        return Kind.PREDICTIONS
    if all(isinstance(each.get("resolved"), bool) for each in whole):
        return Kind.INSTANCES
    return None


def _is_prediction(value: dict[str, Any]) -> bool:
    patch = value.get("model_patch", 0)
    return "instance_id" in value and (patch is None or isinstance(patch, str)) and not set(RUN) & set(value)


def read(path: Path, name: str, kind: Kind) -> OutcomeFile:
    """All that the file says. TraceFormatError when it cannot be read, or says nothing of any task."""
    report = Report()
    values = _values(Source(path, name).read()[path.name], name, report)
    value = values[0] if values else None
    match kind:
        case Kind.PREDICTIONS:
            found = list(_predictions(values, report))
        case Kind.STATUSES:
            found = [Outcome(task, {"exit_status": status}) for task, status in _statuses(object_at(value, STATUSES))]
        case _:
            by_task = {Kind.INSTANCES: of_instances, Kind.REPORT: of_report, Kind.RESULTS: of_results}.get(kind)
            facts = by_task(value) if by_task and isinstance(value, dict) else {}
            found = [Outcome(task, said) for task, said in facts.items()]
    if not found:
        raise TraceFormatError(name, f"{kind}: it says nothing of any task, so nothing of it is joined to a trace")
    lines = ", ".join(warning.partition(":")[0] for warning in report.warnings)
    fault = f"{report.unreadable} records cannot be read: {lines}" if report.unreadable else ""
    return OutcomeFile(path, name, kind, found, fault)


def _values(raw: bytes, name: str, report: Report) -> Sequence[Any]:
    """The elements of a list, the values of the lines, or the only value, of JSON or YAML."""
    try:
        value, _ = json_text.read(raw)
    except json_text.NotJson:
        text = raw.decode(errors="replace")
        if not _YAML.search(text):
            return [line.value for line in json_lines(raw, report)]
        try:
            value = yaml_text.read(text)
        except yaml_text.NotYaml as error:
            raise TraceFormatError(name, str(error)) from error
    return value if isinstance(value, list) else [value]


def _predictions(values: Sequence[Any], report: Report) -> Iterator[Outcome]:
    """Of a list or lines of them, or of an object that has them by task."""
    for number, value in enumerate(values, start=1):
        fields = value if isinstance(value, dict) else {"": value}
        by_task: Mapping[str, Any] = {id_at(fields, "instance_id"): fields} if "model_patch" in fields else fields
        for task, said in by_task.items():
            if task and isinstance(said, dict):
                yield Outcome(task, {"model_patch": text_at(said, "model_patch")})
            else:
                report.unreadable += 1
                report.warn(f"prediction {task or number}", "is no object, or names no task")


def _statuses(by_status: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for status in by_status:
        yield from ((task, str(status)) for task in list_at(by_status, status) if isinstance(task, str))
