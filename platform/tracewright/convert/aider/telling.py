"""The turns of a session of Aider, with the edits as calls and what Aider says of them as their results."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tracewright.convert.aider.edits import HEAD, Edit, edits_in
from tracewright.convert.aider.outputs import (
    APPLIED,
    APPLIED_OTHERS,
    AUTOMATIC,
    COMMIT,
    MODEL,
    NOT_CONFORM,
    OF_ENVIRONMENT,
    QUESTIONS,
    SKIPPED,
    STOPPED,
    TOKENS,
    VERSION,
    spent,
)
from tracewright.convert.aider.sessions import Line
from tracewright.convert.aider.speakers import AGENT, USER, Said, joined, speeches
from tracewright.convert.conversation import Call, Conversation, Turn
from tracewright.convert.layout import Piece, lay_out
from tracewright.convert.place import Place
from tracewright.convert.report import Report

TOOL = "Edit"
REPEATED = 20  # characters from which on a line that stands twice is no accident
At = Callable[[Sequence[Line]], Place]


def in_text(lines: Sequence[Line]) -> Place:
    """Where lines stand in native bytes that are text."""
    return Place(lines[0].number, lines=lines[-1].number - lines[0].number + 1)


class Telling:
    """What is said, one after the other. `at` gives lines their place."""

    def __init__(self, report: Report, at: At = in_text) -> None:
        self.talk, self.report, self._at = Conversation(report), report, at
        self.version, self.cost, self._model = "", 0.0, ""
        self._asked = ""  # with a command, which Aider then says once more without it
        self._turn: Turn | None = None  # the agent's last
        self._told = ""  # by Aider since then
        self._fresh: list[Call] = []  # applied, and not committed yet

    def tell(self, lines: Sequence[Line], *, is_log: bool = False) -> None:
        for said in speeches(lines, is_log):
            self.report.types[f"text of {said.who}"] += 1
            if said.who == USER:
                self._ask(said)
            elif said.who == AGENT:
                self.act(said.lines)
            else:
                self._output(said.lines)

    def act(self, lines: Sequence[Line]) -> None:
        """A text of the agent."""
        turn = self.talk.say("assistant", "agent", "", self._at(lines), model=self._model)
        pieces, text = list[Piece](), list[Line]()
        for each in edits_in(lines):
            if isinstance(each, Edit):
                pieces += _pieces(text)
                pieces.append(Piece("call", part={"type": "call", "call": len(turn["tool_calls"])}))
                given = {"file_path": each.file, "old_string": each.old, "new_string": each.new}
                self.talk.call(turn, TOOL, given, self._at(each.lines))
                text = []
                if not each.file:
                    self.report.warn(str(self._at(each.lines)), "is an edit that names no file")
            else:
                if HEAD.match(each.text):
                    self.report.warn(str(self._at([each])), "begins a block that is not closed; it stands as text")
                text.append(each)
        lay_out(turn, [*pieces, *_pieces(text)])
        self._turn, self._told, self._fresh = turn, "", []

    def _ask(self, said: Said) -> None:
        text = said.text
        first = next(line for line in text.split("\n") if line.strip()).strip()
        is_repeated = text.strip() == self._asked or (len(first) >= REPEATED and first in self._told)
        question = QUESTIONS.match(text)
        is_own = is_repeated or AUTOMATIC.match(text) or (text.startswith("/") and not question)
        self._asked = text[question.end() :].strip() if question else ""
        self.talk.say("user", "command" if is_own else "prompt", text, self._at(said.lines))

    def _output(self, lines: Sequence[Line]) -> None:
        """What of it is no call's result, and no count of tokens, is a turn of Aider's own."""
        self._told += "\n" + "\n".join(line.text for line in lines)
        rest = list[Line]()
        for index, line in enumerate(lines):
            if NOT_CONFORM.match(line.text):
                if not self._fail(lines[index:]):
                    rest += lines[index:]
                break
            if not self._take(line):
                rest.append(line)
        text = joined(rest)
        if text.strip():
            self.talk.say("user", "command", text, self._at(rest), **_error(text))

    def _take(self, line: Line) -> bool:
        """Whether the line was of a call or a count, and is told there."""
        if found := TOKENS.match(line.text):
            return self._spend(found)
        if found := APPLIED.match(line.text):
            return self._apply(found[1], line)
        if found := SKIPPED.match(line.text):
            return self._skip(found[1], line)
        if self._fresh and COMMIT.match(line.text):
            for call in self._fresh:
                call["output"] += f"\n{line.text}"
            self._fresh = []
            return True
        if found := MODEL.match(line.text):
            self._model = found[1]
        elif found := VERSION.match(line.text):
            self.version = found[1]
        return False

    def _spend(self, found: re.Match[str]) -> bool:
        usage, cost, session = spent(found)
        self.cost = max(self.cost, session or 0.0)
        if self._turn is None or "usage" in self._turn:
            return False
        self._turn["usage"] = usage
        if cost is not None:
            self._turn["cost_usd"] = cost
        return True

    def _apply(self, file: str, line: Line) -> bool:
        found = [call for call in self._edits() if _is_same(call["input"]["file_path"], file)]
        for call in found:
            if call["output"] is None:
                _answer(call, line.text, self._at([line]))
                self._fresh.append(call)
        return bool(found)

    def _skip(self, file: str, line: Line) -> bool:
        """The person did not want the file to be changed."""
        found = [call for call in self._waiting() if _is_same(call["input"]["file_path"], file)]
        for call in found:
            _answer(call, line.text, self._at([line]), is_error=True, error_source="rejected")
        return bool(found)

    def _fail(self, lines: Sequence[Line]) -> bool:
        """Blocks that did not match: those that Aider quotes, else the only one there is; it may say that the others did."""
        text, waiting = joined(lines), self._waiting()
        told = _even(text)
        quoted = [call for call in waiting if (old := _even(call["input"]["old_string"])).strip() and old in told]
        failed = quoted or (waiting if len(waiting) == 1 else [])
        others = next((line for line in lines if APPLIED_OTHERS.search(line.text)), None)
        for call in waiting:
            if any(call is each for each in failed):
                _answer(call, text, self._at(lines), is_error=True, error_source="agent")
            elif others:
                _answer(call, others.text, self._at([others]))
        return bool(failed)

    def _edits(self) -> list[Call]:
        return self._turn["tool_calls"] if self._turn else []

    def _waiting(self) -> list[Call]:
        return [call for call in self._edits() if call["output"] is None]


def _answer(call: Call, output: str, place: Place, **facts: Any) -> None:
    call |= {"output": output, "is_error": False, **facts}
    call["source"]["result"] = place.source()


def _pieces(lines: Iterable[Line]) -> list[Piece]:
    text = joined(lines)
    return [Piece("text", text)] if text.strip() else []


def _error(text: str) -> dict[str, Any]:
    """Whose error Aider tells of, where no call has it."""
    if NOT_CONFORM.search(text) or STOPPED.search(text):
        return {"is_error": True, "error_source": "agent"}
    return {"is_error": True, "error_source": "environment"} if OF_ENVIRONMENT.search(text) else {}


def _is_same(file: str, other: str) -> bool:
    """In 2023 a path could stand below a folder's name."""
    return file == other or (bool(file) and (file.endswith(f"/{other}") or other.endswith(f"/{file}")))


def _even(text: str) -> str:
    """Without the spaces around each line: Aider quotes with its own."""
    return "\n".join(line.strip() for line in text.split("\n"))
