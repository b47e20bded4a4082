"""`tracewright convert -i PATH... -f claude_code -o traces.jsonl`."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from tracewright import json_text
from tracewright.cli.chosen import Told, converted, known
from tracewright.cli.inputs import opened
from tracewright.convert import CONVERTERS, is_verified
from tracewright.errors import ExportError
from tracewright.trace import Document


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "-i", "--input", required=True, nargs="+", metavar="PATH", help="files, folders, patterns, - for standard input"
    )
    how = command.add_mutually_exclusive_group(required=True)
    how.add_argument("-f", "--format", type=known, metavar="NAME", help="the format they are in")
    how.add_argument("--auto-detect", action="store_true", help="recognise each file by its content")
    command.add_argument("--list-formats", action=_ListFormats, nargs=0, help="show the formats, and leave")
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write; standard output without it")
    command.add_argument("--pretty", action="store_true", help="write an indented list, not one trace a line")
    command.add_argument("--report", type=Path, metavar="FILE", help="write what was read and what became of it")


def run(options: argparse.Namespace) -> int:
    """0 only if every record was converted; what could be is written all the same."""
    told = Told()
    with opened(options.input, told.problem) as inputs, _opened(options.output) as out:
        traces = converted(inputs, options.format, told)
        _write((trace.document for trace in traces), out, options.pretty)
    if options.report:
        about = {"traces": told.traces, "outcomes": told.outcomes, "problems": told.problems}
        with _opened(options.report) as out:
            out.write(json.dumps(about, ensure_ascii=False, indent=2) + "\n")
    return told.end()


def _write(documents: Iterable[Document], out: TextIO, is_pretty: bool) -> None:
    if not is_pretty:
        out.writelines(json_text.compact_line(document) + "\n" for document in documents)
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
            print(f"{converter.name:20} {converter.title}{'' if is_verified(converter) else ' [unverified]'}")
        parser.exit()
