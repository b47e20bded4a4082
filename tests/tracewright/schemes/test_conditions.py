import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.strategies import json_values
from tracewright.schemes.conditions import asked, holds
from tracewright.schemes.display_logic import OPERATORS, asked_when

# The page's rules are held to the same table.
TABLE = json.loads((Path(__file__).parents[2] / "data" / "display_logic.json").read_text())


def why(case: dict[str, Any]) -> str:
    return str(case["why"])


def test_the_table_has_each_operator() -> None:
    assert {case["read"]["operator"] for case in TABLE["conditions"]} == set(OPERATORS)


@pytest.mark.parametrize("case", TABLE["conditions"], ids=why)
def test_a_condition_holds(case: dict[str, Any]) -> None:
    assert holds(case["read"], case["answer"]) == case["holds"]


@pytest.mark.parametrize("case", TABLE["conditions"], ids=why)
def test_the_table_has_conditions_as_they_are_read(case: dict[str, Any]) -> None:
    [read] = asked_when({"display_logic": {"show_when": [case["written"]]}}, "scheme")["asked_when"]["conditions"]
    assert {**read, **{key: case["read"][key] for key in case["read"] if key == "names"}} == case["read"]


@pytest.mark.parametrize("case", TABLE["questions"], ids=why)
def test_questions_are_asked(case: dict[str, Any]) -> None:
    configs = {name: asked_when({"display_logic": written}, name) for name, written in case["written"].items()}
    assert {name: config.get("asked_when") for name, config in configs.items()} == case["read"]
    assert asked(configs, case["answers"]) == set(case["asked"])


@given(st.sampled_from(TABLE["conditions"]), st.dictionaries(st.text(), json_values))
def test_any_answer_is_judged(case: dict[str, Any], answer: dict[str, Any]) -> None:
    assert holds(case["read"], answer) in (True, False)
