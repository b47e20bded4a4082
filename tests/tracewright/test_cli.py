import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tracewright.folders import TRACE, labels, make_project, step_edit
from tracewright.cli import main

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
