import pytest

from tracewright.errors import AnswerError
from tracewright.schemes import raw

CARDS = {"annotation_type": "card_sort", "name": "groups", "description": "Which belong together?", "size": 5}


def test_the_config_is_kept_as_it_came() -> None:
    assert raw.config(CARDS, "scheme") == {**CARDS, "required": False}


def test_answers_are_read_only_and_say_which_kind_is_missing() -> None:
    with pytest.raises(AnswerError, match="groups: is read-only: the kind 'card_sort' is not built yet"):
        raw.parse(raw.config(CARDS, "scheme"), {}, {})


def test_labels_are_kept_as_they_came() -> None:
    assert raw.from_potato(CARDS, {"4": "4"}, {}) == {"labels": {"4": "4"}, "spans": []}


def test_nothing_is_ever_missing() -> None:
    assert raw.missing({**CARDS, "required": True}, None, {}) == []
