"""What a set of files holds: runs to convert, each with its converter, files of outcomes, and what nobody reads."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from tracewright.convert import CONVERTERS, Converter, Source, converter_for, detect, outcomes
from tracewright.errors import TraceFormatError


class Gathered(NamedTuple):
    """`sources` and `outcomes` stand in the order of the files; `unread` says why a file is neither, nor part of a run."""

    sources: list[tuple[Converter, Source]]
    outcomes: list[outcomes.OutcomeFile]
    unread: dict[Path, TraceFormatError]


FormatOf = Callable[[Path], str | None]  # the format that somebody says a file is in; None: by what it holds


def gathered(inputs: Iterable[tuple[Path, str]], format_of: FormatOf) -> Gathered:
    """`inputs` are files, each with how errors call it."""
    names, unread = dict(inputs), dict[Path, TraceFormatError]()
    said = dict(_outcomes(names, unread))
    converters: dict[Path, Converter] = {}
    for path, name in names.items():
        if path in said or path in unread:
            continue
        try:
            chosen = format_of(path)
            converters[path] = converter_for(chosen, path, name) if chosen else detect(path, name)
        except TraceFormatError as error:
            unread[path] = error
    found = list(_taken(converters, names))
    parts = {part for _, source in found for part in source.parts}
    order = {path: number for number, path in enumerate(names)}
    return Gathered(
        sorted(found, key=lambda each: order.get(each[1].path, len(order))),
        list(said.values()),
        {path: fault for path, fault in unread.items() if path not in parts},
    )


def _outcomes(
    names: Mapping[Path, str], unread: dict[Path, TraceFormatError]
) -> Iterator[tuple[Path, outcomes.OutcomeFile]]:
    for path, name in names.items():
        try:
            kind = outcomes.kind_of_file(path, name)
        except TraceFormatError:  # its conversion tells why
            continue
        if kind:
            try:
                yield path, outcomes.read(path, name, kind)
            except TraceFormatError as error:
                unread[path] = error


def _taken(converters: Mapping[Path, Converter], names: Mapping[Path, str]) -> Iterator[tuple[Converter, Source]]:
    for converter in CONVERTERS.values():
        own: Iterable[Path] = [path for path, taken in converters.items() if taken is converter]
        for source in converter.sources(own):
            yield converter, Source(source.path, names.get(source.path, source.name), source.parts)
