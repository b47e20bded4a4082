"""Data files that hold something else than the project's own records."""

import json
from pathlib import Path
from shutil import copytree

import pytest

from tests.tracewright.convert.sessions import DATA, agent, text, user, written
from tests.tracewright.folders import TRACE, make_project
from tracewright.convert import claude_code
from tracewright.errors import TraceFormatError
from tracewright.potato import Item, read_project
from tracewright.potato import data_files as module
from tracewright.records import ITEM


def session_project(folder: Path, *names: str, **config: object) -> Path:
    """A project whose data files are its items and these sessions."""
    copytree(DATA, folder / "data" / "sessions")
    files = ["data/items.jsonl", *(f"data/sessions/{name}" for name in names)]
    return make_project(folder, data_files=files, **config)


def items(config: Path) -> list[Item]:
    return list(read_project(config).items())


def test_a_session_is_one_item_beside_the_projects_own(tmp_path: Path) -> None:
    own, session = items(session_project(tmp_path, "parallel.jsonl"))
    assert (own.id, own.record.format, own.record.version) == ("t1", *ITEM)
    assert (session.id, session.record.format, session.record.version) == (
        "pa-parallel",
        "claude_code",
        claude_code.version,
    )
    assert session.record.where == "data/sessions/parallel.jsonl"
    assert session.record.native == (DATA / "parallel.jsonl").read_bytes()


def test_the_files_of_sub_agents_come_along(tmp_path: Path) -> None:
    _, session = items(session_project(tmp_path, "spawning.jsonl"))
    assert {turn.get("agent") for turn in session.record.document["structured_turns"]} == {None, "f00d", "beef"}


def test_a_sub_agents_file_that_is_named_too_is_not_read_again(tmp_path: Path) -> None:
    config = session_project(tmp_path, "spawning/subagents/agent-beef.jsonl", "spawning.jsonl")
    assert [item.id for item in items(config)] == ["t1", "sp-spawning"]


def test_the_id_of_a_session_needs_no_key(tmp_path: Path) -> None:
    config = session_project(tmp_path, "parallel.jsonl", item_properties={"id_key": "number", "text_key": "task"})
    (tmp_path / "data/items.jsonl").write_text('{"number": 7}\n')
    assert [item.id for item in items(config)] == ["7", "pa-parallel"]


def test_the_same_session_twice_names_both_places(tmp_path: Path) -> None:
    config = session_project(tmp_path, "parallel.jsonl", "parallel.jsonl")
    with pytest.raises(TraceFormatError, match='has the id "pa-parallel" of data/sessions/parallel.jsonl'):
        items(config)


def test_records_with_the_projects_id_are_its_own_whatever_they_look_like(tmp_path: Path) -> None:
    config = make_project(tmp_path, [user("a", "Go.")], item_properties={"id_key": "uuid", "text_key": "task"})
    (item,) = items(config)
    assert (item.id, item.record.format) == ("a", "potato")


def test_a_session_with_a_fault_is_read_and_the_fault_is_told(tmp_path: Path) -> None:
    written(tmp_path / "data", user("a", "Go."), '{"type":"us', name="s.jsonl")
    (session,) = items(make_project(tmp_path, data_files=["data/s.jsonl"]))
    assert session.record.warnings[0].startswith("line 2: not JSON")


def test_a_session_without_a_message_is_a_problem_and_the_rest_is_read(tmp_path: Path) -> None:
    written(tmp_path / "data", {"type": "system", "sessionId": "s", "uuid": "a"}, name="s.jsonl")
    project = read_project(make_project(tmp_path, [TRACE], data_files=["data/s.jsonl", "data/items.jsonl"]))
    (problem,) = project.problems()
    assert str(problem) == "data/s.jsonl: has no message of a Claude Code session"
    assert [item.id for item in project.items(lambda error: None)] == ["t1"]


def test_a_session_whose_document_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RECORD_BYTES", 100)
    written(tmp_path / "data", agent("a", text("x" * 100)), name="s.jsonl")
    with pytest.raises(TraceFormatError, match=r"data/s.jsonl: \d+ bytes; a record may have 100"):
        items(make_project(tmp_path, data_files=["data/s.jsonl"]))


def test_a_jsonl_file_that_cannot_be_read_is_told_once(tmp_path: Path) -> None:
    project = read_project(make_project(tmp_path, [json.dumps(TRACE)]))
    (tmp_path / "data/items.jsonl").unlink()
    assert [str(problem) for problem in project.problems()] == [
        "data/items.jsonl: cannot be read: No such file or directory"
    ]


@pytest.mark.parametrize(
    "record", [{"steps": [{"thought": "a", "action": "b"}]}, {"structured_turns": [{"role": "user"}]}]
)
def test_a_projects_own_record_without_an_id_is_a_problem_and_no_log(tmp_path: Path, record: dict[str, object]) -> None:
    config = make_project(tmp_path, data_files=["data/d.jsonl"])
    (tmp_path / "data/d.jsonl").write_text(json.dumps(record) + "\n")
    problems: list[TraceFormatError] = []
    assert list(read_project(config).items(problems.append)) == []
    assert [problem.where for problem in problems] == ["data/d.jsonl line 1"]
