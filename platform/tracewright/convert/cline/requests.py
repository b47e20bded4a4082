"""What `ui_messages.json` and `task_metadata.json` tell of the requests to the API: when, what they cost, and to which model."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from tracewright import json_text
from tracewright.convert.place import list_at, number_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.times import of_milliseconds
from tracewright.spent import total_cost

STARTED = "api_req_started"
TOKENS = {
    "tokensIn": "input_tokens",
    "tokensOut": "output_tokens",
    "cacheReads": "cache_read_input_tokens",
    "cacheWrites": "cache_creation_input_tokens",
}


class Requests:
    """They belong to the agent's messages in their order, where there are as many; else only their sum is told."""

    def __init__(self, shown: Sequence[Any], metadata: Any, messages: Sequence[Any], report: Report) -> None:
        self._models = [
            (number_at(each, "ts") or 0, text_at(each, "model_id")) for each in list_at(metadata, "model_usage")
        ]
        found = [self._facts(each, report) for each in shown if text_at(each, "say") == STARTED]
        answered = [facts for facts in found if facts.get("usage", {}).get("output_tokens")]
        said = sum(text_at(each, "role") == "assistant" for each in messages)
        self.cost = total_cost(found) or 0
        self.count = len(found)
        fitting = next((each for each in (found, answered) if len(each) == said), [])
        if found and not fitting:
            report.warn(
                "ui_messages.json",
                f"tells of {len(found)} requests for {said} messages; only their sum is told",
            )
        self._next = iter(fitting)
        for each in shown:
            kind = text_at(each, "say") or text_at(each, "ask")
            report.types[f"ui {text_at(each, 'type')} {kind}"] += 1

    def next(self) -> dict[str, Any]:
        """The facts of the turn that answers the next request."""
        return dict(next(self._next, {}))

    @property
    def model(self) -> str:
        """As it was in the end."""
        return self._models[-1][1] if self._models else ""

    def _facts(self, shown: dict[str, Any], report: Report) -> dict[str, Any]:
        """A request is told as JSON in a text."""
        try:
            told = json_text.read(text_at(shown, "text").encode())[0]
        except json_text.NotJson as error:
            report.warn("ui_messages.json", f"tells of a request by no JSON: {error}")
            told = {}
        ts = number_at(shown, "ts")
        counts = {ours: number_at(told, key) for key, ours in TOKENS.items()}
        usage = Counter({key: int(count) for key, count in counts.items() if count})
        facts = {"at": of_milliseconds(ts), "usage": dict(usage), "cost_usd": number_at(told, "cost")}
        model = next((model for at, model in reversed(self._models) if ts is not None and at <= ts), self.model)
        return {key: fact for key, fact in (facts | {"model": model}).items() if fact}
