from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.strategies import turns
from tracewright.display import comparison
from tracewright.display.comparison import Row, aligned, first_difference

few = st.lists(st.sampled_from("abcd"), max_size=9)
sessions = st.lists(turns, max_size=5)


def call(output: str, **fields: Any) -> dict[str, Any]:
    return {
        "role": "assistant",
        "tool_calls": [{"tool": "Bash", "input": {"command": "ls"}, "output": output}],
        **fields,
    }


@given(few | sessions, few | sessions)
def test_every_step_stands_in_one_row_and_in_its_order(left: list[Any], right: list[Any]) -> None:
    rows = aligned(left, right)
    assert [row.left for row in rows if row.left is not None] == list(range(len(left)))
    assert [row.right for row in rows if row.right is not None] == list(range(len(right)))
    assert (None, None) not in {row[:2] for row in rows}


@given(few, few)
def test_of_texts_a_row_is_the_same_where_its_texts_are(left: list[str], right: list[str]) -> None:
    for row in aligned(left, right):
        both = row.left is not None and row.right is not None
        assert row.is_same == (both and left[row.left or 0] == right[row.right or 0])


@given(sessions)
def test_a_trace_beside_itself_differs_nowhere(steps: list[Any]) -> None:
    rows = aligned(steps, steps)
    assert rows == [Row(index, index, True) for index in range(len(steps))]
    assert first_difference(rows) is None


def test_a_step_that_only_one_has_leaves_the_others_beside_each_other() -> None:
    rows = aligned(["a", "b", "c"], ["a", "x", "b", "c"])
    assert rows == [Row(0, 0, True), Row(None, 1, False), Row(1, 2, True), Row(2, 3, True)]
    assert first_difference(rows) == 1


def test_what_lies_between_equal_steps_is_paired_by_its_place() -> None:
    assert aligned(["a", "b", "z"], ["x", "y", "v", "z"]) == [
        *(Row(0, 0, False), Row(1, 1, False), Row(None, 2, False), Row(2, 3, True)),
    ]


def test_the_same_call_with_another_result_stands_beside_it_and_is_not_the_same() -> None:
    assert aligned([call("a.py"), "x"], [call("b.py"), "x"]) == [Row(0, 0, False), Row(1, 1, True)]


def test_who_recorded_a_step_and_when_makes_no_difference() -> None:
    left, right = (
        call("a.py", at="10:01", model="large", content=""),
        call("a.py", at="10:07", usage={"output_tokens": 3}),
    )
    assert aligned([left], [right]) == [Row(0, 0, True)]


def test_beyond_the_bound_steps_are_paired_by_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "MAX_PAIRS", 5)  # two by three steps behind the common beginning are six
    assert aligned(["a", "b", "c"], ["a", "x", "b", "c"]) == [
        *(Row(0, 0, True), Row(1, 1, False), Row(2, 2, False), Row(None, 3, False)),
    ]


def test_long_traces_are_aligned_in_a_moment() -> None:
    left = [str(number) for number in range(2000)]
    right = [str(number) for number in range(2000) if number % 50]
    assert sum(row.is_same for row in aligned(left, right)) == 1960  # 2,000 less each fiftieth
