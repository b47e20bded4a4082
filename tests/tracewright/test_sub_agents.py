"""Which steps are a sub-agent's, and what is told of them."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.tracewright.convert.sessions import DATA, converted
from tracewright.spent import Tokens
from tracewright.sub_agents import MOST_DEEP, SubAgent, listed_kinds, sub_agents, told_of

CORPUS = os.environ.get("TRACE_CORPUS", "")


def turn(agent: str = "", call: str = "", spawns: tuple[str, ...] = (), **fields: Any) -> dict[str, Any]:
    whose = {"agent": agent, "parent_call": call} if agent else {}
    return {
        "content": "",
        "tool_calls": [{"id": name, "tool": "Task", "input": {}} for name in spawns],
        **whose,
        **fields,
    }


def stretches(*turns: dict[str, Any]) -> list[tuple[str, int, int, int | None]]:
    return [(each.id, each.first, each.stop, each.step) for each in sub_agents(turns)]


def test_parallel_sub_agents_stand_one_behind_the_other():
    turns = [turn(spawns=("c1", "c2")), turn("a", "c1"), turn("a", "c1"), turn("b", "c2"), turn()]
    assert sub_agents(turns) == [SubAgent("a", 1, 3, step=0, call=0), SubAgent("b", 3, 4, step=0, call=1)]


def test_a_sub_agent_of_a_sub_agent_is_inside_it():
    turns = [turn(spawns=("c1",)), turn("a", "c1", ("c2",)), turn("b", "c2"), turn("a", "c1"), turn()]
    assert stretches(*turns) == [("a", 1, 4, 0), ("b", 2, 3, 1)]


def test_two_inside_each_other_end_with_the_outer_one():
    turns = [turn(spawns=("c1", "c3")), turn("a", "c1", ("c2",)), turn("b", "c2"), turn("d", "c3")]
    assert stretches(*turns) == [("a", 1, 3, 0), ("b", 2, 3, 1), ("d", 3, 4, 0)]


def test_what_is_too_deep_belongs_to_the_one_around_it():
    deep = [turn(f"a{at}", f"c{at}", (f"c{at + 1}",)) for at in range(MOST_DEEP + 3)]
    turns = [turn(spawns=("c0",)), *deep, turn("a0", "c0"), turn("z", "lost")]
    found = stretches(*turns)
    assert [name for name, *_ in found] == [f"a{at}" for at in range(MOST_DEEP)] + ["z"]
    assert found[MOST_DEEP - 1][1:3] == (MOST_DEEP, MOST_DEEP + 4)
    assert found[0][1:3] == (1, MOST_DEEP + 5)


def test_one_whose_call_is_not_there_stands_by_itself():
    assert stretches(turn(spawns=("c1",)), turn("a", "c1"), turn("b", "lost")) == [("a", 1, 2, 0), ("b", 2, 3, None)]


def test_agents_that_speak_in_turn_are_no_sub_agents():
    assert sub_agents([{"agent": "Planner"}, {"agent": "Coder"}, {"agent": "Planner"}, "a text"]) == []


def test_it_is_told_what_a_sub_agent_was_asked_and_what_it_took():
    document = converted(DATA / "spawning.jsonl").document
    turns = document["structured_turns"]
    told = told_of(sub_agents(turns)[0], turns, listed_kinds(document))
    # Each of its two messages: 110 tokens read, 1000 from the cache, 1 written; from 09:00:12 to 09:00:15.
    assert (told.kind, told.prompt, told.steps, told.calls) == ("Explore", "Is every tree named?", 3, 1)
    assert (told.tokens, told.seconds) == (Tokens(2220, 2, 2000), 3.0)


def test_the_agents_own_errors_are_counted_in_steps_and_calls():
    failed = {"id": "x", "tool": "Bash", "input": {}, "is_error": True}
    turns = [
        turn(spawns=("c1",)),
        turn("a", "c1", tool_calls=[failed, {**failed, "error_source": "rejected"}]),
        turn("a", "c1", is_error=True, error_source="environment"),
    ]
    assert told_of(sub_agents(turns)[0], turns, {}).errors == 1


def test_what_is_not_known_is_not_told():
    turns = [turn("a", "lost")]
    told = told_of(sub_agents(turns)[0], turns, listed_kinds({"agents": "none"}))
    assert (told.kind, told.prompt, told.seconds, told.tokens) == ("", "", None, None)


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="TRACE_CORPUS names no folder of real traces")
def test_a_real_session_has_its_sub_agent_below_the_call_that_asked_for_it():
    document = converted(Path(CORPUS, "claude_code", "entireio-cli__7e_d4051c8a85_0__full.jsonl")).document
    turns = document["structured_turns"]
    [found] = sub_agents(turns)
    call = turns[found.step]["tool_calls"][found.call]
    told = told_of(found, turns, listed_kinds(document))
    assert all(turn["parent_call"] == call["id"] for turn in turns[found.first : found.stop])
    assert not any("parent_call" in turn for turn in (*turns[: found.first], *turns[found.stop :]))
    assert (told.kind, told.prompt) == (call["input"]["subagent_type"], call["input"]["prompt"])
    assert told.calls == sum(len(turn.get("tool_calls", ())) for turn in turns[found.first : found.stop]) > 0
    assert told.seconds is not None
    assert told.tokens is not None
