"""What OpenCode writes: sessions, their messages, and the parts of these; as files of their own, in an export, or as events."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from tracewright.convert.place import Place, list_at, number_at, object_at, text_at
from tracewright.convert.runs import Placed

ROLES = ("user", "assistant")


class Message(NamedTuple):
    info: dict[str, Any]
    place: Place
    parts: list[Placed]


class Session(NamedTuple):
    """`info` is {} where the log does not have it. The messages are in the order they were said in."""

    id: str
    info: dict[str, Any]
    messages: list[Message]

    @property
    def parent(self) -> str:
        """The session that spawned it, "" for none."""
        return text_at(self.info, "parentID")


def is_session(value: Any) -> bool:
    return all(text_at(value, key) for key in ("id", "projectID", "directory")) and "time" in value


def is_message(value: Any) -> bool:
    return text_at(value, "role") in ROLES and bool(text_at(value, "sessionID")) and bool(object_at(value, "time"))


def is_part(value: Any) -> bool:
    return all(text_at(value, key) for key in ("id", "messageID", "type")) and "role" not in value


def is_export(value: Any) -> bool:
    messages = list_at(value, "messages")
    return bool(object_at(value, "info")) and any(
        is_message(object_at(each, "info")) and "parts" in each for each in messages
    )


def is_event(value: Any) -> bool:
    """Of `opencode run --format json`."""
    is_error = text_at(value, "type") == "error" and bool(object_at(value, "error"))
    return bool(text_at(value, "sessionID") and text_at(value, "type")) and (
        is_part(object_at(value, "part")) or is_error
    )


def created(info: dict[str, Any]) -> int | float:
    """In milliseconds; what has no time comes first."""
    return number_at(object_at(info, "time"), "created") or 0


def of_export(value: dict[str, Any], place: Place) -> Session:
    messages = []
    for index, each in enumerate(list_at(value, "messages")):
        at = place.inside("messages", index)
        parts = [Placed(part, at.inside("parts", nth)) for nth, part in enumerate(list_at(each, "parts"))]
        messages.append(Message(object_at(each, "info"), at.inside("info") if "info" in _fields(each) else at, parts))
    info = object_at(value, "info")
    return Session(text_at(info, "id"), info, messages)


def _fields(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def of_events(events: Sequence[Placed]) -> Session:
    """They tell the parts of the agent's messages; a message begins with its first part. An error ends the one it came in."""
    found: dict[str, Message] = {}
    for value, place in events:
        if error := object_at(value, "error"):
            info = {"role": "assistant", "error": error, "time": {"created": value.get("timestamp")}}
            found[f"error at {place}"] = Message(info, place, [])
            continue
        part = object_at(value, "part")
        info = {"role": "assistant", "time": {"created": value.get("timestamp")}}
        message = found.setdefault(text_at(part, "messageID"), Message(info, place, []))
        message.parts.append(Placed(part, place.inside("part")))
    first = next((identity for value, _ in events if (identity := text_at(value, "sessionID"))), "")
    return Session(first, {}, list(found.values()))


def of_files(values: Iterable[Placed]) -> list[Session]:
    """The sessions of a storage; a message whose session is not there has one all the same, and so has a part its message."""
    infos: dict[str, dict[str, Any]] = {}
    messages: dict[str, Message] = {}
    parts: list[Placed] = []
    for value, place in sorted(values, key=lambda each: each.place.file):
        if is_session(value):
            infos[text_at(value, "id")] = value
        elif is_message(value):
            messages[text_at(value, "id")] = Message(value, place, [])
        else:
            parts.append(Placed(value, place))
    for part in parts:
        identity, session = text_at(part.value, "messageID"), text_at(part.value, "sessionID")
        lost = Message({"role": "assistant", "sessionID": session}, part.place, [])
        messages.setdefault(identity, lost).parts.append(part)
    found = {identity: Session(identity, info, []) for identity, info in infos.items()}
    for message in sorted(messages.values(), key=lambda each: created(each.info)):
        owner = text_at(message.info, "sessionID")
        found.setdefault(owner, Session(owner, {}, [])).messages.append(message)
    return list(found.values())
