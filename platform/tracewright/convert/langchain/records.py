"""The runs of a log, of which it may have the beginning and the end apart."""

from collections.abc import Iterator
from typing import Any

from tracewright.convert.place import id_at, list_at, object_at, text_at
from tracewright.convert.runs import Placed, Run
from tracewright.convert.spans import grouping
from tracewright.convert.spans.parts import role_of
from tracewright.convert.spans.reading import EMPTY, is_message

TYPES = ("chain", "retriever", "embedding", "prompt", "parser", "llm", "tool")
THREADS = ("thread_id", "session_id", "conversation_id")


def _is_run(value: Any) -> bool:
    """A run as it is exported, or one half of it as it is posted: the end of one may lack its type."""
    is_named = text_at(value, "run_type") in TYPES or bool(text_at(value, "dotted_order"))
    return is_named and bool(id_at(value, "id") or id_at(value, "run_id"))


def is_langchains(value: Any) -> bool:
    """A message as LangChain dumps it, {"lc": 1, "id": [..., "AIMessage"], "kwargs"} or {"type": "ai", "data"}."""
    if not isinstance(value, dict) or not is_message(value):
        return False
    return "lc" in value or (bool(role_of(text_at(value, "type"))) and bool(object_at(value, "data")))


def records_of(placed: Placed) -> Iterator[tuple[Placed, Any]]:
    """The runs of a value, or the halves of runs, each with the value that holds it alone."""
    value, place = placed
    if _is_run(value):
        yield placed, {key: each for key, each in value.items() if key != "child_runs"}
        for index, child in enumerate(list_at(value, "child_runs")):
            yield from records_of(Placed(child, place.inside("child_runs", index)))
        return
    for key in ("post", "patch", "runs"):
        for index, each in enumerate(list_at(value, key)):
            for found, alone in records_of(Placed(each, place.inside(key, index))):
                yield found, {key: [alone]}


class Joined:
    """A run, of which the log may have the beginning and the end apart."""

    def __init__(self) -> None:
        self.halves: list[Placed] = []

    def get(self, *keys: str) -> Placed:
        """The last half that has something there; None where none has."""
        for half in reversed(self.halves):
            found, place = half.value, half.place
            for key in keys:
                found, place = found.get(key) if isinstance(found, dict) else None, place.inside(key)
            if found not in EMPTY:
                return Placed(found, place)
        return Placed(None, self.halves[0].place)

    def text(self, *keys: str) -> str:
        found = self.get(*keys).value
        return found if isinstance(found, str) else ""

    @property
    def trace(self) -> str:
        return self.text("trace_id") or self.text("dotted_order").partition(".")[0].rpartition("Z")[2]

    @property
    def thread(self) -> str:
        return next((text for key in THREADS if (text := self.text("extra", "metadata", key))), "")


def joined(run: Run) -> dict[str, Joined]:
    found: dict[str, Joined] = {}
    for value in run.values:
        for placed, _ in records_of(value):
            identity = id_at(placed.value, "id") or id_at(placed.value, "run_id")
            found.setdefault(identity, Joined()).halves.append(placed)
    return found


def names_of(run: Run) -> dict[str, str]:
    """By the id of a run what names the conversation: its thread, else its trace, else itself."""
    found = joined(run)
    run_of = grouping.joined((each.trace or identity, each.thread) for identity, each in found.items())
    return {identity: run_of(each.trace or identity) for identity, each in found.items()}
