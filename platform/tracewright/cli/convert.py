"""`tracewright convert -i PATH... -f claude_code -o traces.jsonl`."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from tracewright import json_text
from tracewright.convert import CONVERTERS, Converted, Converter, Source, detect
from tracewright.errors import ExportError, TraceFormatError
from tracewright.trace import Document


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "-i", "--input", required=True, nargs="+", type=Path, metavar="PATH", help="files, or folders of them"
    )
    how = command.add_mutually_exclusive_group(required=True)
    how.add_argument("-f", "--format", choices=sorted(CONVERTERS), help="the format they are in")
    how.add_argument("--auto-detect", action="store_true", help="recognise each file by its content")
    command.add_argument("--list-formats", action=_ListFormats, nargs=0, help="show the formats, and leave")
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write; standard output without it")
    command.add_argument("--pretty", action="store_true", help="write an indented list, not one trace a line")
    command.add_argument("--report", type=Path, metavar="FILE", help="write what was read and what became of it")


def run(options: argparse.Namespace) -> int:
    """0 only if every record was converted; what could be is written all the same."""
    told = Told()
    sources = _sources(options.input, options.format, told)
    with _opened(options.output) as out:
        _write(_converted(sources, told), out, options.pretty)
    if options.report:
        with _opened(options.report) as out:
            out.write(
                json.dumps({"traces": told.traces, "problems": told.problems}, ensure_ascii=False, indent=2) + "\n"
            )
    return told.end()


class Told:
    """What a person is told: each problem when it is met, and how many traces there were in the end."""

    def __init__(self) -> None:
        self.traces: list[dict[str, Any]] = []
        self.problems: list[str] = []
        self._unreadable = 0

    def problem(self, error: TraceFormatError) -> None:
        self.problems.append(str(error))
        print(f"tracewright: {error}", file=sys.stderr)

    def trace(self, source: Source, converter: Converter, found: Converted) -> None:
        about = {"file": source.name, "format": converter.name, "identity": found.identity}
        self.traces.append({**about, **found.report.as_json()})
        self._unreadable += found.report.unreadable
        for warning in found.report.warnings:
            print(f"warning: {source.name}: {warning}", file=sys.stderr)

    def end(self) -> int:
        print(f"{len(self.traces)} traces converted", file=sys.stderr)
        for number, what in ((len(self.problems), "files or runs"), (self._unreadable, "records")):
            if number:
                print(f"{number} {what} not converted: they are listed above", file=sys.stderr)
        return 1 if self.problems or self._unreadable else 0


def _sources(paths: Iterable[Path], format_name: str | None, told: Told) -> list[tuple[Converter, Source]]:
    """What is to be converted, in the order of the paths; what no converter takes is told, unless it is part of a run."""
    converters: dict[Path, Converter] = {}
    unknown: dict[Path, TraceFormatError] = {}
    for path in _files(paths):
        try:
            converters[path] = CONVERTERS[format_name] if format_name else detect(path)
        except TraceFormatError as error:
            unknown[path] = error
    found = [
        (converter, source)
        for converter in CONVERTERS.values()
        for source in converter.sources(path for path, taken in converters.items() if taken is converter)
    ]
    parts = {part for _, source in found for part in source.parts}
    for path, fault in unknown.items():
        if path not in parts:
            told.problem(fault)
    order = {path: number for number, path in enumerate(converters)}
    return sorted(found, key=lambda each: order[each[1].path])


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The paths, with all files below a folder in the place of the folder, hidden ones left out."""
    for path in paths:
        inner = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in inner:
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if file == path or (file.is_file() and not hidden):
                yield file


def _converted(sources: Sequence[tuple[Converter, Source]], told: Told) -> Iterator[Document]:
    for converter, source in sources:
        for found in converter.convert(source, told.problem):
            told.trace(source, converter, found)
            yield found.document


def _write(documents: Iterable[Document], out: TextIO, is_pretty: bool) -> None:
    if not is_pretty:
        out.writelines(json_text.line(document) + "\n" for document in documents)
        return
    between = "[\n"
    for document in documents:
        out.write(between + json.dumps(document, ensure_ascii=False, indent=2))
        between = ",\n"
    out.write("\n]\n" if between == ",\n" else "[]\n")


@contextmanager
def _opened(path: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that is there only when all of it is."""
    if path is None:
        yield sys.stdout
        return
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8") as out:
            yield out
        part.replace(path)
    except OSError as error:
        raise ExportError(str(path), f"cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


class _ListFormats(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        for converter in CONVERTERS.values():
            print(f"{converter.name:20} {converter.title}")
        parser.exit()
