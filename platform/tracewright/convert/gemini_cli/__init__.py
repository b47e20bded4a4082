"""Gemini CLI: saved chats, the log of lines that came after them, histories of the API, and recorded answers of the model.

Read from versions of 2024 to 0.40; docs/reference/formats.md says what becomes of what.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tracewright import json_text
from tracewright.convert import runs
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.gemini_cli.chat import Chat, chat_of_lines, chat_of_object
from tracewright.convert.gemini_cli.history import is_content
from tracewright.convert.gemini_cli.recording import is_interaction, is_response, recorded
from tracewright.convert.gemini_cli.telling import Told
from tracewright.convert.place import list_at, text_at
from tracewright.convert.source import Sample, Source
from tracewright.records import OnProblem

name = "gemini_cli"
title = "Gemini CLI chats, histories and recorded responses"
version = 2

SAID = ("user", "gemini", "model", "info", "warning", "error")


def sniff(sample: Sample) -> Sniff:
    objects = sample.objects
    if any(_is_header(each) for each in objects):
        return Sniff(1.0, "a sessionId with its projectHash")
    if any(is_response(each) for each in objects):
        return Sniff(0.9, "recorded answers of generateContent")
    if any(is_interaction(call) for each in objects for call in list_at(each, "interactions")):
        return Sniff(0.9, "recorded requests of generateContent")
    if sample.is_list and objects and all(is_content(each) for each in objects):
        return Sniff(0.9, "a list of contents with role and parts")
    if any(is_content(each) for one in objects for key in ("history", "clientHistory") for each in list_at(one, key)):
        return Sniff(0.8, "a history of contents with role and parts")
    if any(_is_message(message) for each in objects for message in (*list_at(each, "messages"), each)):
        return Sniff(0.6, "messages of type gemini")
    return Sniff(0.0, "no sessionId with a projectHash, and no contents with role and parts")


def sources(paths: Iterable[Path]) -> list[Source]:
    return runs.each_alone(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    return runs.converted(source, _made, _is_one, on_problem)


def _is_header(value: dict[str, Any]) -> bool:
    return bool(text_at(value, "projectHash") and text_at(value, "sessionId"))


def _is_message(value: Any) -> bool:
    return text_at(value, "type") == "gemini" and isinstance(value, dict) and "id" in value


def _is_one(values: Sequence[Any]) -> bool:
    """Lines of a chat, contents of a history, recorded answers; a list of whole chats is several runs."""
    return not all(isinstance(each, dict) and list_at(each, "messages") for each in values)


def _made(run: runs.Run) -> runs.Made:
    told, about = Told(run.report), dict[str, Any]()
    only = run.value if len(run.values) == 1 else None
    if any(is_response(each.value) for each in run.values) or list_at(only, "interactions"):
        recorded(run.values, told)
    elif only is not None and (found := chat_of_object(only, run.place)):
        about = found.about
        told.chat(found)
    elif any(is_content(each.value) for each in run.values):
        told.chat(Chat(messages={f" {index}": each for index, each in enumerate(run.values)}))
    else:
        chat = chat_of_lines(run.values, run.report)
        about = chat.about
        told.chat(chat)
    identity = text_at(about, "sessionId") or _hash(run, told)
    return runs.Made(identity, told.document(identity, {"format": name}, about))


def _hash(run: runs.Run, told: Told) -> str:
    """Names a run without an id: by its first record, which all of a day share, its task, and the agent's first turn."""
    talk = told.speech.talk
    first = next((turn for turn in talk.turns if turn["kind"] == "agent"), {})
    answer = [first.get("thinking"), first.get("content"), [call["input"] for call in first.get("tool_calls", ())]]
    named = json_text.canonical([run.hash(), talk.task, answer])
    return hashlib.sha256(named.encode()).hexdigest()[:32]
