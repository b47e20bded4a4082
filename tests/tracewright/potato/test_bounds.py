"""Values that a project has no room for are refused with place, value and bound; those at the bound are taken."""

from pathlib import Path
from typing import Any

import pytest

from apps.projects.models import Project
from apps.schemes.models import Scheme
from apps.tenants.models import Membership
from apps.traces.models import Trace
from tests.tracewright.folders import FIX, TRACE, labels, make_project, write_state
from tracewright.errors import ConfigError, SchemeError
from tracewright.potato import bounds, read_project
from tracewright.schemes import common

SEEN = "x" * 60 + "..."


def problems(config: Path) -> list[str]:
    return [str(problem) for problem in read_project(config).problems()]


def test_an_id_beyond_the_bound_is_a_problem_of_its_record(tmp_path: Path) -> None:
    config = make_project(tmp_path, [TRACE, {"id": "x" * 501}, {"id": "y" * 500}])
    assert problems(config) == [f'data/items.jsonl line 2: has an "id" of 501 characters, "{SEEN}"; the bound is 500']


def test_a_user_id_beyond_the_bound_is_a_problem_of_its_file(tmp_path: Path) -> None:
    config = make_project(tmp_path, states={"y" * 100: {"t1": labels()}})
    write_state(tmp_path, "ann", {"user_id": "x" * 101})
    assert problems(config) == [
        f'annotation_output/ann/user_state.json: has a user_id of 101 characters, "{SEEN}"; the bound is 100'
    ]


def test_a_folder_that_names_its_user_has_the_same_bound(tmp_path: Path) -> None:
    config = make_project(tmp_path)
    write_state(tmp_path, "x" * 101, {})
    (problem,) = problems(config)
    assert "has a user_id of 101 characters" in problem


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("annotation_task_name", "x" * 201, f'has a title of 201 characters, "{SEEN}"; the bound is 200'),
        (
            "annotation_instructions",
            "x" * 100_001,
            f'has guidelines of 100001 characters, "{SEEN}"; the bound is 100000',
        ),
        ("num_annotators_per_item", -2, "must be from -1 to 100, not -2"),
        ("num_annotators_per_item", {"default": 101}, "must be from -1 to 100, not 101"),
        ("max_annotations_per_item", 101, "must be from -1 to 100, not 101"),
        # 2^31 is the first number that 32 bits with a sign do not hold.
        ("random_seed", 2**31, "must be from -2147483648 to 2147483647, not 2147483648"),
        ("random_seed", -(2**31) - 1, "must be from -2147483648 to 2147483647, not -2147483649"),
        ("max_annotations_per_user", 2**31, "must be from -2147483648 to 2147483647, not 2147483648"),
    ],
)
def test_a_value_of_the_config_beyond_its_bound_is_refused(tmp_path: Path, key: str, value: Any, message: str) -> None:
    with pytest.raises(ConfigError) as error:
        read_project(make_project(tmp_path, **{key: value}))
    assert str(error.value) == f"config.yaml {key}: {message}"


def test_values_at_their_bounds_are_taken(tmp_path: Path) -> None:
    at_bounds = {
        "annotation_task_name": "x" * 200,
        "annotation_instructions": "x" * 100_000,
        "num_annotators_per_item": 100,
        "random_seed": -(2**31),
        "max_annotations_per_user": 2**31 - 1,
        "annotation_schemes": [{**FIX, "name": "x" * 200}],
    }
    assert problems(make_project(tmp_path, **at_bounds)) == []


def test_a_scheme_name_beyond_the_bound_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemeError) as error:
        read_project(make_project(tmp_path, annotation_schemes=[{**FIX, "name": "x" * 201}]))
    place = f"config.yaml annotation_schemes[0] ({'x' * 60}) name"
    assert str(error.value) == f'{place}: has 201 characters, "{SEEN}"; the bound is 200'


def test_the_bounds_are_those_of_the_columns() -> None:
    columns = [(Trace, "identity"), (Membership, "public_name"), (Project, "name"), (Scheme, "name")]
    assert [model._meta.get_field(name).max_length for model, name in columns] == [
        bounds.ID_CHARS,
        bounds.USER_CHARS,
        bounds.TITLE_CHARS,
        common.NAME_CHARS,
    ]
