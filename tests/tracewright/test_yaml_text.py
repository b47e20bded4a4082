"""YAML of anybody's writing is a value or NotYaml, and nothing else."""

import subprocess
from itertools import product
from pathlib import Path

import pytest

from tracewright import yaml_text
from tracewright.yaml_text import NotYaml

ROOT = Path(__file__).parents[2]
TAGS = ["null", "bool", "int", "float", "binary", "timestamp", "omap", "pairs", "set", "str", "seq", "map", "merge"]
TAGS += ["value", "foo"]
VALUES = ["abc", '""', "", "-", "0x", "08", "1:x", "_", "-.inf", "1e999", "é", "2026-01-01 00:00:00 +99:99", "9" * 5000]
VALUES += [
    "[a]",
    "[[a]]",
    "[{a: 1, b: 2}]",
    "[{[a]: 1}]",
    "{a: 1}",
    "{{a: 1}: 2}",
    "{=: [1]}",
    "{<<: 1}",
    "{!!seq [a]: 1}",
]


def problem(text: str) -> str:
    with pytest.raises(NotYaml) as error:
        yaml_text.read(text)
    return str(error.value)


@pytest.mark.parametrize("form", ["a: !!{} {}", "? !!{} {}\n: 1", "a: !!set {{? !!{} {} }}"])
def test_a_tag_that_lies_about_its_value_is_no_yaml_or_taken(form: str) -> None:
    refused = 0
    for tag, value in product(TAGS, VALUES):
        try:
            assert isinstance(yaml_text.read(form.format(tag, value)), dict)
        except NotYaml as error:
            refused += 1
            assert str(error).startswith("not YAML: ")
    assert 0 < refused < len(TAGS) * len(VALUES)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("b: 1\na: !!bool abc", "'abc' is no bool, line 2 column 4"),  # a KeyError in PyYAML
        ("a: !!timestamp abc", "'abc' is no timestamp, line 1 column 4"),  # an AttributeError
        ('a: !!int ""', "'' is no int, line 1 column 4"),  # an IndexError
        ("a: !!float x", "'x' is no float, line 1 column 4"),  # a ValueError
        ("a: *b", "found undefined alias 'b', line 1 column 4"),
    ],
)
def test_what_is_wrong_is_told_with_line_and_column(text: str, what: str) -> None:
    assert problem(text) == f"not YAML: {what}"


@pytest.mark.parametrize("text", ['"\\UFFFFFFFF"', "%YAML 1." + "9" * 5000 + "\n--- a"])
def test_what_the_scanner_cannot_make_is_no_yaml(text: str) -> None:
    assert problem(text).startswith("not YAML: ")


def test_nobody_else_loads_yaml() -> None:
    importing = ["git", "grep", "-lE", r"^\s*(import|from) (yaml|ruamel)", "--", "platform", "apps"]
    found = subprocess.run(importing, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    assert set(found.split()) <= {"platform/tracewright/yaml_text.py"}
