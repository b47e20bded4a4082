"""What the messages of a CodeAct conversation say, one after the other."""

import re
from typing import Any

from tracewright.convert.conversation import Conversation
from tracewright.convert.place import Place, text_at
from tracewright.convert.report import Report
from tracewright.trace import text_of

EXECUTE = re.compile(r"<execute>(.*?)(?:</execute>|\Z)", re.DOTALL)
SOLUTION = re.compile(r"<solution>(.*?)(?:</solution>|\Z)", re.DOTALL)
THOUGHT = re.compile(r"<thought>(.*?)(?:</thought>|\Z)", re.DOTALL)
OBSERVATION = re.compile(r"\s*Observation:[ \t]*\n?")
FEEDBACK = re.compile(r"^Expert feedback:[ \t]*\n?", re.MULTILINE)
BUDGET = re.compile(r"^You have \d+ steps? left and \d+ chances? to propose solution left\.?\s*\Z", re.MULTILINE)
FAILURE = re.compile(r"^Traceback \(most recent call last\)|^\s*(?:\w+\.)*\w*(?:Error|Exception)\b: ", re.MULTILINE)


class Told:
    """`solution` is the last one that was proposed."""

    def __init__(self, report: Report) -> None:
        self.talk, self.report = Conversation(report), report
        self.system_prompt = self.solution = ""
        self._waits = False  # code was run: the next observation is its output

    def take(self, message: Any, place: Place) -> None:
        role = text_at(message, "role")
        self.report.types[role or "without role"] += 1
        content = text_of(message.get("content") or "") if isinstance(message, dict) else ""
        if role == "system":
            self.system_prompt = self.system_prompt or content
        elif role == "assistant":
            self._act(content, place)
        elif role == "user":
            self._hear(content, place)
        else:
            self.report.unknown[f"role {role}" if role else "without role"] += 1

    def _act(self, content: str, place: Place) -> None:
        thinking = "\n".join(found.strip() for found in THOUGHT.findall(content))
        said = EXECUTE.sub("", THOUGHT.sub("", content)).strip()
        turn = self.talk.say("assistant", "agent", said, place, thinking=thinking)
        codes = [found.strip() for found in EXECUTE.findall(content)]
        self.talk.leave("")
        for code in codes:
            self.talk.call(turn, "execute", {"code": code}, place)["language"] = "python"
        if len(codes) > 1:
            self.report.warn(str(place), f"has {len(codes)} blocks of code; only the first one is run")
        self._waits = bool(codes)
        if found := SOLUTION.findall(content):
            self.solution = found[-1].strip()

    def _hear(self, content: str, place: Place) -> None:
        """An observation, what an expert says to it, and how many steps are left stand in one message."""
        observed = OBSERVATION.match(content)
        if observed is None:
            is_first = not any(turn["kind"] == "prompt" for turn in self.talk.turns)
            self.talk.say("user", "prompt" if is_first else "command", content, place)
            return
        text = content[observed.end() :]
        budget = BUDGET.search(text)
        text, left = (text[: budget.start()], budget[0].strip()) if budget else (text, "")
        seen, *feedback = FEEDBACK.split(text, maxsplit=1)
        seen = seen.rstrip("\n")
        if self._waits:
            self.talk.answer("", seen, place, is_error=bool(FAILURE.search(seen)))
        elif seen:
            self.talk.say("user", "command", seen, place)
        self._waits = False
        for said in feedback:
            self.talk.say("user", "command", said.strip(), place)
        if left:
            self.talk.say("user", "reminder", left, place)
