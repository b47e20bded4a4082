"""What a tool gave back: its text and images, and whether it failed. The tools that run at the API have shapes of their own."""

from typing import Any, NamedTuple

from tracewright.convert.attachments import DOCUMENTS, IMAGES, Attachments
from tracewright.convert.claude_code.results import EXIT_CODE, error_source
from tracewright.convert.place import Place, object_at, text_at
from tracewright.trace import text_of

# Errors of the tools at the API that are not the agent's doing; it wrote what the others name.
ENVIRONMENT = ("unavailable", "too_many_requests", "max_uses_exceeded", "execution_time_exceeded", "container_expired")


class Result(NamedTuple):
    """`facts` are those of a result: is_error, error_source, exit_code."""

    output: str
    parts: list[dict[str, Any]]
    facts: dict[str, Any]


def result_of(block: dict[str, Any], place: Place, attachments: Attachments) -> Result:
    content = block.get("content")
    if isinstance(content, dict):
        return _of_server(content, place.inside("content"), attachments)
    listed = content if isinstance(content, list) else [] if content is None else [text_of(content)]
    output, parts = _joined(listed, place.inside("content"), attachments)
    return Result(output, parts, _failure(output) if block.get("is_error") is True else {})


def _failure(output: str) -> dict[str, Any]:
    """As Claude Code words what its tools give back."""
    found = EXIT_CODE.match(output)
    exit_code = {"exit_code": int(found[1])} if found else {}
    return {"is_error": True, "error_source": error_source(output), **exit_code}


def _joined(content: list[Any], place: Place, attachments: Attachments) -> tuple[str, list[dict[str, Any]]]:
    """The texts by line ends, and images as parts; what else there is as JSON, without what only the API can read."""
    texts, parts = [], []
    for index, each in enumerate(content):
        kind = text_at(each, "type")
        if kind in (*IMAGES, *DOCUMENTS):
            parts.append(attachments.part(each, place.inside(index).source()))
        elif kind == "text":
            texts.append(text_at(each, "text"))
        else:
            texts.append(text_of(_readable(each)))
    return "\n".join(texts), parts


def _of_server(content: dict[str, Any], place: Place, attachments: Attachments) -> Result:
    if code := text_at(content, "error_code"):
        source = "environment" if code in ENVIRONMENT else "agent"
        said = text_at(content, "error_message")
        return Result(f"{code}: {said}" if said else code, [], {"is_error": True, "error_source": source})
    exit_code = content.get("return_code")
    if isinstance(exit_code, int):
        output = "\n".join(text for key in ("stdout", "stderr") if (text := text_at(content, key)))
        return Result(output, [], {"exit_code": exit_code, "is_error": exit_code != 0})
    document = object_at(content, "content")
    data = object_at(document, "source")
    if text_at(data, "type") == "text":  # a page that was fetched
        return Result(text_at(data, "data"), [], {})
    if data:
        part = attachments.part(document, place.inside("content").source())
        return Result(text_at(content, "url"), [part], {})
    return Result(text_at(content, "content") or text_of(_readable(content)), [], {})


def _readable(value: Any) -> Any:
    if isinstance(value, list):
        return [_readable(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: _readable(each) for key, each in value.items() if not key.startswith("encrypted_")}
