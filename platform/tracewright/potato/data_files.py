"""The data files of a project: which there are, and the records in them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from tracewright.convert import CONVERTERS, Converter, Source, recognised, sample_of
from tracewright.errors import ConfigError, TraceFormatError
from tracewright.potato.paths import inside
from tracewright.records import (
    READERS,
    RECORD_BYTES,
    Meter,
    OnProblem,
    Record,
    encode,
    raising,
    read_records,
    too_large,
)
from tracewright.shown import SHOWN_CHARS, shown

# What a project's own records look like: without an id they are a fault.
OWN_FORMS = ("react", "structured_turns", "swebench", "web_agent", "webarena")


class DataFile(NamedTuple):
    path: Path
    name: str
    encoding: str


def data_files_of(config: Mapping[str, Any], name: str, folder: Path, task_dir: Path) -> list[DataFile]:
    entries = config.get("data_files")
    if not isinstance(entries, list) or not entries:
        raise ConfigError(f"{name} data_files", "must be a list with at least one file")
    return [_data_file(entry, f"{name} data_files[{index}]", folder, task_dir) for index, entry in enumerate(entries)]


def _data_file(entry: Any, where: str, folder: Path, task_dir: Path) -> DataFile:
    fields = entry if isinstance(entry, dict) else {"path": entry}
    value, encoding = fields.get("path"), fields.get("encoding") or "utf-8"
    if not isinstance(value, str) or not isinstance(encoding, str):
        raise ConfigError(where, f"must be a path, or an object with path and encoding, not {shown(entry)}")
    path = inside(folder, task_dir, value, where)
    if path.suffix.lower() not in READERS:
        raise ConfigError(
            where, f'"{value[:SHOWN_CHARS]}": data files are {", ".join(READERS)}; write it as one of them'
        )
    if not path.is_file():
        raise ConfigError(where, f'"{value[:SHOWN_CHARS]}" does not exist')
    return DataFile(path, str(path.relative_to(folder)), encoding)


def records_of(files: Sequence[DataFile], id_key: str, on_problem: OnProblem | None = None) -> Iterator[Record]:
    """Every record of the files, in their order, one in memory at a time.

    A .jsonl file that a converter recognises by its content is read by it, unless its records have the project's id:
    then they are the project's own. What belongs to another file of the project, as a sub-agent's, is not read again.
    It ends where the records come to far more than all files together may hold.
    """
    report = on_problem or raising
    meter = Meter(sum(path.stat().st_size for path in {file.path for file in files} if path.is_file()))
    for record in _records(files, id_key, report):
        try:
            meter.add(len(record.native), record.where)
        except TraceFormatError as error:
            report(error)
            return
        yield record


def _records(files: Sequence[DataFile], id_key: str, report: OnProblem) -> Iterator[Record]:
    converters = {file.path: _converter(file, id_key) for file in files}
    sources = {
        source.path: source
        for converter in CONVERTERS.values()
        for source in converter.sources(path for path, found in converters.items() if found is converter)
    }
    for file in files:
        converter = converters[file.path]
        if converter is None:
            yield from read_records(file.path, file.encoding, name=file.name, on_problem=report)
        elif file.path in sources:
            yield from _converted(converter, replace(sources[file.path], name=file.name), report)


def _converter(file: DataFile, id_key: str) -> Converter | None:
    if file.path.suffix.lower() != ".jsonl":
        return None
    try:
        sample = sample_of(file.path, file.name)
    except TraceFormatError:  # reading its records tells why
        return None
    has_ids = all(isinstance(record, dict) and record.get(id_key) is not None for record in sample.records)
    found = None if has_ids else recognised(sample)
    return None if found and found.name in OWN_FORMS else found


def _converted(converter: Converter, source: Source, report: OnProblem) -> Iterator[Record]:
    for found in converter.convert(source, report):
        size = len(encode(found.document))
        if size > RECORD_BYTES:
            report(too_large(source.name, size, RECORD_BYTES))
            continue
        yield Record(
            document=found.document,
            native=found.native,
            repairs=found.report.repairs,
            where=source.name,
            format=converter.name,
            version=converter.version,
            identity=found.identity,
            warnings=found.report.warnings,
        )
