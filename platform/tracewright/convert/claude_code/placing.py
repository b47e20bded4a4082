"""Where sub-agents stand: directly below the turn whose call spawned them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tracewright.convert.claude_code.agents import Agent
from tracewright.convert.claude_code.messages import Turn
from tracewright.convert.claude_code.speaker import Speaker
from tracewright.convert.claude_code.turns import Spot
from tracewright.convert.place import text_at
from tracewright.convert.report import Report

SPAWNING = ("Task", "Agent")  # the tool's older and newer name


class Placing:
    """Joins the turns of sub-agents to those of the session. Each sub-agent is given out once."""

    def __init__(self, main: Speaker, others: Sequence[Speaker], report: Report) -> None:
        self._below = defaultdict[int, list[Turn]](list)
        self._lost: list[Turn] = []
        callers = _Callers(main, others)
        found = [(other, self._caller(other.agent, callers, report)) for other in others]
        for other, caller in sorted(found, key=lambda each: (each[1] and each[1].call) or 0):
            self._place(other, caller)

    def _caller(self, agent: Agent, callers: "_Callers", report: Report) -> Spot | None:
        caller, is_certain = callers.take(agent)
        if not is_certain:
            where = "below the first call that may have" if caller else "at the end"
            report.warn(f"sub-agent {agent.id}", f"the log does not say which call spawned it; it stands {where}")
        return caller

    def _place(self, other: Speaker, caller: Spot | None) -> None:
        call = caller.turn["tool_calls"][caller.call] if caller and caller.call is not None else {}
        asked = call.get("input")
        other.agent.call = call.get("id", other.agent.call)
        other.agent.kind = other.agent.kind or (text_at(asked, "subagent_type") if isinstance(asked, dict) else "")
        for turn in other.all_turns():
            if other.agent.call:
                turn["parent_call"] = other.agent.call
        place = self._below[id(caller.turn)] if caller else self._lost
        place += other.turns

    def with_sub_agents(self, turns: Iterable[Turn]) -> Iterator[Turn]:
        """The turns, each with those of the sub-agents that it spawned below it, and theirs below them."""
        open_ = [iter(turns)]
        while open_:
            for turn in open_[-1]:
                yield turn
                if below := self._below.pop(id(turn), None):
                    open_.append(iter(below))
                    break
            else:
                open_.pop()

    def rest(self) -> Iterator[Turn]:
        """Those that no turn given out so far has spawned."""
        yield from self.with_sub_agents(self._lost)
        while self._below:
            yield from self.with_sub_agents(self._below.pop(next(iter(self._below))))


class _Callers:
    """Every call that may have spawned a sub-agent; one that is taken is given to no other."""

    def __init__(self, main: Speaker, others: Sequence[Speaker]) -> None:
        calls = [found for speaker in (main, *others) for found in speaker.calls()]
        named = {other.agent.call for other in others}
        self._by_id = {call["id"]: spot for spot, call in reversed(calls) if "id" in call}
        self._free = {
            id(call): spot for spot, call in calls if call["tool"] in SPAWNING and call.get("id") not in named
        }
        self._prompts = defaultdict[str, list[int]](list)
        for _, call in calls:
            if id(call) in self._free and isinstance(call["input"], dict):
                self._prompts[str(call["input"].get("prompt"))].append(id(call))
        self._spots = main.spots

    def take(self, agent: Agent) -> tuple[Spot | None, bool]:
        """The place of the call, and whether the log tells it: by id, by an equal prompt, by the message an inline
        sub-agent hangs at. Else the first call that is left, else None.
        """
        if agent.call in self._by_id:
            return self._by_id[agent.call], True
        for key in self._prompts.get(agent.prompt, ()):
            if key in self._free:
                return self._free.pop(key), True
        if agent.fork and agent.fork.place in self._spots:
            return self._spots[agent.fork.place], True
        left = next((key for key, spot in self._free.items() if spot.turn.get("agent") != agent.id), None)
        return (None if left is None else self._free.pop(left)), False
