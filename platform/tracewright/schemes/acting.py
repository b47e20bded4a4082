"""Who acts in a step of a trace: the agents by the names that the trace gives them."""

from typing import Any

from tracewright.repairs import storable
from tracewright.trace import Document, steps

NAMES = ("speaker", "role")  # of a step that names no agent


def agent_of(step: Any, agent_key: str) -> str:
    """The agent that the step names, else its speaker, else its role; "" for none.

    >>> agent_of({"agent": "Coder", "role": "assistant"}, "agent"), agent_of({"role": "user"}, "agent"), agent_of("ls", "agent")
    ('Coder', 'user', '')
    """
    fields = step if isinstance(step, dict) else {}
    found = (fields.get(key) for key in (agent_key, *NAMES))
    return next((storable(name) for name in found if isinstance(name, str) and name), "")


def steps_by_agent(document: Document, steps_key: str, agent_key: str) -> dict[str, list[int]]:
    """The indexes of each agent's steps, the agents in the order in which they first act.

    >>> steps_by_agent({"steps": [{"agent": "Planner"}, {"agent": "Coder"}, {"agent": "Planner"}]}, "steps", "agent")
    {'Planner': [0, 2], 'Coder': [1]}
    """
    found: dict[str, list[int]] = {}
    for index, step in enumerate(steps(document, steps_key)):
        if name := agent_of(step, agent_key):
            found.setdefault(name, []).append(index)
    return found
