from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.schemes.judging import STEPS, stored
from tests.tracewright.strategies import texts
from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import failure_attribution

TEAM: dict[str, Any] = {
    "steps": [
        {"role": "user", "content": "Book a table."},
        {"agent": "Planner", "content": "We need a day first."},
        {"agent": "Coder", "content": "I book for today."},
        {"agent": "Planner", "content": "Done."},
    ]
}
NOTHING = {"failed": None, "agent": None, "step": None, "reason": ""}
FAILED = {"failed": True, "agent": "Coder", "step": "2", "reason": "Nobody asked for the day."}
FINE = {**NOTHING, "failed": False}


def scheme(**options: Any) -> dict[str, Any]:
    return failure_attribution.config({"name": "blame", **options}, "scheme")


def parsed(sent: Any, document: dict[str, Any] = TEAM, **options: Any) -> Any:
    return failure_attribution.parse(scheme(**options), sent, document)


def imported(blob: Any, document: dict[str, Any] = TEAM, **options: Any) -> Any:
    return failure_attribution.from_potato(scheme(**options), stored("blame", blob), document)


def missing(answer: Any, document: dict[str, Any] = TEAM, **options: Any) -> list[tuple[str, str]]:
    return [(gap.at, gap.code) for gap in failure_attribution.missing(scheme(**options), answer, document)]


# ---- What is sent ----


def test_the_agent_the_step_and_the_reason_are_stored() -> None:
    assert parsed(FAILED) == FAILED


def test_a_run_failed_once_anything_says_how() -> None:
    assert parsed({"step": "2"}) == {**NOTHING, "failed": True, "step": "2"}
    assert parsed({}) == NOTHING


def test_of_a_run_that_did_not_fail_nothing_else_is_stored() -> None:
    assert parsed({**FAILED, "failed": False}) == FINE


def test_the_kind_of_failure_is_one_of_the_taxonomy() -> None:
    told = {"error_type": "task_verification", "error_subtype": "premature_termination"}
    assert parsed({**FAILED, **told}, preset="mast") == {**FAILED, **told}
    assert parsed({"other": "Another one."}, error_types=["loop"])["other"] == "Another one."


def test_agents_are_those_that_the_trace_names_or_the_scheme_lists() -> None:
    assert failure_attribution.agents(scheme(), TEAM) == ["user", "Planner", "Coder"]
    assert failure_attribution.agents(scheme(agents=["A", "B"]), TEAM) == ["A", "B"]
    by_name = {"steps": [{"name": "A", "role": "assistant"}, {"speaker": "B"}, "text"]}
    assert failure_attribution.agents(scheme(agent_key="name"), by_name) == ["A", "B"]
    assert failure_attribution.agents(scheme(), STEPS) == []


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"agent": "Tester"}, "blame: has no agent 'Tester'"),
        ({"step": "4"}, "step 5: is not in this version of the trace, which has 4 steps"),
        ({"step": "2.0"}, "step 3, call 1: is no step's name"),
        ({"step": 2}, "step 2: is no step's name"),
        ({"failed": "yes"}, "blame: needs failed as true, false or null, not 'yes'"),
        ({"error_type": "loop"}, "blame: has no error_type 'loop'"),
        ({"other": "loop"}, "blame: takes no error but those of the list, not 'loop'"),
        ({"reason": 5}, "blame: needs a text, not a number"),
        ({"why": ""}, "blame: knows no 'why'"),
        ([], "blame: needs an object, not a list"),
    ],
)
def test_a_refusal_names_the_value(sent: Any, error: str) -> None:
    with pytest.raises(AnswerError, match=error):
        parsed(sent)


attributions = st.fixed_dictionaries(
    {},
    optional={
        "failed": st.none() | st.booleans(),
        "agent": st.sampled_from(["user", "Planner", "Coder", None, ""]),
        "step": st.sampled_from(["0", "1", "3", None, ""]),
        "error_type": st.sampled_from(["loop", "", None]),
        "other": texts,
        "reason": texts | st.none(),
    },
)


@given(attributions)
def test_what_is_stored_is_sent_again_as_it_was(sent: Any) -> None:
    config = scheme(error_types=["loop"])
    answer = failure_attribution.parse(config, sent, TEAM)
    assert failure_attribution.parse(config, failure_attribution.as_sent(config, answer, TEAM), TEAM) == answer


# ---- What a submit needs ----


def test_a_required_attribution_says_whether_the_run_failed() -> None:
    assert missing(None, required=True) == [("", "answer")]
    assert missing(NOTHING, required=True) == [("", "answer")]
    assert missing(FINE, required=True, require_reason=True) == []
    assert missing(None) == []


def test_of_a_failed_run_the_agent_and_the_step_are_needed_and_the_reason_where_the_scheme_says_so() -> None:
    told = {**NOTHING, "failed": True}
    assert missing(told, required=True) == [("agent", "answer"), ("step", "answer")]
    assert missing({**FAILED, "reason": " "}, required=True, require_reason=True) == [("reason", "answer")]
    assert missing({**FAILED, "reason": ""}, required=True) == []
    assert missing(told, require_reason=True) == [("reason", "answer")]


def test_nobody_is_asked_for_the_agent_of_a_trace_that_names_none() -> None:
    assert missing({**NOTHING, "failed": True}, STEPS, required=True) == [("step", "answer")]


# ---- What Potato stored ----


def test_a_stored_attribution_is_taken() -> None:
    blob = {"responsible_agent": "Coder", "decisive_step": 2, "reason": "Nobody asked for the day."}
    assert imported(blob) == FAILED


def test_absent_and_empty_keys_are_tolerated() -> None:
    assert imported({"decisive_step": 0}) == {**NOTHING, "failed": True, "step": "0"}
    assert imported({"responsible_agent": "", "decisive_step": None, "reason": "Hm."})["reason"] == "Hm."
    assert imported({}) is None
    assert imported({"responsible_agent": "", "decisive_step": None, "reason": ""}) is None


def test_the_name_that_potato_makes_up_for_a_nameless_step_is_no_agent() -> None:
    assert imported({"responsible_agent": "step 2", "decisive_step": 1}, STEPS)["agent"] is None


@pytest.mark.parametrize(
    ("blob", "error"),
    [
        ({"decisive_step": "2"}, "blame: holds the decisive_step '2'; it must be an index or null"),
        ({"decisive_step": -1}, "is no step's name"),
        ({"decisive_step": 9}, "step 10: is not in this version of the trace"),
        ({"responsible_agent": "Tester"}, "blame: has no agent 'Tester'"),
        ([], "blame: holds a list; a stored answer is a JSON object"),
    ],
)
def test_what_cannot_be_read_is_named(blob: Any, error: str) -> None:
    with pytest.raises(AnswerError, match=error):
        imported(blob)


# ---- The scheme ----


def test_a_scheme_has_its_defaults() -> None:
    config = scheme()
    assert (config["steps_key"], config["agent_key"], config["agents"]) == ("steps", "agent", [])
    assert (config["preset"], config["error_types"], config["allow_other"]) == ("", [], False)
    assert config["require_reason"] is False


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"agents": "Planner"}, "scheme agents: must be a list of names, not 'Planner'"),
        ({"agents": ["A", "A"]}, "scheme agents: has 'A' more than once"),
        ({"agent_key": 5}, "scheme agent_key: must be a text, not 5"),
        ({"preset": "best"}, "scheme preset: must be basic or mast, not 'best'"),
        ({"require_reason": "yes"}, "scheme require_reason: must be true or false"),
    ],
)
def test_a_wrong_option_is_named(options: dict[str, Any], error: str) -> None:
    with pytest.raises(SchemeError, match=error):
        scheme(**options)
