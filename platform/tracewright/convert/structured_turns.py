"""Items that hold their turns already: under `structured_turns`, or as `turns` or `steps` with `tool_calls`."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tracewright.convert import runs, tools
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.place import Place, list_at, text_at
from tracewright.convert.source import Sample, Source
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem
from tracewright.trace import check_document

name = "structured_turns"
title = "Items with structured_turns, turns or steps that have tool_calls"
version = 2

LISTS = ("structured_turns", "turns", "steps")


def sniff(sample: Sample) -> Sniff:
    if any(list_at(item, "structured_turns") for item in sample.objects):
        return Sniff(0.95, "items with structured_turns")
    if any(_has_calls(list_at(item, key)) for item in sample.objects for key in LISTS[1:]):
        return Sniff(0.8, "items with turns or steps that have tool_calls")
    if any(_has_calls([item]) and "role" not in item for item in sample.objects):
        return Sniff(0.6, "turns with tool_calls, without a list around them")
    return Sniff(0.0, "no item has structured_turns, or turns or steps with tool_calls")


def _has_calls(turns: Iterable[Any]) -> bool:
    """Calls as the trace document has them: with a `tool`, and not as an API or ATIF writes them."""
    return any(text_at(call, "tool") for turn in turns for call in list_at(turn, "tool_calls"))


def sources(paths: Iterable[Path]) -> list[Source]:
    return runs.each_alone(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    return runs.converted(source, _made, runs.each_is_a_run, on_problem)


def _made(run: runs.Run) -> runs.Made:
    """The item as it is; an item that is itself a turn becomes the only one."""
    item = run.value
    if not isinstance(item, dict):
        raise TraceFormatError(run.where, "is no item: it must be an object with a list of turns")
    check_document(item, run.where)
    key = next((key for key in LISTS if list_at(item, key)), "")
    found, place = list_at(item, key), run.place.inside(key)
    rest = {each: value for each, value in item.items() if each != key}
    if not key:
        if not _has_calls([item]):
            raise TraceFormatError(run.where, f"has none of {', '.join(LISTS)}, and is no turn with tool_calls")
        found, rest = [item], {"id": item["id"]} if "id" in item else {}
    turns = []
    for index, turn in enumerate(found):
        run.report.types["turn"] += 1
        turns.append(_turn(turn, place.inside(index) if key else run.place))
    given = item.get("id")
    identity = (
        str(given) if isinstance(given, str | int) and not isinstance(given, bool) and given != "" else run.hash()
    )
    document = {**rest, "id": identity, "structured_turns": turns}
    document["task_description"] = text_at(item, "task_description") or text_at(item, "task") or _asked(turns)
    if not isinstance(document.get("source"), dict):
        document["source"] = {"format": name}
    return runs.Made(identity, document)


def _turn(turn: Any, place: Place) -> Any:
    """With what is missing: the source of the turn, and of each call its class, its language and its source."""
    if not isinstance(turn, dict):
        return {"content": turn, "source": place.source()}
    found = {**turn}
    found.setdefault("source", place.source())
    if isinstance(turn.get("tool_calls"), list):
        listed = enumerate(turn["tool_calls"])
        found["tool_calls"] = [_call(call, place.inside("tool_calls", index)) for index, call in listed]
    return found


def _call(call: Any, place: Place) -> Any:
    if not isinstance(call, dict):
        return call
    found = {**call}
    found.setdefault("output_type", tools.output_type(text_at(call, "tool")))
    if language := tools.language(call.get("input")):
        found.setdefault("language", language)
    found.setdefault("source", place.source())
    return found


def _asked(turns: Sequence[dict[str, Any]]) -> str:
    return next((said for turn in turns if text_at(turn, "role") == "user" and (said := text_at(turn, "content"))), "")
