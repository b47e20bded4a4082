"""Events of a rollout: which of them repeat what a response item says, and what is known of a call's end."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from tracewright.convert.codex.records import Record, texts_of
from tracewright.convert.place import object_at, text_at

SAID = {"user_message": "user", "agent_message": "assistant", "agent_reasoning": "reasoning"}
SAID["agent_reasoning_raw_content"] = "reasoning"
ENDS = ("exec_command_end", "patch_apply_end", "mcp_tool_call_end")
BEGINS = ("exec_command_begin", "patch_apply_begin", "mcp_tool_call_begin")
# They announce or repeat what other records say, or tell of the program's own state.
SET_ASIDE = {
    *ENDS,
    *BEGINS,
    *("exec_command_output_delta", "patch_apply_updated"),
    *("web_search_begin", "web_search_end", "view_image_tool_call", "image_generation_begin", "image_generation_end"),
    *("task_started", "task_complete", "turn_started", "turn_complete", "turn.completed", "turn_diff", "plan_update"),
    *("agent_message_delta", "agent_reasoning_delta", "agent_reasoning_section_break", "context_compacted"),
    *("item_started", "item_completed", "exec_approval_request", "apply_patch_approval_request", "session_configured"),
    *(
        "thread_name_updated",
        "thread_settings_applied",
        "background_event",
        "stream_error",
        "warning",
        "deprecation_notice",
    ),
}


class Repeated:
    """The texts of the response items: an event that says the same again is taken off, once for each."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._texts = Counter[tuple[str, str]]()
        for record in records:
            if record.type == "response_item" and record.name in ("message", "reasoning"):
                self._add(record)

    def take(self, record: Record) -> bool:
        """Whether the event repeats an item that no event has repeated so far."""
        key = (SAID[record.name], text_of_event(record).strip())
        if self._texts[key] <= 0:
            return False
        self._texts[key] -= 1
        return True

    def _add(self, record: Record) -> None:
        if record.name == "message":
            texts = texts_of(record.payload) or texts_of(record.payload, "message")
            if len(texts) > 1:
                texts.append("\n".join(texts))
            role = text_at(record.payload, "role")
        else:
            texts = [*texts_of(record.payload, "summary"), *texts_of(record.payload)]
            role = "reasoning"
        self._texts.update((role, text.strip()) for text in texts)


def text_of_event(record: Record) -> str:
    return text_at(record.payload, "message") or text_at(record.payload, "text")


def by_call(records: Iterable[Record], names: tuple[str, ...]) -> dict[str, tuple[dict[str, Any], Record]]:
    """What began or ended, by the id of its call; an end may stand before or after the call's output."""
    found = {}
    for record in records:
        identity = text_at(record.payload, "call_id")
        if identity and record.type == "event_msg" and record.name in names:
            found[identity] = (record.payload, record)
    return found


def asked_in(fields: dict[str, Any], name: str) -> tuple[str, Any]:
    """The tool and its input, as the events of a call have them: {"command": ["ls"], "cwd": "/srv"} of `exec_command`."""
    asked = object_at(fields, "invocation")
    if asked:
        return ".".join(filter(None, (text_at(asked, "server"), text_at(asked, "tool")))), asked.get("arguments") or {}
    given = {key: fields[key] for key in ("command", "cwd", "changes") if key in fields}
    return "apply_patch" if name == "patch_apply_end" else "exec_command", given
