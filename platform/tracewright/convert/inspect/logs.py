"""The samples of a log, each as a run: its native bytes are a log of that one sample."""

import codecs
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from tracewright import json_text
from tracewright.convert.inspect import archive
from tracewright.convert.inspect.archive import HEADER, START, Archive
from tracewright.convert.place import Place, list_at, object_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed, Run
from tracewright.convert.source import ZIP, Source
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem
from tracewright.repairs import Repairs

SAMPLE = "/samples/0"  # where the sample stands in a run's native bytes
OF_ALL = ("samples", "reductions")  # what tells of all samples, and is not kept with each


def is_log(value: Any) -> bool:
    return bool(object_at(value, "eval")) and ("version" in value or "plan" in value)


def is_sample(value: Any) -> bool:
    """Whether it is an entry of an archive that somebody took out."""
    return isinstance(value, dict) and {"id", "epoch", "input", "messages"} <= value.keys()


def runs_of(source: Source, report_problem: OnProblem) -> Iterator[Run]:
    """Each sample with its header. TraceFormatError for a log that cannot be read; a sample that cannot be is a problem."""
    if _begins_as_zip(source):
        yield from _of_archive(source, report_problem)
        return
    raw = source.read()[source.path.name]
    value, repairs = _read(raw, source.name)
    if is_sample(value):
        yield Run(source.name, raw, [Placed(value, Place()), Placed({}, Place())], Report(records=1, repairs=repairs))
        return
    samples = list_at(value, "samples")
    if not samples:
        raise TraceFormatError(
            source.name, "has no samples" if is_log(value) else "is no log of Inspect: it has no eval"
        )
    header = {key: each for key, each in value.items() if key not in OF_ALL}
    natives = [raw] if len(samples) == 1 else _natives(raw, header, samples)
    for number, (sample, native) in enumerate(zip(samples, natives, strict=True)):
        report = Report(records=1, repairs=repairs if number == 0 else Repairs())
        yield _run(f"{source.name} sample {number + 1}", native, sample, header, report)


def _of_archive(source: Source, report_problem: OnProblem) -> Iterator[Run]:
    with archive.opened(source.path, source.name) as opened:
        head, header = _header(opened, source.name)
        if not opened.samples:
            raise TraceFormatError(source.name, "has no samples")
        for name in opened.samples:
            where = f"{source.name} {name}"
            try:
                raw = opened.read(name)
                sample, repairs = _read(raw, where)
            except TraceFormatError as error:
                report_problem(error)
                continue
            report = Report(records=1, repairs=repairs)
            if HEADER not in opened.names:
                report.warn(name, f"stands in a log without a {HEADER}: its evaluation was not finished")
            yield _run(where, _native(head, raw), sample, header, report)


def _header(opened: Archive, name: str) -> tuple[bytes, dict[str, Any]]:
    """Its bytes, and what they say; of an evaluation that was not finished, what it began with."""
    entry = next((each for each in (HEADER, START) if each in opened.names), "")
    if not entry:
        raise TraceFormatError(name, f"is no log of Inspect: it holds neither {HEADER} nor {START}")
    raw = opened.read(entry)
    header, _ = _read(raw, f"{name} {entry}")
    if not isinstance(header, dict):
        raise TraceFormatError(f"{name} {entry}", "is no JSON object")
    found = {key: each for key, each in header.items() if key not in OF_ALL}
    return (raw if len(found) == len(header) else json_text.compact(found).encode()), found


def _run(where: str, native: bytes, sample: Any, header: dict[str, Any], report: Report) -> Run:
    return Run(where, native, [Placed(sample, Place(pointer=SAMPLE)), Placed(header, Place())], report)


def _native(head: bytes, sample: bytes) -> bytes:
    """A log of one sample; both as they came."""
    before = head.strip().removeprefix(codecs.BOM_UTF8).removesuffix(b"}").rstrip()
    between = b"" if before == b"{" else b","
    return before + between + b'"samples":[' + sample.strip().removeprefix(codecs.BOM_UTF8) + b"]}"


def _natives(raw: bytes, header: dict[str, Any], samples: Sequence[Any]) -> list[bytes]:
    """Of each sample; written anew where the file is not strictly JSON."""
    try:
        given = msgspec.json.decode(raw.removeprefix(codecs.BOM_UTF8), type=dict[str, msgspec.Raw])
        bodies = [bytes(each) for each in msgspec.json.decode(given["samples"], type=list[msgspec.Raw])]
        fields = [json_text.compact(key).encode() + b":" + bytes(given[key]) for key in header]
    except (msgspec.DecodeError, UnicodeDecodeError):
        bodies = [json_text.compact(sample).encode() for sample in samples]
        fields = [
            json_text.compact(key).encode() + b":" + json_text.compact(each).encode() for key, each in header.items()
        ]
    head = b"{" + b",".join(fields) + b"}"
    return [_native(head, body) for body in bodies]


def _read(raw: bytes, where: str) -> tuple[Any, Repairs]:
    try:
        return json_text.read(raw.removeprefix(codecs.BOM_UTF8))
    except json_text.NotJson as error:
        raise TraceFormatError(where, str(error)) from error


def _begins_as_zip(source: Source) -> bool:
    """One that is cut off has lost the table at its end, by which others know an archive."""
    try:
        with source.path.open("rb") as file:
            return file.read(len(ZIP)) == ZIP
    except OSError:
        return False  # reading it says why
