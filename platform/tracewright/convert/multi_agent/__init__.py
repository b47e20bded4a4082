"""Several agents that work together: the runs of CrewAI, AutoGen and LangGraph. No file of a running agent was had."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tracewright.convert import runs
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.multi_agent import autogen, crewai, langgraph
from tracewright.convert.multi_agent.team import Team
from tracewright.convert.place import id_at, object_at, text_at
from tracewright.convert.runs import Placed
from tracewright.convert.source import Sample, Source
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem

name = "multi_agent"
title = "Teams of agents (CrewAI, AutoGen, LangGraph)"
version = 2
verified = False

TASKS = ("task_description", "task", "goal", "question")
Tell = Callable[[Team, Sequence[Placed]], None]


def sniff(sample: Sample) -> Sniff:
    found = [each for form in (crewai, autogen, langgraph) for each in map(form.sniff, sample.objects)]
    return max(found, key=lambda sniff: sniff.certainty, default=Sniff(0.0, "no steps or messages of several agents"))


def sources(paths: Iterable[Path]) -> list[Source]:
    return runs.each_alone(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    return runs.converted(source, _made, _is_one, on_problem)


def _is_one(values: Sequence[Any]) -> bool:
    """Messages, or updates of a graph, that stand in a list or on lines."""
    return all(map(autogen.is_message, values)) or all(map(langgraph.is_update, values))


def _made(run: runs.Run) -> runs.Made:
    about = run.value if isinstance(run.value, dict) else {}
    tell = _telling(run)
    if tell is None:
        raise TraceFormatError(run.where, "has neither steps nor messages nor events that name their agents")
    team = Team(run.report)
    tell(team, run.values)
    facts = {
        "agents": list(team.agents.values()),
        "usage": object_at(about, "token_usage"),
        "outcome": {"stop_reason": about["stop_reason"]} if text_at(about, "stop_reason") else {},
        "final_answer": text_at(about, "final_answer") or text_at(about, "raw"),
    }
    task = next((text for key in TASKS if (text := text_at(about, key))), "")
    identity = id_at(about, "id") or run.hash_of_all()
    return runs.Made(identity, team.document(identity, {"format": name}, task=task, **facts))


def _telling(run: runs.Run) -> Tell | None:
    """How the run is told, by the form it has."""
    if autogen.is_message(run.value):
        return autogen.tell
    if langgraph.is_update(run.value):
        return langgraph.tell_updates
    for form in (crewai, autogen, langgraph):
        if isinstance(run.value, dict) and form.sniff(run.value).certainty:
            return partial(form.tell_object, run.value)
    return None
