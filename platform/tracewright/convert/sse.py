"""Server-sent events, as an API streams its answer."""

from collections.abc import Iterator
from typing import Any

from tracewright import json_text
from tracewright.convert.report import Report

END = "[DONE]"


def events(text: str, where: str, report: Report) -> Iterator[dict[str, Any]]:
    """The JSON object of each event. What is none is counted as unreadable and warned of, but for the mark of the end.

    >>> list(events('event: ping\\ndata: {"type": "ping"}\\n\\ndata: [DONE]\\n', "the stream", Report()))
    [{'type': 'ping'}]
    """
    data: list[str] = []
    for line in [*text.replace("\r\n", "\n").split("\n"), ""]:
        if line.startswith("data:"):
            data.append(line[5:].strip())
        elif not line.strip() and data:
            yield from _event("\n".join(data), where, report)
            data = []


def _event(data: str, where: str, report: Report) -> Iterator[dict[str, Any]]:
    if data == END:
        return
    try:
        value, _ = json_text.read(data.encode())
    except json_text.NotJson as error:
        value, what = None, str(error)
    else:
        what = "is no object"
    if isinstance(value, dict):
        yield value
    else:
        report.unreadable += 1
        report.warn(where, f"has an event that cannot be read: {what}")
