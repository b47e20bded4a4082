"""The whole corpus, as its folders were and with every format detected: what its list counts is in the traces.

A number that differs is either what the list's own rule gives, which counting.py computes from the file without a converter, or
stands in OTHERWISE with the record and the reason.
"""

import hashlib
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tracewright.convert.corpus import CORPUS, OUTCOMES, of_corpus, rows
from tests.tracewright.convert.counting import by_the_list
from tests.tracewright.convert.whole import Whole, converted
from tracewright import json_text
from tracewright.convert import NotRecognised, outcomes

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


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return converted(tmp_path_factory.mktemp("corpus"))


@of_corpus
def test_every_file_is_in_a_trace_or_named(whole: Whole) -> None:
    told = [row.file for run in whole.runs for row in run.rows]
    assert sorted([*told, *whole.unknown]) == sorted(row.file for row in rows())
    assert {row.file: what for run in whole.runs for row in run.rows[:1] for what in run.problems} == PROBLEMS
    assert all(run.traces or run.problems for run in whole.runs)


@of_corpus
def test_what_holds_no_run_is_no_known_format_or_outcomes(whole: Whole) -> None:
    listed = {row.file: row for row in rows()}
    assert set(whole.unknown) == {file for file, row in listed.items() if row.is_no_trace or row.folder == OUTCOMES}
    for file, error in whole.unknown.items():
        path = Path(CORPUS, file)
        is_outcome = outcomes.kind_of_file(path, path.name) is not None
        assert is_outcome == (listed[file].folder == OUTCOMES), file
        assert is_outcome or isinstance(error, NotRecognised), file


@of_corpus
def test_the_traces_hold_what_the_list_counts(whole: Whole, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        sys.stdout.write("\n".join(["", *table(whole), ""]))
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
def test_two_states_of_a_session_have_one_identity_and_no_other_runs_share_one(whole: Whole) -> None:
    known = defaultdict[tuple[str, str], list[str]](list)
    for run in whole.runs:
        for found in run.traces:
            known[run.converter.name, found.identity].append(run.rows[0].file)
    states = defaultdict[str, list[str]](list)
    for row in rows():
        if row.group.startswith("grow"):
            states[row.group].append(row.file)
    assert sorted(sorted(files) for files in known.values() if len(files) > 1) == sorted(map(sorted, states.values()))


@of_corpus
def test_two_runs_of_one_task_are_two_traces(whole: Whole) -> None:
    tasks = defaultdict[tuple[str, str], list[str]](list)
    for run in whole.runs:
        for found in run.traces:
            if run.converter.name in ("openai", "swe_agent_trajectory") and (task := found.document.get("task_key")):
                tasks[run.converter.name, task].append(found.identity)
    assert all(len(set(identities)) == len(identities) for identities in tasks.values())
    runs_of = Counter(len(identities) for identities in tasks.values())
    assert (runs_of[2], runs_of[5]) == (50, 1), "two trials of each airline task, five runs of marshmallow-1867"
