"""OpenAI Chat Completions: conversations, recordings of requests and answers, streams, and the runs of tau-bench.

docs/reference/formats.md says what becomes of what.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from tracewright.convert import runs
from tracewright.convert.converter import Converted
from tracewright.convert.exchanges import Chat, Exchange, chat_of, is_recording, split
from tracewright.convert.openai import rendered
from tracewright.convert.openai.answers import read
from tracewright.convert.openai.messages import Messages
from tracewright.convert.openai.sniffing import is_chunk, is_tau_bench, sniff
from tracewright.convert.place import id_at, number_at, object_at, text_at
from tracewright.convert.requests import identity_of, is_message, messages_of, of_item, of_requests
from tracewright.convert.source import Source
from tracewright.records import OnProblem

__all__ = ["convert", "name", "sniff", "sources", "title", "version"]

name = "openai"
title = "OpenAI Chat Completions (messages, recordings, tau-bench)"
version = 3


def sources(paths: Iterable[Path]) -> list[Source]:
    return runs.each_alone(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    return runs.converted(source, _made, _is_one, on_problem, split)


def _is_one(values: Sequence[Any]) -> bool:
    return any(map(is_message, values)) or all(map(is_chunk, values)) or is_recording(values)


def _made(run: runs.Run) -> runs.Made:
    value, place = run.values[0]
    told, facts = Messages(run.report, errors_are_texts=is_tau_bench(value)), dict[str, Any]()
    if is_chunk(value):
        for _, chunks in groupby(run.values, key=lambda chunk: id_at(chunk.value, "id")):
            first, *others = chunks
            stream = [first.value, *(each.value for each in others)]
            told.tell(Chat([Exchange({}, first.place, stream, first.place, 0, first)]), read)
    elif chat := chat_of(run):
        told.tell(chat, read)
        facts = of_requests(each.request for each in chat.exchanges)
    elif text := text_at(value, "messages_display"):
        rendered.tell(text, place.inside("messages_display"), told.talk)
    else:
        for message, where in messages_of(run):
            told.take(message, where)
        facts = of_item(value) | of_requests([value]) | _of_tau_bench(value)
    return runs.Made(identity_of(run), told.document(identity_of(run), {"format": name}, **facts))


def _of_tau_bench(value: Any) -> dict[str, Any]:
    """The task, and the reward of this trial; two trials of one task have one key."""
    reward, info = number_at(value, "reward"), object_at(value, "info")
    if not is_tau_bench(value):
        return {}
    told = {"reward": reward, "trial": number_at(value, "trial")}
    return {
        "task_key": id_at(value, "task_id"),
        "outcome": {key: found for key, found in told.items() if found is not None},
        "task": text_at(object_at(info, "task"), "instruction"),
    }
