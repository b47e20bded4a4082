"""The whole corpus converted: every run with the files that it stands in, and every file that holds none."""

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from tests.tracewright.convert.corpus import NUMBERS, Row, counted, rebuilt
from tests.tracewright.convert.counting import by_the_list
from tracewright.convert import CONVERTERS, Converted, Converter, Source, detect
from tracewright.errors import TraceFormatError


class Run(NamedTuple):
    """A file, or a folder of them, with what became of it."""

    rows: list[Row]
    converter: Converter
    source: Source
    traces: list[Converted]
    problems: list[str]

    @property
    def ours(self) -> dict[str, int]:
        bad = sum(each.report.unreadable + each.report.mended["several records on one line"] for each in self.traces)
        bad += sum(problem.startswith("not JSON") for problem in self.problems)
        return {**counted(self.traces)._asdict(), "bad": bad}

    @property
    def theirs(self) -> dict[str, int]:
        return {field: sum(row.numbers[field] for row in self.rows) for field in NUMBERS}

    @property
    def different(self) -> set[str]:
        return {field for field in NUMBERS if self.ours[field] != self.theirs[field]}

    @property
    def unexplained(self) -> set[str]:
        """The fields in which the list's number is not what its rule gives either."""
        if not (fields := self.different):
            return fields
        said = [by_the_list(row.file) for row in self.rows]
        return {field for field in fields if sum(each.get(field, 0) for each in said) != self.theirs[field]}


class Whole(NamedTuple):
    """What became of the corpus; `unknown` are the files that no converter takes."""

    runs: list[Run]
    unknown: dict[str, TraceFormatError]


def converted(folder: Path) -> Whole:
    """Each file is taken by the converter that its content names, and stands with the files of its run."""
    of_path = rebuilt(folder)
    taken, unknown = defaultdict[str, list[Path]](list), dict[Path, TraceFormatError]()
    for path in of_path:
        try:
            taken[detect(path).name].append(path)
        except TraceFormatError as error:
            unknown[path] = error
    runs = [
        _run(CONVERTERS[name], source, of_path) for name in taken for source in CONVERTERS[name].sources(taken[name])
    ]
    parts = {row.file for run in runs for row in run.rows}
    left = {of_path[path].file: error for path, error in unknown.items()}
    return Whole(runs, {file: error for file, error in left.items() if file not in parts})


def _run(converter: Converter, source: Source, of_path: dict[Path, Row]) -> Run:
    problems: list[TraceFormatError] = []
    found = list(converter.convert(source, problems.append))
    paths = dict.fromkeys((source.path, *source.parts))
    return Run([of_path[path] for path in paths], converter, source, found, [problem.what for problem in problems])
