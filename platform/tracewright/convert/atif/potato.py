"""Items that Potato calls ATIF: `steps` of a thought, an action and its observation under a `trace_id`.

The steps are those of ReAct, with a number and a time of their own.
"""

from typing import Any

from tracewright.convert import react, runs
from tracewright.convert.conversation import Conversation
from tracewright.convert.place import id_at, list_at, object_at, text_at

NUMBERED = ("step_id", "timestamp")
READ = ("trace_id", "task", "agent", "steps", "outcome", "metrics")


def is_item(value: Any) -> bool:
    steps = list_at(value, "steps") if id_at(value, "trace_id") else []
    return any(
        isinstance(step, dict) and "source" not in step and {"action", "thought"} & step.keys() for step in steps
    )


def made(run: runs.Run) -> runs.Made:
    item, talk = run.value, Conversation(run.report)
    for index, step in enumerate(list_at(item, "steps")):
        told, first = step, len(talk.turns)
        if isinstance(step, dict):
            told = {key: value for key, value in step.items() if key not in NUMBERED}
        react.take_step(talk, run.report, told, run.place.inside("steps", index))
        for turn in talk.turns[first:]:
            if at := text_at(step, "timestamp"):
                turn["at"] = at
    task, agent = object_at(item, "task"), object_at(item, "agent")
    identity = id_at(item, "trace_id")
    facts: dict[str, Any] = {
        "task": text_at(task, "description") or text_at(item, "task"),
        "model": text_at(agent, "model"),
        "domain": text_at(task, "domain"),
        "outcome": object_at(item, "outcome"),
        "metrics": object_at(item, "metrics"),
        "extra": {key: value for key, value in item.items() if key not in READ},
    }
    return runs.Made(identity, talk.document(identity, {"format": "atif", "agent": text_at(agent, "name")}, **facts))
