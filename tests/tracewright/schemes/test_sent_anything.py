"""Whatever is sent is an answer or an AnswerError, never a traceback."""

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracewright.schemes.sessions import CONFIG, SESSION
from tests.tracewright.strategies import json_values, texts
from tracewright import json_text
from tracewright.correction import corrected, count, edit_rows, stale_rows
from tracewright.errors import AnswerError
from tracewright.schemes import trajectory_edit

names = st.sampled_from(["0", "1", "2", "3", "4", "5", "+1", "+2", "1.0", "1.1", "3.0", "1.+1", "+1.0"])
odd_names = names | texts | json_values
pointers = st.sampled_from(
    [
        "",
        "/content",
        "/thinking",
        "/tool_calls",
        "/tool_calls/0",
        "/tool_calls/0/input",
        "/tool_calls/0/input/limit",
        "/tool_calls/1/input/new",
        "/tool_calls/0/input/a/b",
        "/input/file_path",
        "/output",
        "/final_answer",
    ]
)
edits = st.fixed_dictionaries(
    {"step": names | st.none() | json_values, "pointer": pointers | texts | json_values},
    optional={
        "text": texts | st.sampled_from(["5", "[]", "{}"]) | json_values,
        "new": json_values,
        "reason": texts | json_values,
        "old": texts | st.none() | json_values,
    },
)
calls = st.fixed_dictionaries({}, optional={"tool": texts | json_values, "input": json_values, "output": json_values})
inserted = calls | st.fixed_dictionaries({}, optional={"content": texts, "tool_calls": st.lists(calls | json_values)})
anything = st.fixed_dictionaries(
    {},
    optional={
        "edits": st.lists(edits | json_values, max_size=4) | json_values,
        "inserted": st.dictionaries(names | texts, inserted | json_values, max_size=3) | json_values,
        "order": st.lists(odd_names, max_size=6) | st.lists(names, unique=True) | json_values,
        "calls": st.dictionaries(names | texts, st.lists(odd_names, max_size=3) | json_values, max_size=3)
        | json_values,
    },
)


@settings(max_examples=200)
@given(anything | json_values)
def test_whatever_is_sent_is_parsed_or_refused(sent: Any) -> None:
    before = copy.deepcopy(sent)
    try:
        answer = trajectory_edit.parse(CONFIG, sent, SESSION)
    except AnswerError as error:
        assert len(str(error)) < 400
        return
    finally:
        assert json_text.canonical(sent) == json_text.canonical(before)
    after = corrected(SESSION, CONFIG, answer)
    rows = edit_rows(SESSION, CONFIG, answer)
    json_text.compact([answer, after, rows, stale_rows(SESSION, CONFIG, answer)])
    assert len(rows) == count(SESSION, CONFIG, answer)
    assert trajectory_edit.parse(CONFIG, trajectory_edit.as_sent(CONFIG, answer, SESSION), SESSION) == answer
