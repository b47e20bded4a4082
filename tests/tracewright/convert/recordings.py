"""Recordings of real requests, counted as the list of the corpus counts them."""

import json
from pathlib import Path
from typing import Any

from tests.tracewright.convert.corpus import CORPUS, Counted


def listed_by_exchanges(folder: str, name: str) -> Counted:
    """A turn for each exchange, and one for each answer that is a message in JSON; the calls of answers alone; errors of HTTP.

    So a result and an uploaded file are turns, and neither a streamed question nor a call in the first request's history is.
    """
    exchanges = json.loads(Path(CORPUS, folder, name).read_text())["interactions"]
    answers = [each["response"]["body"] for each in exchanges if isinstance(each["request"]["body"], dict)]
    found = [answer for answer in answers if isinstance(answer, dict) and ("choices" in answer or "content" in answer)]
    streamed = [_streamed(answer) for answer in answers if isinstance(answer, str)]
    errors = sum(each["response"]["status"]["code"] >= 400 for each in exchanges)
    return Counted(len(exchanges) + len(found), sum(map(_calls, found)) + sum(streamed), errors)


def _calls(answer: dict[str, Any]) -> int:
    made = [call for choice in answer.get("choices", ()) for call in choice["message"].get("tool_calls") or ()]
    return len(made) + sum(block["type"].endswith("tool_use") for block in answer.get("content", ()))


def _streamed(text: str) -> int:
    return text.count('"type":"tool_use"') + text.count('"type":"server_tool_use"')
