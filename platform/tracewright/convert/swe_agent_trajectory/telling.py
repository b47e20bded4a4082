"""The turns of a SWE-agent run: of its `history`, a list of messages, and of its `trajectory`, a list of steps."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from tracewright import json_text
from tracewright.convert.conversation import Call, Conversation, Turn
from tracewright.convert.place import Place, list_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed
from tracewright.convert.swe_agent_trajectory.commands import Action, action_of, called, failed, identity_of
from tracewright.trace import text_of

SPLIT = re.compile(r"(?:^|\n)ACTION:[ \t]*")
THOUGHT = re.compile(r"\A\s*THOUGHT:[ \t]*")
OBSERVATION = re.compile(r"\A.*?OBSERVATION:[ \t]*\n?", re.DOTALL)


class Telling:
    """What is said, one after the other."""

    def __init__(self, report: Report) -> None:
        self.talk, self.report = Conversation(report), report
        self.system_prompt, self.cwd = "", ""
        self._waits = False  # an action was told, and no output of it yet

    def message(self, message: Any, place: Place) -> None:
        """One of `history`, or of Potato's pairs."""
        role, content = text_at(message, "role"), _content(message)
        self.report.types[f"message of {role or 'nobody'}"] += 1
        if isinstance(message, dict) and message.get("is_demo") is True:
            self.talk.say(_role(role), "demonstration", content, place)
        elif role == "system":
            self.system_prompt = self.system_prompt or content
        elif role == "assistant":
            self._act(message, content, place)
        elif role == "tool":
            for identity in list_at(message, "tool_call_ids") or [message.get("tool_call_id")]:
                self._observe(identity_of(identity), content, place)
        elif role == "user" and (self._waits or "OBSERVATION:" in content):
            self._observe("", OBSERVATION.sub("", content, count=1) if "OBSERVATION:" in content else content, place)
        elif role == "user":
            self.ask(content, place)
        else:
            self.report.unknown[f"message of {role or 'nobody'}"] += 1

    def ask(self, content: str, place: Place) -> None:
        """The task comes first; what is said before the agent begins is of the same person."""
        begun = any(turn["kind"] == "agent" for turn in self.talk.turns)
        self.talk.say("user", "command" if begun else "prompt", content, place)

    def step(self, step: Any, place: Place, logged: Any) -> None:
        """One of `trajectory`; `logged` is the message of `history` that says the same, with its calls, or None."""
        if not isinstance(step, dict):
            self.report.unknown["step that is no object"] += 1
            return
        self.report.types["step"] += 1
        state = _state(step)
        self.cwd = self.cwd or text_at(state, "working_dir")
        command, said = text_of(step.get("action") or ""), text_of(step.get("thought") or "")
        calls = list_at(step, "tool_calls") or list_at(logged, "tool_calls")
        said = said or ("" if command else text_at(step, "response"))
        turn = self.talk.say("assistant", "agent", said, place, thinking=_thinking(step) or _thinking(logged))
        output = text_of(step.get("observation") or "")
        for index, call in enumerate(calls):
            self._call(turn, called(call, place.inside("tool_calls", index), self.report), place.inside("action"))
        if not calls and command.strip():
            self._call(turn, action_of(command, text_at(state, "open_file")), place.inside("action"))
        if turn["tool_calls"]:
            self._answer_step(turn, output, step, place)
        elif output:
            self.talk.say("user", "command", output, place.inside("observation"))

    def _answer_step(self, turn: Turn, output: str, step: dict[str, Any], place: Place) -> None:
        """A step has one output, whatever it called; a run that ended in it may have none."""
        for call in turn["tool_calls"]:
            identity = call.get("id", "")
            if "observation" not in step or step["observation"] is None:
                self.talk.leave(identity)
                continue
            self.talk.answer(identity, output, place.inside("observation"), is_error=failed(output))
            seconds = step.get("execution_time")
            if isinstance(seconds, int | float) and not isinstance(seconds, bool):
                call["duration_ms"] = round(seconds * 1000)

    def _act(self, message: dict[str, Any], content: str, place: Place) -> None:
        self.talk.leave()  # an action of before that nobody answered stays so
        said, command = _parted(message, content)
        turn = self.talk.say("assistant", "agent", said, place, thinking=_thinking(message))
        given = list_at(message, "tool_calls")
        for index, call in enumerate(given):
            inside = place.inside("tool_calls", index)
            self._call(turn, called(call, inside, self.report), inside)
        if not given and command.strip():
            self._call(turn, action_of(command), place)
        self._waits = not given and bool(command.strip())

    def _call(self, turn: Turn, action: Action, place: Place) -> Call:
        call = self.talk.call(turn, action.tool, action.input, place, identity=action.identity)
        if action.output_type:
            call["output_type"] = action.output_type
        return call

    def _observe(self, identity: str, content: str, place: Place) -> None:
        self._waits = False
        self.talk.answer(identity, content, place, is_error=failed(content))


def paired(steps: Sequence[Any], history: Sequence[Any]) -> Iterator[Any]:
    """For each step the message of `history` that tells of the same action, None where there is none: both are in one order."""
    own = [each for each in history if text_at(each, "role") == "assistant" and not each.get("is_demo")]
    at = 0
    for step in steps:
        if at < len(own) and text_at(own[at], "action") == text_at(step, "action"):
            yield own[at]
            at += 1
        else:
            yield None


def before_the_first_act(history: Sequence[Placed]) -> Iterator[Placed]:
    """What was said before the agent began, demonstrations too."""
    for each in history:
        if text_at(each.value, "role") == "assistant" and not each.value.get("is_demo"):
            return
        yield each


def _parted(message: dict[str, Any], content: str) -> tuple[str, str]:
    """What a message thinks, and its action: fields of their own, or marks in the text."""
    thought, action = text_at(message, "thought"), text_at(message, "action")
    if thought or action:
        return thought, action
    said, *rest = SPLIT.split(content, maxsplit=1)
    return THOUGHT.sub("", said), rest[0] if rest else ""


def _content(message: Any) -> str:
    """The texts of a message; a list of parts, as with cached prompts, joined by line ends."""
    content = message.get("content") if isinstance(message, dict) else None
    if isinstance(content, list) and all(isinstance(part, dict) and "text" in part for part in content):
        return "\n".join(text_at(part, "text") for part in content)
    return text_of(content) if content else ""


def _thinking(message: Any) -> str:
    return "\n".join(filter(None, (text_at(block, "thinking") for block in list_at(message, "thinking_blocks"))))


def _role(role: str) -> str:
    return "assistant" if role == "assistant" else "user"


def _state(step: dict[str, Any]) -> dict[str, Any]:
    """An object, or the JSON of one as the versions 0.x write it."""
    if text := text_at(step, "state"):
        try:
            found = json_text.read(text.encode(errors="replace"))[0]
        except json_text.NotJson:
            return {}
        return found if isinstance(found, dict) else {}
    return object_at(step, "state")
