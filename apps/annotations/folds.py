"""The sub-agents of a trace as the annotate page folds them away.

A fold: {"first": 12, "stop": 20, "step": 11, "call": 0, "agent": "a0ad4f44", "kind": "Explore", "prompt": "Find ...", "steps": 8,
         "calls": 6, "errors": 1, "seconds": 41.2, "tokens": {"read": 904, "written": 41, "cached": 900}}

It holds the steps from `first` up to `stop`, those of further sub-agents among them, which have folds of their own. `step` and
`call` name the call that spawned it; they are null, as `seconds` and `tokens` are, where the trace does not tell.
"""

from collections.abc import Sequence
from typing import Any

from tracewright.sub_agents import listed_kinds, sub_agents, told_of
from tracewright.trace import Document

PROMPT_CHARS = 200


def folds_of(steps: Sequence[Any], document: Document) -> list[dict[str, Any]]:
    """In the order of their first steps, one before those inside it."""
    folds, kinds = [], listed_kinds(document)
    for agent in sub_agents(steps):
        told = told_of(agent, steps, kinds)
        folds.append(
            {
                "first": agent.first,
                "stop": agent.stop,
                "step": agent.step,
                "call": agent.call,
                "agent": agent.id,
                "kind": told.kind,
                "prompt": _first_line(told.prompt),
                "steps": told.steps,
                "calls": told.calls,
                "errors": told.errors,
                "seconds": told.seconds,
                "tokens": told.tokens._asdict() if told.tokens else None,
            }
        )
    return folds


def _first_line(prompt: str) -> str:
    """Of its beginning: many sub-agents may have been asked for by one call of megabytes."""
    return prompt[: 2 * PROMPT_CHARS].strip().partition("\n")[0][:PROMPT_CHARS]
