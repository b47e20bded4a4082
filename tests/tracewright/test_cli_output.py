"""Where the commands write, and what becomes of it when that place takes no more."""

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import IO, Any

import pytest

from tests.tracewright.convert.sessions import DATA
from tracewright.cli import main

PLATFORM = Path(__file__).parents[2] / "platform"
SESSION = DATA / "parallel.jsonl"
CONVERT = ("convert", "-f", "claude_code", "-i", str(SESSION))
MORE_THAN_A_PIPE_HOLDS = 1_000_000  # characters


def convert(*arguments: object) -> int:
    return main([*CONVERT, *map(str, arguments)])


def started(*arguments: str, out: int | IO[Any], **environment: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tracewright", *arguments]
    return subprocess.Popen(
        command, env={"PYTHONPATH": str(PLATFORM), **environment}, stdout=out, stderr=subprocess.PIPE
    )


def session_of(folder: Path, characters: int) -> Path:
    """A session in which one text is at least so long."""
    session = folder / "s.jsonl"
    session.write_text(SESSION.read_text().replace("I read", "→" * characters + " I read"), encoding="utf-8")
    assert len(session.read_text(encoding="utf-8")) > characters
    return session


def test_a_pipe_is_written_as_it_is(tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", list[str]()
    os.mkfifo(pipe)
    reader = Thread(target=lambda: read.append(pipe.read_text()), daemon=True)
    reader.start()
    assert convert("-o", pipe) == 0
    reader.join(timeout=10)
    assert (json.loads(read[0])["id"], pipe.is_fifo()) == ("pa-parallel", True)


def test_a_link_stays_and_the_file_it_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    link = tmp_path / "traces.jsonl"
    link.symlink_to(tmp_path / "far" / "real.jsonl")
    assert convert("-o", link, "--report", tmp_path / "report.json") == 0
    assert link.is_symlink()
    assert [path.name for path in (tmp_path / "far").iterdir()] == ["real.jsonl"]
    assert json.loads(link.read_text())["id"] == "pa-parallel"


def test_a_folder_is_no_place_to_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert convert("-o", tmp_path) == 1
    assert f"{tmp_path}: cannot be written: Is a directory" in capsys.readouterr().err


def test_a_dash_is_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert convert("-o", "-") == 0
    assert json.loads(capsys.readouterr().out)["id"] == "pa-parallel"


@pytest.mark.parametrize("characters", [1, MORE_THAN_A_PIPE_HOLDS])
def test_a_reader_that_has_had_enough_ends_the_command_without_a_word(characters: int, tmp_path: Path) -> None:
    ended_without_a_word("convert", "-f", "claude_code", "-i", str(session_of(tmp_path, characters)))


def test_so_it_is_with_the_list_of_formats() -> None:
    ended_without_a_word("convert", "--list-formats")


def ended_without_a_word(*arguments: str) -> None:
    read, write = os.pipe()
    os.close(read)
    command = started(*arguments, out=write)
    os.close(write)
    _, told = command.communicate(timeout=60)
    assert (command.returncode, told.replace(b"1 traces converted\n", b"")) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("characters", [1, MORE_THAN_A_PIPE_HOLDS])
def test_standard_output_that_is_full_is_an_error(characters: int, tmp_path: Path) -> None:
    session = session_of(tmp_path, characters)
    with Path("/dev/full").open("wb") as full:
        command = started("convert", "-f", "claude_code", "-i", str(session), out=full)
        _, told = command.communicate(timeout=60)
    assert command.returncode == 1
    assert told.decode().splitlines()[-1] == (
        "tracewright: standard output: cannot be written: No space left on device"
    )
    assert b"Traceback" not in told


def test_standard_output_is_utf_8_wherever_the_command_runs(tmp_path: Path) -> None:
    session = str(session_of(tmp_path, 1))
    command = started("convert", "-f", "claude_code", "-i", session, out=subprocess.PIPE, PYTHONIOENCODING="cp1252")
    printed, told = command.communicate(timeout=60)
    assert (command.returncode, told) == (0, b"1 traces converted\n")
    assert "→" in printed.decode()


def test_a_name_that_is_no_utf_8_stands_in_the_report_and_in_traces(tmp_path: Path) -> None:
    for path in (DATA.parent / "opencode").glob("storage/**/*.json"):
        copied = tmp_path / "in" / path.relative_to(DATA.parent).with_suffix(os.fsdecode(b".\xff.json"))
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_bytes(path.read_bytes())
    out, report = tmp_path / "out.jsonl", tmp_path / "report.json"
    assert main(["convert", "--auto-detect", "-i", str(tmp_path / "in"), "-o", str(out), "--report", str(report)]) == 0
    assert json.loads(report.read_text())["traces"][0]["file"].endswith(".\udcff.json")
    assert json.loads(out.read_text().splitlines()[0])["structured_turns"][0]["source"]["file"].endswith("\udcff.json")


@pytest.mark.parametrize("steering", ["\x1b[2J", "\x9b2J", "\u202e", "\x08"])
def test_what_a_log_says_does_not_steer_the_terminal(
    steering: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = session_of(tmp_path, 1)
    odd = {"type": f"odd{steering}", "sessionId": "in-inline"}
    session.write_text(session.read_text() + json.dumps(odd) + "\n")
    for command in (["convert", "-f", "claude_code", "-i", str(session)], ["recoveries", str(session)]):
        assert main(command) == 1
        told = capsys.readouterr().err
        assert "odd\\" in told and steering not in told


def test_a_tool_that_steers_the_terminal_is_listed_with_escapes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = {"tool": "rm\x1b[2J", "input": {}, "output": "no", "is_error": True}
    item = {"id": "a", "structured_turns": [{"role": "assistant", "tool_calls": [call]}]}
    (tmp_path / "a.jsonl").write_text(json.dumps(item) + "\n")
    main(["recoveries", "-f", "structured_turns", str(tmp_path / "a.jsonl")])
    assert "rm\\x1b[2J" in capsys.readouterr().out
