"""Recordings of an API: each request repeats the conversation so far, and its answer is what the agent said next.

The last request of a conversation tells it, and the answers before it what each message of the agent cost: none is told twice.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from tracewright import json_text
from tracewright.convert.place import Place, list_at, number_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed, Run

_DECODER = msgspec.json.Decoder(msgspec.Raw)


class Inside(Place):
    """The place of a text that was read as JSON: no pointer leads into it, so what stands in it has the place of the text."""

    __slots__ = ()

    def inside(self, *_: str | int) -> Place:
        return self


class Exchange(NamedTuple):
    """`request` and `response` are bodies; a response is an object, a list of chunks, or the text of a stream."""

    request: dict[str, Any]
    asked: Place
    response: Any
    answered: Place
    status: int
    record: Placed

    @property
    def messages(self) -> list[Placed]:
        place = self.asked.inside("messages")
        return [Placed(each, place.inside(index)) for index, each in enumerate(list_at(self.request, "messages"))]


def exchange_of(record: Placed) -> Exchange | None:
    """The exchange that a value of a log is: {request, response}, a request with its `response` beside its messages or its input,
    or an answer alone. None for anything else.
    """
    value, place = record
    if isinstance(value, str) and value.lstrip().startswith(("event:", "data:")):
        return Exchange({}, place, value, place, 0, record)
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("request"), dict) and "response" in value:
        request, asked = _body(Placed(value["request"], place.inside("request")))
        response, answered = _body(Placed(value["response"], place.inside("response")))
        found = request if isinstance(request, dict) else {}
        return Exchange(found, asked, response, answered, _status(value["response"]), record)
    is_chat = isinstance(value.get("messages"), list) and isinstance(value.get("response"), dict | str)
    if is_chat or ("input" in value and isinstance(value.get("response"), dict)):
        response, answered = _body(Placed(value["response"], place.inside("response")))
        return Exchange(value, place, response, answered, 0, record)
    is_completion = isinstance(value.get("choices"), list) and not text_at(value, "object").endswith(".chunk")
    is_answer = is_completion or text_at(value, "type") == "message" or text_at(value, "object") == "response"
    return Exchange({}, place, value, place, 0, record) if is_answer and "messages" not in value else None


def exchanges_of(values: Sequence[Placed]) -> list[Exchange]:
    """The exchanges of a recording: {"interactions": [...]}, or a list of them; [] when it is something else."""
    if len(values) == 1 and (inner := list_at(values[0].value, "interactions")):
        place = values[0].place.inside("interactions")
        values = [Placed(each, place.inside(index)) for index, each in enumerate(inner)]
    found = [exchange_of(each) for each in values]
    return [each for each in found if each] if all(found) else []


@dataclass
class Chat:
    """One conversation: its exchanges in the order of the log, the last of which holds its messages."""

    exchanges: list[Exchange] = field(default_factory=list)

    @property
    def last(self) -> Exchange:
        return self.exchanges[-1]

    def answers(self) -> dict[int, list[Exchange]]:
        """By the number of messages that each answers; a request that was sent again has several."""
        found = defaultdict[int, list[Exchange]](list)
        for exchange in self.exchanges:
            found[len(list_at(exchange.request, "messages"))].append(exchange)
        return found


def chats_of(exchanges: Sequence[Exchange]) -> list[Chat]:
    """An exchange goes on with the chat whose last messages its own begin with, or are; others are other chats."""
    chats: list[Chat] = []
    open_: dict[str, Chat] = {}
    for exchange in exchanges:
        keys = list(_keys(exchange))
        known = next((key for key in reversed(keys) if key in open_), None)
        chat = open_.pop(known) if known else Chat()
        if not chat.exchanges:
            chats.append(chat)
        chat.exchanges.append(exchange)
        if keys:
            open_[keys[-1]] = chat
    return chats


def split(run: Run) -> Iterator[Run]:
    """A run for each conversation of a recording; of several, each has the bytes of its own exchanges."""
    exchanges = exchanges_of(run.values)
    told = [each for each in exchanges if _tells(each)]
    if len(told) < len(exchanges):
        run.report.unknown["exchange without messages"] += len(exchanges) - len(told)
    yield from parted(run, exchanges, chats_of(told))


def parted(run: Run, exchanges: Sequence[Exchange], chats: Sequence[Chat]) -> Iterator[Run]:
    """A run for each of these conversations that are all the run holds; `exchanges` are all of the recording."""
    if len(chats) < 2:
        yield run
        return
    records = {each.record.place: raw for each, raw in zip(exchanges, _records(run, exchanges), strict=True)}
    for number, chat in enumerate(chats, start=1):
        own = run.report if number == 1 else Report()
        own.records = len(chat.exchanges)
        native = b"[" + b",".join(records[each.record.place] for each in chat.exchanges) + b"]"
        values = [Placed(each.record.value, Place(pointer=f"/{index}")) for index, each in enumerate(chat.exchanges)]
        yield Run(f"{run.where} conversation {number}", native, values, own)


def chat_of(run: Run) -> Chat | None:
    """The conversation of a run that is the recording of one; None for a run that is something else."""
    told = [each for each in exchanges_of(run.values) if _tells(each)]
    return Chat(told) if told else None


def _tells(exchange: Exchange) -> bool:
    """Files are sent and models are listed too; an answer that is alone has no request."""
    return bool(list_at(exchange.request, "messages")) or exchange.asked == exchange.answered


def _records(run: Run, exchanges: Sequence[Exchange]) -> list[bytes]:
    """The exchanges as they stand in the run's bytes; written anew where these are not strictly JSON."""
    try:
        if exchanges[0].record.place.line:
            lines = run.native.split(b"\n")
            return [bytes(_DECODER.decode(lines[each.record.place.line - 1])) for each in exchanges]
        whole = run.native
        if len(run.values) == 1:
            whole = bytes(msgspec.json.decode(whole, type=dict[str, msgspec.Raw])["interactions"])
        return [bytes(each) for each in msgspec.json.decode(whole, type=list[msgspec.Raw])]
    except (msgspec.DecodeError, UnicodeDecodeError):
        return [json_text.compact(each.record.value).encode() for each in exchanges]


def _keys(exchange: Exchange) -> Iterator[str]:
    """What names the first message, the first two, and so on, with the instructions they stand under."""
    key = json_text.canonical(_plain(exchange.request.get("system")))
    for message in list_at(exchange.request, "messages"):
        key = hashlib.sha256(f"{key}{json_text.canonical(_plain(message))}".encode()).hexdigest()
        yield key


def _plain(value: Any) -> Any:
    """Without what a client writes now so and now so: marks of the cache, nulls, a text as a list of one."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items() if each is not None and key != "cache_control"}
    if isinstance(value, list):
        found = [_plain(each) for each in value]
        is_text = len(found) == 1 and isinstance(found[0], dict) and set(found[0]) == {"type", "text"}
        return found[0]["text"] if is_text else found
    return value


def _body(placed: Placed) -> Placed:
    """A body may stand under `body`, and may be the text of its JSON."""
    value, place = placed
    if isinstance(value, dict) and "body" in value:
        value, place = value["body"], place.inside("body")
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            return Placed(json_text.read(value.encode())[0], Inside(*place))
        except json_text.NotJson:
            pass
    return Placed(value, Inside(*place) if isinstance(value, str) else place)


def _status(response: Any) -> int:
    status = object_at(response, "status").get("code") or number_at(response, "status")
    found = status or number_at(response, "status_code")
    return found if isinstance(found, int) else 0


def is_recording(values: Sequence[Any]) -> bool:
    """Whether a list, or the values on lines, are exchanges of one recording."""
    return all(exchange_of(Placed(each, Place())) for each in values)
