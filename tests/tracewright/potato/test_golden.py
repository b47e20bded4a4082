"""Every kind of scheme as the established tool stores its answers."""

import os
from pathlib import Path
from typing import Any

import pytest

from tracewright.potato import PotatoProject, answer_of, read_project

PAIRS = os.environ.get("GOLDEN_PAIRS", "")
pytestmark = [
    pytest.mark.golden,
    pytest.mark.skipif(not PAIRS, reason="GOLDEN_PAIRS names no folder of golden pairs"),
]


@pytest.fixture
def project() -> PotatoProject:
    return read_project(Path(PAIRS, "standard_schemas", "kinds", "ui_form", "config.yaml"))


def first_answers(project: PotatoProject) -> dict[str, Any]:
    given = next(project.answers())
    document = next(item.record.document for item in project.items() if item.id == given.item)
    return {
        scheme.name: answer_of(scheme, given.labels.get(scheme.name, {}), given.spans.get(scheme.name, []), document)
        for scheme in project.schemes
    }


def test_the_folder_has_no_problems(project: PotatoProject) -> None:
    assert (project.problems(), project.keys.unknown) == ([], [])


def test_answers_to_built_kinds_are_canonical(project: PotatoProject) -> None:
    answers = first_answers(project)
    assert answers["r_kv"] == {"choice": "good", "free_response": ""}
    assert answers["ms"] == {"choices": ["x", "z"], "free_response": ""}
    assert answers["tx"] == {"texts": {"text_box": "free text"}}
    assert answers["tx_area"] == {"texts": {"first": "1st", "second": "2nd"}}
    assert answers["lk"] == {"value": 4}
    assert answers["se"] == {"choice": "two"}
    assert answers["nu"] == {"value": 3}
    assert answers["sl"] == {"value": 7}
    assert answers["cf"] == {"value": 4}


def test_ratings_are_canonical(project: PotatoProject) -> None:
    answers = first_answers(project)
    assert answers["mr"] == {"ratings": {"o1": "low", "o2": "high"}}
    assert answers["ru"] == {"scores": {"accuracy": 4, "clarity": 5}}
    assert answers["rk"] == {"order": ["r2", "r1", "r3"]}


def test_every_scheme_has_its_answer_and_those_of_other_kinds_are_as_they_came(project: PotatoProject) -> None:
    answers = first_answers(project)
    assert all(answers.values())
    assert answers["so"] == {"labels": {"p": "70", "q": "30"}, "spans": []}
    assert answers["sp"]["spans"][0]["start"] == 4
