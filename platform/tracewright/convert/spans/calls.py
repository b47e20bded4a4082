"""The calls of a conversation, and whatever tells their results: a later request, or the span of the tool."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tracewright.convert.claude_code.results import error_source
from tracewright.convert.conversation import Call, Turn, write_result
from tracewright.convert.failures import with_error
from tracewright.convert.place import Place
from tracewright.convert.report import Report
from tracewright.convert.spans.message import Part
from tracewright.convert.spans.parts import given_of, result_text
from tracewright.convert.spans.reading import parsed
from tracewright.convert.spans.span import TOOL, Span


@dataclass(eq=False)
class Made:
    """A call that was told. `read`: a request gave its result to the model, which counts before what the span says that the tool
    gave back. `error` is why the span failed: the model may have read other words, or none, and both are kept.
    """

    call: Call
    lane: "Lane"
    read: bool = False
    error: str = ""

    def write(self, text: str, place: Place, *, failed: bool) -> None:
        facts = failure(failed, text or self.error)
        write_result(self.call, with_error(text, self.error), place, **facts)


@dataclass
class Lane:
    """What one agent was told so far: the places of each message, by what it is known again. The main agent has no name.

    `call` is the id of the call below which a sub-agent works, `kind` what it is called; `open` are the calls of each tool whose
    span is not known yet.
    """

    agent: str = ""
    call: str = ""
    kind: str = ""
    length: int = 0
    places: dict[tuple[str, ...], list[int]] = field(default_factory=lambda: defaultdict(list))
    made: list[Made] = field(default_factory=list)
    open: dict[str, list[Made]] = field(default_factory=lambda: defaultdict(list))
    results: set[tuple[str, ...]] = field(default_factory=set)
    last: Turn | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """Of each of its turns."""
        return {"agent": self.agent, "parent_call": self.call} if self.agent else {}


@dataclass
class History:
    """The calls that one request has repeated or told so far, and those of them that have their results in it."""

    made: list[Made] = field(default_factory=list)
    answered: list[Made] = field(default_factory=list)


class Calls:
    def __init__(self, report: Report) -> None:
        self._report = report
        self._by_id: dict[str, Made] = {}
        self._by_span: dict[str, Made] = {}

    def add(self, call: Call, lane: Lane) -> Made:
        made = Made(call, lane)
        lane.made.append(made)
        lane.open[call["tool"]].append(made)
        if identity := call.get("id"):
            self._by_id.setdefault(identity, made)
        return made

    def repeated(self, part: Part, lane: Lane, history: History) -> Made | None:
        """The call that a request repeats: that of its id, else the next that is alike."""
        if part.id:
            return self._by_id.get(part.id)
        alike = (each for each in lane.made if each.call["tool"] == part.name and each.call["input"] == part.value)
        return next((each for each in alike if each not in history.made), None)

    def answer(self, part: Part, lane: Lane, history: History) -> bool:
        """Writes the result that a request tells onto its call; the first telling of it counts. False where it has no call.

        One without an id answers the first call of this request that has no result in it yet, one of the same tool before
        others; where the request leaves out the calls, the first of the conversation.
        """
        made = self._by_id.get(part.id) if part.id else None
        if made is None:
            open_ = [each for each in history.made if each not in history.answered]
            made = _answered_by(part, open_) or _answered_by(part, [each for each in lane.made if not each.read])
        key = (part.id, part.name, part.text)
        if made is None or (not part.id and made not in history.made and key in lane.results):
            return key in lane.results
        lane.results.add(key)
        history.answered.append(made)
        if not made.read:
            made.read = True
            failed = part.is_error or made.call.get("is_error") is True
            made.write(part.text, part.place, failed=failed)
        return True

    def of_tool(self, span: Span, lane: Lane) -> Made | None:
        """The call that a span carries out: that of its id, else the first of its name, with the same arguments if one has them.

        A span that is not marked as a tool's must have both the name and the arguments.
        """
        if span.call_id in self._by_id:
            return self._by_id[span.call_id]
        open_ = lane.open[span.tool or span.name]
        fitting = (each for each in open_ if not (span.call_id and each.call.get("id")))
        if not open_:
            return None
        given = span.given if span.kind == TOOL else next((parsed(each[0]).value for each in span.inputs if each), None)
        given, first = given_of(given), None
        for each in fitting:
            if each.call["input"] == given:
                return each
            first = first or each
        return first if span.kind == TOOL else None

    def carry_out(self, made: Made, span: Span) -> None:
        """Times, and the result where no request has told it."""
        if made in made.lane.open[made.call["tool"]]:
            made.lane.open[made.call["tool"]].remove(made)
        self._by_span[span.id] = made
        made.call |= {key: time for key, time in (("started_at", span.started), ("ended_at", span.ended)) if time}
        made.error = span.why
        if made.read:
            if span.error:
                output = str(made.call["output"])
                made.call |= {"output": with_error(output, made.error), **failure(True, output)}
            return
        if span.kind == TOOL and span.result is not None:
            value = parsed(span.result).value
            raw = span.result.value
            text = raw if isinstance(raw, str) and not isinstance(value, str) else result_text(value)
            made.write(text, span.result.place, failed=bool(span.error))
        elif span.error:
            made.write("", span.place, failed=True)

    def id_of(self, span: Span) -> str:
        """The id of the call that a span carries out, by which its sub-agent is known; the span's where the log has none."""
        made = self._by_span.get(span.id)
        if made is None:
            return ""
        return str(made.call.setdefault("id", span.id))


def _answered_by(part: Part, made: Sequence[Made]) -> Made | None:
    fitting = [each for each in made if not (part.id and each.call.get("id"))]
    named = [each for each in fitting if each.call["tool"] == part.name]
    return next(iter(named or fitting), None)


def failure(is_error: bool, text: str) -> dict[str, Any]:
    """The facts of a result; an error has somebody whose error it is."""
    return {"is_error": True, "error_source": error_source(text)} if is_error else {"is_error": False}
