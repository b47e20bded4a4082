from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import triage


def scheme(**options: Any) -> dict[str, Any]:
    return triage.config({"name": "keep", **options}, "scheme")


@given(st.none() | st.sampled_from(triage.DECISIONS))
def test_parse_undoes_as_sent(decision: str | None) -> None:
    answer = triage.parse(scheme(), {"decision": decision}, {})
    assert triage.parse(scheme(), triage.as_sent(scheme(), answer, {}), {}) == answer == {"decision": decision}


@pytest.mark.parametrize("decision", ["Keep", "", 1, True, []])
def test_an_unknown_decision_is_refused(decision: object) -> None:
    with pytest.raises(AnswerError, match="keep: needs accept, reject, skip or null, not "):
        triage.parse(scheme(), {"decision": decision}, {})


def test_labels_and_keys_have_defaults_and_may_be_given() -> None:
    config = scheme(reject_label="Drop", skip_key=9)
    assert [config[f"{each}_label"] for each in triage.DECISIONS] == ["", "Drop", ""]
    assert [config[f"{each}_key"] for each in triage.DECISIONS] == ["1", "2", "9"]


@pytest.mark.parametrize(
    ("keys", "digits"),
    [
        ({"accept_key": 9, "skip_key": "1"}, "921"),
        ({"accept_key": "a", "skip_key": "9"}, "123"),  # letters belong to the steps
        ({"accept_key": "2"}, "123"),  # 2 is that of reject already
        ({"accept_key": "12"}, "123"),
        ({"accept_key": ""}, "123"),
    ],
)
def test_digits_choose_and_anything_else_does_not(keys: dict[str, Any], digits: str) -> None:
    assert "".join(triage.digits(scheme(**keys))[each] for each in triage.DECISIONS) == digits


@pytest.mark.parametrize("key", ["accept_label", "reject_label", "skip_label"])
def test_a_label_that_is_no_text_is_refused_with_its_key(key: str) -> None:
    with pytest.raises(SchemeError, match=f"scheme {key}: must be a text, not 3"):
        scheme(**{key: 3})


@pytest.mark.parametrize("answer", [None, {"decision": None}])
def test_a_required_decision_is_missing_until_made(answer: dict[str, Any] | None) -> None:
    assert triage.missing(scheme(required=True), answer, {}) == [("", "answer")]
    assert triage.missing(scheme(), answer, {}) == []


def test_a_decision_for_neither_is_one() -> None:
    assert triage.missing(scheme(required=True), {"decision": "skip"}, {}) == []


@pytest.mark.parametrize(
    ("labels", "answer"),
    [({"decision": "accept"}, {"decision": "accept"}), ({"decision": ""}, None), ({}, None)],
)
def test_potato_labels_become_an_answer(labels: dict[str, Any], answer: dict[str, Any] | None) -> None:
    assert triage.from_potato(scheme(), labels, {}) == answer


@pytest.mark.parametrize("labels", [{"decision": "maybe"}, {"accept": "accept"}])
def test_what_is_no_decision_is_refused(labels: dict[str, Any]) -> None:
    with pytest.raises(AnswerError, match="keep"):
        triage.from_potato(scheme(), labels, {})
