"""Tokens, dollars and times as steps and traces tell them."""

import pytest

from tests.tracewright.convert.sessions import agent, converted, text, user, written
from tracewright.spent import (
    Tokens,
    began,
    between,
    cost_of,
    moment,
    seconds_of,
    seconds_since,
    tokens_of,
    total_tokens,
)


@pytest.mark.parametrize(
    ("record", "tokens"),
    [
        ({"usage": {"input_tokens": 4, "cache_creation_input_tokens": 100, "output_tokens": 7}}, Tokens(104, 7, None)),
        ({"usage": {"input_tokens": 904, "input_tokens_details": {"cached_tokens": 900}}}, Tokens(904, None, 900)),
        ({"metrics": {"prompt_tokens": 9, "completion_tokens": 2, "cached_tokens": 3}}, Tokens(9, 2, 3)),
        ({"usage": {"service_tier": "standard"}}, None),
        ({"usage": {"output_tokens": True, "input_tokens": -4}}, None),
        ({"usage": "many", "tokens": 12}, None),  # in or out, nobody knows
    ],
)
def test_tokens_are_those_of_the_trace(record, tokens):
    assert tokens_of(record) == tokens


def test_tokens_of_steps_are_added_and_what_none_tells_stays_unknown():
    steps = [{"usage": {"input_tokens": 4}}, {"usage": {"input_tokens": 5, "output_tokens": 1}}, {}, "a text"]
    assert total_tokens(steps) == Tokens(9, 1, None)
    assert total_tokens(["a text"]) is None


def test_a_message_of_several_log_lines_is_counted_once(tmp_path):
    """Claude Code repeats the usage of a message on each of its lines, and it grows: the last line has all of it."""
    lines = [agent(f"a{at}", text("x"), parent="u" if at == 1 else f"a{at - 1}", message="m1") for at in (1, 2, 3)]
    for line, count in zip(lines, (1, 9, 41), strict=True):
        line["message"]["usage"] = {"input_tokens": 100, "output_tokens": count}
    document = converted(written(tmp_path, user("u", "Go."), *lines)).document
    assert total_tokens(document["structured_turns"]) == tokens_of(document) == Tokens(100, 41, None)


@pytest.mark.parametrize("record", [{"cost_usd": 0.5}, {"total_cost_usd": 0.5}, {"metrics": {"cost_usd": 0.5}}])
def test_a_cost_is_taken_where_it_is_in_dollars(record):
    assert cost_of(record) == 0.5
    assert cost_of({"cost": 0.5}) is None


@pytest.mark.parametrize("odd", [None, True, "", "soon", -1, 0, float("inf"), 10**30, [], {}])
def test_what_is_no_time_is_none(odd):
    assert moment(odd) is None


@pytest.mark.parametrize("huge", [10**400, 1e308, 10**16], ids=["no float", "no sum", "more than most"])
def test_what_is_more_than_anybody_can_count_is_none(huge):
    assert (cost_of({"cost_usd": huge}), seconds_of({"duration_ms": huge})) == (None, None)
    assert tokens_of({"usage": {"output_tokens": huge}}) is None


def test_a_time_is_told_in_a_zone_that_browsers_read():
    """`new Date` takes no zone with seconds, and a page that shows an invalid date is none."""
    at = moment("2026-03-02T09:00:03+00:00:03")
    assert at is not None and at.isoformat() == "2026-03-02T09:00:00+00:00"
    assert moment("0001-01-01T00:00:00+23:59") is None  # before the first year


def test_seconds_and_milliseconds_since_1970_are_times():
    assert moment(1_772_442_003) == moment(1_772_442_003_000) == moment("2026-03-02T09:00:03Z")


def test_how_long_it_took_is_told_or_comes_from_two_times():
    assert seconds_of({"duration_ms": 1500}) == 1.5
    assert seconds_of({"started_at": "2026-03-02T09:00:06Z"}) is None
    assert seconds_of({"started_at": "2026-03-02T09:00:06Z", "ended_at": "2026-03-02T09:00:05Z"}) is None


def test_a_time_without_a_zone_is_not_compared_with_one_that_has_it():
    assert between(moment("2026-03-02T09:00:06"), moment("2026-03-02T09:00:07Z")) is None


def test_a_step_took_the_time_since_the_calls_before_it_ended():
    before = {"at": "2026-03-02T09:00:00Z", "tool_calls": [{"ended_at": "2026-03-02T09:00:04Z"}]}
    assert seconds_since({"at": "2026-03-02T09:00:06Z"}, before) == 2.0
    assert seconds_since({"at": "2026-03-02T09:00:06Z"}, {}) is None
    assert seconds_since({"at": "2026-03-02T09:00:06Z"}, None) is None


def test_a_step_began_by_the_first_time_that_can_be_read():
    assert began({"at": "unknown", "timestamp": "2026-03-02T09:00:06"}) == moment("2026-03-02T09:00:06")
