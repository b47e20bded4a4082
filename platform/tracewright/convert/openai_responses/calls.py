"""The calls of the Responses API, and what each gave back: in an item of its own, or in the call where it ran at the API."""

import re
from typing import Any

from tracewright import json_text
from tracewright.convert.attachments import MADE, Attachments
from tracewright.convert.conversation import Call, Conversation, Turn
from tracewright.convert.failures import with_error
from tracewright.convert.layout import Piece
from tracewright.convert.openai_responses.contents import parts_in, pieces_of, text_in
from tracewright.convert.openai_responses.kinds import APPROVAL, APPROVED
from tracewright.convert.place import Place, id_at, list_at, number_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.trace import text_of

# Under which key a call has its input, by its type; others are looked for in this order.
GIVEN = {"file_search_call": "queries", "apply_patch_call": "operation", MADE: "revised_prompt"}
INPUTS = ("arguments", "input", "action", "actions", "operation", "queries", "code")
RUNS = ("in_progress", "searching", "interpreting", "generating", "calling", "queued", "incomplete")
SOFT = re.compile(r"(?:Error\b|An error occurred while running the tool\b).{0,100}", re.IGNORECASE)


class Calls:
    def __init__(self, talk: Conversation, report: Report, attachments: Attachments) -> None:
        self.talk, self.report, self.attachments = talk, report, attachments
        self._approvals = set[str]()

    def call(self, turn: Turn, item: dict[str, Any], place: Place) -> None:
        """A call that waited for an approval is the same call when it ran."""
        kind, asked = text_at(item, "type"), text_at(item, "approval_request_id")
        identity = asked if asked in self._approvals else id_at(item, "call_id")
        if not identity and kind != "tool_search_call":  # its result has no id at all where it ran at the API
            identity = id_at(item, "id")
        if identity not in self._approvals:
            tool = text_at(item, "name") or kind.removesuffix("_call")
            if server := text_at(item, "server_label"):
                tool = f"{server}.{tool}"
            call = self.talk.call(turn, tool, self._given(item, place), place, identity=identity, at=turn.get("at", ""))
            if kind == "code_interpreter_call":
                call["language"] = "python"
        if kind == APPROVAL:
            self._approvals.add(identity)
        elif kind in AT_API and text_at(item, "status") not in RUNS:
            self._approvals.discard(identity)
            self._answer_at_api(identity, item, place)

    def _given(self, item: dict[str, Any], place: Place) -> Any:
        kind = text_at(item, "type")
        key = GIVEN.get(kind) or next((key for key in INPUTS if key in item), "")
        if kind == "code_interpreter_call":
            return {key: item[key] for key in ("code", "container_id") if item.get(key) is not None}
        if kind in GIVEN:
            return {key.removeprefix("revised_"): item[key]} if item.get(key) is not None else {}
        given = item.get(key)
        if key != "arguments" or not isinstance(given, str):
            return {} if given is None else given
        try:
            return json_text.read(given.encode())[0] if given.strip() else {}
        except (json_text.NotJson, UnicodeEncodeError) as error:
            self.report.warn(str(place), f"has arguments that are no JSON: {error}; they stand as text")
            return given

    def _answer_at_api(self, identity: str, item: dict[str, Any], place: Place) -> None:
        key = AT_API[text_at(item, "type")]
        pieces = list(self._given_back(item, key, place))
        error = item.get("error")
        said = text_at(error, "message") or text_at(error, "content") or text_of(error) if error else ""
        facts: dict[str, Any] = {"is_error": bool(error) or text_at(item, "status") == "failed"}
        if facts["is_error"] and not error:
            facts["error_source"] = "environment"
        found = self.talk.answer(identity, with_error(text_in(pieces), said), place, **facts)
        _add_parts(found, pieces)

    def _given_back(self, item: dict[str, Any], key: str, place: Place) -> list[Piece]:
        value, inner = item.get(key), place.inside(key)
        if text_at(item, "type") == MADE:
            part = self.attachments.part(item, place.source()) if value else None
            return [Piece("image", part=part)] if part else []
        if text_at(item, "type") == "code_interpreter_call":
            return [piece for index, each in enumerate(list_at(item, key)) for piece in self._ran(each, inner, index)]
        if key == "action":  # what was asked for has beside it where that was found
            value = object_at(item, key).get("sources")
        return [Piece("text", text_of(value))] if value else []

    def _ran(self, output: Any, place: Place, index: int) -> list[Piece]:
        if "logs" in (output if isinstance(output, dict) else {}):
            return [Piece("text", text_at(output, "logs"))]
        return list(pieces_of(output, place.inside(index), self.attachments, self.report))

    def result(self, item: dict[str, Any], place: Place) -> None:
        kind, identity = text_at(item, "type"), id_at(item, "call_id")
        if kind == APPROVED:
            self._decide(item, place)
            return
        key = "tools" if kind == "tool_search_output" else "output"
        facts: dict[str, Any] = {}
        if kind == "tool_search_output":
            pieces = [Piece("text", text_of(item.get(key) or []))]
        elif kind == "shell_call_output":
            pieces, facts = _of_shell(list_at(item, key))
        else:
            pieces = list(pieces_of(item.get(key), place.inside(key), self.attachments, self.report))
        if text_at(item, "status") == "failed":
            facts["is_error"] = True
        output = text_in(pieces)
        found = self.talk.answer(identity, output, place, **{"is_error": None, **facts})
        if (told := SOFT.match(output)) and not found.get("is_error"):
            found["soft_error"] = told[0].strip()
        _add_parts(found, pieces)

    def _decide(self, item: dict[str, Any], place: Place) -> None:
        """What is approved runs; what is not has its answer."""
        identity = id_at(item, "approval_request_id")
        if item.get("approve") is False:
            self._approvals.discard(identity)
            facts = {"is_error": True, "error_source": "rejected"}
            self.talk.answer(identity, text_at(item, "reason"), place, **facts)


def _of_shell(outputs: list[Any]) -> tuple[list[Piece], dict[str, Any]]:
    """[{"stdout", "stderr", "outcome": {"type": "exit", "exit_code": 1}}], one for each command; the first failure counts."""
    texts = [text for output in outputs for key in ("stdout", "stderr") if (text := text_at(output, key))]
    outcomes = [object_at(output, "outcome") for output in outputs]
    codes = [code for outcome in outcomes if (code := number_at(outcome, "exit_code")) is not None]
    facts: dict[str, Any] = {"is_error": any(text_at(each, "type") == "timeout" for each in outcomes) or any(codes)}
    if codes:
        facts["exit_code"] = next(filter(None, codes), 0)
    return [Piece("text", text) for text in texts], facts


def _add_parts(found: Turn | Call, pieces: list[Piece]) -> None:
    if parts := parts_in(pieces):
        text = text_in(pieces)
        found["parts"] = parts if "output" in found else [{"type": "text", "at": [0, len(text)]}, *parts]


# The calls that run at the API, and where each has what it gave back.
AT_API = {
    "web_search_call": "action",
    "file_search_call": "results",
    "code_interpreter_call": "outputs",
    "mcp_call": "output",
    MADE: "result",
}
