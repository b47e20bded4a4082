from typing import Any

import pytest

from tracewright.errors import SchemeError
from tracewright.schemes import radio
from tracewright.schemes.display_logic import asked_when


def read(**condition: Any) -> dict[str, Any]:
    [found] = asked_when({"display_logic": {"show_when": [{"schema": "done", **condition}]}}, "scheme")["asked_when"][
        "conditions"
    ]
    return dict(found)


def test_a_question_that_depends_on_nothing_has_nothing_more() -> None:
    config = radio.config({"name": "why", "labels": ["a"], "display_logic": None}, "scheme")
    assert "asked_when" not in config


def test_it_is_read_beside_what_was_written() -> None:
    written = {"show_when": [{"schema": "done", "operator": "equals", "value": "no"}]}
    config = radio.config({"name": "why", "labels": ["a"], "display_logic": written}, "scheme")
    condition = {"scheme": "done", "operator": "equals", "case_sensitive": False, "value": ["no"]}
    assert config["asked_when"] == {"logic": "all", "conditions": [condition]}
    assert config["display_logic"] == written
    assert radio.config(config, "scheme") == config


def test_what_it_is_read_into_cannot_be_written() -> None:
    assert "asked_when" not in radio.config({"name": "why", "labels": ["a"], "asked_when": {"x": 1}}, "scheme")


@pytest.mark.parametrize(
    ("logic", "fault"),
    [
        (True, "scheme display_logic: must have show_when, not True"),
        ({}, "scheme display_logic.show_when: must be a list with at least one condition, not nothing"),
        ({"show_when": []}, "scheme display_logic.show_when: must be a list with at least one condition"),
        ({"show_when": [1]}, r"scheme display_logic.show_when\[0\]: must have schema, operator and value, not 1"),
        ({"show_when": [{}], "logic": "none"}, "scheme display_logic.logic: must be all or any, not 'none'"),
        ({"show_when": [{"operator": "equals"}]}, r"show_when\[0\].schema: must be the name of a scheme, not nothing"),
    ],
)
def test_a_fault_of_the_option_is_named(logic: Any, fault: str) -> None:
    with pytest.raises(SchemeError, match=fault):
        asked_when({"display_logic": logic}, "scheme")


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        ({"operator": "is", "value": "a"}, r"operator: must be one of equals, .*, not_empty, not 'is'"),
        ({"operator": ["equals"], "value": "a"}, "operator: must be one of"),
        ({"operator": "equals", "value": "a", "case_sensitive": "no"}, "case_sensitive: must be true or false"),
        ({"operator": "equals"}, "value: must be a text, a number or a list of them, not nothing"),
        ({"operator": "equals", "value": [["a"]]}, "value: must be a text, a number or a list of them"),
        ({"operator": "equals", "value": ""}, "value: must be a text, a number or a list of them"),
        ({"operator": "contains", "value": {}}, "value: must be a text, a number or a list of them"),
        ({"operator": "matches", "value": 4}, "value: must be a regular expression, not 4"),
        ({"operator": "matches", "value": "("}, r"value: is no pattern, '\('"),
        ({"operator": "gt", "value": "3"}, "value: must be a number, not '3'"),
        ({"operator": "gt", "value": True}, "value: must be a number, not True"),
        ({"operator": "lte", "value": float("nan")}, "value: must be a number"),
        ({"operator": "gte", "value": 2**54}, "value: must be a number"),
        ({"operator": "in_range", "value": 3}, "value: must be the two ends of a range, the lower one first, not 3"),
        ({"operator": "in_range", "value": [4, 2]}, "value: must be the two ends of a range, the lower one first"),
        ({"operator": "length_in_range", "value": [1, "b"]}, "value: must be the two ends of a range"),
        ({"operator": "empty", "value": True}, "value: is not taken by empty; leave it out, it is True"),
    ],
)
def test_a_fault_of_a_condition_is_named(condition: dict[str, Any], fault: str) -> None:
    with pytest.raises(SchemeError, match=rf"scheme display_logic.show_when\[0\].{fault}"):
        read(**condition)
