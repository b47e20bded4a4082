from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracewright.errors import AnswerError
from tracewright.potato.keys import kind_name
from tracewright.schemes import ranking

NAMES = ["a", "b", "c, d"]


def scheme(**options: Any) -> dict[str, Any]:
    return ranking.config({"name": "best", "labels": NAMES, **options}, "scheme")


@st.composite
def groups(draw: st.DrawFn) -> list[list[str]]:
    """The names in any order, cut anywhere."""
    names = draw(st.permutations(NAMES))
    cuts = draw(st.sets(st.integers(min_value=1, max_value=len(names) - 1)))
    edges = [0, *sorted(cuts), len(names)]
    return [names[start:end] for start, end in zip(edges, edges[1:], strict=False)]


@given(st.permutations(NAMES))
def test_parse_undoes_as_sent(order: list[str]) -> None:
    answer = ranking.parse(scheme(), {"order": order}, {})
    assert answer == {"order": order}
    assert ranking.parse(scheme(), ranking.as_sent(scheme(), answer, {}), {}) == answer


@given(groups())
def test_parse_undoes_as_sent_with_ties(order: list[list[str]]) -> None:
    config = scheme(allow_ties=True)
    answer = ranking.parse(config, {"order": order}, {})
    assert answer == {"order": [sorted(group, key=NAMES.index) for group in order]}
    assert ranking.parse(config, ranking.as_sent(config, answer, {}), {}) == answer


@given(groups())
def test_potatos_text_of_an_order_is_that_order(order: list[list[str]]) -> None:
    config = scheme(allow_ties=True)
    stored = ",".join("=".join(group) for group in order)
    assert ranking.from_potato(config, {"rank_order": stored}, {}) == ranking.parse(config, {"order": order}, {})


def test_an_order_that_nobody_touched_is_none() -> None:
    assert ranking.parse(scheme(), {"order": None}, {}) == {"order": None}
    assert ranking.parse(scheme(), {}, {}) == {"order": None}


@pytest.mark.parametrize(
    ("order", "message"),
    [
        (["a", "b"], "best: ranks no 'c, d'"),
        (["a", "b", "a", "c, d"], "best: ranks 'a' 2 times"),
        (["a", "b", "c"], "best: has nothing called 'c' to rank"),
        (["a", 1, "c, d"], "best: has nothing called 1 to rank"),
        ([["a", "b"], "c, d"], "best: takes no ties, but has a list, ['a', 'b'] on one rank"),
        (["a", "b", [], "c, d"], "best: has a rank with nothing on it"),
        ("a,b", "best: needs a list of names, best first, not 'a,b'"),
    ],
)
def test_an_order_that_is_not_whole_is_refused(order: object, message: str) -> None:
    with pytest.raises(AnswerError) as error:
        ranking.parse(scheme(), {"order": order}, {})
    assert str(error.value) == message


def test_a_required_order_is_missing_until_made() -> None:
    config = scheme(required=True)
    assert ranking.missing(config, None, {}) == [("", "answer")]
    assert ranking.missing(config, {"order": None}, {}) == [("", "answer")]
    assert ranking.missing(config, {"order": NAMES}, {}) == []
    assert ranking.missing(scheme(), None, {}) == []


def test_potato_labels_become_an_answer() -> None:
    assert ranking.from_potato(scheme(), {"rank_order": "c, d,a,b"}, {}) == {"order": ["c, d", "a", "b"]}
    assert ranking.from_potato(scheme(), {"rank_order": ""}, {}) is None
    assert ranking.from_potato(scheme(), {}, {}) is None


@pytest.mark.parametrize("stored", ["a,b", "a,b,c, d,x", "a=b,c, d", "=a,b,c, d"])
def test_a_stored_order_that_is_none_is_unreadable(stored: str) -> None:
    with pytest.raises(AnswerError, match="best: "):
        ranking.from_potato(scheme(), {"rank_order": stored}, {})


def test_items_that_come_from_the_data_are_not_built() -> None:
    assert kind_name({"annotation_type": "ranking", "items_key": "translations"}) == "raw"
