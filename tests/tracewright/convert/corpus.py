"""The folder of real logs, and what its list says that each holds."""

import csv
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.tracewright.convert.files import calls, tried, turns
from tracewright.convert import Converted, detect
from tracewright.convert.report import errors_in

CORPUS, PAIRS = os.environ.get("TRACE_CORPUS", ""), os.environ.get("GOLDEN_PAIRS", "")
SAID = ("prompt", "agent")
NO_TRACES = ("other_agents", "prm800k")
OUTCOMES = "swebench"  # predictions and reports, which are joined to traces: no converter of traces takes them
NUMBERS = ("turns", "calls", "errors", "bad")


class Counted(NamedTuple):
    """Turns of a person and of the agent, tool calls, and the errors that the format itself flags."""

    turns: int
    calls: int
    errors: int


class Row(NamedTuple):
    """A file of the corpus: where it stood in its repository, the files it stood there with, and what is counted in it.

    `bad` are records that cannot be read.
    """

    file: str
    kind: str
    path: str
    group: str
    counts: tuple[int, ...]

    @property
    def folder(self) -> str:
        return self.file.partition("/")[0]

    @property
    def is_no_trace(self) -> bool:
        return self.kind == "doc" or self.folder in NO_TRACES

    @property
    def numbers(self) -> dict[str, int]:
        return dict(zip(NUMBERS, self.counts, strict=True))


def of_corpus(test):
    """Marks a test that reads the folder of real logs."""
    return pytest.mark.corpus(
        pytest.mark.skipif(not CORPUS, reason="TRACE_CORPUS names no folder of real traces")(test)
    )


def of_pairs(test):
    """Marks a test that reads the golden pairs of Potato's converters."""
    return pytest.mark.golden(
        pytest.mark.skipif(not PAIRS, reason="GOLDEN_PAIRS names no folder of golden pairs")(test)
    )


def rows() -> list[Row]:
    with Path(CORPUS, "PROVENANCE.tsv").open(encoding="utf-8") as file:
        listed = list(csv.DictReader(file, delimiter="\t"))
    return list(
        dict.fromkeys(
            Row(row["file"], row["kind"], row["path"], row["group"], tuple(int(row[field] or 0) for field in NUMBERS))
            for row in listed
        )
    )


def rebuilt(folder: Path) -> dict[Path, Row]:
    """The corpus with its folders as they were: below one for each group, files stand as in their repository."""
    groups: dict[str, list[Row]] = {}
    for row in rows():
        groups.setdefault(f"{row.folder}/{row.group}", []).append(row)
    return {path: row for name, group in groups.items() for path, row in _as_they_stood(folder / name, group)}


def _as_they_stood(folder: Path, group: list[Row]) -> Iterator[tuple[Path, Row]]:
    common = os.path.commonpath([os.path.dirname(row.path) for row in group])
    for row in group:
        stood = os.path.relpath(row.path, common) if len(group) > 1 else os.path.basename(row.path)
        path = folder / stood
        if path.exists():  # two cuts of one file: the cut is in the name
            path = folder / os.path.basename(row.file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(Path(CORPUS, row.file).read_bytes())
        yield path, row


def listed(folder: str) -> dict[str, Counted]:
    """By the name of the file in that folder."""
    with Path(CORPUS, "PROVENANCE.tsv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["file"].startswith(f"{folder}/")]
    return {
        row["file"].partition("/")[2]: Counted(*(int(row[field]) for field in Counted._fields))
        for row in rows
        if row["kind"] != "doc"
    }


def counted(found: list[Converted]) -> Counted:
    said = [turn for each in found for turn in turns(each)]
    made = [call for each in found for call in calls(each)]
    return Counted(sum(turn["kind"] in SAID for turn in said), len(made), errors_in(said))


def differences(
    converter: str, folder: str, broken: Mapping[str, str] | None = None
) -> dict[str, tuple[Counted, Counted]]:
    """The files of a folder whose traces hold other numbers than the list says: ours, and the list's.

    Each is recognised by its content first, and becomes a trace without a problem. A file in which nothing is said may be
    the problem that it holds no turn. `broken` says what is wrong with those that hold no run.
    """
    found = {}
    for name, expected in listed(folder).items():
        path = Path(CORPUS, folder, name)
        assert detect(path).name == converter, name
        traces, problems = tried(converter, path)
        if name in (broken or {}):
            assert (traces, [problem.what for problem in problems]) == ([], [(broken or {})[name]]), name
            continue
        is_silent = expected.turns == 0 and [problem.what for problem in problems] == ["holds no turn"]
        assert is_silent or (bool(traces), problems) == (True, []), name
        if counted(traces) != expected:
            found[name] = (counted(traces), expected)
    return found
