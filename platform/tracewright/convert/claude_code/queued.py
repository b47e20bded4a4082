"""What a person says while the agent works: it reaches the agent in mid-turn, and no record of a user holds it.

Newer versions write an attachment `queued_command`. Older ones only note that a message was put into a queue, and taken
out again: by `remove` the agent got it, by `dequeue` a user's record follows, by `popAll` the person took it back.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator

from tracewright.convert.claude_code.entries import Block, Entry, blocks_of
from tracewright.convert.place import Place, text_at

ABSORBED = (
    "",
    "absorbed_mid_turn",
)  # the reasons of a `remove` that gave the message to the agent; once there were none


def with_queued(entries: Iterable[Entry]) -> list[Entry]:
    """The entries, queued messages among them as messages of the user, each once; other notes of the queue are left out."""
    found = list(_as_messages(entries))
    told = {_words(entry) for entry in found if entry.type == "user" and text_at(entry.record, "type") == "attachment"}
    return [entry for entry in found if not (entry.is_queued and _words(entry) in told)]


def _as_messages(entries: Iterable[Entry]) -> Iterator[Entry]:
    queue = _Queue()
    for entry in entries:
        attachment = entry.record.get("attachment")
        if entry.is_queued:
            yield from queue.after(entry)
        elif isinstance(attachment, dict) and attachment.get("type") == "queued_command":
            yield entry._replace(type="user", blocks=tuple(blocks_of(attachment.get("prompt"), "/attachment/prompt")))
        else:
            yield entry


class _Queue:
    """The messages that wait: in their order, and by their text."""

    def __init__(self) -> None:
        self._waiting: dict[Place, Entry] = {}
        self._places: defaultdict[str, deque[Place]] = defaultdict(deque)

    def after(self, note: Entry) -> Iterator[Entry]:
        """The message that this note of the queue gives to the agent, as the user's, if it gives one."""
        operation, words = text_at(note.record, "operation"), text_at(note.record, "content")
        if operation == "enqueue":
            self._waiting[note.place] = note
            self._places[words].append(note.place)
        elif operation == "popAll":
            self._waiting.clear()
        elif operation in ("dequeue", "remove"):
            taken = self._take(words)
            if taken and operation == "remove" and text_at(note.record, "reason") in ABSORBED:
                block = Block("text", {"text": text_at(taken.record, "content")}, "/content")
                yield taken._replace(type="user", at=note.at, blocks=(block,))

    def _take(self, words: str) -> Entry | None:
        """The oldest message of these words, or of any words where none are told or known."""
        places = self._places.get(words, deque())
        while places:
            if taken := self._waiting.pop(places.popleft(), None):
                return taken
        oldest = next(iter(self._waiting), None)
        return self._waiting.pop(oldest) if oldest else None


def _words(entry: Entry) -> str:
    return "\n".join(text_at(block.value, "text") for block in entry.blocks)
