"""LangSmith: the runs of LangChain, LangGraph and whatever else is traced by it, as they are posted or exported.

docs/reference/formats.md says what becomes of what.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tracewright.convert import runs
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.langchain.records import TYPES, Joined, is_langchains, joined, names_of, records_of
from tracewright.convert.place import Place, id_at, list_at, object_at, text_at
from tracewright.convert.runs import Placed, Run
from tracewright.convert.source import Sample, Source
from tracewright.convert.spans import grouping
from tracewright.convert.spans.parts import given_of
from tracewright.convert.spans.reading import messages_in, parsed
from tracewright.convert.spans.span import AGENT, LLM, OTHER, TOOL, Span
from tracewright.convert.spans.telling import tell
from tracewright.convert.spans.times import iso
from tracewright.convert.spans.usage import bodies_of, usage_in
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem

name = "langchain"
title = "LangSmith and LangChain runs"
version = 2

KINDS = {"llm": LLM, "tool": TOOL}
BROKEN_OFF = ("length", "max_tokens", "content_filter", "refusal")


def sniff(sample: Sample) -> Sniff:
    found = [record for record in sample.records if any(True for _ in records_of(Placed(record, Place())))]
    if found:
        return Sniff(1.0, "runs with a run_type, a trace_id or a dotted_order")
    if any(
        is_langchains(each) for record in sample.records for each in (record if isinstance(record, list) else [record])
    ):
        return Sniff(0.9, "messages of LangChain")
    return Sniff(0.0, "no runs with a run_type")


def sources(paths: Iterable[Path]) -> list[Source]:
    return runs.each_alone(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    return runs.converted(source, _made, _is_one, on_problem, _split)


def _is_one(values: Sequence[Any]) -> bool:
    """Runs, one on each line, may be of the same trace; messages are of one conversation."""
    return any(any(True for _ in records_of(Placed(each, Place()))) for each in values) or all(
        map(is_langchains, values)
    )


def _split(run: Run) -> Iterator[Run]:
    names = names_of(run)
    listed = [record for value in run.values for record in records_of(value)]
    keyed = [(names[id_at(each.value, "id") or id_at(each.value, "run_id")], alone) for each, alone in listed]
    yield from grouping.by_key(run, keyed)


def _made(run: Run) -> runs.Made:
    found = joined(run)
    if found:
        spans = [_span(identity, each) for identity, each in found.items()]
        run.report.unknown.update(f"run_type {span.type}" for span in spans if span.type not in TYPES)
        run.report.records = len(spans)
        identity = next(iter(names_of(run).values())) or run.hash()
    else:
        spans, identity = [_of_messages(run)], run.hash_of_all()
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


def _span(identity: str, run: Joined) -> Span:
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


def _read_model(found: Span, run: Joined) -> None:
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


def _read_tool(found: Span, run: Joined) -> None:
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
