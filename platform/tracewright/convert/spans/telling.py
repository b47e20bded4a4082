"""Spans as one conversation: what each request repeats of it is told once, and each result stands on its call."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any

from tracewright.convert.anthropic.messages import INJECTED
from tracewright.convert.attachments import Attachments
from tracewright.convert.conversation import Conversation, Turn
from tracewright.convert.layout import Piece, lay_out
from tracewright.convert.report import Report
from tracewright.convert.spans.calls import Calls, History, Lane, Made, failure
from tracewright.convert.spans.message import CALL, DEFINITION, FILE, RESULT, TEXT, THINKING, Message, Part
from tracewright.convert.spans.span import AGENT, EVENT, LLM, OTHER, TOOL, Reading, Span
from tracewright.convert.spans.tree import Tree
from tracewright.trace import Document

KNOWN_ROLES = ("system", "user", "assistant", "tool")


def tell(spans: Iterable[Span], report: Report) -> "Told":
    """The conversation of the spans of one run."""
    given, reading = list(spans), Reading()
    for span in given:
        span.reading = reading
    told = Told(Tree(given), report)
    told.tell()
    return told


class Told:
    """`talk` has the turns. A sub-agent has a lane of its own, below the call of the tool as which it works."""

    def __init__(self, tree: Tree, report: Report) -> None:
        self.talk, self.report, self.attachments = Conversation(report), report, Attachments()
        self.system_prompt, self.tools = "", list[Any]()
        self.alternatives: list[dict[str, Any]] = []
        self._tree, self._calls = tree, Calls(report)
        self._lanes: dict[str, Lane] = {"": Lane()}
        self._failures: list[str] = []

    def tell(self) -> None:
        exchanges = {id(span): span for span in self._tree.exchanges()}
        self._ask(list(exchanges.values()))
        for span in self._tree.spans:
            self.report.types[span.type] += 1
            lane = self._lane(span)
            if id(span) in exchanges:
                self._exchange(span, lane)
            elif span.kind == TOOL:
                self._work(span, lane)
            elif span.kind == EVENT:
                self._note(span, lane)
            elif span.kind == OTHER and (made := self._calls.of_tool(span, lane)):
                self._calls.carry_out(made, span)
        for root in self._tree.roots:
            if root.error and id(root) not in exchanges and root.kind != TOOL:
                self._fail(root, self._lanes[""])

    def document(self, identity: str, source: dict[str, Any], **facts: Any) -> Document:
        times = [time for span in self._tree.spans for time in (span.started, span.ended) if time]
        known = {
            "system_prompt": self.system_prompt,
            "tools": self.tools,
            "agents": [_listed(lane) for lane in self._lanes.values() if lane.agent],
            "alternatives": self.alternatives,
            "attachments": self.attachments.listed,
            "started_at": min(times, default=""),
            "ended_at": max(times, default=""),
        }
        return self.talk.document(identity, source, **{**known, **facts})

    def _ask(self, exchanges: list[Span]) -> None:
        """Where no request tells what a person asked, what went into the outermost span does."""
        if any(message.role == "user" for span in exchanges for message in span.said):
            return
        for root in self._tree.roots:
            if root not in exchanges and root.kind != TOOL and root.said:
                self._history(root.said, self._lanes[""], root.started)
                return

    def _lane(self, span: Span) -> Lane:
        caller = self._tree.caller(span)
        if caller is None:
            return self._lanes[""]
        if caller.id not in self._lanes:
            between = [span, *takewhile(lambda each: each is not caller, self._tree.above(span))]
            agents = [each.name for each in reversed(between) if each.kind == AGENT]
            self._lanes[caller.id] = Lane(
                caller.id, self._calls.id_of(caller), next(iter(agents), caller.tool or caller.name)
            )
        return self._lanes[caller.id]

    def _exchange(self, span: Span, lane: Lane) -> None:
        """What the request says that was not said yet, then the answer. The tokens of an answer stand with its last turn."""
        self.tools = span.tools or self.tools
        self._history(span.said, lane, span.started)
        taken = [message for message in span.answered if message.choice == 0]
        turns = self._answer(taken, lane, span.ended)
        if not turns and not span.error and span.kind == LLM:  # what it said is not logged
            turns = [self._speak(Message("assistant", [], span.place), lane, "")]
        facts = {key: getattr(span, key) for key in ("model", "usage", "cost_usd", "stop_reason")}
        facts = {key: value for key, value in {**facts, "at": span.ended}.items() if value not in (None, "", {})}
        for turn in turns[-1:]:
            turn |= facts
        for message in (each for each in span.answered if each.choice):
            self._put_aside(message, lane)
        if span.error:
            self._fail(span, lane, **({} if turns else facts))

    def _answer(self, messages: list[Message], lane: Lane, at: str) -> list[Turn]:
        """The turns of the agent; of an agent that logs no models there are results between them."""
        turns, history = [], History()
        for message in messages:
            if message.role == "assistant":
                turns.append(self._speak(message, lane, at))
            elif message.role != "tool":
                self._hear(message, lane, at)
            self._results(message, lane, history)
        return turns

    def _history(self, messages: list[Message], lane: Lane, at: str) -> None:
        """Each message is looked for behind the one before it, among those of earlier requests: what is not there is new.

        What follows the last answer was said when the request began.
        """
        base, place, history = lane.length, -1, History()
        answers = [number for number, message in enumerate(messages) if message.role == "assistant"]
        for number, message in enumerate(messages):
            message = _with_role(message, history.made or lane.made)
            known = _known(message, lane, place, base)
            if known is not None:
                place = known
            elif message.role == "assistant":
                self._speak(message, lane, "")
            elif message.role != "tool":
                self._hear(message, lane, at if number > max(answers, default=-1) else "")
            again = (self._calls.repeated(part, lane, history) for part in message.of(CALL))
            history.made += [made for made in again if made]
            self._results(message, lane, history)

    def _results(self, message: Message, lane: Lane, history: History) -> None:
        self.tools = self.tools or [part.value for part in message.of(DEFINITION)]
        for part in message.of(RESULT):
            if not self._calls.answer(part, lane, history):
                lane.results.add((part.id, part.name, part.text))
                self.report.warn(str(part.place), "is the result of a call that is not there; it stands by itself")
                facts = failure(True, part.text) if part.is_error else {}
                self.talk.say("tool", "result", part.text, part.place, **facts, **lane.facts)

    def _hear(self, message: Message, lane: Lane, at: str) -> None:
        """What is said to the agent. The first instructions are its system prompt."""
        pieces = list(self._pieces(message))
        if not pieces:
            return
        _remember(message, lane)
        said = "\n".join(piece.text for piece in pieces if piece.type == "text")
        if message.role == "system" and not lane.agent and not self.system_prompt and said:
            self.system_prompt = said
            return
        if message.role not in KNOWN_ROLES:
            self.report.unknown[f"role {message.role}"] += 1
        role, kind = ("system", "instruction") if message.role == "system" else ("user", _kind(said, lane))
        place = message.parts[0].place if len(message.parts) == 1 else message.place
        lay_out(self.talk.say(role, kind, "", place, at=at, **lane.facts), pieces)

    def _speak(self, message: Message, lane: Lane, at: str) -> Turn:
        turn = self.talk.say("assistant", "agent", "", message.place, **lane.facts)
        _remember(message, lane)
        for part in message.of(CALL):
            self._call(turn, part, lane, at)
        lay_out(turn, list(self._pieces(message)))
        lane.last = turn
        return turn

    def _call(self, turn: Turn, part: Part, lane: Lane, at: str) -> Made:
        if not part.name:
            self.report.warn(str(part.place), "is a call without a name; it stands as it came")
        elif isinstance(part.value, str):
            self.report.warn(str(part.place), "has arguments that are no JSON; they stand as text")
        return self._calls.add(self.talk.call(turn, part.name, part.value, part.place, identity=part.id, at=at), lane)

    def _work(self, span: Span, lane: Lane) -> None:
        """The work of a tool: on the call that asked for it, else on one of its own."""
        made = self._calls.of_tool(span, lane)
        if made is None:
            turn = lane.last or self._speak(Message("assistant", [], span.place), lane, "")
            given = {} if span.given is None else span.given
            part = Part(CALL, span.place, id=span.call_id, name=span.tool or span.name, value=given)
            made = self._call(turn, part, lane, span.started)
            lane.places[Message("assistant", [part], span.place).known_by()[0]].append(lane.length - 1)
        self._calls.carry_out(made, span)
        if span.error:
            self._failures.append(span.error)

    def _note(self, span: Span, lane: Lane) -> None:
        """What the program says of an event: what came out of it, else what went in."""
        said = "\n".join(part.text for message in span.answered or span.said for part in message.of(TEXT))
        if span.error:
            self._fail(span, lane)
        elif said:
            self.talk.say("user", "command", said, span.place, at=span.started, name=span.name, **lane.facts)

    def _fail(self, span: Span, lane: Lane, **facts: Any) -> None:
        """An error that a span repeats from below it is told once."""
        if any(span.error in told or told in span.error for told in self._failures):
            return
        self._failures.append(span.error)
        facts = {"is_error": True, "error_source": "environment", "at": span.ended, **facts, **lane.facts}
        self.talk.say("user", "command", span.why, span.place, **facts)

    def _put_aside(self, message: Message, lane: Lane) -> None:
        """An answer that the API gave to choose from, and the conversation did not go on with."""
        talk, self.talk = self.talk, Conversation(self.report)
        self._speak(message, Lane(lane.agent, lane.call), "")
        turns, self.talk = self.talk.turns, talk
        fork = {"turn": len(talk.turns) - 2 if len(talk.turns) > 1 else None, "call": None}
        named = {"id": f"answer-{len(self.alternatives) + 1}", "fork": fork, "turns": turns}
        self.alternatives.append({**named, "chosen": False, "by": None, "reason": None})

    def _pieces(self, message: Message) -> Iterator[Piece]:
        calls = 0
        for part in message.parts:
            if part.kind in (TEXT, THINKING):
                if part.text:
                    yield Piece(part.kind, part.text)
            elif part.kind == CALL:
                yield Piece("call", part={"type": "call", "call": calls})
                calls += 1
            elif part.kind == FILE:
                made = self.attachments.part(part.value, part.place.source())
                yield Piece(made["type"], part=made)
            elif part.kind not in (RESULT, DEFINITION):
                self.report.unknown[f"part {part.name}"] += 1


def _known(message: Message, lane: Lane, place: int, base: int) -> int | None:
    """The place of a message that was told before this request, behind `place`; items of one answer may have the same."""
    first = place if message.role == "assistant" else place + 1
    for key in message.known_by():
        places = lane.places.get(key, [])
        number = bisect_left(places, first)
        if number < len(places) and places[number] < base:
            return places[number]
    return None


def _remember(message: Message, lane: Lane) -> None:
    for key in {*message.known_by(), message.saying()}:
        lane.places[key].append(lane.length)
    lane.length += 1


def _with_role(message: Message, made: list[Made]) -> Message:
    """Some logs name a tool where its role should stand."""
    if message.role in KNOWN_ROLES or not message.parts or not any(each.call["tool"] == message.role for each in made):
        return message
    text = "\n".join(part.text for part in message.of(TEXT))
    return message._replace(role="tool", parts=[Part(RESULT, message.parts[0].place, text, name=message.role)])


def _kind(said: str, lane: Lane) -> str:
    """A sub-agent is asked by an agent."""
    if INJECTED.fullmatch(said):
        return "reminder"
    return "agent" if lane.agent else "prompt"


def _listed(lane: Lane) -> dict[str, str]:
    named = {"id": lane.agent, "type": lane.kind, "parent_call": lane.call}
    return {key: value for key, value in named.items() if value}
