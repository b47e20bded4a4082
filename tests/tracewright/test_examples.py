"""The shipped examples are sound projects, and answers to them come out as training data."""

import json
import shutil
from pathlib import Path

import pytest

from tests.tracewright.folders import step_edit, write_state
from tracewright.cli import main
from tracewright.potato import read_project
from tracewright.trace import calls, outline

EXAMPLES = Path(__file__).parents[2] / "examples" / "agent-traces"
PROJECTS = [path.parent.name for path in sorted(EXAMPLES.glob("*/config.yaml"))]


@pytest.mark.parametrize("name", PROJECTS)
def test_an_example_has_no_problems_and_no_unknown_keys(name: str) -> None:
    project = read_project(EXAMPLES / name / "config.yaml")
    assert (project.problems(), project.keys.unknown) == ([], [])
    assert len(list(project.items())) > 0


def test_a_correction_of_the_example_becomes_training_data(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(EXAMPLES / "trajectory-correction", folder)
    first = json.loads((folder / "data/traces.jsonl").read_text().splitlines()[0])
    repaired = first["steps"][0]["action"].replace("2026-05-04", "2026-05-14")
    blob = json.dumps({"steps": [step_edit(0, repaired)], "final_answer": None})
    state = {first["id"]: {"corrected_trajectory": {"corrected_trajectory": blob}}}
    write_state(folder, "ann", {"instance_id_to_label_to_value": state})
    main(["export", "-f", "trajectory_correction", "-o", str(tmp_path / "out"), "-c", str(folder / "config.yaml")])
    (line,) = (tmp_path / "out/trajectory_dpo.jsonl").read_text().splitlines()
    pair = json.loads(line)
    assert pair["rejected"]["steps"] == first["steps"]
    assert pair["chosen"]["steps"] == [{**first["steps"][0], "action": repaired}, *first["steps"][1:]]


def test_the_sessions_of_the_example_show_errors_a_rejection_and_a_sub_agent() -> None:
    first, second = read_project(EXAMPLES / "coding-session-repair" / "config.yaml").items()
    assert (first.record.format, first.record.warnings, second.record.warnings) == ("claude_code", [], [])
    assert [len(item.record.document["structured_turns"]) for item in (first, second)] == [17, 14]
    assert {turn.get("agent") for turn in first.record.document["structured_turns"]} == {None, "a41f93c"}
    assert [row.tool for row in outline(first.record.document) if row.is_error] == ["Bash", "Bash"]
    sources = [call.get("error_source") for turn in second.record.document["structured_turns"] for call in calls(turn)]
    assert sorted(filter(None, sources)) == ["agent", "rejected"]


def test_the_examples_convert_from_the_command_line(tmp_path: Path) -> None:
    folder, out = EXAMPLES / "coding-session-repair" / "sessions", tmp_path / "traces.jsonl"
    assert main(["convert", "--auto-detect", "-i", str(folder), "-o", str(out)]) == 0
    assert len(out.read_text().splitlines()) == 2
