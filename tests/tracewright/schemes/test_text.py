from typing import Any

import pytest
from hypothesis import given

from tests.tracewright.strategies import texts
from tracewright.errors import AnswerError
from tracewright.schemes import text


def scheme(**options: Any) -> dict[str, Any]:
    return text.config({"name": "notes", **options}, "scheme")


@given(texts, texts)
def test_parse_undoes_as_sent(first: str, second: str) -> None:
    config = scheme(labels=["first", "second"])
    answer = text.parse(config, {"texts": {"first": first, "second": second}}, {})
    assert (
        text.parse(config, text.as_sent(config, answer, {}), {})
        == answer
        == {"texts": {"first": first, "second": second}}
    )


def test_without_labels_there_is_one_box() -> None:
    assert text.parse(scheme(), {"texts": {"text_box": "hm"}}, {}) == {"texts": {"text_box": "hm"}}
    assert text.parse(scheme(), {}, {}) == {"texts": {"text_box": ""}}


@pytest.mark.parametrize("texts_sent", [{"third": "x"}, {"text_box": 3}, ["x"]])
def test_what_fits_no_box_is_refused(texts_sent: object) -> None:
    with pytest.raises(AnswerError, match="notes"):
        text.parse(scheme(), {"texts": texts_sent}, {})


def test_what_no_database_stores_is_replaced() -> None:
    assert text.parse(scheme(), {"texts": {"text_box": "a\0b"}}, {}) == {"texts": {"text_box": "a\ufffdb"}}


def test_the_older_textarea_form_counts() -> None:
    config = scheme(textarea={"on": True, "rows": 7, "cols": 40})
    assert (config["multiline"], config["rows"]) == (True, 7)


def test_each_box_of_a_required_scheme_needs_text() -> None:
    config = scheme(labels=["first", "second"], required=True)
    assert text.missing(config, {"texts": {"first": "x", "second": " "}}, {}) == [("", "answer")]
    assert text.missing(config, {"texts": {"first": "x", "second": "y"}}, {}) == []


def test_a_text_that_is_too_short_is_named_and_an_empty_one_may_stay() -> None:
    config = scheme(min_chars=5)
    assert text.missing(config, {"texts": {"text_box": "four"}}, {}) == [("", "min_chars")]
    assert text.missing(config, {"texts": {"text_box": ""}}, {}) == []


def test_potato_labels_become_an_answer() -> None:
    assert text.from_potato(scheme(), {"text_box": "free text"}, {}) == {"texts": {"text_box": "free text"}}
    assert text.from_potato(scheme(), {"text_box": ""}, {}) is None
