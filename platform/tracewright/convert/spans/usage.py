"""Tokens as answers tell them, in the one form that turns have."""

from typing import Any

from tracewright.convert.place import list_at, number_at, object_at

READ, WRITTEN = (
    ("input_tokens", "prompt_tokens", "promptTokens"),
    ("output_tokens", "completion_tokens", "completionTokens"),
)
HOLDERS = ("usage_metadata", "usage", "token_usage", "tokenUsage")


def usage_in(*values: Any) -> dict[str, Any]:
    """{"input_tokens", "output_tokens"} of the first of the values that has both or either, in it or under a name for them.

    What was read from the cache is part of the tokens that went in, and stands beside them.

    >>> usage_in({"usage": {"prompt_tokens": 9, "completion_tokens": 2}})
    {'input_tokens': 9, 'output_tokens': 2}
    """
    for value in values:
        for usage in (*(object_at(value, key) for key in HOLDERS), value):
            read, written = _first(usage, READ), _first(usage, WRITTEN)
            if read is not None or written is not None:
                found: dict[str, Any] = {"input_tokens": read or 0, "output_tokens": written or 0}
                cached = number_at(object_at(usage, "input_token_details"), "cache_read")
                cached = cached or number_at(object_at(usage, "prompt_tokens_details"), "cached_tokens")
                return found | ({"input_tokens_details": {"cached_tokens": cached}} if cached else {})
    return {}


def bodies_of(output: Any) -> list[Any]:
    """Where LangChain puts what it knows of an answer: in the messages of its generations, in `llm_output`, beside them."""
    generations = [
        each for inner in list_at(output, "generations") for each in (inner if isinstance(inner, list) else [inner])
    ]
    messages = [object_at(each, "message") for each in generations]
    inner = [object_at(each, "kwargs") or object_at(each, "data") or each for each in [*messages, output]]
    return [*inner, object_at(output, "llm_output")]


def _first(fields: Any, keys: tuple[str, ...]) -> int | float | None:
    return next((found for key in keys if (found := number_at(fields, key)) is not None), None)
