"""Predictions that records bring along: in the short forms of Potato, or as the API takes them."""

import pytest

from tests.tracewright.folders import TRACE, make_project
from tracewright.errors import ConfigError
from tracewright.potato import OfItem, Problem, read_project

DONE = {"annotation_type": "radio", "name": "done", "labels": ["yes", "no", 3]}
TAGS = {"annotation_type": "multiselect", "name": "tags", "labels": ["a", "b"]}
SCALE = {"annotation_type": "likert", "name": "scale", "labels": ["bad", "fair", "good"]}
SCORE = {"annotation_type": "number", "name": "score"}
NOTES = {"annotation_type": "text", "name": "notes"}
REWARDS = {"annotation_type": "process_reward", "name": "rewards", "mode": "per_step"}
SCHEMES = [DONE, TAGS, SCALE, SCORE, NOTES, REWARDS]
ON = {"enabled": True, "field": "predictions"}


def found(tmp_path, said, **config):
    """What the one record of a small project predicts."""
    config = {"pre_annotation": ON, "annotation_schemes": SCHEMES, **config}
    project = read_project(make_project(tmp_path, [{**TRACE, "predictions": said}], **config))
    return [each for item in project.items() for each in project.predictions(item.record)]


def answer(tmp_path, scheme, value):
    [only] = found(tmp_path, {scheme: value})
    assert isinstance(only, OfItem), only
    return only.predicted.answer


@pytest.mark.parametrize(
    ("scheme", "value", "expected"),
    [
        ("done", "yes", {"choice": "yes", "free_response": ""}),
        ("done", 3, {"choice": "3", "free_response": ""}),
        ("done", {"yes": "yes"}, {"choice": "yes", "free_response": ""}),
        ("done", {"choice": "no"}, {"choice": "no", "free_response": ""}),
        ("tags", "a", {"choices": ["a"], "free_response": ""}),
        ("tags", ["b", "a"], {"choices": ["a", "b"], "free_response": ""}),
        ("scale", "good", {"value": 3}),
        ("scale", 2, {"value": 2}),
        ("score", 2.5, {"value": 2.5}),
        ("notes", "late", {"texts": {"text_box": "late"}}),
    ],
)
def test_a_value_may_be_short(tmp_path, scheme, value, expected):
    assert answer(tmp_path, scheme, value) == expected


@pytest.mark.parametrize(
    "value",
    [
        [{"index": 1, "reward": -1, "reasoning": "It fails."}],
        {"steps": [{"step": 1, "value": -1, "reasoning": "It fails."}]},
    ],
)
def test_rewards_come_step_by_step(tmp_path, value):
    marks = answer(tmp_path, "rewards", value)["marks"]
    assert marks == {
        "1": {"reward": -1, "source": "ai", "verified": False, "ai_reward": -1, "ai_reasoning": "It fails."}
    }


def test_reasons_beside_the_schemes_hold_for_those_without_their_own(tmp_path):
    own = {"answer": "no", "confidence": 0.6, "reasoning": "It stops."}
    said = {"done": own, "tags": ["a"], "confidence": 0.9, "model": "critic-1", "model_version": 2}
    done, tags = found(tmp_path, said)
    assert done.predicted.details == {"confidence": 0.6, "reasoning": "It stops."}
    assert tags.predicted.details == {"confidence": 0.9}
    assert (tags.model, tags.model_version) == ("critic-1", "2")


def test_without_a_model_the_key_names_it(tmp_path):
    [only] = found(tmp_path, {"done": "yes"})
    assert only.model == "predictions"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"gone": "yes"}, "predictions.gone: gone: is no scheme of the config"),
        ({"done": "perhaps"}, "predictions.done: done: has no choice 'perhaps'"),
        ({"done": "yes", "model": ["x"]}, "predictions.model: needs a text of up to 200 characters"),
        ({"done": {"answer": {"choice": "yes"}, "confidence": 87}}, "needs a confidence from 0 to 1, not 87"),
        ("yes", "predictions: needs an object with the names of schemes, not 'yes'"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place_and_value(tmp_path, said, text):
    [only] = found(tmp_path, said)
    assert isinstance(only, Problem)
    assert text in only.text


def test_what_is_not_enabled_is_not_read(tmp_path):
    assert found(tmp_path, {"done": "yes"}, pre_annotation={"field": "predictions"}) == []


@pytest.mark.parametrize(
    ("given", "place"), [("yes", "pre_annotation"), ({"enabled": 1}, "enabled"), ({"field": 3}, "field")]
)
def test_a_wrong_option_is_named(tmp_path, given, place):
    with pytest.raises(ConfigError, match=place):
        found(tmp_path, {}, pre_annotation=given)
