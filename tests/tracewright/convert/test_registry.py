"""Which converter a file is given to."""

from pathlib import Path

import pytest

from tests.tracewright.convert.sessions import DATA, user, written
from tracewright.convert import CONVERTERS, converter_of, detect
from tracewright.errors import TraceFormatError


def test_the_names_of_the_registry_are_the_converters_own() -> None:
    assert {name: converter.name for name, converter in CONVERTERS.items()} == {name: name for name in CONVERTERS}


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(TraceFormatError, match='format "cobol": is not known; known are .*claude_code'):
        converter_of("cobol")


@pytest.mark.parametrize("name", ["session.jsonl", "session.txt", "session"])
def test_a_file_is_recognised_by_its_content_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes((DATA / "parallel.jsonl").read_bytes())
    assert detect(tmp_path / name).name == "claude_code"


def test_a_file_of_no_format_names_the_nearest_and_why(tmp_path: Path) -> None:
    with pytest.raises(TraceFormatError) as error:
        detect(written(tmp_path, {"id": 1}), "notes.jsonl")
    said = str(error.value)
    assert said.startswith("notes.jsonl: no format recognised; nearest: ")
    assert "claude_code (no record has a type of Claude Code and a message)" in said


def test_a_session_that_begins_with_other_records_is_recognised(tmp_path: Path) -> None:
    assert detect(written(tmp_path, *[{"type": "file-history-snapshot"}] * 20, "no JSON", user("a", "Go."))).name


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TraceFormatError, match="gone: cannot be read"):
        detect(tmp_path / "gone", "gone")
