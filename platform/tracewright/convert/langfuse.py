"""Langfuse: exports of a trace with its observations, whose inputs, outputs and metadata are often JSON in texts.

docs/reference/formats.md says what becomes of what.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tracewright.convert import runs
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.failures import UNTOLD
from tracewright.convert.otel.attributes import Attributes
from tracewright.convert.otel.reading import kind_of, read_messages, read_spent, read_tool
from tracewright.convert.place import Place, id_at, list_at, number_at, object_at, text_at
from tracewright.convert.runs import Placed, Run
from tracewright.convert.source import Sample, Source
from tracewright.convert.spans import grouping
from tracewright.convert.spans.reading import EMPTY, parsed
from tracewright.convert.spans.span import AGENT, EVENT, LLM, OTHER, TOOL, Span
from tracewright.convert.spans.telling import tell
from tracewright.convert.spans.times import iso
from tracewright.convert.spans.usage import bodies_of, usage_in
from tracewright.records import OnProblem

name = "langfuse"
title = "Langfuse trace exports (trace with observations)"
version = 2

KINDS = {"GENERATION": LLM, "TOOL": TOOL, "AGENT": AGENT, "EVENT": EVENT}
TYPES = ("SPAN", "CHAIN", "RETRIEVER", "EVALUATOR", "GUARDRAIL", "EMBEDDING", *KINDS)
CACHED = ("input_cached_tokens", "input_cache_read", "prompt_details.cache_read", "cache_read_input_tokens")


def sniff(sample: Sample) -> Sniff:
    if any(_observations(Placed(record, Place())) for record in sample.objects if not _is_observation(record)):
        return Sniff(1.0, "a trace with observations")
    if any(map(_is_observation, sample.objects)):
        return Sniff(0.95, "observations with a type and a traceId")
    if any(id_at(object_at(record, "trace"), "projectId") for record in sample.objects):
        return Sniff(0.8, "a trace with a projectId")
    if any(map(_is_chatml, sample.objects)):
        return Sniff(0.8, "observations as Langfuse's ChatML")
    return Sniff(0.0, "no trace with observations")


def sources(paths: Iterable[Path]) -> list[Source]:
    return runs.each_alone(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    return runs.converted(source, _made, _are_observations, on_problem, _split)


def _are_observations(values: Sequence[Any]) -> bool:
    return all(map(_is_observation, values))


def _is_observation(value: Any) -> bool:
    return text_at(value, "type") in TYPES and bool(id_at(value, "traceId")) and "startTime" in value


def _is_chatml(value: Any) -> bool:
    """{"<id of an observation>": {"input": {"success", "data"}, "output": ...}}."""
    sides = [object_at(each, key) for each in value.values() for key in ("input", "output")]
    return bool(sides) and all("success" in side and ("data" in side or "error" in side) for side in sides)


def _split(run: Run) -> Iterator[Run]:
    """A run for each trace, where observations stand by themselves."""
    if not _is_observation(run.value):
        yield run
        return
    yield from grouping.by_key(run, [(id_at(each.value, "traceId"), each.value) for each in run.values])


def _made(run: Run) -> runs.Made:
    about = object_at(run.value, "trace") or (run.value if isinstance(run.value, dict) else {})
    observations = [each for value in run.values for each in _observations(value)]
    run.report.records = len(observations) or run.report.records
    identity = id_at(run.value, "traceId") if _is_observation(run.value) else id_at(about, "id")
    if observations:
        spans = [_span(each) for each in observations]
        if not any(span.started for span in spans):
            spans = _without_times(spans, Placed(about, run.place))
        run.report.unknown.update(f"type {span.type}" for span in spans if span.type not in (*TYPES, "trace"))
    else:
        spans = _of_chatml(run.value, run.place) if isinstance(run.value, dict) and _is_chatml(run.value) else []
    told = tell(spans, run.report)
    identity = identity or run.hash()
    return runs.Made(identity, told.document(identity, {"format": name}, outcome=_scores(about)))


def _observations(placed: Placed) -> list[Placed]:
    """Those beside the trace, or in it; or the value, where it is one."""
    value, place = placed
    if _is_observation(value):
        return [placed]
    for holder, where in ((value, place), (object_at(value, "trace"), place.inside("trace"))):
        found = list_at(holder, "observations")
        if any(text_at(each, "type") in TYPES for each in found):
            listed = [Placed(each, where.inside("observations", index)) for index, each in enumerate(found)]
            return [each for each in listed if isinstance(each.value, dict)]
    return []


def _span(placed: Placed) -> Span:
    """An observation; its `metadata.attributes` are those of the span that it was sent as, where it was one."""
    value, place = placed
    metadata = parsed(Placed(value.get("metadata"), place.inside("metadata")))
    inner = parsed(
        Placed(
            object_at(metadata.value, "attributes") or _at(metadata.value, "attributes"),
            metadata.place.inside("attributes"),
        )
    )
    attributes = Attributes(inner.value, inner.place)
    kind = KINDS.get(text_at(value, "type")) or kind_of(attributes)
    if kind == LLM and text_at(value, "type") != "GENERATION":
        kind = OTHER  # what asked a model is a generation to Langfuse
    found = Span(
        id_at(value, "id"), id_at(value, "parentObservationId"), kind, text_at(value, "name"), place,
        type=text_at(value, "type") or "without type",
        started=iso(value.get("startTime")),
        ended=iso(value.get("endTime")),
        inputs=[[Placed(value["input"], place.inside("input"))]] if value.get("input") not in EMPTY else [],
        outputs=[[Placed(value["output"], place.inside("output"))]] if value.get("output") not in EMPTY else [],
        model=text_at(value, "model"),
        error=(text_at(value, "statusMessage") or UNTOLD) if text_at(value, "level") == "ERROR" else "",
    )  # fmt: skip
    read_messages(found, attributes, [])
    if kind == LLM:
        found.usage, found.cost_usd = _usage(value), _cost(value)
        found.tools = _tools(value, metadata)
        read_spent(found, attributes)
        found.usage = found.usage or usage_in(*bodies_of(parsed(Placed(value.get("output"), place)).value))
    elif kind == TOOL:
        _read_tool(found, placed, attributes)
    return found


def _without_times(spans: list[Span], trace: Placed) -> list[Span]:
    """A trace in the form of Potato's samples: its `input` is the task, and a SPAN with an input and an output is a call.

    Langfuse itself logs when each began; there a SPAN may be anything.
    """
    for span in spans:
        if span.type == "SPAN" and span.inputs and span.outputs:
            span.kind, span.tool = TOOL, span.name
            span.given, span.result = parsed(span.inputs[0][0]).value, span.outputs[0][0]
    given = trace.value.get("input")
    if given in EMPTY:
        return spans
    place = trace.place.inside("input")
    return [Span("", "", OTHER, "", place, type="trace", inputs=[[Placed(given, place)]]), *spans]


def _at(fields: Any, key: str) -> Any:
    return fields.get(key) if isinstance(fields, dict) else None


def _read_tool(found: Span, placed: Placed, attributes: Attributes) -> None:
    read_tool(found, attributes)
    value, place = placed
    if value.get("input") is not None:
        found.given = parsed(Placed(value["input"], place)).value
    if value.get("output") is not None:
        found.result = Placed(value["output"], place.inside("output"))


def _usage(value: dict[str, Any]) -> dict[str, Any]:
    """Langfuse counts each kind of tokens by itself: what was read from a cache, or thought, is not in `input` and `output`."""
    details = {key: count for key, count in object_at(value, "usageDetails").items() if isinstance(count, int)}
    given = _sum(details, "input"), _sum(details, "output")
    older = object_at(value, "usage") or value
    if not any(given):
        keys = ("input", "promptTokens"), ("output", "completionTokens")
        given = tuple(next((found for key in names if (found := number_at(older, key))), 0) for names in keys)  # type: ignore[assignment]
    usage: dict[str, Any] = dict(zip(("input_tokens", "output_tokens"), given, strict=True)) if any(given) else {}
    if cached := next((details[key] for key in CACHED if details.get(key)), 0):
        usage["input_tokens_details"] = {"cached_tokens": cached}
    return usage


def _sum(details: dict[str, int], side: str) -> int:
    return sum(count for key, count in details.items() if key == side or key.startswith(f"{side}_"))


def _cost(value: dict[str, Any]) -> float | None:
    costs = [number_at(object_at(value, "costDetails"), "total"), number_at(value, "calculatedTotalCost")]
    return next((cost for cost in [*costs, number_at(value, "totalCost")] if cost), None)


def _tools(value: dict[str, Any], metadata: Placed) -> list[Any]:
    """As the observation, its metadata or its input has them; each may be JSON in a text."""
    given = parsed(Placed(value.get("input"), Place())).value
    for found in (value.get("toolDefinitions"), _at(metadata.value, "tools"), _at(given, "tools")):
        listed = parsed(Placed(found, Place())).value
        if isinstance(listed, list) and listed:
            return [parsed(Placed(each, Place())).value for each in listed]
    return []


def _scores(trace: Any) -> dict[str, Any]:
    """{"scores": {"correct": 1}}: what people and programs gave the trace; a text where it is no number."""
    given = {text_at(each, "name"): _at(each, "stringValue") or _at(each, "value") for each in list_at(trace, "scores")}
    found = {key: value for key, value in given.items() if key and value is not None}
    return {"scores": found} if found else {}


def _of_chatml(value: dict[str, Any], place: Place) -> list[Span]:
    """Without times: what repeats less was earlier."""
    found = []
    for identity, each in value.items():
        sides = {key: list_at(object_at(each, key), "data") for key in ("input", "output")}
        if any(sides.values()):
            at = [[Placed(sides[key], place.inside(identity, key, "data"))] for key in ("input", "output")]
            found.append(Span(identity, "", LLM, "", place.inside(identity), inputs=at[:1], outputs=at[1:]))
    return sorted(found, key=lambda span: len(span.said))
