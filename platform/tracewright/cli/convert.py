"""`tracewright convert -i PATH... -f claude_code -o traces.jsonl`."""

import argparse
import json
import os
from collections.abc import Iterable, Sequence
from typing import TextIO

from tracewright import json_text
from tracewright.cli import inputs, output
from tracewright.cli.chosen import Told, converted, known
from tracewright.convert import ALIASES, CONVERTERS, is_verified
from tracewright.errors import ExportError
from tracewright.trace import Document


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "-i", "--input", required=True, nargs="+", metavar="PATH", help="files, folders, patterns, - for standard input"
    )
    how = command.add_mutually_exclusive_group(required=True)
    how.add_argument("-f", "--format", type=known, metavar="NAME", help="the format they are in")
    how.add_argument("--auto-detect", action="store_true", help="recognise each file by its content")
    command.add_argument("-o", "--output", metavar="FILE", help="where to write; - or without it: standard output")
    command.add_argument("--pretty", action="store_true", help="write an indented list, not one trace a line")
    command.add_argument("--report", metavar="FILE", help="write what was read and what became of it")
    usage = command.format_usage().removeprefix("usage: ").rstrip()
    command.usage = f"{usage}\n       {command.prog} --list-formats"
    command.add_argument("--list-formats", action=_ListFormats, nargs=0, help="show the formats, and leave")


def run(options: argparse.Namespace) -> int:
    """0 only if every record was converted; what could be is written all the same."""
    told = Told()
    with inputs.opened(options.input, told.problem) as found:
        logs = _not_written(found, options, told)
        with output.opened(options.output) as out:
            traces = converted(logs, options.format, told)
            _write((trace.document for trace in traces), out, options.pretty)
    if options.report:
        about = {"traces": told.traces, "outcomes": told.outcomes, "problems": told.problems}
        with output.opened(options.report) as out:
            out.write(json.dumps(about, ensure_ascii=False, indent=2) + "\n")
    return told.end()


def _not_written(found: Sequence[inputs.Input], options: argparse.Namespace, told: Told) -> list[inputs.Input]:
    """Without what this call writes: a folder may hold what the call before has written.

    ExportError where nothing else is to be read: that would be lost.
    """
    written = {os.path.realpath(place) for place in (options.output, options.report) if place}
    logs = list[inputs.Input]()
    for each in found:
        if os.path.realpath(each.path) in written:
            told.note(each.name, "is written by this command, so it is not read")
        else:
            logs.append(each)
    if found and not logs:
        raise ExportError(found[0].name, "is all that is read and would be written; write to another file")
    return logs


def _write(documents: Iterable[Document], out: TextIO, is_pretty: bool) -> None:
    if not is_pretty:
        out.writelines(_line(document) + "\n" for document in documents)
        return
    between = "[\n"
    for document in documents:
        out.write(between + json.dumps(document, ensure_ascii=False, indent=2))
        between = ",\n"
    out.write("\n]\n" if between == ",\n" else "[]\n")


def _line(document: Document) -> str:
    try:
        return json_text.compact_line(document)
    except UnicodeEncodeError:  # it has the name of a file that is no UTF-8
        return json_text.one_line_each(json_text.compact(document))


class _ListFormats(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        for converter in CONVERTERS.values():
            others = ", ".join(alias for alias, name in ALIASES.items() if name == converter.name)
            also = f" (also: {others})" if others else ""
            print(f"{converter.name:20} {converter.title}{also}{'' if is_verified(converter) else ' [unverified]'}")
        parser.exit()
