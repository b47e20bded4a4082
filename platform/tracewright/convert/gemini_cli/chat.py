"""A saved chat: what it says about itself, its messages as they were in the end, and those that were rewound."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tracewright.convert.place import Place, list_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed

LISTS = ("messages", "clientHistory", "history")


class Left(NamedTuple):
    """Messages that were rewound; `after` is the id of the message before them, "" when they were the first."""

    after: str
    messages: list[Placed]


@dataclass
class Chat:
    about: dict[str, Any] = field(default_factory=dict)
    messages: dict[str, Placed] = field(default_factory=dict)  # by id, or a name that is no id
    left: list[Left] = field(default_factory=list)


def chat_of_object(value: Any, place: Place) -> Chat | None:
    """A file that is one object: the first of its lists that holds anything."""
    for key in LISTS:
        if found := list_at(value, key):
            inside = place.inside(key)
            # Two messages of one id are two here: the list is what the program itself wrote down in the end.
            return Chat(value, {f" {index}": Placed(each, inside.inside(index)) for index, each in enumerate(found)})
    return None


def chat_of_lines(values: Sequence[Placed], report: Report) -> Chat:
    """A file of lines: of an id the last line counts, at the place of its first.

    `$set` changes the header, and the messages when it has them; `$rewindTo` takes off the message of that id and all behind it.
    """
    chat = Chat()
    for number, (value, place) in enumerate(values):
        if not isinstance(value, dict):
            report.unknown["line that is no object"] += 1
        elif "$rewindTo" in value:
            report.types["$rewindTo"] += 1
            _rewind(value["$rewindTo"], chat, place, report)
        elif isinstance(value.get("$set"), dict):
            report.types["$set"] += 1
            _set(value["$set"], place.inside("$set"), chat)
        elif "type" in value:
            chat.messages[text_at(value, "id") or f" {number}"] = Placed(value, place)
        elif "sessionId" in value or "projectHash" in value:
            report.types["header"] += 1
            _set(value, place, chat)
        else:
            report.unknown[f"line with {', '.join(sorted(value)[:3]) or 'nothing'}"] += 1
    return chat


def _set(changed: dict[str, Any], place: Place, chat: Chat) -> None:
    chat.about |= {key: each for key, each in changed.items() if key != "messages"}
    if isinstance(changed.get("messages"), list):
        chat.messages.clear()
        for index, each in enumerate(changed["messages"]):
            name = text_at(each, "id") or f" {place.line} {index}"
            chat.messages[name] = Placed(each, place.inside("messages", index))


def _rewind(to: Any, chat: Chat, place: Place, report: Report) -> None:
    """Of an id that is not there, Gemini CLI goes back to the very start."""
    names = list(chat.messages)
    start = names.index(to) if to in names else 0
    if to not in names:
        report.warn(str(place), f"rewinds to {to!r}, which is no message: all before it was left")
    taken = [chat.messages.pop(name) for name in names[start:]]
    if taken:
        chat.left.append(Left(names[start - 1] if start else "", taken))
