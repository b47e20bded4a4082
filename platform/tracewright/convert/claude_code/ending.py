"""The last record of a stream: how the run ended, and what it cost."""

from collections.abc import Iterator, Sequence
from typing import Any

from tracewright.convert.claude_code.entries import Entry
from tracewright.convert.place import list_at, number_at, object_at, text_at

TOKENS = ("input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")


def ending(entries: Sequence[Entry]) -> Iterator[tuple[str, Any]]:
    """Outcome, cost and tokens of the run. The messages of a stream tell their tokens before they are all written."""
    results = (entry.record for entry in reversed(entries) if entry.type == "result" and "subtype" in entry.record)
    record: dict[str, Any] = next(results, {})
    if status := text_at(record, "subtype"):
        yield "outcome", {"exit_status": status, **_failure(record)}
    cost = number_at(record, "total_cost_usd")
    if cost is not None:
        yield "metrics", {"cost_usd": cost}
    tokens = {key: count for key in TOKENS if (count := number_at(object_at(record, "usage"), key)) is not None}
    if tokens:
        yield "usage", tokens


def _failure(record: dict[str, Any]) -> dict[str, Any]:
    """What a failed run says; of one that ended well its last message says it."""
    if record.get("is_error") is not True:
        return {}
    told = [text_at(record, "result"), *(error for error in list_at(record, "errors") if isinstance(error, str))]
    return {"is_error": True, "error": "\n".join(filter(None, told))}
