"""A span of OpenTelemetry as a span of ours: by the GenAI conventions, those before them, OpenInference, OpenLLMetry (Traceloop),
Logfire and the AI SDK. Which names a program uses nobody says, and many use several at once.
"""

from collections.abc import Iterable
from typing import Any

from tracewright.convert.failures import UNTOLD
from tracewright.convert.otel import events as told_by
from tracewright.convert.otel.attributes import Attributes, attributes_of
from tracewright.convert.otel.names import (
    AGENTS,
    BROKEN_OFF,
    CACHED,
    CALL_IDS,
    COSTS,
    ENDS,
    ERRORS,
    GIVEN,
    INPUTS,
    KINDS,
    MODELS,
    NAMED_KINDS,
    OPERATIONS,
    OUTPUTS,
    RESULTS,
    STARTS,
    TOKENS,
    TOOLS,
    TYPES,
)
from tracewright.convert.otel.records import Record
from tracewright.convert.place import Place, number_at, object_at, text_at
from tracewright.convert.runs import Placed
from tracewright.convert.spans.reading import parsed
from tracewright.convert.spans.span import AGENT, LLM, OTHER, TOOL, Candidate, Span
from tracewright.convert.spans.times import iso


def span_of(record: Record, logs: Iterable[Placed] = ()) -> Span:
    """`logs` are the log records that belong to it."""
    span, place = record.span, record.place
    attributes, events = attributes_of(span, place), told_by.events_of(span, place, logs)
    details = next((event.attributes for event in events if event.name == told_by.DETAILS), None)
    kind = kind_of(attributes, span)
    found = Span(
        record.id, record.parent, kind, text_at(span, "name") or text_at(span, "span_name"), place,
        started=_time(span, STARTS),
        ended=_time(span, ENDS),
        error=(error := _error(span, attributes, events)),
        error_details=_details(span, events, error) if error else "",
        type=attributes.text(*TYPES) or "span",
    )  # fmt: skip
    if kind == TOOL:
        read_tool(found, attributes)
    read_messages(found, attributes, events, details)
    if kind == LLM:
        read_spent(found, attributes)
    if kind == AGENT:
        found.name = attributes.text(*AGENTS) or found.name
    return found


def conversation_of(record: Record) -> str:
    """The conversation that a span names. A `session.id` is one to OpenInference; others call other things so."""
    attributes = attributes_of(record.span, record.place)
    found = attributes.text("gen_ai.conversation.id", "langfuse.session.id")
    return found or (attributes.text("session.id") if attributes.text("openinference.span.kind") else "")


def is_of_agents(record: Record) -> bool:
    """Whether a span uses any of the conventions that are read."""
    keys = attributes_of(record.span, record.place)
    begins = ("gen_ai.", "llm.", "ai.operationId", "ai.model.", *NAMED_KINDS)
    return any(key.startswith(begins) or key in ("llm", "gen_ai", "openinference") for key in keys)


def read_messages(
    found: Span, attributes: Attributes, events: list[told_by.Event], details: Attributes | None = None
) -> None:
    """Each way in which the span may tell them that says something, the best first."""
    said, answered = told_by.told(events, attributes)
    about = [attributes, *([details] if details else [])]
    ins: list[Candidate] = [each.items("gen_ai.input.messages") for each in about]
    ins += [said, attributes.items("gen_ai.prompt"), attributes.items("llm.input_messages")]
    ins += [told_by.contents(events, told_by.PROMPTS, "gen_ai.prompt")]
    ins += [_one(attributes, key) for key in INPUTS]
    outs: list[Candidate] = [each.items("gen_ai.output.messages") for each in about]
    outs += [answered, attributes.items("gen_ai.completion"), attributes.items("llm.output_messages")]
    outs += [told_by.contents(events, told_by.COMPLETIONS, "gen_ai.completion"), _of_ai_sdk(attributes)]
    outs += [_one(attributes, key) for key in OUTPUTS]
    found.inputs = [each for each in [*found.inputs, *ins] if each]
    found.outputs = [each for each in [*found.outputs, *outs] if each]
    system = next((each.first("gen_ai.system_instructions") for each in about), None)
    found.system = [system] if system else []


def read_spent(found: Span, attributes: Attributes) -> None:
    """What is not known yet of the model, its tokens and its cost; what it read from its cache is part of what it was given."""
    found.model = found.model or attributes.text(*MODELS)
    tokens: dict[str, Any] = {key: attributes.number(*keys) for key, keys in TOKENS.items()}
    if cached := attributes.number(*CACHED):
        tokens["input_tokens_details"] = {"cached_tokens": cached}
    found.usage = found.usage or {key: value for key, value in tokens.items() if value is not None}
    found.cost_usd = attributes.number(*COSTS) if found.cost_usd is None else found.cost_usd
    reasons = attributes.first(
        "gen_ai.response.finish_reasons", "ai.response.finishReason", "gen_ai.completion.0.finish_reason"
    )
    listed = parsed(reasons).value if reasons else []
    given = [each for each in (listed if isinstance(listed, list) else [listed]) if each in BROKEN_OFF]
    found.stop_reason = found.stop_reason or next(iter(given), "")
    found.tools = found.tools or _tools(attributes)


def kind_of(attributes: Attributes, span: Any = None) -> str:
    operation = attributes.text("gen_ai.operation.name")
    named = (attributes.text(*NAMED_KINDS) or text_at(span, "span_kind")).lower().strip('"')
    if operation in OPERATIONS or named in KINDS:
        return OPERATIONS.get(operation) or KINDS[named]
    if attributes.first(*TOOLS) and not attributes.first("gen_ai.request.model"):
        return TOOL
    if attributes.text("llm.request.type") in ("chat", "completion") or attributes.text("ai.operationId").startswith(
        ("ai.generate", "ai.stream")
    ):
        return LLM
    is_model = attributes.first("gen_ai.request.model", "gen_ai.response.model", "llm.model_name") and not (
        operation or named
    )
    if is_model:
        return LLM
    return AGENT if not named and attributes.first("agent_name") else OTHER


def read_tool(found: Span, attributes: Attributes) -> None:
    name = attributes.text(*TOOLS) or attributes.text("traceloop.entity.name") or found.name
    found.tool = name.removeprefix("execute_tool ")
    found.call_id = attributes.id(*CALL_IDS)
    given = attributes.first(*GIVEN)
    found.given = parsed(given).value if given else None
    found.result = attributes.first(*RESULTS)


def _tools(attributes: Attributes) -> list[Any]:
    """Their definitions as the API had them, which many logs write as JSON in texts."""
    for key in ("gen_ai.tool.definitions", "ai.prompt.tools", "llm.request.functions"):
        if found := attributes.items(key):
            return [parsed(each).value for each in found]
    listed = (each.value for each in attributes.items("llm.tools"))
    schemas = [object_at(each, "tool").get("json_schema") for each in listed]
    return [parsed(Placed(each, Place())).value for each in schemas if each]


def _of_ai_sdk(attributes: Attributes) -> Candidate:
    """A text, calls, or an object."""
    keys = ("ai.response.text", "ai.response.toolCalls", "ai.response.object")
    found = [attributes.first(key) for key in keys]
    return [each for each in found if each is not None]


def _one(attributes: Attributes, key: str) -> Candidate:
    found = attributes.first(key)
    return [found] if found else []


def _time(span: dict[str, Any], keys: Iterable[str]) -> str:
    return next((time for key in keys if (time := iso(span.get(key)))), "")


def _error(span: dict[str, Any], attributes: Attributes, events: list[told_by.Event]) -> str:
    status = object_at(span, "status")
    codes = (
        status.get("code"),
        status.get("status_code"),
        number_at(span, "status_code"),
        text_at(span, "status_code"),
    )
    kind = attributes.text("error.type")
    if not kind and not any(code in ERRORS for code in codes if code not in (None, "")):
        return ""
    said = _status_text(span)
    return told_by.exception(events) or (
        f"{kind}: {said}" if kind and said and kind not in said else said or kind or UNTOLD
    )


def _details(span: dict[str, Any], events: list[told_by.Event], error: str) -> str:
    """What the status says other than its exception does, and where in the program that was."""
    said = _status_text(span)
    return "\n".join(text for text in (said if said not in error else "", told_by.stack_trace(events)) if text)


def _status_text(span: dict[str, Any]) -> str:
    keys = ("message", "description", "status_message")
    told = (text_at(fields, key) for fields in (object_at(span, "status"), span) for key in keys)
    return next(filter(None, told), "")
