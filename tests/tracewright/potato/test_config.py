import os
from pathlib import Path

import pytest

from tests.tracewright.folders import make_project
from tracewright.errors import ConfigError
from tracewright.potato.config import read_config


def problem(path: Path) -> str:
    with pytest.raises(ConfigError) as error:
        read_config(path)
    return str(error.value)


@pytest.mark.parametrize("key", ["annotation_task_name", "item_properties", "task_dir", "output_annotation_dir"])
def test_a_missing_key_is_named(tmp_path: Path, key: str) -> None:
    assert problem(make_project(tmp_path, **{key: None})) == f"config.yaml {key}: is missing"


def test_item_properties_need_both_keys(tmp_path: Path) -> None:
    path = make_project(tmp_path, item_properties={"id_key": "id"})
    assert problem(path) == "config.yaml item_properties.text_key: must name a key of the records"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: [", "not YAML"),
        ("", "is empty"),
        ("- a", "must be a mapping"),
        ("when: 2024-13-45", "config.yaml: not YAML: '2024-13-45' is no timestamp, line 1 column 7"),
        ("a: !!python/object/apply:os.system [id]", "not YAML"),
        ("a: " + "[" * 5000, "nested too deeply"),
    ],
)
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(text)
    assert what in problem(path)


def test_an_alias_bomb_is_refused(tmp_path: Path) -> None:
    lists = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lists += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    path = tmp_path / "config.yaml"
    path.write_text("\n".join(lists))
    assert "once its aliases are followed" in problem(path)


def test_an_alias_to_its_own_inside_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("a: &a [*a]")
    assert "once its aliases are followed" in problem(path)


def test_a_config_above_the_bound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(b"#" * 2_000_001)
    assert problem(path) == "config.yaml: has 2000001 bytes; a config may have 2000000"


def test_values_are_plain_json(tmp_path: Path) -> None:
    path = make_project(tmp_path)
    path.write_text(path.read_text() + "x: {on: true, 3: 2024-01-31, n: .nan, b: !!binary aGk=}\n")
    assert read_config(path)["x"] == {"on": True, "3": "2024-01-31", "n": None, "b": "hi"}


def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "config.yaml")
    assert problem(tmp_path / "config.yaml") == "config.yaml: is no file"


def test_a_folder_is_no_config(tmp_path: Path) -> None:
    assert problem(tmp_path) == f"{tmp_path.name}: is no file"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("zz: 9223372036854775808", "zz"),  # 2^63
        ("zz: -9223372036854775809", "zz"),
        ("zz: {a: [1, {b: 0x8000000000000000}]}", "zz.a[1].b"),
        ("zz: " + "9" * 5_000, "zz"),
        ("zz: 1" + ":59" * 100_000, "zz"),  # base 60
        ("zz: 1" + ":59" * 2_000 + ".5", "zz"),
    ],
)
def test_a_number_of_more_than_64_bits_is_refused_at_its_key(tmp_path: Path, text: str, place: str) -> None:
    path = make_project(tmp_path)
    path.write_text(path.read_text() + text)
    found = problem(path)
    assert found.startswith(f"config.yaml {place}: must be from -9223372036854775808 to 9223372036854775807, not ")
    assert len(found) < 200


def test_numbers_of_64_bits_are_taken(tmp_path: Path) -> None:
    path = make_project(tmp_path)
    path.write_text(path.read_text() + "zz: [9223372036854775807, -9223372036854775808, 1:30, 0.5]")
    assert read_config(path)["zz"] == [2**63 - 1, -(2**63), 90, 0.5]
