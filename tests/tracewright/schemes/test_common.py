from time import process_time
from typing import Any

import pytest

from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import common

WHERE = "annotation_schemes[1] (fix)"


@pytest.mark.parametrize(
    ("raw", "is_required"),
    [
        ({}, False),
        ({"required": True}, True),
        ({"label_requirement": True}, True),
        ({"label_requirement": {"required": True}}, True),
        ({"label_requirement": {"required": False}}, False),
        ({"label_requirement": {"required": True}, "required": False}, False),
    ],
)
def test_required_has_three_forms(raw: dict[str, Any], is_required: bool) -> None:
    assert common.common_config({"name": "fix", **raw}, WHERE)["required"] is is_required


def test_unknown_keys_are_kept_as_they_came() -> None:
    config = common.common_config({"name": "fix", "layout": {"columns": 2}, "annotation_id": 7}, WHERE)
    assert (config["layout"], config["annotation_id"]) == ({"columns": 2}, 7)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({}, "annotation_schemes[1] (fix) name: must be a text, not nothing"),
        ({"name": 3}, "annotation_schemes[1] (fix) name: must be a text, not 3"),
        ({"name": "a", "required": "yes"}, "annotation_schemes[1] (fix) required: must be true or false, not 'yes'"),
        (
            {"name": "a", "humanize_labels": "no"},
            "annotation_schemes[1] (fix) humanize_labels: must be true or false, not 'no'",
        ),
    ],
)
def test_the_key_at_fault_is_named(raw: dict[str, Any], message: str) -> None:
    with pytest.raises(SchemeError) as error:
        common.common_config(raw, WHERE)
    assert str(error.value) == message


def test_labels_are_texts_or_objects() -> None:
    labels = common.labels_option({"labels": ["good", {"name": "bad", "key_value": 2, "tooltip": "no", "x": 1}]}, WHERE)
    assert labels == [
        {"name": "good", "tooltip": "", "key_value": "", "displayed_label": "Good"},
        {"name": "bad", "tooltip": "no", "key_value": "2", "displayed_label": "Bad", "x": 1},
    ]


def test_a_name_is_shown_in_words_unless_the_scheme_or_the_label_says_otherwise() -> None:
    labels = ["wrong_tool", {"name": "bad_args", "displayed_label": "bad_args"}]
    shown = [label["displayed_label"] for label in common.labels_option({"labels": labels}, WHERE)]
    assert shown == ["Wrong tool", "bad_args"]
    as_it_stands = common.labels_option({"labels": labels, "humanize_labels": False}, WHERE)
    assert [label["displayed_label"] for label in as_it_stands] == ["wrong_tool", "bad_args"]
    assert common.label_names({"labels": as_it_stands}) == ["wrong_tool", "bad_args"]


def test_labels_that_yaml_took_for_numbers_or_truths_are_texts_again() -> None:
    assert common.label_names({"labels": common.labels_option({"labels": [1, True]}, WHERE)}) == ["1", "True"]


def test_sequential_keys_count_from_one_and_leave_given_keys() -> None:
    raw = {"labels": ["a", {"name": "b", "key_value": "x"}, "c"], "sequential_key_binding": True}
    assert [label["key_value"] for label in common.labels_option(raw, WHERE)] == ["1", "x", "3"]


@pytest.mark.parametrize("labels", [None, [], "good", ["good", "good"], [None], [{"tooltip": "nameless"}]])
def test_labels_that_make_no_choice_are_refused(labels: object) -> None:
    with pytest.raises(SchemeError, match="labels"):
        common.labels_option({"labels": labels}, WHERE)


def test_an_answer_must_be_an_object_of_known_keys() -> None:
    with pytest.raises(AnswerError, match="fix: knows no 'choicee', only choice"):
        common.sent_fields({"name": "fix"}, {"choicee": 1}, "choice")
    with pytest.raises(AnswerError, match="fix: needs an object, not a list"):
        common.sent_fields({"name": "fix"}, [], "choice")


def test_many_labels_are_read_in_time() -> None:
    many = 40_000
    start = process_time()
    assert len(common.labels_option({"labels": [f"label {number}" for number in range(many)]}, WHERE)) == many
    assert process_time() - start < 5  # about 0.1 s; looking up each among all takes 20 s


def test_a_label_that_stands_twice_is_named() -> None:
    with pytest.raises(SchemeError, match="labels: has 'good' more than once"):
        common.labels_option({"labels": ["bad", "good", "good"]}, WHERE)


def test_names_of_an_option_become_texts() -> None:
    assert common.names_option({"verdicts": ["ok", True, 3]}, "verdicts", ["a"], WHERE) == ["ok", "True", "3"]
    assert common.names_option({}, "verdicts", ["a"], WHERE) == ["a"]


@pytest.mark.parametrize(
    ("names", "error"),
    [
        ("ok", r"verdicts: must be a list of names, not 'ok'"),
        (["ok", None], r"verdicts\[1\]: must be a name, not nothing"),
        (["ok", "ok"], r"verdicts: has 'ok' more than once"),
    ],
)
def test_names_that_are_none_are_refused(names: Any, error: str) -> None:
    with pytest.raises(SchemeError, match=error):
        common.names_option({"verdicts": names}, "verdicts", [], WHERE)


@pytest.mark.parametrize("weight", [True, "5", float("nan"), 10**400, None])
def test_a_weight_is_a_number_that_can_be_summed(weight: object) -> None:
    with pytest.raises(SchemeError, match="weight: must be a number up to 1000000000"):
        common.number_option({"weight": weight}, "weight", None, WHERE)
