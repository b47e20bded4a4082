"""The calls of a rollout, and what each gave back."""

from collections.abc import Sequence
from typing import Any

from tracewright import json_text
from tracewright.convert.attachments import Attachments
from tracewright.convert.codex.events import BEGINS, ENDS, asked_in, by_call
from tracewright.convert.codex.outputs import Output, from_end, output_of
from tracewright.convert.codex.records import Record
from tracewright.convert.conversation import Call, Conversation, Turn
from tracewright.convert.place import list_at, object_at, text_at
from tracewright.convert.report import Report

RESULTS = (
    "function_call_output",
    "custom_tool_call_output",
    "local_shell_call_output",
    "tool_search_output",
    "function_result",
)
WITHOUT_RESULT = ("web_search_call", "image_generation_call")  # their status says that they ended


class Calls:
    def __init__(self, records: Sequence[Record], talk: Conversation, report: Report, attachments: Attachments) -> None:
        self.talk, self.report, self.attachments = talk, report, attachments
        self._ends, self._begins = by_call(records, ENDS), by_call(records, BEGINS)
        self._known = {text_at(each.payload, "call_id") for each in records if each.name.endswith("_call")}
        self._made: list[Call] = []

    def call(self, turn: Turn, record: Record) -> None:
        payload, name = record.payload, record.name
        tool = text_at(payload, "name") or text_at(object_at(payload, "function"), "name") or name.removesuffix("_call")
        if space := text_at(payload, "namespace"):
            tool = f"{space}.{tool}" if not space.endswith("_") else f"{space}{tool}"
        identity = text_at(payload, "call_id")
        call = self.talk.call(turn, tool, self._given(record), record.place, identity=identity, at=record.at)
        self._made.append(call)
        if name in WITHOUT_RESULT and text_at(payload, "status") in ("completed", "failed", "generating"):
            failed = text_at(payload, "status") == "failed"
            self.talk.answer(identity, "", record.place, is_error=failed)
            if text_at(payload, "result"):
                self.report.types["image_generation_call image"] += 1

    def is_alone(self, record: Record) -> bool:
        """Whether an event tells the end of a call that no item tells of. What a person ran has a message."""
        identity, is_persons = text_at(record.payload, "call_id"), text_at(record.payload, "source") == "user_shell"
        return record.name in ENDS and not is_persons and bool(identity) and identity not in self._known

    def ended(self, turn: Turn, record: Record) -> None:
        """A call that stands in events alone."""
        identity, end = text_at(record.payload, "call_id"), record.payload
        begun, begin = self._begins.get(identity, ({}, record))
        self._known.add(identity)
        tool, given = asked_in({**begun, **end}, record.name)
        self.talk.call(turn, tool, given, record.place, identity=identity, at=begin.at)
        self._answer(identity, from_end(end), record)

    def _given(self, record: Record) -> Any:
        payload = record.payload
        key = next((key for key in ("arguments", "input", "action", "revised_prompt") if key in payload), "")
        given = payload.get(key, {})
        if key != "arguments" or not isinstance(given, str):
            return given
        try:
            return json_text.read(given.encode())[0]
        except (json_text.NotJson, UnicodeEncodeError) as error:
            self.report.warn(str(record.place), f"has arguments that are no JSON: {error}; they stand as text")
            return given

    def result(self, record: Record) -> None:
        payload, identity = record.payload, text_at(record.payload, "call_id")
        key = next((key for key in ("output", "result", "tools") if key in payload), "output")
        output = output_of(payload.get(key))
        if identity in self._ends:
            output = output.after(self._ends[identity][0])
        found = self._answer(identity, output, record)
        places = [(list_at(payload, key)[index], record.place.inside(key, index)) for index in output.images]
        if places:
            found["parts"] = [self.attachments.part(block, place.source()) for block, place in places]

    def _answer(self, identity: str, output: Output, record: Record) -> Turn | Call:
        facts = {"is_error": output.failed, "error_source": output.error_source, "exit_code": output.exit_code}
        return self.talk.answer(identity, output.text, record.place, ended_at=record.at, **facts)

    def answer_from_events(self) -> None:
        """Calls without an output of their own, whose end an event tells."""
        for call in self._made:
            identity = str(call.get("id", ""))
            if call["output"] is None and identity in self._ends:
                end, record = self._ends[identity]
                self._answer(identity, from_end(end), record)
