"""The turns of sub-agents among those of the agent that spawned them: each directly below the turn of its call."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracewright.convert.conversation import Call, Turn

Below = defaultdict[int, list["SubAgent"]]


@dataclass
class SubAgent:
    """`call` is the one that spawned it, None where the log does not tell; `kind` is "" where it does not."""

    id: str
    turns: list[Turn]
    call: Call | None = None
    kind: str = ""

    def listed(self) -> dict[str, str]:
        """As the document's `agents` have it."""
        named = {"id": self.id, "type": self.kind, "parent_call": str(self.call["id"]) if self.call else ""}
        return {key: value for key, value in named.items() if value}


def woven(turns: Iterable[Turn], agents: Sequence[SubAgent]) -> list[Turn]:
    """All turns, those of agents that no call spawned at the end. What an agent is asked, no person says to it."""
    below = Below(list)
    for agent in agents:
        _sign(agent)
        if agent.call is not None:
            below[id(agent.call)].append(agent)
    found = list(_with_sub_agents(turns, below))
    for agent in agents:
        if agent.call is None:
            found += _with_sub_agents(agent.turns, below)
    while below:  # agents that spawned one another in a circle hang at no turn that was reached
        for agent in below.popitem()[1]:
            found += _with_sub_agents(agent.turns, below)
    return found


def _sign(agent: SubAgent) -> None:
    """A call that was logged without an id gets the name of its agent: without one nothing can lead to it."""
    if agent.call is not None and not agent.call.get("id"):
        agent.call["id"] = f"call-{agent.id}"
    for turn in agent.turns:
        turn["agent"] = agent.id
        if agent.call is not None:
            turn["parent_call"] = agent.call["id"]
        if turn["kind"] == "prompt":
            turn["kind"] = "agent"


def _with_sub_agents(turns: Iterable[Turn], below: Below) -> Iterator[Turn]:
    open_ = [iter(turns)]
    while open_:
        for turn in open_[-1]:
            yield turn
            spawned = [agent for call in turn.get("tool_calls", ()) for agent in below.pop(id(call), ())]
            if spawned:
                open_.append(iter([inner for agent in spawned for inner in agent.turns]))
                break
        else:
            open_.pop()
