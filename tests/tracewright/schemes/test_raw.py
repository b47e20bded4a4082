import pytest

from tracewright.errors import AnswerError
from tracewright.schemes import raw

LIKERT = {"annotation_type": "likert", "name": "quality", "description": "How good?", "size": 5}


def test_the_config_is_kept_as_it_came() -> None:
    assert raw.config(LIKERT, "scheme") == {**LIKERT, "required": False}


def test_answers_are_read_only_and_say_which_kind_is_missing() -> None:
    with pytest.raises(AnswerError, match="quality: is read-only: the kind 'likert' is not built yet"):
        raw.parse(raw.config(LIKERT, "scheme"), {}, {})


def test_labels_are_kept_as_they_came() -> None:
    assert raw.from_potato(LIKERT, {"4": "4"}, {}) == {"labels": {"4": "4"}, "spans": []}


def test_nothing_is_ever_missing() -> None:
    assert raw.missing({**LIKERT, "required": True}, None, {}) == []
