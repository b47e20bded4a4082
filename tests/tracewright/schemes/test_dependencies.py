from pathlib import Path
from typing import Any

import pytest

from tests.tracewright.folders import FIX, make_project
from tracewright.errors import SchemeError
from tracewright.potato import read_project
from tracewright.schemes.dependencies import met_always

YES_NO = {"annotation_type": "radio", "description": "?", "labels": ["yes", "no"]}


def question(name: str, *watched: str, **options: Any) -> dict[str, Any]:
    """A question that is asked once there is an answer to those that it watches."""
    conditions = [{"schema": other, "operator": "not_empty"} for other in watched]
    logic = {"display_logic": {"show_when": conditions}} if watched else {}
    return {**YES_NO, "name": name, **logic, **options}


def read(folder: Path, *schemes: dict[str, Any]) -> dict[str, Any]:
    project = read_project(make_project(folder, annotation_schemes=list(schemes)))
    return {scheme.name: scheme.config for scheme in project.schemes}


def test_a_question_may_stand_before_the_one_that_it_depends_on(tmp_path: Path) -> None:
    assert list(read(tmp_path, question("why", "done"), question("done"))) == ["why", "done"]


def test_the_used_key_is_in_the_report(tmp_path: Path) -> None:
    config = make_project(tmp_path, annotation_schemes=[question("done"), question("why", "done")])
    assert "annotation_schemes[1].display_logic" in read_project(config).keys.used


def test_a_scheme_that_is_not_there_is_named(tmp_path: Path) -> None:
    place = r"config.yaml annotation_schemes\[0\] \(why\) display_logic.show_when\[0\].schema"
    with pytest.raises(SchemeError, match=f"{place}: names no scheme of the config: 'dnoe'"):
        read(tmp_path, question("why", "dnoe"), question("done"))


def test_a_question_at_each_step_is_not_waited_for(tmp_path: Path) -> None:
    with pytest.raises(SchemeError, match="is asked at each step, so no other question can depend on it: 'fix'"):
        read(tmp_path, FIX, question("why", "fix"))


def test_steps_are_not_edited_only_sometimes(tmp_path: Path) -> None:
    with pytest.raises(SchemeError, match=r"\(fix\) display_logic: is not taken"):
        read(tmp_path, question("done"), {**FIX, "display_logic": question("x", "done")["display_logic"]})


@pytest.mark.parametrize(
    ("schemes", "way"),
    [
        ([question("a", "a")], "'a' -> 'a'"),
        ([question("a", "b"), question("b", "a")], "'a' -> 'b' -> 'a'"),
        # c leads into the circle, d only depends on it
        ([question("c", "a"), question("a", "b", "free"), question("b", "a"), question("free")], "'a' -> 'b' -> 'a'"),
    ],
)
def test_a_circle_is_named(tmp_path: Path, schemes: list[dict[str, Any]], way: str) -> None:
    with pytest.raises(SchemeError, match=rf"\(a\) display_logic: depends on itself: {way}"):
        read(tmp_path, *schemes)


def test_points_that_have_names_are_compared_by_them(tmp_path: Path) -> None:
    scale = {"annotation_type": "likert", "name": "sure", "description": "?", "labels": ["hardly", "quite"]}
    [condition] = read(tmp_path, scale, question("why", "sure"))["why"]["asked_when"]["conditions"]
    assert condition["names"] == ["hardly", "quite"]


def test_what_depends_on_a_kind_that_is_not_built_is_told() -> None:
    logic = {"conditions": [{"scheme": "spans"}, {"scheme": "done"}]}
    kinds = {"why": "radio", "spans": "raw", "done": "radio"}
    assert [*met_always(kinds, {"why": {"asked_when": logic}, "done": {}})] == [("why", "spans")]
