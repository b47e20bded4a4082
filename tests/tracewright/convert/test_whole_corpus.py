"""The whole corpus, as its folders were and with every format detected: what its list counts is in the traces.

A number that differs is either what the list's own rule gives, which counting.py computes from the file without a converter, or
stands in OTHERWISE with the record and the reason.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.tracewright.convert.corpus import CORPUS, NUMBERS, OUTCOMES, Row, counted, of_corpus, rebuilt, rows
from tests.tracewright.convert.counting import by_the_list
from tracewright import json_text
from tracewright.convert import CONVERTERS, Converted, Converter, NotRecognised, Source, detect, outcomes
from tracewright.errors import TraceFormatError

# Files of which the list's number is neither ours nor what a rule gives: the fields, the record, and why ours stands.
OTHERWISE = {
    "aider/aider__add-test.md": (
        {"errors"},
        "lines 132, 134 and 136 name an AttributeError in what a test printed: the run of a command, no failed edit",
    ),
    "aider/hist_a1240048__add-test.md": ({"errors"}, "lines 93, 95 and 97 name an AttributeError in a test's output"),
    "aider/aider__chat-history.part1.md": (
        {"errors"},
        "374 by a rule that is not known; ours are the blocks that Aider says it could not apply",
    ),
    "claude_code/claude-code-log__edge_cases.jsonl": (
        {"turns", "calls", "bad"},
        "the list's count ends at line 13, which is a text; behind it stand a number, a list, and a session of another id",
    ),
    "swe_agent/crypto__BabyTimeCapsule.traj": (
        {"errors"},
        "one step timed out; the other text like an error is `except ValueError:` in a file that was opened",
    ),
}
SHARE = 0.05  # of the files, that may differ so
# What files are that hold no run, and say so.
PROBLEMS = {
    "codex/agent-sessions__codex_050_legacy.jsonl": "holds no turn",
    "codex/agent-sessions__codex_052_raw.jsonl": "holds no turn",
    "cursor/agent-sessions__Cursor__test-store.db": "holds no turn",
    "inspect/inspect_ai__2025-05-12T20-28-13-04-00_no-samples.json": "has no samples",
    "inspect/inspect_ai__log_invalid.txt": "not JSON: Expecting value, line 2 column 29",
    "inspect/inspect_ai__log_valid.txt": "has no samples",
    "openhands/software-agent-sdk__v1_11_5_cli_default__base_state.json": (
        "is part of an OpenHands conversation; give the folder"
    ),
    "swe_agent/hist_e340ab91_INVALID__BabyEncryption.traj": "not JSON: Expecting value, line 70 column 19",
}


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
    runs = [_run(CONVERTERS[name], source, of_path) for name in taken for source in CONVERTERS[name].sources(taken[name])]
    parts = {row.file for run in runs for row in run.rows}
    left = {of_path[path].file: error for path, error in unknown.items()}
    return Whole(runs, {file: error for file, error in left.items() if file not in parts})


def _run(converter: Converter, source: Source, of_path: dict[Path, Row]) -> Run:
    problems: list[TraceFormatError] = []
    found = list(converter.convert(source, problems.append))
    paths = dict.fromkeys((source.path, *source.parts))
    return Run([of_path[path] for path in paths], converter, source, found, [problem.what for problem in problems])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return converted(tmp_path_factory.mktemp("corpus"))


@of_corpus
def test_every_file_is_in_a_trace_or_named(whole: Whole) -> None:
    told = Counter(row.file for run in whole.runs for row in run.rows)
    assert told + Counter(whole.unknown) == Counter(row.file for row in rows())
    assert {row.file: what for run in whole.runs for row in run.rows[:1] for what in run.problems} == PROBLEMS
    assert all(run.traces or run.problems for run in whole.runs)


@of_corpus
def test_what_holds_no_run_is_no_known_format_or_outcomes(whole: Whole) -> None:
    listed = {row.file: row for row in rows()}
    assert {file for file in whole.unknown} == {
        file for file, row in listed.items() if row.is_no_trace or row.folder == OUTCOMES
    }
    for file, error in whole.unknown.items():
        path = Path(CORPUS, file)
        is_outcome = outcomes.kind_of_file(path, path.name) is not None
        assert is_outcome == (listed[file].folder == OUTCOMES), file
        assert is_outcome or isinstance(error, NotRecognised), file


@of_corpus
def test_the_traces_hold_what_the_list_counts(whole: Whole, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print("\n" + "\n".join(table(whole)))
    unexplained = {run.rows[0].file: run.unexplained for run in whole.runs if run.unexplained}
    assert unexplained == {file: fields for file, (fields, _) in OTHERWISE.items()}
    assert len(unexplained) <= SHARE * sum(len(run.rows) for run in whole.runs)


def table(whole: Whole) -> Iterator[str]:
    """Files of each format: with the numbers of the list, with those of its rule, and with others."""
    found = defaultdict[str, Counter[str]](Counter)
    for run in whole.runs:
        kind = "otherwise" if run.unexplained else "by rule" if run.different else "equal"
        for name in (run.converter.name, "all"):
            found[name][kind] += len(run.rows)
    yield f"{'format':24}{'files':>8}{'equal':>8}{'by rule':>9}{'otherwise':>11}"
    for name, kinds in sorted(found.items(), key=lambda each: (each[0] == "all", each[0])):
        yield f"{name:24}{kinds.total():8}{kinds['equal']:8}{kinds['by rule']:9}{kinds['otherwise']:11}"


@of_corpus
def test_the_rules_give_the_lists_numbers_of_every_file() -> None:
    """Not only of those in which we count otherwise: so a rule is the list's, and not made up for a difference."""
    files = [row for row in rows() if row.kind != "doc" and PROBLEMS.get(row.file, "")[:8] != "not JSON"]
    wrong = {}
    for row in files:
        said = by_the_list(row.file)
        if fields := {field for field, number in said.items() if number != row.numbers[field]}:
            wrong[row.file] = fields
    assert wrong == {"claude_code/claude-code-log__edge_cases.jsonl": {"turns", "calls"}}


def printed(whole: Whole) -> list[tuple[str, ...]]:
    """What a product keeps of each trace: format, identity, native bytes and document, the last two by their hashes."""
    return [
        (run.converter.name, found.identity, _hash(found.native), _hash(json_text.canonical(found.document).encode()))
        for run in whole.runs
        for found in run.traces
    ]


def _hash(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


@of_corpus
def test_the_corpus_converted_twice_gives_the_same(whole: Whole, tmp_path: Path) -> None:
    again = converted(tmp_path)
    assert printed(again) == printed(whole)
    assert {file: type(error) for file, error in again.unknown.items()} == {
        file: type(error) for file, error in whole.unknown.items()
    }


@of_corpus
def test_two_states_of_a_session_are_one_trace_and_two_runs_of_a_task_are_two(whole: Whole) -> None:
    known = defaultdict[tuple[str, str], list[Run]](list)
    tasks = defaultdict[tuple[str, str], list[str]](list)
    for run in whole.runs:
        for found in run.traces:
            known[run.converter.name, found.identity].append(run)
            if task := found.document.get("task_key"):
                tasks[run.converter.name, task].append(found.identity)
    repeated = {tuple(sorted(run.rows[0].file for run in each)) for each in known.values() if len(each) > 1}
    groups = defaultdict[str, list[str]](list)
    for row in rows():
        groups[row.group].append(row.file)
    assert repeated == {tuple(sorted(files)) for group, files in groups.items() if group.startswith("grow")}
    assert all(len(set(each)) == len(each) for each in tasks.values())
    print(max(len(each) for each in tasks.values()), {k: len(v) for k, v in tasks.items() if len(v) > 1})
