"""LangSmith: the runs of LangChain, LangGraph and whatever else is traced by it, as they are posted or exported.

docs/reference/formats.md says what becomes of what.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tracewright.convert import runs
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.place import Place, id_at, list_at, object_at, text_at
from tracewright.convert.runs import Placed, Run
from tracewright.convert.source import Sample, Source
from tracewright.convert.spans import grouping
from tracewright.convert.spans.parts import given_of, role_of
from tracewright.convert.spans.reading import EMPTY, is_message, messages_in, parsed
from tracewright.convert.spans.span import AGENT, LLM, OTHER, TOOL, Span
from tracewright.convert.spans.telling import tell
from tracewright.convert.spans.times import iso
from tracewright.convert.spans.usage import bodies_of, usage_in
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem

name = "langchain"
title = "LangSmith and LangChain runs"
version = 1

KINDS = {"llm": LLM, "tool": TOOL}
TYPES = ("chain", "retriever", "embedding", "prompt", "parser", *KINDS)
THREADS = ("thread_id", "session_id", "conversation_id")
BROKEN_OFF = ("length", "max_tokens", "content_filter", "refusal")


def sniff(sample: Sample) -> Sniff:
    found = [record for record in sample.records if any(True for _ in _records(Placed(record, Place())))]
    if found:
        return Sniff(1.0, "runs with a run_type, a trace_id or a dotted_order")
    if any(
        _is_langchains(each) for record in sample.records for each in (record if isinstance(record, list) else [record])
    ):
        return Sniff(0.9, "messages of LangChain")
    return Sniff(0.0, "no runs with a run_type")


def sources(paths: Iterable[Path]) -> list[Source]:
    return runs.each_alone(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    return runs.converted(source, _made, _is_one, on_problem, _split)


def _is_one(values: Sequence[Any]) -> bool:
    """Runs, one on each line, may be of the same trace; messages are of one conversation."""
    return any(any(True for _ in _records(Placed(each, Place()))) for each in values) or all(
        map(_is_langchains, values)
    )


def _is_run(value: Any) -> bool:
    """A run as it is exported, or one half of it as it is posted: the end of one may lack its type."""
    is_named = text_at(value, "run_type") in TYPES or bool(text_at(value, "dotted_order"))
    return is_named and bool(id_at(value, "id") or id_at(value, "run_id"))


def _is_langchains(value: Any) -> bool:
    """A message as LangChain dumps it, {"lc": 1, "id": [..., "AIMessage"], "kwargs"} or {"type": "ai", "data"}."""
    if not isinstance(value, dict) or not is_message(value):
        return False
    return "lc" in value or (bool(role_of(text_at(value, "type"))) and bool(object_at(value, "data")))


def _records(placed: Placed) -> Iterator[tuple[Placed, Any]]:
    """The runs of a value, or the halves of runs, each with the value that holds it alone."""
    value, place = placed
    if _is_run(value):
        yield placed, {key: each for key, each in value.items() if key != "child_runs"}
        for index, child in enumerate(list_at(value, "child_runs")):
            yield from _records(Placed(child, place.inside("child_runs", index)))
        return
    for key in ("post", "patch", "runs"):
        for index, each in enumerate(list_at(value, key)):
            for found, alone in _records(Placed(each, place.inside(key, index))):
                yield found, {key: [alone]}


class _Joined:
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


def _joined(run: Run) -> dict[str, _Joined]:
    found: dict[str, _Joined] = {}
    for value in run.values:
        for placed, _ in _records(value):
            identity = id_at(placed.value, "id") or id_at(placed.value, "run_id")
            found.setdefault(identity, _Joined()).halves.append(placed)
    return found


def _run_names(run: Run) -> dict[str, str]:
    """By the id of a run what names the conversation: its thread, else its trace, else itself."""
    found = _joined(run)
    run_of = grouping.joined((each.trace or identity, each.thread) for identity, each in found.items())
    return {identity: run_of(each.trace or identity) for identity, each in found.items()}


def _split(run: Run) -> Iterator[Run]:
    names = _run_names(run)
    listed = [record for value in run.values for record in _records(value)]
    keyed = [(names[id_at(each.value, "id") or id_at(each.value, "run_id")], alone) for each, alone in listed]
    yield from grouping.by_key(run, keyed)


def _made(run: Run) -> runs.Made:
    found = _joined(run)
    if found:
        spans = [_span(identity, each) for identity, each in found.items()]
        run.report.unknown.update(f"run_type {span.type}" for span in spans if span.type not in TYPES)
        run.report.records = len(spans)
        identity = next(iter(_run_names(run).values())) or run.hash()
    else:
        spans, identity = [_of_messages(run)], run.hash()
    told = tell(spans, run.report)
    return runs.Made(identity, told.document(identity, {"format": name}))


def _of_messages(run: Run) -> Span:
    """Messages without a run, as LangChain dumps them."""
    found = Span("", "", AGENT, "", run.place, inputs=[run.values])
    if all(message.is_guessed for message in found.said):
        raise TraceFormatError(
            run.where, "holds no run: it must be an object with an id and a run_type, or a dotted_order"
        )
    return found


def _span(identity: str, run: _Joined) -> Span:
    kind = KINDS.get(run.text("run_type"), OTHER)
    found = Span(
        identity, run.text("parent_run_id"), kind, run.text("name"), run.get("inputs").place,
        type=run.text("run_type") or "without run_type",
        started=iso(run.get("start_time").value),
        ended=iso(run.get("end_time").value),
        inputs=_candidates(run.get("inputs")),
        outputs=_candidates(run.get("outputs")),
        error=run.text("error"),
    )  # fmt: skip
    if run.get("inputs").value is None:
        found.place = run.halves[0].place
    if kind == LLM:
        _read_model(found, run)
    elif kind == TOOL:
        _read_tool(found, run)
    return found


def _candidates(placed: Placed) -> list[list[Placed]]:
    return [] if placed.value is None else [[placed]]


def _read_model(found: Span, run: _Joined) -> None:
    outputs = run.get("outputs").value
    metadata, asked = run.get("extra", "metadata").value, run.get("extra", "invocation_params").value
    models = (
        text_at(outputs, "model"),
        text_at(metadata, "ls_model_name"),
        text_at(asked, "model"),
        text_at(asked, "model_name"),
    )
    found.model = next(filter(None, models), "")
    posted = {key: run.get(key).value for key in ("prompt_tokens", "completion_tokens")}
    found.usage = usage_in(*bodies_of(outputs), metadata, posted)
    cost = run.get("total_cost").value
    found.cost_usd = float(cost) if isinstance(cost, int | float) and not isinstance(cost, bool) and cost else None
    found.tools = list_at(run.get("inputs").value, "tools") or list_at(asked, "tools")
    bodies = [*list_at(outputs, "choices"), *(object_at(each, "response_metadata") for each in bodies_of(outputs))]
    reasons = [text_at(each, "finish_reason") for each in bodies]
    found.stop_reason = next((reason for reason in reasons if reason in BROKEN_OFF), "")


def _read_tool(found: Span, run: _Joined) -> None:
    """The id of the call stands in the message that a tool gives back."""
    found.tool = found.name
    inputs, outputs = run.get("inputs"), run.get("outputs")
    given = inputs.value.get("input", inputs.value) if isinstance(inputs.value, dict) else inputs.value
    found.given = given_of(given)
    result = outputs
    if isinstance(outputs.value, dict) and "output" in outputs.value:
        result = Placed(outputs.value["output"], outputs.place.inside("output"))
    if result.value is None:
        return
    found.result = result
    for message in messages_in(result, "tool") if isinstance(parsed(result).value, dict) else ():
        for part in message.parts:
            if part.kind == "result" and not message.is_guessed:
                found.call_id, found.result = part.id, Placed(part.text, part.place)
                found.error = found.error or (part.text if part.is_error else "")
