"""The conversation of a team: each turn with the `agent` that speaks, and whom it speaks to."""

from collections.abc import Sequence
from typing import Any

from tracewright.convert.conversation import Turn
from tracewright.convert.openai.messages import Messages
from tracewright.convert.place import Place, id_at, text_at
from tracewright.convert.report import Report

PEOPLE = ("user", "human", "customer")  # names that frameworks give to a person
PROXIES = (
    "user_proxy",
    "userproxy",
    "userproxyagent",
    "admin",
)  # a program: it brings the task and then answers in its name
NAMES = ("name", "role", "id")


class Team(Messages):
    """`agents` are those who spoke or were introduced, by their names."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.agents: dict[str, dict[str, Any]] = {}

    def introduce(self, given: Any) -> None:
        """An agent of the list that a log has: its name, or an object with it. What is said of it stays."""
        name = given if isinstance(given, str) else next((found for key in NAMES if (found := id_at(given, key))), "")
        if name:
            self.agents[name] = {**(given if isinstance(given, dict) else {}), "id": name}

    def named(self, name: str) -> dict[str, str]:
        """The facts of a turn of this agent."""
        if name:
            self.agents.setdefault(name, {"id": name})
        return {"agent": name} if name else {}

    def kind_of(self, name: str) -> str:
        """prompt, command or agent, by who speaks."""
        key = name.casefold().replace(" ", "_")
        if key in PROXIES:
            return "command" if any(turn["kind"] == "prompt" for turn in self.talk.turns) else "prompt"
        return "prompt" if key in PEOPLE else "agent"

    def speak(self, name: str, message: dict[str, Any], place: Place, **facts: Any) -> None:
        """A message of that speaker, in the form of Chat Completions; who speaks is known by the name and not by the role."""
        count, kind = len(self.talk.turns), self.kind_of(name)
        if text_at(message, "role") in ("tool", "function", "system"):
            self.take(message, place)
        elif kind == "agent":
            self.take({**message, "role": "assistant"}, place, **self.named(name), **facts)
        else:
            self.take({**message, "role": "user"}, place)
            for turn in self.talk.turns[count:]:
                _set(turn, kind, facts)

    def request(self, name: str, calls: Sequence[Any], place: Place, **facts: Any) -> None:
        """A turn of that agent with nothing but calls, each {"id", "name", "arguments"} in the content of its message."""
        turn = self.talk.say("assistant", "agent", "", place, **self.named(name), **facts)
        for index, call in enumerate(calls):
            self._call(turn, {"id": id_at(call, "id"), "function": call}, place.inside("content", index))


def _set(turn: Turn, kind: str, facts: dict[str, Any]) -> None:
    turn["kind"] = kind
    turn |= {key: fact for key, fact in facts.items() if fact}
