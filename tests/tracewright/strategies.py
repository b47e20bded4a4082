"""JSON values and trace documents for property tests."""

from typing import Any

from hypothesis import strategies as st

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(min_value=-(10**30), max_value=10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
)
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
steps = texts | st.fixed_dictionaries({}, optional={"action": json_values, "thought": json_values, "a/b~c": texts})
documents: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"id": texts, "steps": st.lists(steps, max_size=5)}, optional={"final_answer": json_values, "text": texts}
)

inputs = (
    st.dictionaries(st.sampled_from(["command", "path", "a/b", "n"]) | texts, json_values, max_size=3) | json_values
)
calls = st.fixed_dictionaries(
    {"id": texts, "tool": texts, "input": inputs}, optional={"output": json_values, "is_error": st.booleans()}
)
turns = texts | st.fixed_dictionaries(
    {"role": texts},
    optional={
        "content": json_values,
        "thinking": texts,
        "tool_calls": st.none() | st.lists(calls, max_size=3),
        "usage": json_values,
    },
)
# As a person makes them: `content` is a text there.
new_turns = texts | st.fixed_dictionaries(
    {"role": texts},
    optional={"content": texts, "thinking": texts, "tool_calls": st.none() | st.lists(calls, max_size=3)},
)
sessions: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"id": texts, "structured_turns": st.lists(turns, max_size=5)}, optional={"final_answer": texts}
)
