"""The session's agent, or one sub-agent: what was said on its live chain, and on the branches that were left."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from tracewright.convert.attachments import Attachments
from tracewright.convert.claude_code.agents import Agent
from tracewright.convert.claude_code.chain import tree_of
from tracewright.convert.claude_code.messages import Turn
from tracewright.convert.claude_code.turns import Spot, Turns
from tracewright.convert.report import Report


class Left(NamedTuple):
    """A branch that was left: its first entry's name, where it forks off (None: at the very start), its turns."""

    id: str
    fork: Spot | None
    turns: list[Turn]


class Speaker:
    def __init__(self, agent: Agent, attachments: Attachments, report: Report) -> None:
        tree = tree_of(agent.entries, report)
        live = Turns(tree.live, attachments, report)
        self.agent = agent
        self.turns, self.spots = live.turns, live.spots
        self.left = [
            Left(
                branch.entries[0].uuid or str(branch.entries[0].place),
                live.spots.get(branch.fork.place) if branch.fork else None,
                Turns(branch.entries, attachments, report).turns,
            )
            for branch in tree.left
        ]
        if agent.is_spawned:
            self._sign(agent.id)

    def all_turns(self) -> Iterator[Turn]:
        yield from self.turns
        for left in self.left:
            yield from left.turns

    def calls(self) -> Iterator[tuple[Spot, dict[str, Any]]]:
        for turn in self.all_turns():
            for number, call in enumerate(turn.get("tool_calls", ())):
                yield Spot(turn, number), call

    def _sign(self, name: str) -> None:
        """Nobody but an agent speaks to a sub-agent: what reads like a prompt is the calling agent's."""
        for turn in self.all_turns():
            if name:
                turn["agent"] = name
            if turn["kind"] == "prompt":
                turn["kind"] = "agent"
