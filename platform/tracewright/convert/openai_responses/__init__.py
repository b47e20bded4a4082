"""OpenAI's Responses API: recordings of requests and answers, answers alone, streams, lists of items, and the Agents SDK's spans.

docs/reference/formats.md says what becomes of what.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tracewright import json_text
from tracewright.convert import runs
from tracewright.convert.converter import Converted
from tracewright.convert.exchanges import Chat, Exchange, exchanges_of, is_recording
from tracewright.convert.openai_responses.chats import is_of_api, split, tell
from tracewright.convert.openai_responses.kinds import is_item
from tracewright.convert.openai_responses.sniffing import LISTS, sniff
from tracewright.convert.openai_responses.spans import Spans, is_span, spans_in, traces_of
from tracewright.convert.openai_responses.stream import is_event
from tracewright.convert.openai_responses.telling import Told
from tracewright.convert.place import list_at, object_at, text_at
from tracewright.convert.source import Source
from tracewright.records import OnProblem

__all__ = ["convert", "name", "sniff", "sources", "title", "version"]

name = "openai_responses"
title = "OpenAI Responses API and Agents SDK (recordings, answers, streams, items, spans)"
version = 2


def sources(paths: Iterable[Path]) -> list[Source]:
    return runs.each_alone(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    return runs.converted(source, _made, _is_one, on_problem, _split)


def _is_one(values: Sequence[Any]) -> bool:
    is_one = any(map(is_item, values)) or any(map(is_event, values)) or any(map(is_span, values))
    return is_one or is_recording(values)


def _split(run: runs.Run) -> Iterator[runs.Run]:
    return traces_of(run) if any(is_span(each.value) for each in spans_in(run)) else split(run)


def _made(run: runs.Run) -> runs.Made:
    spans = spans_in(run)
    if any(is_span(each.value) for each in spans):
        return _of_spans(Spans(spans, run.report), run)
    told, facts, identity = Told(run.report), dict[str, Any](), ""
    if any(is_event(each.value) for each in run.values):
        first = run.values[0]
        stream = [each.value for each in run.values]
        tell(Chat([Exchange({}, first.place, stream, first.place, 0, first)]), told, run.report)
        identity = next((found for each in stream if (found := _id_of(each.get("response")))), "")
    elif exchanges := [each for each in exchanges_of(run.values) if is_of_api(each)]:
        tell(Chat(exchanges), told, run.report)
        facts["tools"] = _tools([each.request for each in exchanges] + [each.response for each in exchanges])
        identity = _id_of(run.value) or _hash(exchanges[0].record.value)
    else:
        told.instruct(text_at(run.value, "instructions"), run.place.inside("instructions"))
        items = _items(run)
        told.history(items)
        facts["tools"] = _tools([run.value])
        identity = _hash([each.value for each in _beginning(items)]) if items else run.hash()
    return runs.Made(identity, told.document(identity, {"format": name}, **facts))


def _of_spans(told: Spans, run: runs.Run) -> runs.Made:
    facts: dict[str, Any] = {
        "system_prompt": told.system_prompt,
        "agents": told.agents,
        "workflow": text_at(told.head, "workflow_name"),
        "metadata": object_at(told.head, "metadata"),
    }
    identity = told.identity or run.hash()
    source = {"format": name, "group": text_at(told.head, "group_id")}
    return runs.Made(identity, told.talk.document(identity, source, **facts))


def _items(run: runs.Run) -> list[runs.Placed]:
    """The items of a run: its records, or those in its only one, which is a list or has one."""
    value, place = run.values[0]
    if len(run.values) > 1 or is_item(value):
        return run.values
    key = next((key for key in LISTS if list_at(value, key)), "")
    listed = value if isinstance(value, list) else list_at(value, key)
    place = place.inside(key) if key else place
    if not listed and text_at(value, "input"):
        return [runs.Placed({"role": "user", "content": value["input"]}, place.inside("input"))]
    return [runs.Placed(each, place.inside(index)) for index, each in enumerate(listed)]


def _beginning(items: Sequence[runs.Placed]) -> Sequence[runs.Placed]:
    """Up to the agent's first: it stays when more is appended."""
    first = next((number for number, each in enumerate(items) if text_at(each.value, "role") != "user"), len(items))
    return items[: first + 1]


def _tools(bodies: Iterable[Any]) -> list[Any]:
    """Of the last body that has some, as they came."""
    return next((tools for body in reversed(list(bodies)) if (tools := list_at(body, "tools"))), [])


def _id_of(value: Any) -> str:
    return text_at(value, "id") if text_at(value, "object") == "response" else ""


def _hash(value: Any) -> str:
    return hashlib.sha256(json_text.canonical(value).encode()).hexdigest()[:32]
