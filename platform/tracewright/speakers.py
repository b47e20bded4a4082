"""Who speaks in a step: the agent, or somebody who speaks to it."""

from typing import Any

KINDS = {"agent", "prompt", "system", "compaction", "reminder", "command", "demonstration", "instruction"}
SPEAKERS = {"user": "prompt", "human": "prompt", "system": "system"}


def kind_of(step: Any) -> str:
    """The turn's own kind, else by its role; a step that says neither is the agent's.

    >>> kind_of({"role": "user"}), kind_of({"role": "user", "kind": "reminder"}), kind_of("ls -la")
    ('prompt', 'reminder', 'agent')
    """
    if not isinstance(step, dict):
        return "agent"
    kind, role = step.get("kind"), step.get("role")
    if isinstance(kind, str) and kind in KINDS:
        return kind
    return SPEAKERS.get(role, "agent") if isinstance(role, str) else "agent"
