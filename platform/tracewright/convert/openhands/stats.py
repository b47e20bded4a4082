"""What a conversation cost, as its base state and its updates of `stats` say: {"usage_to_metrics": {"agent": {...}}}."""

from collections import Counter
from typing import Any

from tracewright.convert.place import list_at, number_at, object_at, text_at
from tracewright.spent import total_cost

TOKENS = ("prompt_tokens", "completion_tokens", "cache_read_tokens", "cache_write_tokens", "reasoning_tokens")


class Stats:
    """Of all models that were used, the condenser's too; `model` is the first one's."""

    def __init__(self, stats: dict[str, Any]) -> None:
        used = object_at(stats, "usage_to_metrics")
        metrics = [object_at(used, name) for name in used]
        total = Counter[str]()
        self._responses: dict[str, dict[str, Any]] = {}
        for each in metrics:
            total.update(_tokens(object_at(each, "accumulated_token_usage")))
            for one in list_at(each, "token_usages"):
                self._responses[text_at(one, "response_id")] = one
        self.model = next(filter(None, (text_at(each, "model_name") for each in metrics)), "")
        self.usage = {key: count for key, count in total.items() if count}
        cost = total_cost({"cost_usd": each.get("accumulated_cost")} for each in metrics)
        self.metrics = {"cost_usd": cost} if cost else {}

    def of(self, response: str) -> dict[str, Any]:
        """Model and usage of the turn that a response became; {} where it was not counted by itself."""
        found = self._responses.get(response) if response else None
        return {"model": text_at(found, "model"), "usage": _tokens(found)} if found else {}


def _tokens(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: count for key in TOKENS if (count := number_at(fields, key)) is not None}
