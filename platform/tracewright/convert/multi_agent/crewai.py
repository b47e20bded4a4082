"""CrewAI: `agents` with `steps` that name one of them, the output of a crew (`tasks_output`), and Potato's items of this form."""

from typing import Any

from tracewright.convert.converter import Sniff
from tracewright.convert.multi_agent.team import Team
from tracewright.convert.place import Place, list_at, text_at
from tracewright.convert.react import action_of
from tracewright.convert.runs import Placed
from tracewright.trace import text_of

THOUGHTS = ("thought", "reasoning")
ACTIONS = ("action", "tool", "tool_name")
INPUTS = ("action_input", "tool_input", "input", "args")
SAYS = ("content", "message", "text", "output")
RESULTS = ("observation", "result", "tool_output")
TO = ("addressee", "delegate_to", "recipient")
TIMES = ("timestamp", "started_at", "at")
READ = ("agent", "step_type", *THOUGHTS, *ACTIONS, *INPUTS, *SAYS, *RESULTS, *TO, *TIMES)


def sniff(record: dict[str, Any]) -> Sniff:
    steps = [step for step in list_at(record, "steps") if text_at(step, "agent")]
    if steps and "agents" in record:
        return Sniff(0.9, "agents, and steps that name one")
    if steps:
        return Sniff(0.6, "steps that name their agent")
    if any(text_at(output, "agent") and "raw" in output for output in list_at(record, "tasks_output")):
        return Sniff(0.9, "the tasks_output of a crew")
    return Sniff(0.0, "no steps that name one of several agents")


def tell_object(record: dict[str, Any], team: Team, values: list[Placed]) -> None:
    place = values[0].place
    for given in list_at(record, "agents"):
        team.introduce(given)
    for index, step in enumerate(list_at(record, "steps")):
        _step(team, step, place.inside("steps", index))
    for index, output in enumerate(list_at(record, "tasks_output")):
        _task(team, output, place.inside("tasks_output", index))


def _step(team: Team, step: Any, place: Place) -> None:
    team.report.types["step"] += 1
    if not isinstance(step, dict):
        team.talk.say("assistant", "agent", text_of(step), place)
        return
    for key in step.keys() - set(READ):
        team.report.unknown[f"field {key} of a step"] += 1
    action, result = _first(step, ACTIONS), _first(step, RESULTS)
    said = _text(step, SAYS)
    if action is not None and result is None and step.get("output") not in (None, ""):
        result, said = step["output"], _text(step, SAYS[:-1])
    facts: dict[str, Any] = {"thinking": _text(step, THOUGHTS), "addressee": _text(step, TO), "at": _text(step, TIMES)}
    agent = text_at(step, "agent")
    if action is None and result is not None and not said and not facts["thinking"]:
        team.talk.answer("", text_of(result), place)
        return
    kind = team.kind_of(agent)
    turn = team.talk.say("assistant" if kind == "agent" else "user", kind, said, place, **team.named(agent), **facts)
    if action is not None:
        turn.setdefault("tool_calls", [])
        team.talk.leave()
        tool, given = action_of(action)
        own = _first(step, INPUTS)
        if own is not None:
            tool, given = action if isinstance(action, str) else tool, own
        team.talk.call(turn, tool, given, place)
    if result is not None:
        team.talk.answer("", text_of(result), place)


def _task(team: Team, output: Any, place: Place) -> None:
    """What a crew gave an agent to do, and what came of it."""
    team.report.types["task output"] += 1
    if asked := text_at(output, "description"):
        team.talk.say("user", "instruction", asked, place.inside("description"))
    if said := text_at(output, "raw"):
        team.talk.say("assistant", "agent", said, place.inside("raw"), **team.named(text_at(output, "agent")))


def _first(fields: dict[str, Any], keys: tuple[str, ...]) -> Any:
    return next((fields[key] for key in keys if fields.get(key) not in (None, "")), None)


def _text(fields: dict[str, Any], keys: tuple[str, ...]) -> str:
    found = _first(fields, keys)
    return "" if found is None else text_of(found)
