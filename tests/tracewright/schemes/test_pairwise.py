import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.schemes.judging import PAIRS, needs_golden
from tests.tracewright.strategies import texts
from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import pairwise

DIMENSIONS = [{"name": "correct"}, {"name": "short", "allow_tie": True}]


def scheme(**options: Any) -> dict[str, Any]:
    return pairwise.config({"name": "better", **options}, "scheme")


BINARY = scheme(allow_tie=True)
SCALE = scheme(mode="scale")
MULTI = scheme(mode="multi_dimension", dimensions=DIMENSIONS)
WHY = scheme(justification={"required": True, "min_rationale_chars": 5})
REASONS = scheme(justification={"reason_categories": ["safer", "shorter"]})

sides = st.none() | st.sampled_from(["A", "B"])
answers = st.one_of(
    st.tuples(st.just(BINARY), st.fixed_dictionaries({"selection": sides | st.just("tie")})),
    st.tuples(st.just(SCALE), st.fixed_dictionaries({"scale_value": st.none() | st.integers(-3, 3)})),
    st.tuples(
        st.just(MULTI),
        st.fixed_dictionaries(
            {"dimensions": st.fixed_dictionaries({}, optional={"correct": st.just("A"), "short": st.just("tie")})}
        ),
    ),
    st.tuples(st.just(WHY), st.fixed_dictionaries({"selection": sides, "justification": texts})),
    st.tuples(
        st.just(REASONS),
        st.fixed_dictionaries(
            {
                "selection": sides,
                "justification": texts,
                "reasons": st.sampled_from([[], ["safer"], ["safer", "shorter"]]),
            }
        ),
    ),
)


@given(answers)
def test_parse_undoes_as_sent(case: tuple[dict[str, Any], dict[str, Any]]) -> None:
    config, answer = case
    assert pairwise.parse(config, answer, {}) == answer
    assert pairwise.parse(config, pairwise.as_sent(config, answer, {}), {}) == answer


@given(answers)
def test_what_potato_stores_of_an_answer_becomes_that_answer(case: tuple[dict[str, Any], dict[str, Any]]) -> None:
    config, answer = case
    labels = stored(answer)
    assert pairwise.from_potato(config, labels, {}) == (answer if any(labels.values()) else None)


def test_a_reason_that_reads_like_an_unticked_box_is_a_reason() -> None:
    config = scheme(justification={"required": True})
    assert pairwise.from_potato(config, {"selection": "", "justification": "false"}, {}) == {
        "selection": None,
        "justification": "false",
    }


def stored(answer: dict[str, Any]) -> dict[str, str]:
    """As Potato keeps it: each part a text under its name, the reasons and the words one JSON text."""
    why = answer.get("justification", "")
    if answer.get("reasons") or why.startswith("{"):
        why = json.dumps({"reasons": answer.get("reasons", []), "rationale": why})
    value = answer.get("scale_value")
    return {
        **answer.get("dimensions", {}),
        **({"selection": answer["selection"] or ""} if "selection" in answer else {}),
        **({"scale_value": str(value)} if value is not None else {}),
        **({"justification": why} if why else {}),
    }


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"mode": "best"}, "scheme mode: must be binary or scale or multi_dimension, not 'best'"),
        ({"items_key": 3}, "scheme items_key: must be a text, not 3"),
        ({"labels": ["A"]}, "scheme labels: must be two, not 1"),
        ({"labels": ["A", "B", "C"]}, "scheme labels: must be two, not 3"),
        ({"labels": ["A", "A"]}, "scheme labels: has 'A' more than once"),
        ({"allow_tie": "yes"}, "scheme allow_tie: must be true or false, not 'yes'"),
        ({"mode": "scale", "scale": 3}, "scheme scale: must be an object, not 3"),
        ({"mode": "scale", "scale": {"min": 3, "max": 3}}, "scheme scale max: must be above 3, not 3"),
        ({"mode": "scale", "scale": {"step": 0}}, "scheme scale step: must be above 0, not 0"),
        (
            {"mode": "scale", "scale": {"step": 0.001}},
            "scheme scale step: must leave at most 1000 points from -3 to 3, not 0.001",
        ),
        ({"mode": "scale", "scale": {"labels": {"min": 1}}}, "scheme scale labels min: must be a text, not 1"),
        ({"mode": "multi_dimension"}, "scheme dimensions: must be a list with at least one dimension, not nothing"),
        (
            {"mode": "multi_dimension", "dimensions": [{"name": "a", "allow_tie": 1}]},
            "scheme dimensions[0] allow_tie: must be true or false, not 1",
        ),
        (
            {"mode": "multi_dimension", "dimensions": ["justification"]},
            'scheme dimensions: has "justification", which is the name of what says why',
        ),
        ({"justification": "why"}, "scheme justification: must be true, false or an object, not 'why'"),
        (
            {"justification": {"min_rationale_chars": -1}},
            "scheme justification min_rationale_chars: must be a number from 0, not -1",
        ),
        ({"randomize_order": 1}, "scheme randomize_order: must be true or false, not 1"),
        ({"hide_models": "no"}, "scheme hide_models: must be true or false, not 'no'"),
    ],
)
def test_the_key_at_fault_is_named(options: dict[str, Any], message: str) -> None:
    with pytest.raises(SchemeError) as error:
        scheme(**options)
    assert str(error.value) == message


@pytest.mark.parametrize("config", [BINARY, SCALE, MULTI, WHY, REASONS])
def test_a_config_is_its_own_config(config: dict[str, Any]) -> None:
    assert pairwise.config(config, "scheme") == config


def test_a_scale_has_the_points_that_its_steps_reach() -> None:
    assert pairwise.points(SCALE["scale"]) == [-3, -2, -1, 0, 1, 2, 3]
    assert pairwise.points({"min": 0, "max": 5, "step": 2}) == [0, 2, 4]
    assert pairwise.points({"min": 0, "max": 0.3, "step": 0.1}) == [0, 0.1, 0.2, 0.3]


def test_the_labels_change_nothing_in_an_answer() -> None:
    config = scheme(labels=["Left one", "Right one"])
    assert pairwise.parse(config, {"selection": "A"}, {}) == {"selection": "A"}
    with pytest.raises(AnswerError, match="better: has no 'Left one', only A, B"):
        pairwise.parse(config, {"selection": "Left one"}, {})


def test_a_tie_is_an_answer_only_where_it_is_allowed() -> None:
    with pytest.raises(AnswerError, match="better: has no 'tie', only A, B$"):
        pairwise.parse(scheme(), {"selection": "tie"}, {})
    with pytest.raises(AnswerError) as error:
        pairwise.parse(MULTI, {"dimensions": {"correct": "tie"}}, {})
    assert error.value.at == "correct"
    assert pairwise.parse(MULTI, {"dimensions": {"short": "tie"}}, {}) == {"dimensions": {"short": "tie"}}


@pytest.mark.parametrize("value", [-4, 3.5, True, "2"])
def test_a_number_outside_of_the_scale_is_refused(value: object) -> None:
    with pytest.raises(AnswerError, match="better: needs a number from -3 to 3, not"):
        pairwise.parse(SCALE, {"scale_value": value}, {})


def test_an_answer_of_another_mode_is_refused() -> None:
    with pytest.raises(AnswerError, match="better: knows no 'selection', only scale_value"):
        pairwise.parse(SCALE, {"selection": "A"}, {})
    with pytest.raises(AnswerError, match="better: knows no 'justification', only selection"):
        pairwise.parse(BINARY, {"selection": "A", "justification": "so"}, {})
    with pytest.raises(AnswerError, match="better: has no dimension 'style'"):
        pairwise.parse(MULTI, {"dimensions": {"style": "A"}}, {})


def test_a_reason_that_is_not_offered_is_refused() -> None:
    with pytest.raises(AnswerError, match="better: has no reason 'cheaper'") as error:
        pairwise.parse(REASONS, {"selection": "A", "reasons": ["cheaper"]}, {})
    assert error.value.at == "justification"


def test_a_required_question_needs_its_choice_and_each_dimension() -> None:
    assert pairwise.missing({**BINARY, "required": True}, None, {}) == [("", "answer")]
    assert pairwise.missing({**SCALE, "required": True}, {"scale_value": 0}, {}) == []
    multi = {**MULTI, "required": True}
    assert pairwise.missing(multi, {"dimensions": {"short": "A"}}, {}) == [("correct", "answer")]
    assert pairwise.missing(MULTI, {"dimensions": {}}, {}) == []


def test_a_required_justification_is_missing_once_something_is_chosen() -> None:
    assert pairwise.missing(WHY, {"selection": None, "justification": ""}, {}) == []
    assert pairwise.missing(WHY, {"selection": "A", "justification": " "}, {}) == [("justification", "answer")]
    assert pairwise.missing(WHY, {"selection": "A", "justification": "safe"}, {}) == [("justification", "min_chars")]
    assert pairwise.missing(WHY, {"selection": "A", "justification": "safer"}, {}) == []
    assert pairwise.missing({**WHY, "required": True}, None, {}) == [("", "answer"), ("justification", "answer")]


def test_words_that_look_like_json_stay_words() -> None:
    config = scheme(justification=True)
    labels = {"selection": "B", "justification": '{"a": 1}'}
    assert pairwise.from_potato(config, labels, {}) == {"selection": "B", "justification": '{"a": 1}'}


def test_an_older_name_of_the_choice_is_read() -> None:
    assert pairwise.from_potato(BINARY, {"label": "A"}, {}) == {"selection": "A"}


@pytest.mark.parametrize(
    ("config", "labels", "message"),
    [
        (BINARY, {"selection": "C"}, "better: has no 'C', only A, B, tie"),
        (BINARY, {"choice": "A"}, "better: knows no 'choice', only selection"),
        (SCALE, {"scale_value": "much"}, "better: needs a number, not 'much'"),
        (MULTI, {"style": "A"}, "better: has no dimension 'style'"),
        (WHY, {"justification": 3}, "better: needs a text, not 3"),
    ],
)
def test_what_no_page_of_potato_stores_is_unreadable(config: Any, labels: dict[str, Any], message: str) -> None:
    with pytest.raises(AnswerError) as error:
        pairwise.from_potato(config, labels, {})
    assert str(error.value).startswith(message)


@needs_golden
@pytest.mark.golden
@pytest.mark.parametrize("form", ["ui_form", "label_form"])
def test_the_stored_answers_of_the_golden_pairs_are_read(form: str) -> None:
    folder = Path(PAIRS) / "coding_eval" / "preference" / form
    schemes = yaml.safe_load((folder / "config.yaml").read_text())["annotation_schemes"]
    configs = {each["name"]: pairwise.config(each, each["name"]) for each in schemes}
    state = json.loads((folder / "annotation_output" / "ann1" / "user_state.json").read_text())
    read = {
        label["schema"]: pairwise.from_potato(configs[label["schema"]], {label["name"]: value}, {})
        for label, value in state["instance_id_to_label_to_value"]["pw1"]
    }
    assert read == {"preference": {"selection": "A"}, "pref_scale": {"scale_value": -2}}
