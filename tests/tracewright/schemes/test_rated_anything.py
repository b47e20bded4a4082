"""Whatever is sent to a kind that rates or ranks, or was stored by Potato, is an answer or an AnswerError."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.strategies import json_values, texts
from tracewright.errors import AnswerError
from tracewright.schemes import kind_of

EXAMPLES = Path(__file__).parents[3] / "examples" / "kinds"
KINDS = ["multirate", "rubric_eval", "hierarchical_multiselect", "ranking", "bws"]
names = st.sampled_from(
    ["planning", "honesty", "good", "correct", "Tools", "Call", "Other", "search", "tests", "tools"]
)
values = st.recursive(names | json_values, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner))
parts = st.sampled_from(["ratings", "scores", "overall", "choices", "order", "best", "worst"])
stored = st.sampled_from(["selected_labels", "rank_order", "best", "correct", "overall", "planning"]) | texts


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
@given(sent=values | st.dictionaries(parts, values, max_size=2), labels=st.dictionaries(stored, values, max_size=2))
def test_whatever_comes_is_parsed_or_refused(name: str, sent: Any, labels: dict[str, Any]) -> None:
    kind = kind_of(name)
    config = kind.config(yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text()), name)
    for read in (lambda: kind.parse(config, sent, {}), lambda: kind.from_potato(config, labels, {})):
        try:
            answer = read()
        except AnswerError as error:
            assert len(str(error)) < 400
            continue
        if answer is not None:
            assert kind.parse(config, kind.as_sent(config, answer, {}), {}) == answer
            assert kind.missing({**config, "required": False}, answer, {}) == []
