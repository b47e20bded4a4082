from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.schemes.judging import MANY, SESSION, STEPS, needs_golden, payload, stored
from tests.tracewright.strategies import json_values, texts
from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import code_review

COMMENT: dict[str, Any] = {
    "id": "c1",
    "step": "2",
    "call": 0,
    "file": "src/a.py",
    "side": "new",
    "line": 44,
    "end_line": 46,
    "category": "bug",
    "text": "It never ends.",
    "suggestion": "while left:",
    "resolved": True,
    "replies": [{"text": "Right."}],
}
SHORT = {"id": "c1", "category": "style", "text": "Long."}


def scheme(**options: Any) -> dict[str, Any]:
    return code_review.config({"name": "review", **options}, "scheme")


def parsed(**sent: Any) -> dict[str, Any]:
    return code_review.parse(scheme(), sent, SESSION)


def imported(**blob: Any) -> dict[str, Any] | None:
    return code_review.from_potato(scheme(), stored("review", blob), SESSION)


# ---- What is sent ----


def test_a_review_is_stored_as_it_was_sent() -> None:
    review = {
        "verdict": "approve",
        "comments": [COMMENT],
        "file_ratings": {"src/a.py": {"correctness": 2, "quality": 5}},
    }
    assert parsed(**review) == review


def test_a_comment_has_every_key() -> None:
    (comment,) = parsed(comments=[SHORT])["comments"]
    assert comment == {
        **{"step": None, "call": None, "file": "", "side": None, "line": None, "end_line": None},
        **{"suggestion": None, "resolved": False, "replies": []},
        **SHORT,
    }


def test_a_suggestion_needs_no_text() -> None:
    (comment,) = parsed(comments=[{"id": "c1", "category": "bug", "suggestion": "x = 1"}])["comments"]
    assert (comment["text"], comment["suggestion"]) == ("", "x = 1")


def test_ratings_that_were_taken_back_are_left_out_and_the_others_sorted() -> None:
    ratings = {
        "b.py": {"quality": 1, "correctness": 3},
        "a.py": {"quality": None},
        "c.py": {},
        "a/b.py": {"quality": 5},
    }
    found = parsed(file_ratings=ratings)["file_ratings"]
    assert found == {"a/b.py": {"quality": 5}, "b.py": {"correctness": 3, "quality": 1}}
    assert [*found] == ["a/b.py", "b.py"] and [*found["b.py"]] == ["correctness", "quality"]


def test_an_empty_verdict_is_none() -> None:
    assert parsed(verdict="")["verdict"] is None


def test_comments_are_about_the_list_of_steps_that_the_scheme_names_or_the_trace_has() -> None:
    both = {**SESSION, **STEPS}
    comment = {**SHORT, "step": "4"}
    with pytest.raises(AnswerError, match="step 5: is not in this version of the trace, which has 3 steps"):
        code_review.parse(scheme(), {"comments": [comment]}, both)
    answer = code_review.parse(scheme(steps_key="structured_turns"), {"comments": [comment]}, both)
    assert answer["comments"][0]["step"] == "4"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"id": None}, "comment 2: needs a text, not null"),
        ({"id": ""}, "comment 2: needs an id of 1 to 100 characters"),
        ({"id": "c0"}, "comment 2: has the id 'c0' of another one"),
        ({"step": "9"}, "step 10: is not in this version of the trace"),
        ({"step": "+1"}, "is no step's name"),
        ({"step": None}, "comment 2: names the call 0 and no step"),
        ({"call": 1}, "comment 2: is on the call 1 of step 3, whose calls count 1 from 0"),
        ({"call": True}, "comment 2: is on the call True of step 3"),
        ({"side": "left"}, "comment 2: has no side 'left'"),
        ({"line": 0}, "comment 2: needs as line a number from 1, not 0"),
        ({"line": 4.5}, "comment 2: needs as line a number from 1, not 4.5"),
        ({"line": None}, r"comment 2: ends in line 46, before it begins \(nothing\)"),
        ({"end_line": 43}, r"comment 2: ends in line 43, before it begins \(44\)"),
        ({"category": "praise"}, "comment 2: has no category 'praise'"),
        ({"category": None}, "comment 2: needs a category"),
        ({"text": " ", "suggestion": None}, "comment 2: needs a text or a suggestion"),
        ({"resolved": 1}, "comment 2: needs resolved as true or false, not 1"),
        ({"replies": "no"}, "comment 2: needs a list of replies, not a text"),
        ({"replies": [{"text": ""}]}, "comment 2: has a reply without text"),
        ({"author": "me"}, "comment 2: knows no 'author'"),
    ],
)
def test_a_refusal_names_the_comment_and_the_value(changed: dict[str, Any], error: str) -> None:
    with pytest.raises(AnswerError, match=error):
        parsed(comments=[{**COMMENT, "id": "c0"}, {**COMMENT, **changed}])


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"verdict": "merge"}, "review: has no verdict 'merge'"),
        ({"comments": {}}, "review: needs a list of comments, not an object"),
        ({"comments": ["Long."]}, "comment 1: needs an object, not a text"),
        ({"file_ratings": []}, "review: needs an object of files and their ratings"),
        ({"file_ratings": {"a.py": 5}}, "file 'a.py': needs an object, not a number"),
        ({"file_ratings": {"a.py": {"beauty": 5}}}, "file 'a.py': knows no 'beauty', only correctness, quality"),
        ({"file_ratings": {"a.py": {"quality": 6}}}, "file 'a.py': needs for quality a rating from 1 to 5, not 6"),
        (
            {"file_ratings": {"a.py": {"quality": True}}},
            "file 'a.py': needs for quality a rating from 1 to 5, not True",
        ),
    ],
)
def test_a_refusal_names_the_place_and_the_value(sent: dict[str, Any], error: str) -> None:
    with pytest.raises(AnswerError, match=error):
        parsed(**sent)


comments = st.fixed_dictionaries(
    {
        "id": st.uuids().map(str),
        "category": st.sampled_from(code_review.CATEGORIES),
        "text": texts.map(lambda text: text + "."),
    },
    optional={
        "step": st.sampled_from(["0", "1", "4"]),
        "file": texts,
        "side": st.sampled_from(["new", "old", None]),
        "line": st.none() | st.integers(1, 9),
        "suggestion": st.none() | texts,
        "resolved": st.booleans(),
        "replies": st.lists(st.just({"text": "So."}), max_size=2),
    },
)
ratings = st.dictionaries(texts, st.dictionaries(st.sampled_from(code_review.DIMENSIONS), st.integers(1, 5)))


@given(
    st.sampled_from([*code_review.VERDICTS, None]),
    st.lists(comments, max_size=3, unique_by=lambda each: each["id"]),
    ratings,
)
def test_parse_undoes_as_sent(verdict: str | None, said: list[Any], files: dict[str, Any]) -> None:
    answer = parsed(verdict=verdict, comments=said, file_ratings=files)
    assert code_review.parse(scheme(), code_review.as_sent(scheme(), answer, SESSION), SESSION) == answer


anything = st.fixed_dictionaries(
    {},
    optional={
        "verdict": json_values,
        "comments": st.lists(
            st.dictionaries(st.sampled_from([*COMMENT]), json_values).map(lambda part: {**COMMENT, **part})
            | json_values,
            max_size=3,
        ),
        "file_ratings": st.dictionaries(texts, st.dictionaries(st.just("quality"), json_values) | json_values)
        | json_values,
    },
)


@given(anything | json_values)
def test_whatever_is_sent_is_parsed_or_refused(sent: Any) -> None:
    try:
        code_review.parse(scheme(), sent, SESSION)
    except AnswerError as error:
        assert len(str(error)) < 400


# ---- What a submit needs ----


def test_a_required_review_needs_a_verdict() -> None:
    config = scheme(required=True)
    assert code_review.missing(config, None, SESSION) == [("", "answer")]
    assert code_review.missing(config, parsed(comments=[SHORT]), SESSION) == [("", "answer")]
    assert code_review.missing(config, parsed(verdict="approve"), SESSION) == []
    assert code_review.missing(scheme(), None, SESSION) == []


# ---- What Potato stored ----


@needs_golden
@pytest.mark.golden
def test_a_review_of_the_established_tool_is_read_without_its_empty_comments() -> None:
    answer = code_review.from_potato(scheme(), payload("code_review_clicks"), SESSION)
    # Two clicks on lines made two comments without text; the fourth star of the first dimension is 4.
    assert answer == {
        "verdict": "request_changes",
        "comments": [],
        "file_ratings": {"src/auth/login.py": {"correctness": 4}},
        "dropped": 2,
    }
    assert "dropped" not in code_review.as_sent(scheme(), answer, SESSION)


def test_comments_without_line_or_file_are_taken_as_they_are() -> None:
    on_line = {"category": "bug", "file": "src/a.py", "line": 4, "text": "Off by one."}
    answer = imported(
        verdict="",
        comments=[
            {"category": "bug", "file": "", "line": None, "text": ""},
            {"category": "style", "file": "", "line": None, "text": "Long."},
            on_line,
        ],
    )
    assert answer == {
        **parsed(comments=[{**SHORT, "id": "c1"}, {**on_line, "id": "c2"}]),
        "dropped": 1,
    }


@pytest.mark.parametrize(
    "blob",
    [{}, {"verdict": "", "comments": [], "file_ratings": {}}, {"comments": [None, {"category": "bug", "text": ""}]}],
)
def test_a_review_that_says_nothing_is_no_answer(blob: dict[str, Any]) -> None:
    assert imported(**blob) is None


@pytest.mark.parametrize(
    ("blob", "error"),
    [
        ({"verdict": "merge"}, "review: has no verdict 'merge'"),
        ({"comments": "none"}, "review: holds comments that are a text; they must be a list"),
        ({"comments": ["Long."]}, "review: holds as a comment a text; it must be an object"),
        ({"comments": [{"category": "praise", "text": "Nice."}]}, "comment 1: has no category 'praise'"),
        ({"comments": [{"category": "bug", "text": "Off.", "line": 0}]}, "comment 1: needs as line a number from 1"),
        ({"file_ratings": {"a.py": {"quality": 0}}}, "file 'a.py': needs for quality a rating from 1 to 5, not 0"),
    ],
)
def test_a_review_that_cannot_be_read_is_named(blob: dict[str, Any], error: str) -> None:
    with pytest.raises(AnswerError, match=error):
        imported(**blob)


# ---- The scheme ----


def test_a_scheme_has_its_defaults() -> None:
    config = scheme()
    assert config["comment_categories"] == ["bug", "style", "suggestion", "security", "question"]
    assert config["verdict_options"] == ["approve", "request_changes", "comment_only"]
    assert config["file_rating_dimensions"] == ["correctness", "quality"]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"comment_categories": []}, "scheme comment_categories: must have at least one name"),
        ({"verdict_options": "approve"}, "scheme verdict_options: must be a list of names"),
        ({"file_rating_dimensions": ["a", "a"]}, "scheme file_rating_dimensions: has 'a' more than once"),
    ],
)
def test_a_wrong_option_is_named(options: dict[str, Any], error: str) -> None:
    with pytest.raises(SchemeError, match=error):
        scheme(**options)


def test_fifty_thousand_steps_with_a_comment_each_are_reviewed_and_refused_at_once() -> None:
    said = [{**SHORT, "id": f"c{index}", "step": str(index)} for index in range(50_000)]
    start = process_time()
    assert len(code_review.parse(scheme(), {"comments": said}, MANY)["comments"]) == 50_000
    with pytest.raises(AnswerError, match="comment 50001: has the id 'c7' of another one"):
        code_review.parse(scheme(), {"comments": [*said, said[7]]}, MANY)
    assert process_time() - start < 5  # far above the second that it takes, far below what is quadratic
