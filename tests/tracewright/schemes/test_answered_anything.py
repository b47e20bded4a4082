"""Questions about the whole trace: whatever is sent or was stored is an answer or an AnswerError, never a traceback."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.strategies import json_values, texts
from tracewright.errors import AnswerError
from tracewright.schemes import KINDS

EXAMPLES = Path(__file__).parents[3] / "examples" / "kinds"
ASKED = [name for name in KINDS if name not in ("trajectory_edit", "raw")]

# What a page and Potato send, with anything else in its place.
keys = st.sampled_from(["value", "bad_text", "choice", "choices", "free_response", "texts", "decision"]) | texts
stored = st.sampled_from(["4", "number", "slider", "select-one", "decision", "bad_text", "text_box"]) | texts
values = json_values | st.integers(-1, 12) | st.floats() | st.sampled_from(["4", "1e999", "nan", "accept", "code"])


@pytest.mark.parametrize("name", ASKED)
@given(sent=st.dictionaries(keys, values, max_size=3) | json_values, labels=st.dictionaries(stored, values, max_size=2))
def test_anything_is_an_answer_or_refused(name: str, sent: Any, labels: dict[str, Any]) -> None:
    kind = KINDS[name]
    config = kind.config(yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text()), name)
    for read in (lambda: kind.parse(config, sent, {}), lambda: kind.from_potato(config, labels, {})):
        try:
            answer = read()
        except AnswerError as error:
            assert len(str(error)) < 400
            continue
        kind.missing(config, answer, {})
        assert answer is None or kind.parse(config, kind.as_sent(config, answer, {}), {}) == answer
