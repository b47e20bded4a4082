import json
from pathlib import Path
from typing import Any

import pytest

from tests.tracewright.folders import FIX, TRACE, labels, make_project, step_edit
from tracewright.errors import ConfigError, SchemeError, TraceFormatError
from tracewright.potato import read_project


def config_problem(path: Path) -> str:
    with pytest.raises((ConfigError, SchemeError)) as error:
        read_project(path)
    return str(error.value)


def item_problem(path: Path) -> str:
    with pytest.raises(TraceFormatError) as error:
        list(read_project(path).items())
    return str(error.value)


def test_items_come_in_order_with_their_ids_as_text(tmp_path: Path) -> None:
    project = read_project(make_project(tmp_path, [{"id": 7}, {"id": "b"}]))
    assert [(item.id, item.record.where) for item in project.items()] == [
        ("7", "data/items.jsonl line 1"),
        ("b", "data/items.jsonl line 2"),
    ]


@pytest.mark.parametrize(
    ("item", "what"),
    [
        ({"text": "x"}, 'has no "id"; every record needs an id of its own'),
        ({"id": None}, 'has no "id"; every record needs an id of its own'),
        ({"id": ""}, 'has an empty text "id"; every record needs an id of its own'),
        ({"id": [1]}, 'has a list "id"; every record needs an id of its own'),
        ({"id": 1, "steps": 5}, "steps is a number; it must be a list or null"),
        ('{"id": 1', "not JSON: Expecting ',' delimiter, column 9"),
    ],
)
def test_a_bad_item_names_file_and_line(tmp_path: Path, item: object, what: str) -> None:
    assert item_problem(make_project(tmp_path, [TRACE, item])) == f"data/items.jsonl line 2: {what}"


def test_a_duplicate_id_names_both_places_across_files(tmp_path: Path) -> None:
    path = make_project(tmp_path, [{"id": 1}], data_files=["data/items.jsonl", {"path": "data/more.json"}])
    (tmp_path / "data/more.json").write_text('[{"id": 2}, {"id": "1"}]')
    assert item_problem(path) == (
        'data/more.json record 2: has the id "1" of data/items.jsonl line 1; every record needs its own'
    )


def test_the_list_that_a_scheme_edits_is_checked_too(tmp_path: Path) -> None:
    path = make_project(tmp_path, [{"id": 1, "moves": 3}], annotation_schemes=[{**FIX, "steps_key": "moves"}])
    assert "moves is a number" in item_problem(path)


def test_problems_are_collected_over_items_and_answers(tmp_path: Path) -> None:
    path = make_project(tmp_path, [TRACE, {"no": "id"}, "{", TRACE], {"ann": {"t1": 3}})
    assert [problem.where for problem in read_project(path).problems()] == [
        "data/items.jsonl line 2",
        "data/items.jsonl line 3",
        "data/items.jsonl line 4",
        'annotation_output/ann/user_state.json item "t1"',
    ]


def test_problems_stop_at_the_limit(tmp_path: Path) -> None:
    assert len(read_project(make_project(tmp_path, ["{"] * 50)).problems(limit=10)) == 10


def test_a_sound_project_has_no_problems(tmp_path: Path) -> None:
    assert read_project(make_project(tmp_path, states={"ann": {"t1": labels(step_edit(0, "x"))}})).problems() == []


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (
            {"data_files": ["../other.jsonl"]},
            'config.yaml data_files[0]: "../other.jsonl" leaves the folder of the config',
        ),
        ({"data_files": ["/etc/passwd"]}, 'config.yaml data_files[0]: "/etc/passwd" leaves the folder of the config'),
        ({"data_files": [{"path": "data/../../x.json"}]}, "data_files[0]"),
        ({"task_dir": ".."}, 'config.yaml task_dir: ".." leaves the folder of the config'),
        ({"output_annotation_dir": "../out"}, 'output_annotation_dir: "../out" leaves the folder of the config'),
        (
            {"data_files": ["data/items.xlsx"]},
            "data files are .json, .jsonl, .csv, .tsv, .parquet; write it as one of them",
        ),
        ({"data_files": ["data/none.jsonl"]}, '"data/none.jsonl" does not exist'),
        ({"data_files": []}, "must be a list with at least one file"),
        ({"data_files": [3]}, "config.yaml data_files[0]: must be a path"),
        ({"data_files": ["a\0b.jsonl"]}, "data_files[0]"),
        ({"annotation_schemes": {"a": 1}}, "must be a list, not an object"),
        ({"annotation_schemes": ["radio"]}, "config.yaml annotation_schemes[0]: must be an object"),
        ({"annotation_schemes": [FIX, FIX]}, 'config.yaml annotation_schemes[1]: has the name "fix" of another scheme'),
        (
            {"annotation_schemes": [{**FIX, "show_diff": 3}]},
            "config.yaml annotation_schemes[0] (fix) show_diff: must be",
        ),
        ({"num_annotators_per_item": "two"}, "num_annotators_per_item: must be a whole number, not 'two'"),
        (
            {"instance_display": {"fields": [{"type": "text"}]}},
            "instance_display.fields[0]: must be an object with a key",
        ),
    ],
)
def test_a_bad_config_names_key_and_value(tmp_path: Path, config: dict[str, Any], message: str) -> None:
    assert message in config_problem(make_project(tmp_path / "project", **config))


@pytest.mark.parametrize(
    ("config", "place"),
    [
        ({"data_files": ["x" * 5_000 + ".json"]}, "data_files[0]"),
        ({"task_dir": "y" * 5_000}, "task_dir"),
        ({"output_annotation_dir": "z" * 5_000}, "output_annotation_dir"),
    ],
)
def test_a_path_too_long_for_the_file_system_is_refused(tmp_path: Path, config: dict[str, Any], place: str) -> None:
    (value,) = (value if isinstance(value, str) else value[0] for value in config.values())
    assert config_problem(make_project(tmp_path, **config)) == f'config.yaml {place}: "{value[:60]}" is no path'


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    path = make_project(tmp_path / "project", data_files=["data/link.jsonl"])
    (tmp_path / "secret.jsonl").write_text("{}")
    (tmp_path / "project/data/link.jsonl").symlink_to(tmp_path / "secret.jsonl")
    assert "leaves the folder of the config" in config_problem(path)


def test_a_link_that_stays_inside_is_followed(tmp_path: Path) -> None:
    path = make_project(tmp_path, data_files=["data/link.jsonl"])
    (tmp_path / "data/link.jsonl").symlink_to("items.jsonl")
    assert [item.id for item in read_project(path).items()] == ["t1"]


def test_settings_have_defaults(tmp_path: Path) -> None:
    settings = read_project(make_project(tmp_path)).settings
    assert (settings.title, settings.id_key, settings.text_key) == ("Fixing", "id", "task")
    assert (settings.overlap, settings.strategy, settings.display) == (-1, "fixed_order", [])
    assert (settings.random_seed, settings.traces_per_person) == (None, None)


@pytest.mark.parametrize(
    "config",
    [
        {"num_annotators_per_item": 3, "assignment_strategy": "random"},
        {"num_annotators_per_item": {"default": 3}, "assignment_strategy": {"name": "random"}},
        {"max_annotations_per_item": 3, "assignment_strategy": "random"},
    ],
)
def test_overlap_and_strategy_have_several_forms(tmp_path: Path, config: dict[str, Any]) -> None:
    settings = read_project(make_project(tmp_path, **config)).settings
    assert (settings.overlap, settings.strategy) == (3, "random")


def test_a_scheme_whose_kind_is_not_built_is_kept_as_raw(tmp_path: Path) -> None:
    cards = {"annotation_type": "card_sort", "name": "quality", "description": "d", "size": 5}
    fix, raw = read_project(make_project(tmp_path, annotation_schemes=[FIX, cards])).schemes
    assert (fix.kind, raw.kind, raw.config["annotation_type"], raw.config["size"]) == (
        "trajectory_edit",
        "raw",
        "card_sort",
        5,
    )


def test_unknown_keys_are_listed_and_never_fatal(tmp_path: Path) -> None:
    project = read_project(make_project(tmp_path, colour="red", export_annotation_format="json"))
    assert (project.keys.unknown, "colour" in project.stored) == (["colour"], False)


def test_a_data_file_may_have_another_encoding(tmp_path: Path) -> None:
    path = make_project(tmp_path, data_files=[{"path": "data/latin.jsonl", "encoding": "latin-1"}])
    (tmp_path / "data/latin.jsonl").write_bytes(json.dumps({"id": "ä"}, ensure_ascii=False).encode("latin-1"))
    assert [item.id for item in read_project(path).items()] == ["ä"]
