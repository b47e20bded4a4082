from pathlib import Path
from typing import Any

import pytest

from tests.tracewright.folders import make_project
from tracewright.cli import main
from tracewright.export.asked import without_unasked
from tracewright.export.records import Answered, Given

YES_NO = {"annotation_type": "radio", "description": "?", "labels": ["yes", "no"]}
WHY = {
    "annotation_type": "text",
    "name": "why",
    "description": "Why?",
    "display_logic": {"show_when": [{"schema": "done", "operator": "equals", "value": "no"}]},
}
SCHEMES = [{**YES_NO, "name": "done"}, WHY]


def given(operator: str, value: list[str] | None, kind: str = "radio") -> Given:
    condition = {"scheme": "done", "operator": operator, "case_sensitive": False, "value": value}
    return Given(kind, {"asked_when": {"logic": "all", "conditions": [condition]}}, {"choice": "a"})


def names(**answers: Given) -> set[str]:
    return set(without_unasked(Answered("t1", "ann", {}, answers)).answers)


def test_a_record_without_conditions_is_the_same_record() -> None:
    record = Answered("t1", "ann", {}, {"done": Given("radio", {}, {"choice": "yes"})})
    assert without_unasked(record) is record


def test_what_a_person_left_out_is_no_answer() -> None:
    assert names(why=given("equals", ["no"])) == set()
    assert names(why=given("empty", None)) == {"why"}


def test_what_nobody_can_answer_here_leaves_nothing_out() -> None:
    assert names(done=Given("raw", {}, {"labels": {"x": "y"}, "spans": []}), why=given("equals", ["no"])) == {
        "done",
        "why",
    }


@pytest.mark.parametrize(("choice", "left_out"), [("yes", 1), ("no", 0)])
def test_a_folder_s_export_says_what_it_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], choice: str, left_out: int
) -> None:
    labels: list[Any] = [
        [{"schema": "done", "name": choice}, choice],
        [{"schema": "why", "name": "text_box"}, "It gave up."],
    ]
    config = make_project(tmp_path, states={"ann": {"t1": labels}}, annotation_schemes=SCHEMES)
    assert main(["export", "-f", "trajectory_correction", "-o", str(tmp_path / "out"), "-c", str(config)]) == 0
    printed = capsys.readouterr()
    assert ("not_asked: 1" in printed.out) == bool(left_out)
    assert ("not asked under the person's other answers: 1" in printed.err) == bool(left_out)
