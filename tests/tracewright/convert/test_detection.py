"""Every file of the corpus: recognised by its content alone, whatever the order of the files; what is no log is said to be none.

A format whose converter is not there yet may be taken by nobody; once `CONVERTERS` has it, its files must be its own.
"""

from collections import Counter
from fnmatch import fnmatch
from pathlib import Path
from random import Random

import pytest

from tests.tracewright.convert.corpus import CORPUS, OUTCOMES, Row, of_corpus, rebuilt, rows
from tracewright.cli import main
from tracewright.cli.chosen import Told, converted
from tracewright.cli.inputs import Input
from tracewright.convert import ALIASES, CONVERTERS, converter_of, recognised, sample_of

# Folders that are not called as their format, whether or not they are among the aliases already.
FORMATS = {"langsmith": "langchain", "specstory_md": "specstory"} | ALIASES
# Files of another format than their folder's, and parts of a run, which are none by themselves.
OTHERWISE = {
    "cursor/specstory__*": "specstory",
    "claude_code/*.meta.json": None,
}
# Until the format of their folder is read: they hold exchanges with two APIs, and the converter of one takes them.
MIXED = (
    "openai_responses/langsmith__test_openai_agents_test_wrap_openai_nests_under_agent_trace.json",
    "openai_responses/pydantic-ai__mixed__test_live_tool_search_handoff_anthropic_to_openai.json",
)


def format_of(row: Row) -> str | None:
    """Its converter's name; None for a part, for what is no trace, and as long as there is no converter."""
    folder = next((name for like, name in OTHERWISE.items() if fnmatch(row.file, like)), row.folder)
    name = FORMATS.get(folder, folder) if folder else ""
    return name if name in CONVERTERS and not row.is_no_trace and folder != OUTCOMES else None


@of_corpus
def test_every_file_is_recognised_without_its_name(tmp_path: Path) -> None:
    wrong = {}
    for row in rows():
        (tmp_path / "log").unlink(missing_ok=True)
        (tmp_path / "log").write_bytes(Path(CORPUS, row.file).read_bytes())
        found = recognised(sample_of(tmp_path / "log", "log"))
        name = found.name if found else None
        if name != format_of(row) and not (format_of(row) is None and row.file in MIXED):
            wrong[row.file] = (name, format_of(row))
    assert wrong == {}, "taken by, and by whom it should be"


@of_corpus
def test_the_order_of_the_files_changes_nothing(tmp_path: Path) -> None:
    paths = list(rebuilt(tmp_path))
    first = told_of(paths)
    Random(7).shuffle(paths)
    assert told_of(paths) == first
    assert len(first[0]) > 100


def told_of(paths: list[Path]) -> tuple[Counter[tuple[str, str, str, int, int, int]], Counter[str]]:
    """What became of the files: each trace by its file, format, name and numbers, and each problem."""
    told = Told()
    for _ in converted([Input(path, str(path)) for path in paths], None, told):
        pass
    keys = ("file", "format", "identity", "turns", "calls", "errors")
    return Counter(tuple(trace[key] for key in keys) for trace in told.traces), Counter(told.problems)


@of_corpus
def test_a_run_of_several_files_is_recognised_as_a_folder(tmp_path: Path) -> None:
    """Of the folders of OpenHands each is one trace, whose parts are told of by nobody; a lone piece says what it is."""
    told = Told()
    paths = [path for path in rebuilt(tmp_path) if path.relative_to(tmp_path).parts[1].startswith("oh-")]
    assert len(list(converted([Input(path, str(path)) for path in paths], None, told))) == 2
    (problem,) = told.problems
    assert problem.endswith(
        "oh-v1_11_5_cli_default/base_state.json: is part of an OpenHands conversation; give the folder"
    )


@of_corpus
def test_a_format_is_also_called_as_its_folder_of_the_corpus() -> None:
    folders = {row.folder for row in rows() if format_of(row)}
    assert {folder: converter_of(folder).name for folder in folders} == {
        folder: FORMATS.get(folder, folder) for folder in folders
    }


@of_corpus
def test_what_is_no_log_is_named_with_what_comes_near_and_the_exit_code_is_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = [row.file for row in rows() if row.is_no_trace]
    assert odd
    for file in odd:
        assert main(["convert", "--auto-detect", "-o", str(tmp_path / "out"), "-i", str(Path(CORPUS, file))]) == 2, file
        assert f"{Path(CORPUS, file)}: no format recognised; nearest: " in capsys.readouterr().err
