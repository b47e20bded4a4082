import errno
import gzip
import json
import subprocess
import sys
import warnings
import zipfile
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
import zstandard

from tests.tracewright.convert.sessions import DATA
from tests.tracewright.folders import TRACE, labels, make_project, step_edit
from tracewright.cli import main
from tracewright.convert import CONVERTERS, claude_code, is_verified
from tracewright.records import read_records

PLATFORM = Path(__file__).parents[2] / "platform"


def export(config: Path, out: Path) -> int:
    return main(["export", "-f", "trajectory_correction", "-o", str(out), "-c", str(config)])


def records(out: Path) -> list[tuple[str, str]]:
    found = json.loads((out / "trajectory_corrections.json").read_text())["records"]
    return [(record["trace_id"], record["annotator"]) for record in found]


def test_it_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = make_project(tmp_path, states={"ann": {"t1": labels(step_edit(0, "look here"))}})
    assert export(config, tmp_path / "out") == 0
    printed = capsys.readouterr().out
    assert f"wrote {tmp_path}/out/trajectory_sft.jsonl" in printed
    assert "edited_traces: 1" in printed


def test_it_works_as_a_module(tmp_path: Path) -> None:
    config = make_project(tmp_path, states={"ann": {"t1": labels(step_edit(0, "look here"))}})
    command = [
        sys.executable,
        "-m",
        "tracewright",
        "export",
        "-f",
        "trajectory_correction",
        "-o",
        "out",
        "-c",
        str(config),
    ]
    done = subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(PLATFORM)}, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert records(tmp_path / "out") == [("t1", "ann")]


def test_records_come_by_item_and_then_by_annotator(tmp_path: Path) -> None:
    items = [{**TRACE, "id": name} for name in ("z", "a", "m")]
    states = {user: {name: labels() for name in ("a", "m", "z")} for user in ("zoe", "ann")}
    export(make_project(tmp_path, items, states), tmp_path / "out")
    assert records(tmp_path / "out") == [(item, user) for item in ("z", "a", "m") for user in ("ann", "zoe")]


def test_what_is_left_out_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = [[{"schema": "fix", "name": "fix"}, "{not json"]]
    states = {"ann": {"t1": broken, "gone": labels()}, "max": {"t1": labels(scheme="old")}}
    assert export(make_project(tmp_path, states=states, colour="red"), tmp_path / "out") == 0
    assert capsys.readouterr().err.splitlines() == [
        "warning: answers left out because they cannot be read: 1",
        "warning: answers left out because the config has no such scheme: 1",
        "warning: answers left out because the data files have no such trace: 1",
        "warning: keys of the config that are not known: colour",
    ]
    assert records(tmp_path / "out") == []


def test_an_error_of_ours_is_one_line_and_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(make_project(tmp_path, ["{"]), tmp_path / "out") == 1
    assert capsys.readouterr().err.startswith("tracewright: data/items.jsonl line 1: not JSON")
    assert list((tmp_path / "out").iterdir()) == []


def test_an_unknown_format_is_wrong_usage_and_lists_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["export", "-f", "csv", "-o", "out", "-c", "config.yaml"])
    assert stop.value.code == 2
    assert "trajectory_correction" in capsys.readouterr().err


def test_a_folder_without_answers_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(make_project(tmp_path), tmp_path / "out") == 0
    assert f"no answers found below {tmp_path}/annotation_output" in capsys.readouterr().err


# ---- convert ----


def convert(*arguments: object) -> int:
    return main(["convert", *map(str, arguments)])


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_sessions_are_converted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.jsonl"
    assert convert("-i", DATA / "parallel.jsonl", DATA / "stopped.jsonl", "-f", "claude_code", "-o", out) == 0
    assert [document["id"] for document in lines(out)] == ["pa-parallel", "st-stopped"]
    assert capsys.readouterr() == ("", "2 traces converted\n")


def test_a_folder_is_converted_file_by_file_and_sub_agents_once(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert convert("-i", DATA, "--auto-detect", "-o", out) == 0
    assert [document["id"][:2] for document in lines(out)] == [
        "br",
        "co",
        "in",
        "no",
        "pa",
        "st",
        "sp",
        "st",
        "st",
        "ve",
        "we",
    ]


def test_traces_go_to_standard_output_without_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert convert("-i", DATA / "parallel.jsonl", "-f", "claude_code") == 0
    assert json.loads(capsys.readouterr().out)["id"] == "pa-parallel"


def test_pretty_traces_are_a_list_that_can_be_read_again(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    convert("-i", DATA / "parallel.jsonl", DATA / "stopped.jsonl", "-f", "claude_code", "-o", out, "--pretty")
    assert [record.document["id"] for record in read_records(out)] == ["pa-parallel", "st-stopped"]


def test_what_is_not_converted_is_listed_and_the_rest_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/README.md").write_text("Sessions.")
    (tmp_path / "in/s.jsonl").write_bytes((DATA / "inline.jsonl").read_bytes() + b'{"type":')
    (tmp_path / "in/.hidden").write_text("?")
    out, report = tmp_path / "out.jsonl", tmp_path / "report.json"
    assert convert("-i", tmp_path / "in", tmp_path / "gone", "--auto-detect", "-o", out, "--report", report) == 2
    assert [document["id"] for document in lines(out)] == ["in-inline"]
    listed = capsys.readouterr().err.splitlines()
    assert listed[:2] == [
        f"tracewright: {tmp_path}/in/README.md: no format recognised; nearest: none of those that are known",
        f"tracewright: {tmp_path}/gone: cannot be read: No such file or directory",
    ]
    assert listed[2].startswith(f"warning: {tmp_path}/in/s.jsonl: line 7: not JSON")
    assert listed[3:] == [
        "1 traces converted",
        "2 files or runs not converted: they are listed above",
        "1 records not converted: they are listed above",
    ]
    told = json.loads(report.read_text())
    assert (len(told["problems"]), told["traces"][0]["identity"]) == (2, "in-inline")
    assert (told["traces"][0]["records"], told["traces"][0]["types"]) == (6, {"user": 3, "assistant": 3})


def test_a_file_in_another_format_than_said_is_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": 1}\n')
    assert convert("-i", tmp_path / "a.jsonl", "-f", "claude_code") == 1
    assert "has no message of a Claude Code session" in capsys.readouterr().err


def test_records_of_unknown_types_are_told_and_are_not_converted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = [{"type": "tool_use", "sessionId": "in-inline"}] * 2 + [{"type": "a\nb", "sessionId": "in-inline"}]
    lines = "".join(json.dumps(record) + "\n" for record in odd)
    (tmp_path / "s.jsonl").write_text((DATA / "inline.jsonl").read_text() + lines)
    assert convert("-i", tmp_path / "s.jsonl", "-f", "claude_code", "-o", tmp_path / "out.jsonl") == 1
    assert capsys.readouterr().err.splitlines() == [
        f"tracewright: {tmp_path}/s.jsonl: 3 records or blocks of types that are not known: tool_use (2), a b (1)",
        "1 traces converted",
        "3 records or blocks of unknown types not converted: they are listed above",
    ]


def test_of_many_unknown_types_the_commonest_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = "".join(json.dumps({"type": f"odd{number}"}) + "\n" for number in range(12))
    (tmp_path / "s.jsonl").write_text((DATA / "inline.jsonl").read_text() + odd)
    assert convert("-i", tmp_path / "s.jsonl", "-f", "claude_code", "-o", tmp_path / "out.jsonl") == 1
    assert "odd9 (1), and 2 more types" in capsys.readouterr().err


def test_a_session_in_which_nobody_says_anything_is_no_trace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "s.jsonl").write_text('{"type": "user", "uuid": "u1", "sessionId": "s", "content": "Hello."}\n')
    assert convert("-i", tmp_path / "s.jsonl", "-f", "claude_code", "-o", tmp_path / "out.jsonl") == 1
    assert "s.jsonl: holds no turn\n0 traces converted" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["anthropic/conversation.json", "openai/conversation.json", "react", "structured_turns"]
)
def test_potatos_name_for_sessions_stands_for_messages_and_turns_too(name: str, tmp_path: Path) -> None:
    path = DATA.parent / name
    file = path if path.is_file() else next(iter(sorted(path.iterdir())))
    has_unknown_field = name == "react"
    assert convert("-i", file, "-f", "claude_code", "-o", tmp_path / "out.jsonl") == has_unknown_field
    assert lines(tmp_path / "out.jsonl")


def test_the_formats_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        convert("--list-formats")
    listed = capsys.readouterr().out.splitlines()
    assert (stop.value.code, [line.split()[0] for line in listed]) == (0, list(CONVERTERS))
    assert f"claude_code          {claude_code.title}" in listed
    assert f"atif                 {CONVERTERS['atif'].title} (also: harbor)" in listed
    assert [line for line in listed if "(also: autogen, crewai, langgraph)" in line]


def test_the_usage_shows_that_the_list_of_formats_stands_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        convert("--help")
    assert "\n       tracewright convert --list-formats\n" in capsys.readouterr().out


def test_a_format_that_was_never_seen_in_a_real_file_is_listed_as_unverified(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CONVERTERS["react"], "verified", False, raising=False)
    with pytest.raises(SystemExit):
        convert("--list-formats")
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in listed if line.endswith(" [unverified]")] == [
        name for name, converter in CONVERTERS.items() if not is_verified(converter)
    ]
    assert not is_verified(CONVERTERS["react"])


def packed(folder: Path) -> list[Path]:
    """A session in every way that it may be compressed."""
    raw = (DATA / "inline.jsonl").read_bytes()
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(raw))
    (folder / "b.jsonl.zst").write_bytes(zstandard.compress(raw))
    with zipfile.ZipFile(folder / "c.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sessions/s.jsonl", raw)
    return [folder / "a.jsonl.gz", folder / "b.jsonl.zst", folder / "c.zip"]


def test_what_is_compressed_is_read_as_what_it_holds(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert convert("-i", *packed(tmp_path), "--auto-detect", "-o", out) == 0
    assert [document["id"] for document in lines(out)] == ["in-inline"] * 3


def test_a_run_that_is_in_two_files_is_told_and_is_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    for path in (first, second):
        path.write_bytes((DATA / "inline.jsonl").read_bytes())
    assert convert("-i", tmp_path, "--auto-detect", "-o", tmp_path / "out.jsonl") == 0
    assert capsys.readouterr().err.splitlines() == [
        f"note: {second}: run in-inline is in {first} too; both are converted",
        "2 traces converted",
    ]


def test_what_is_written_is_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "s.jsonl").write_bytes((DATA / "inline.jsonl").read_bytes())
    again = ("-i", tmp_path, "--auto-detect", "-o", tmp_path / "traces.jsonl", "--report", tmp_path / "report.json")
    assert (convert(*again), capsys.readouterr().err) == (0, "1 traces converted\n")
    assert convert(*again) == 0
    assert capsys.readouterr().err.splitlines() == [
        f"note: {tmp_path}/report.json: is written by this command, so it is not read",
        f"note: {tmp_path}/traces.jsonl: is written by this command, so it is not read",
        "1 traces converted",
    ]
    assert [document["id"] for document in lines(tmp_path / "traces.jsonl")] == ["in-inline"]


def test_the_only_log_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "s.jsonl"
    log.write_bytes((DATA / "inline.jsonl").read_bytes())
    assert convert("-i", log, "--auto-detect", "-o", log) == 1
    assert "s.jsonl: is all that is read and would be written; write to another file" in capsys.readouterr().err
    assert log.read_bytes() == (DATA / "inline.jsonl").read_bytes()


def test_a_pattern_names_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packed(tmp_path)
    assert convert("-i", tmp_path / "*.gz", "--auto-detect") == 0
    assert "1 traces converted" in capsys.readouterr().err


def test_standard_input_is_read(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO((DATA / "inline.jsonl").read_bytes())))
    assert convert("-i", "-", "--auto-detect") == 0
    assert json.loads(capsys.readouterr().out)["id"] == "in-inline"


def test_what_leads_out_of_an_archive_is_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("../evil.jsonl", "{}")
    assert convert("-i", tmp_path / "evil.zip", "--auto-detect") == 1
    assert "evil.zip ../evil.jsonl: leads out of the archive; it is not read" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["evil.zip"]


def test_of_an_archive_nothing_is_lost_in_silence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = (DATA / "inline.jsonl").read_bytes()
    with zipfile.ZipFile(tmp_path / "odd.zip", "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the name that comes twice
        for name in ("s.jsonl", "s.jsonl", "."):
            archive.writestr(name, raw)
    with zipfile.ZipFile(tmp_path / "locked.zip", "w") as archive:
        archive.writestr("s.jsonl", raw)
    locked = bytearray((tmp_path / "locked.zip").read_bytes())
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(head) + flags] |= 1
    (tmp_path / "locked.zip").write_bytes(locked)
    assert convert("-i", tmp_path / "odd.zip", tmp_path / "locked.zip", "--auto-detect") == 1
    told = capsys.readouterr().err
    assert "odd.zip s.jsonl: stands in the archive twice; it is not read" in told
    assert "odd.zip .: leads out of the archive; it is not read" in told
    assert "locked.zip s.jsonl: is encrypted; it is not read" in told
    assert "1 traces converted" in told


@pytest.mark.parametrize("name", ["a.gz", "a.zst", "a.zip"])
def test_a_broken_archive_is_an_error(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / name).write_bytes(b"no archive")
    assert convert("-i", tmp_path / name, "--auto-detect") == 1
    assert f"{name}: cannot be unpacked" in capsys.readouterr().err


def test_a_full_disk_is_no_fault_of_the_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("s.jsonl", b"{}")
    monkeypatch.setattr("tracewright.cli.inputs.copyfileobj", full)
    assert convert("-i", tmp_path / "a.zip", "--auto-detect") == 1
    assert "cannot be written: No space left on device" in capsys.readouterr().err


def test_recoveries_are_told_by_tool(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recoveries", str(DATA.parent / "mini_swe_agent/tool_calls.traj.json")]) == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head.split()[:3] == ["tool", "errors", "recovered"]
    assert row.split() == ["bash", "1", "0", "0", "0", "0", "-"]


def test_recoveries_are_told_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    path = DATA.parent / "mini_swe_agent/tool_calls.traj.json"
    assert main(["recoveries", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["error"]["step"], told["error_class"], told["success"]) == (1, "not found", None)


@pytest.mark.parametrize(
    "arguments", [[], ["-i", "a"], ["-i", "a", "-f", "cobol"], ["-i", "a", "-f", "claude_code", "--auto-detect"]]
)
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        convert(*arguments)
    assert stop.value.code == 2


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert convert("-i", DATA / "parallel.jsonl", "-f", "claude_code", "-o", tmp_path / "no" / "out.jsonl") == 1
    assert "out.jsonl: cannot be written: No such file or directory" in capsys.readouterr().err


def test_help_imports_no_command() -> None:
    show = "import sys; from tracewright.cli import main\ntry: main(['--help'])\nexcept SystemExit: print(*sys.modules)"
    command = [sys.executable, "-c", show]
    printed = subprocess.run(
        command, env={"PYTHONPATH": str(PLATFORM)}, capture_output=True, text=True, check=True
    ).stdout
    assert "convert" in printed
    assert not [module for module in ("msgspec", "yaml", "rapidfuzz", "pyarrow", "django") if f" {module} " in printed]
