"""The records of a session, parsed once: who wrote them, where they hang in the tree, which blocks they hold."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tracewright.convert.place import Place, text_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed

# Record types that are known and hold no turn; their content stays in the native bytes.
SET_ASIDE = frozenset(
    (
        "agent-name",
        "ai-title",
        "attachment",
        "auth_status",
        "bridge-session",
        "control_request",
        "control_response",
        "custom-title",
        "file-history-snapshot",
        "frame-link",
        "keep_alive",
        "last-prompt",
        "mode",
        "permission-mode",
        "pr-link",
        "progress",
        "prompt_suggestion",
        "rate_limit_event",
        "relocated",
        "result",
        "started",
        "stream_event",
        "summary",
        "system",
        "tool_progress",
        "tool_use_summary",
        "worktree-state",
    )
)
WITH_ENTRY = ("user", "assistant", "queue-operation", "result")
SUBTYPES = {
    "attachment": ("attachment", "type"),
    "progress": ("data", "type"),
    "result": ("subtype",),
    "stream_event": ("event", "type"),
    "system": ("subtype",),
}


class Block(NamedTuple):
    """One block of a message. `pointer` leads to it from its record."""

    kind: str
    value: dict[str, Any]
    pointer: str


class Entry(NamedTuple):
    """A record that has a place in the tree. `message_id` joins the records of one message; texts are "" when missing."""

    place: Place
    type: str
    uuid: str
    parent: str
    message_id: str
    agent: str
    at: str
    blocks: tuple[Block, ...]
    record: dict[str, Any]

    @property
    def is_message(self) -> bool:
        return self.type in ("user", "assistant")

    @property
    def is_queued(self) -> bool:
        """Whether it comes from the queue of what a person says while the agent works; such an entry is in no tree."""
        return self.record.get("type") == "queue-operation"

    @property
    def is_side(self) -> bool:
        return self.record.get("isSidechain") is True

    @property
    def message(self) -> dict[str, Any]:
        found = self.record.get("message")
        return found if isinstance(found, dict) else {}

    def results(self) -> Iterator[Block]:
        return (block for block in self.blocks if block.kind.endswith("tool_result"))

    def calls(self) -> Iterator[Block]:
        return (block for block in self.blocks if block.kind.endswith("tool_use"))


def entries_of(records: Iterable[Placed], report: Report) -> Iterator[Entry]:
    """One entry for each record that is a message, is queued, ends a run or has a uuid; all are counted by their types."""
    for record, place in records:
        kind = text_at(record, "type")
        label = _label(record, kind)
        report.types[label] += 1
        if kind in WITH_ENTRY or text_at(record, "uuid"):
            yield entry_of(record, place)
        if kind not in SET_ASIDE and kind not in WITH_ENTRY:
            report.unknown[label] += 1


def entry_of(record: dict[str, Any], place: Place) -> Entry:
    message = record.get("message")
    fields = message if isinstance(message, dict) else {}
    content, pointer = (fields["content"], "/content") if "content" in fields else (message, "")
    return Entry(  # by position: there are many, and names would take their time
        place,
        text_at(record, "type"),
        text_at(record, "uuid"),
        text_at(record, "parentUuid") or text_at(record, "logicalParentUuid"),
        text_at(fields, "id"),
        text_at(record, "agentId"),
        text_at(record, "timestamp"),
        tuple(blocks_of(content, "/message" + pointer)),
        record,
    )


def blocks_of(content: Any, pointer: str) -> Iterator[Block]:
    """The blocks of a message's content, which may be a text; `pointer` leads to it from the record."""
    if isinstance(content, str):
        yield Block("text", {"text": content}, pointer)
    for index, block in enumerate(content if isinstance(content, list) else ()):
        if isinstance(block, dict):
            yield Block(text_at(block, "type"), block, f"{pointer}/{index}")
        elif isinstance(block, str):
            yield Block("text", {"text": block}, f"{pointer}/{index}")


def _label(record: dict[str, Any], kind: str) -> str:
    """The type with its subtype: `system:turn_duration`."""
    found: Any = record
    for key in SUBTYPES.get(kind, ()):
        found = found.get(key) if isinstance(found, dict) else None
    name = kind or "without type"
    return f"{name}:{found}" if isinstance(found, str) else name
