"""Anthropic's Messages API: conversations, recordings of requests and answers, and streams.

docs/reference/formats.md says what becomes of what.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tracewright.convert import runs
from tracewright.convert.anthropic.answers import read
from tracewright.convert.anthropic.messages import Messages
from tracewright.convert.anthropic.sniffing import sniff
from tracewright.convert.converter import Converted
from tracewright.convert.exchanges import chat_of, is_recording, split
from tracewright.convert.requests import identity_of, is_message, messages_of, of_item, of_requests
from tracewright.convert.source import Source
from tracewright.records import OnProblem

__all__ = ["convert", "name", "sniff", "sources", "title", "version"]

name = "anthropic"
title = "Anthropic Messages (messages, recordings, streams)"
version = 3


def sources(paths: Iterable[Path]) -> list[Source]:
    return runs.each_alone(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    return runs.converted(source, _made, _is_one, on_problem, split)


def _is_one(values: Sequence[Any]) -> bool:
    return any(map(is_message, values)) or is_recording(values)


def _made(run: runs.Run) -> runs.Made:
    value, place = run.values[0]
    told, facts = Messages(run.report), dict[str, Any]()
    if chat := chat_of(run):
        requests: list[Any] = [each.request for each in chat.exchanges]
        told.instruct(requests[-1].get("system"), chat.last.asked.inside("system"))
        told.tell(chat, read)
    else:
        requests, facts = [value], of_item(value)
        told.instruct(value.get("system") if isinstance(value, dict) else None, place.inside("system"))
        for message, where in messages_of(run):
            told.take(message, where)
    facts |= of_requests(requests)
    return runs.Made(identity_of(run), told.document(identity_of(run), {"format": name}, **facts))
