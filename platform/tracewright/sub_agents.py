"""The stretches of a trace's steps that sub-agents have, and the call that spawned each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracewright.spent import Tokens, between, first_moment, last_moment, total_tokens
from tracewright.trace import Document, calls, is_agents_error

MOST_DEEP = 10  # sub-agents inside each other; each of them is asked about all of its steps


@dataclass
class SubAgent:
    """The steps [first, stop) are its own and those of the sub-agents that it spawned itself.

    `step` and `call` name the call that spawned it, None where the trace does not have it.
    """

    id: str
    first: int
    stop: int
    step: int | None = None
    call: int | None = None


def sub_agents(steps: Sequence[Any]) -> list[SubAgent]:
    """In the order of their first steps, one before those inside it.

    A step is a sub-agent's when it names its `parent_call`. An `agent` alone does not make one: in a trace of several agents
    that speak in turn, none is below another. One that would be deeper than MOST_DEEP is part of the one around it.
    """
    found: list[SubAgent] = []
    open_: list[tuple[tuple[str, str], SubAgent]] = []
    callers: dict[str, tuple[int, int]] = {}
    for index, step in enumerate(steps):
        if key := _speaker(step):
            caller = callers.get(key[1])
            while open_ and key != open_[-1][0] and not _is_inside(open_, key, caller):
                open_.pop()
            if not open_ or (key != open_[-1][0] and len(open_) < MOST_DEEP):
                found.append(SubAgent(key[0], index, index, *(caller or (None, None))))
                open_.append((key, found[-1]))
        else:
            open_.clear()
        for _key, agent in open_:
            agent.stop = index + 1
        for position, call in enumerate(calls(step)):
            if isinstance(call, dict) and isinstance(call.get("id"), str):
                callers.setdefault(call["id"], (index, position))
    return found


def _speaker(step: Any) -> tuple[str, str] | None:
    """The id of the sub-agent and of its call."""
    parent = step.get("parent_call") if isinstance(step, dict) else None
    if not isinstance(parent, str) or not parent:
        return None
    agent = step.get("agent")
    return (agent if isinstance(agent, str) else "", parent)


def _is_inside(
    open_: Sequence[tuple[tuple[str, str], SubAgent]], key: tuple[str, str], caller: tuple[int, int] | None
) -> bool:
    """Whether a new sub-agent belongs below the innermost open one, which is not its own."""
    return all(key != each for each, _agent in open_) and caller is not None and caller[0] >= open_[-1][1].first


@dataclass(frozen=True)
class Told:
    """What a sub-agent's fold says of it. `kind` is the type of agent that was asked for, "" when unknown."""

    kind: str
    prompt: str  # whole
    steps: int
    calls: int
    errors: int  # the agent's own
    seconds: float | None
    tokens: Tokens | None


def listed_kinds(document: Document) -> dict[str, str]:
    """The types of agents that the document lists, by their ids."""
    listed = document.get("agents")
    entries = (each for each in (listed if isinstance(listed, list) else ()) if isinstance(each, dict))
    return {_text(each.get("id")): _text(each.get("type")) for each in entries}


def told_of(agent: SubAgent, steps: Sequence[Any], kinds: Mapping[str, str]) -> Told:
    """`kinds` as `listed_kinds` gives them."""
    inside = steps[agent.first : agent.stop]
    made = [call for step in inside for call in calls(step) if isinstance(call, dict)]
    asked = _asked(agent, steps)
    return Told(
        kind=kinds.get(agent.id) or _text(asked.get("subagent_type")),
        prompt=_text(asked.get("prompt")) or _first_text(inside),
        steps=len(inside),
        calls=sum(len(calls(step)) for step in inside),
        errors=sum(is_agents_error(record) for record in (*inside, *made) if isinstance(record, dict)),
        seconds=between(first_moment(inside), last_moment(inside)),
        tokens=total_tokens(inside),
    )


def _asked(agent: SubAgent, steps: Sequence[Any]) -> Mapping[str, Any]:
    if agent.step is None or agent.call is None:
        return {}
    given = calls(steps[agent.step])[agent.call].get("input")
    return given if isinstance(given, dict) else {}


def _first_text(steps: Sequence[Any]) -> str:
    texts = (_text(step.get("content")) for step in steps if isinstance(step, dict))
    return next((text for text in texts if text.strip()), "")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
