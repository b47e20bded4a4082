"""mini-SWE-agent: `.traj.json` files, from the bare list of messages of its beginnings to `mini-swe-agent-1.1` with tool calls.

Read from versions 0.1 to 2.2; docs/reference/formats.md says what becomes of what.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tracewright import json_text
from tracewright.convert import runs
from tracewright.convert.conversation import Conversation, Turn
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.place import Place, list_at, number_at, object_at, text_at
from tracewright.convert.source import Sample, Source
from tracewright.records import OnProblem
from tracewright.trace import text_of

name = "mini_swe_agent"
title = "mini-SWE-agent trajectories (.traj.json)"
version = 2

SUBMITTED = "Submitted"
BASH, OWN = "bash", "mswea_bash_command"  # the language of the block that holds the command, at first and later
COMMAND = re.compile(rf"```({BASH}|{OWN})[ \t]*\n(.*?)\n?```", re.DOTALL)
RETURN_CODE = re.compile(r"<returncode>(-?\d{1,9})</returncode>")
RULES = ("bash code block", "computer shell")  # of its system prompts
ROLES = ("system", "user", "assistant")


def sniff(sample: Sample) -> Sniff:
    objects = sample.objects
    if any(text_at(record, "trajectory_format").startswith("mini-swe-agent") for record in objects):
        return Sniff(1.0, "a trajectory_format of mini-swe-agent")
    if any("mini_version" in object_at(record, "info") for record in objects):
        return Sniff(1.0, "the mini_version in info")
    if sample.is_list and _is_messages(objects) and any(COMMAND.search(text_at(each, "content")) for each in objects):
        if any(rule in text_at(objects[0], "content") for rule in RULES):
            return Sniff(0.9, "a list of messages with its system prompt and a bash block")
        if any(text_at(each, "role") == "user" and RETURN_CODE.search(text_at(each, "content")) for each in objects):
            return Sniff(0.9, "a list of messages with bash blocks and what they returned")
        return Sniff(0.4, "a list of messages with a bash block")
    return Sniff(0.0, "no trajectory_format of mini-swe-agent, and no messages with bash blocks")


def sources(paths: Iterable[Path]) -> list[Source]:
    return runs.each_alone(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    return runs.converted(source, _made, _is_messages, on_problem)


def _is_messages(values: Sequence[Any]) -> bool:
    return all(isinstance(each, dict) and text_at(each, "role") in ROLES for each in values)


def _made(run: runs.Run) -> runs.Made:
    if len(run.values) > 1 or _is_messages([run.value]):
        about, messages = {}, run.values
    else:
        about = run.value if isinstance(run.value, dict) else {}
        place = run.place.inside("messages")
        messages = [runs.Placed(each, place.inside(index)) for index, each in enumerate(list_at(about, "messages"))]
    told = _Told(run)
    for message, place in messages:
        told.take(message, place)
    info, identity = object_at(about, "info"), run.hash_of_all()
    facts: dict[str, Any] = {
        "system_prompt": told.system_prompt,
        "task_key": text_at(about, "instance_id"),
        "outcome": _outcome(info),
        "model_patch": text_at(info, "submission"),
        "metrics": _metrics(object_at(info, "model_stats")),
    }
    source = {"format": name, "version": text_at(info, "mini_version")}
    return runs.Made(identity, told.talk.document(identity, source, **facts))


class _Told:
    """What the messages say, one after the other."""

    def __init__(self, run: runs.Run) -> None:
        self.talk, self.report, self.system_prompt = Conversation(run.report), run.report, ""
        self._waits = False  # a command was given in a text: what is said next is its output

    def take(self, message: Any, place: Place) -> None:
        role = text_at(message, "role")
        self.report.types[role or "without role"] += 1
        content = text_of(message.get("content") or "") if isinstance(message, dict) else ""
        if role == "system":
            self.system_prompt = self.system_prompt or content
        elif role == "assistant":
            self._act(message, content, place)
        elif role == "tool" or (role == "user" and self._waits):
            self._observe(message, content, place)
        elif role == "user":
            is_first = not any(turn["kind"] == "prompt" for turn in self.talk.turns)
            self.talk.say("user", "prompt" if is_first else "command", content, place, at=_at(message))
        elif role == "exit":
            self._end(message, content, place)
        else:
            self.report.unknown[f"role {role}"] += 1

    def _act(self, message: dict[str, Any], content: str, place: Place) -> None:
        extra = object_at(message, "extra")
        response = object_at(extra, "response")
        given, found = list_at(message, "tool_calls"), _command(content)
        said = content if given or not found else (content[: found.start()] + content[found.end() :]).strip()
        facts = {"model": text_at(response, "model"), "usage": object_at(response, "usage"), "at": _at(message)}
        turn = self.talk.say("assistant", "agent", said, place, thinking=text_at(message, "reasoning_content"), **facts)
        if cost := number_at(extra, "cost"):
            turn["cost_usd"] = cost
        for index, call in enumerate(given):
            self._call(turn, call, place.inside("tool_calls", index))
        self._waits = not given and found is not None
        if self._waits and found:
            self.talk.leave()  # a command before it that nobody answered
            self.talk.call(turn, "bash", {"command": found[2]}, place.inside("content"))

    def _call(self, turn: Turn, call: Any, place: Place) -> None:
        function = object_at(call, "function")
        arguments: Any = function.get("arguments")
        try:
            given = json_text.read(arguments.encode())[0] if isinstance(arguments, str) else arguments
        except json_text.NotJson as error:
            given = arguments
            self.report.warn(str(place), f"has arguments that are no JSON: {error}; they stand as text")
        self.talk.call(
            turn, text_at(function, "name"), given, place, identity=text_at(call, "id"), at=turn.get("at", "")
        )

    def _observe(self, message: dict[str, Any], content: str, place: Place) -> None:
        self._waits = False
        extra, found = object_at(message, "extra"), RETURN_CODE.search(content)
        code = number_at(extra, "returncode")
        code = int(found[1]) if code is None and found else code
        failed = bool(code) or bool(text_at(extra, "exception_info"))
        identity = text_at(message, "tool_call_id")
        self.talk.answer(identity, content, place, is_error=failed, exit_code=code, ended_at=_at(message))

    def _end(self, message: dict[str, Any], content: str, place: Place) -> None:
        """What was submitted is the outcome's; that the run broke off is told."""
        status = text_at(object_at(message, "extra"), "exit_status")
        if status != SUBMITTED:
            facts = {"is_error": True, "error_source": "environment", "at": _at(message)}
            self.talk.say("user", "command", f"{status}: {content}" if status else content, place, **facts)


def _command(content: str) -> re.Match[str] | None:
    """The block that was run: the program runs the only one there is, and of several none."""
    found = list(COMMAND.finditer(content))
    own = [each for each in found if each[1] == OWN] or found
    return own[0] if len(own) == 1 else None


def _outcome(info: dict[str, Any]) -> dict[str, Any]:
    """{"exit_status": "Submitted"}: how the run ended, which says nothing about whether it was right."""
    return {"exit_status": info["exit_status"]} if text_at(info, "exit_status") else {}


def _metrics(stats: dict[str, Any]) -> dict[str, Any]:
    found = {"cost_usd": number_at(stats, "instance_cost"), "api_calls": number_at(stats, "api_calls")}
    return {key: value for key, value in found.items() if value is not None}


def _at(message: dict[str, Any]) -> str:
    seconds = number_at(object_at(message, "extra"), "timestamp")
    try:
        return "" if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    except (OverflowError, ValueError, OSError):
        return ""
