"""Recordings of the Responses API: which exchanges are one conversation, and what each of them adds to it.

A request repeats the items so far, with what the API answered as its client keeps that; or it has only what is new, behind the
answer that its `previous_response_id` names or in a `conversation`.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from tracewright import json_text
from tracewright.convert.exchanges import Chat, Exchange, exchanges_of, parted
from tracewright.convert.openai_responses.answers import Answer, read
from tracewright.convert.openai_responses.kinds import (
    MESSAGE,
    REASONING,
    ids_of,
    is_call,
    is_result,
    kind_of,
    text_of_message,
)
from tracewright.convert.openai_responses.telling import Told
from tracewright.convert.place import id_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed, Run

STREAMED = '"response.created"'
AS_SENT_BACK = ("id", "status", "type", "annotations", "logprobs")  # what one client keeps and another leaves out


def is_of_api(exchange: Exchange) -> bool:
    """A request to v1/responses, or its answer."""
    request = object_at(exchange.record.value, "request")
    address = (text_at(request, "uri") or text_at(request, "url")).partition("?")[0].rstrip("/")
    if address.endswith("/responses") or text_at(exchange.response, "object") == "response":
        return True
    if isinstance(exchange.response, str):
        return STREAMED in exchange.response[:10_000]
    return False


def split(run: Run) -> Iterator[Run]:
    """A run for each conversation of a recording. What was asked of other APIs beside it is counted."""
    exchanges = exchanges_of(run.values)
    told = [each for each in exchanges if is_of_api(each)]
    if told and len(told) < len(exchanges):
        run.report.unknown["exchange of another API"] += len(exchanges) - len(told)
        run.report.warn(
            "the recording", f"has {len(exchanges) - len(told)} exchanges of another API; they become no steps"
        )
    yield from parted(run, exchanges, chats_of(told))


def chats_of(exchanges: Sequence[Exchange]) -> list[Chat]:
    """An exchange goes on with the one that it names, with the one whose items its own begin with, or that was the same."""
    chats: list[Chat] = []
    open_: dict[str, Chat] = {}
    ways: dict[int, list[str]] = {}  # the keys of `open_` that lead to a chat, by its number
    for exchange in exchanges:
        names, keys = list(_names(exchange)), list(_keys(exchange))
        known = [*names, *keys[-1:], *reversed(keys[:-2])]
        chat = next((open_[name] for name in known if name in open_), None)
        if chat is None:
            chat = Chat()
            chats.append(chat)
        chat.exchanges.append(exchange)
        for name in ways.pop(id(chat), []):
            open_.pop(name, None)
        ways[id(chat)] = [each for each in (*names, read(exchange, Report()).id, *keys[-2:]) if each]
        open_ |= dict.fromkeys(ways[id(chat)], chat)
    return chats


def tell(chat: Chat, told: Told, report: Report) -> None:
    """What each exchange adds; an answer that the next one does not go on with is put aside."""
    before: Answer | None = None
    known = 0
    if text_at(chat.exchanges[0].request, "previous_response_id"):
        report.warn(
            str(chat.exchanges[0].asked), "goes on from a response that is not there; what was before is not known"
        )
    for exchange in chat.exchanges:
        items = items_of(exchange)
        names = list(_names(exchange))
        new = items if names else items[known:]
        if before and not (exchange.request or before.error) and before.id == text_at(exchange.response, "id"):
            before = read(exchange, report)  # asked for again, as it was not ready
            continue
        if before:
            _settle(before, new, told, is_named=bool(names))
        instructions = exchange.request.get("instructions")
        told.instruct(instructions if isinstance(instructions, str) else "", exchange.asked.inside("instructions"))
        told.history(each for each in new if not (before and _is_echo(each.value, before)))
        known, before = len(items), read(exchange, report)
    if before:
        told.answer(before)


def items_of(exchange: Exchange) -> list[Placed]:
    """A text is what a person says."""
    given, place = exchange.request.get("input"), exchange.asked.inside("input")
    if isinstance(given, str):
        return [Placed({"role": "user", "content": given}, place)] if given else []
    listed = given if isinstance(given, list) else []
    return [Placed(each, place.inside(index)) for index, each in enumerate(listed)]


def _settle(answer: Answer, new: Sequence[Placed], told: Told, *, is_named: bool) -> None:
    if is_named or not answer.items or _is_taken(answer, [each.value for each in new]):
        told.answer(answer)
    else:
        told.put_aside(answer)


def _is_taken(answer: Answer, new: Sequence[Any]) -> bool:
    """Whether what comes next holds one of its calls, or of its texts."""
    items = [each.value for each in answer.items]
    results = {id_at(item, "call_id") for item in new if is_result(item)}
    if ids_of(items) & (ids_of(new) | results):
        return True
    return bool(_texts(items) & _texts(new))


def _is_echo(item: Any, answer: Answer) -> bool:
    """Whether a client sends back what the API had answered; a message without a text says nothing."""
    items = [each.value for each in answer.items]
    if kind_of(item) == MESSAGE:
        is_agents = text_at(item, "role") == "assistant"
        return is_agents and text_of_message(item) in {"", *_texts(items)}
    if kind_of(item) == REASONING:
        return True
    if is_result(item):
        return bool(id_at(item, "id")) and id_at(item, "id") in ids_of(items)
    return bool(ids_of([item]) & ids_of(items)) or (is_call(item) and not ids_of([item]))


def _texts(items: Sequence[Any]) -> set[str]:
    """What the agent says in them."""
    said = (text_of_message(item) for item in items if text_at(item, "role") == "assistant")
    return {text for text in said if text}


def _names(exchange: Exchange) -> Iterator[str]:
    """The answer, or the conversation, that a request says it goes on with; an answer that is asked for again is its own."""
    request = exchange.request
    if name := text_at(request, "previous_response_id"):
        yield name
    if name := text_at(request, "conversation") or text_at(object_at(request, "conversation"), "id"):
        yield name
    if not request and isinstance(exchange.response, dict) and (name := text_at(exchange.response, "id")):
        yield name


def _keys(exchange: Exchange) -> Iterator[str]:
    """What names its first item, its first two, and so on; last, all of them with the instructions they stand under."""
    key = ""
    for item, _ in items_of(exchange):
        key = hashlib.sha256(f"{key}{json_text.canonical(_plain(item))}".encode()).hexdigest()
        yield key
    if key:
        yield f"{key} {json_text.canonical(exchange.request.get('instructions'))}"


def _plain(item: Any) -> Any:
    """Without what a client writes now so and now so."""
    if isinstance(item, dict):
        return {
            key: text_of_message(item) if key == "content" and kind_of(item) == MESSAGE and _is_text(item) else value
            for key, value in item.items()
            if value is not None and key not in AS_SENT_BACK
        }
    return item


def _is_text(item: dict[str, Any]) -> bool:
    """Whether a message holds texts alone."""
    content = item.get("content")
    parts = content if isinstance(content, list) else []
    return all(isinstance(part, dict) and text_of_message({"content": [part]}) for part in parts)
