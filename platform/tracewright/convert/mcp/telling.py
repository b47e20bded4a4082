"""A session of the Model Context Protocol: the calls of an agent, as the client sends them, and what the server answers."""

from collections import defaultdict
from typing import Any

from tracewright import json_text
from tracewright.convert.attachments import Attachments
from tracewright.convert.conversation import Conversation, Turn
from tracewright.convert.mcp.messages import Message
from tracewright.convert.place import Place, id_at, list_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.trace import text_of

CALL, READ = "tools/call", "resources/read"
AGENTS_FAULT = (-32602, -32601, -32002)  # invalid params, no such method or tool, no such resource
FILES = ("image", "audio")


class Telling:
    def __init__(self, report: Report) -> None:
        self.report, self.talk, self.attachments = report, Conversation(report), Attachments()
        self.tools: list[Any] = []
        self.server: dict[str, Any] = {}
        self.client: dict[str, Any] = {}
        self._waiting = defaultdict[str, list[Message]](list)
        self._answered: dict[str, int] = {}
        self._acting: Turn | None = None  # the turn that further calls join: nothing else was said since

    def take(self, message: Message) -> None:
        if message.method:
            self.report.types[message.method] += 1
            if message.id:
                self._ask(message)
            else:
                self._notice(message)
        else:
            self.report.types["error" if "error" in message.value else "result"] += 1
            self._answer(message)

    def _ask(self, message: Message) -> None:
        if any(each.value == message.value for each in self._waiting[message.id][-1:]):
            self.report.mended["message that was logged twice"] += 1
            return
        self._waiting[message.id].append(message)
        params, place = object_at(message.value, "params"), message.place.inside("params")
        if message.method == "initialize":
            self.client = object_at(params, "clientInfo")
        elif message.method == CALL:
            self._call(text_at(params, "name"), params.get("arguments"), message)
        elif message.method == READ:
            self._call(READ, params, message)
        elif message.method == "sampling/createMessage":
            for index, each in enumerate(list_at(params, "messages")):
                text, parts = self._content(_listed(each, "content"), place.inside("messages", index, "content"))
                self._say("command", text, parts, message, place.inside("messages", index))
        elif message.method == "elicitation/create":
            self._say("command", text_at(params, "message"), [], message, place)

    def _call(self, tool: str, given: Any, message: Message) -> None:
        if self._acting is None:
            self._acting = self.talk.say("assistant", "agent", "", message.place, at=message.at)
        self.talk.leave(message.id)  # ids may begin anew; one that waits belongs to a call that nobody answered
        self.talk.call(self._acting, tool, given, message.place, identity=message.id, at=message.at)

    def _notice(self, message: Message) -> None:
        params = object_at(message.value, "params")
        asked = self._waiting.get(identity := id_at(params, "requestId"))
        if message.method == "notifications/cancelled" and asked and asked[-1].method in (CALL, READ):
            asked.pop()
            facts = {"is_error": True, "error_source": "cancelled", "ended_at": message.at}
            self.talk.answer(identity, text_at(params, "reason"), message.place, **facts)
            self._acting = None

    def _answer(self, message: Message) -> None:
        """It answers the last request of its id: the server's own requests, while a call runs, may have the same."""
        asked, told = self._waiting.get(message.id), hash(json_text.canonical(message.value))
        if not asked and self._answered.get(message.id) == told:
            self.report.mended["message that was logged twice"] += 1
            return
        self._answered[message.id] = told
        method = asked.pop().method if asked else ""
        result, place = object_at(message.value, "result"), message.place.inside("result")
        if method in (CALL, READ) or (not method and "content" in result):
            self._result(message, method)
        elif error := object_at(message.value, "error"):
            what = f"is an error: {text_at(error, 'message')}"
            self.report.warn(str(message.place), f"{method} {what}" if method else f"answers no request and {what}")
        elif not method:
            self.report.unknown["answer without its request"] += 1
        elif method == "initialize":
            self.server = object_at(result, "serverInfo")
            if said := text_at(result, "instructions"):
                self.talk.say("system", "instruction", said, place.inside("instructions"), at=message.at)
        elif method == "tools/list":
            self._list(result)
        elif method == "prompts/get":
            for index, each in enumerate(list_at(result, "messages")):
                text, parts = self._content(_listed(each, "content"), place.inside("messages", index, "content"))
                self._say("command", text, parts, message, place.inside("messages", index))
        elif method == "sampling/createMessage":
            text, parts = self._content(_listed(result, "content"), place.inside("content"))
            facts = {"model": text_at(result, "model"), "at": message.at, "parts": _with_text(text, parts)}
            self.talk.say("assistant", "agent", text, place, **facts)
            self._acting = None
        elif method == "elicitation/create":
            answer = result["content"] if "content" in result else text_at(result, "action")
            self._say("prompt", text_of(answer), [], message, place)

    def _result(self, message: Message, method: str) -> None:
        self._acting = None
        result, place = object_at(message.value, "result"), message.place.inside("result")
        if "result" not in message.value:
            self._fail(message)
            return
        key = "contents" if method == READ else "content"
        output, parts = self._content(list_at(result, key), place.inside(key))
        if not output and not parts and "structuredContent" in result:
            output = text_of(result["structuredContent"])
        found = self.talk.answer(message.id, output, place, is_error=result.get("isError") is True, ended_at=message.at)
        if parts:
            found["parts"] = parts if "output" in found else _with_text(output, parts)

    def _fail(self, message: Message) -> None:
        told, error = message.value.get("error"), object_at(message.value, "error")
        source = "agent" if error.get("code") in AGENTS_FAULT else "environment"
        said = text_at(error, "message") or text_of(told)
        data = f"\n{text_of(error['data'])}" if error.get("data") else ""
        facts = {"is_error": True, "error_source": source, "ended_at": message.at}
        self.talk.answer(message.id, f"{said}{data}", message.place.inside("error"), **facts)

    def _list(self, result: dict[str, Any]) -> None:
        """A page of the tools; one that is listed anew replaces what it was."""
        names = {text_at(tool, "name") for tool in list_at(result, "tools")}
        self.tools = [tool for tool in self.tools if text_at(tool, "name") not in names] + list_at(result, "tools")

    def _say(self, kind: str, text: str, parts: list[dict[str, Any]], message: Message, place: Place) -> None:
        self._acting = None
        self.talk.say("user", kind, text, place, at=message.at, parts=_with_text(text, parts))

    def _content(self, content: list[Any], place: Place) -> tuple[str, list[dict[str, Any]]]:
        """The texts by line ends, and files as parts; a link and what else there is as JSON."""
        texts, parts = [], []
        for index, each in enumerate(content):
            inner, at = (
                (object_at(each, "resource"), ("resource",)) if "resource" in _fields(each) else (_fields(each), ())
            )
            if text_at(each, "type") in FILES or text_at(inner, "blob"):
                parts.append(self.attachments.part(inner, place.inside(index, *at).source()))
            else:
                texts.append(text_at(inner, "text") or text_of(each))
        return "\n".join(texts), parts


def _fields(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _listed(value: Any, key: str) -> list[Any]:
    """A content that is one block, as a list of it."""
    content = _fields(value).get(key)
    return content if isinstance(content, list) else [] if content is None else [content]


def _with_text(text: str, parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The order of a turn that holds files."""
    return [{"type": "text", "at": [0, len(text)]}, *parts] if parts else []
