"""Spans as a tree: which of them say what the model was asked and answered, and below which call."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tracewright.convert.spans.span import AGENT, LLM, OTHER, TOOL, Span

WORKING = (TOOL, AGENT)  # what asks a model below one of these is no part of what is above it


class Tree:
    """`spans` by the time they began; of equal times in the order of the log, a parent before its children."""

    def __init__(self, spans: Iterable[Span]) -> None:
        given = list(spans)
        self._by_id = {span.id: span for span in reversed(given) if span.id}
        self._below: dict[str, list[Span]] = defaultdict(list)
        for span in given:
            self._below[span.parent].append(span)
        self._callers: dict[int, Span | None] = {}  # of the spans that were asked for, and of those above them
        depths = self._depths([span for span in given if span.parent not in self._by_id])
        self.spans = sorted(given, key=lambda span: (span.started, depths.get(id(span), 0)))
        self._asking = {id(above) for span in given if span.kind == LLM for above in self.above(span)}

    def _depths(self, roots: Sequence[Span]) -> dict[int, int]:
        found, level, depth = dict[int, int](), list(roots), 0
        while level:
            found |= {id(span): depth for span in level}
            level = [child for span in level if span.id for child in self._below[span.id] if id(child) not in found]
            depth += 1
        return found

    @property
    def roots(self) -> list[Span]:
        """Those whose parent is not there."""
        return [span for span in self.spans if span.parent not in self._by_id]

    def above(self, span: Span) -> Iterator[Span]:
        """Its parent, the parent of that, and so on; a circle is left where it closes."""
        seen = {span.id}
        while (parent := self._by_id.get(span.parent)) is not None and parent.id not in seen:
            seen.add(parent.id)
            yield parent
            span = parent

    def asks(self, span: Span) -> bool:
        """Whether a model is asked below it."""
        return id(span) in self._asking

    def caller(self, span: Span) -> Span | None:
        """The tool as which the agent works that the span is of."""
        passed = [span]
        for each in self.above(span):
            if each.kind == TOOL and self.asks(each):
                found: Span | None = each
                break
            if id(each) in self._callers:
                found = self._callers[id(each)]
                break
            passed.append(each)
        else:
            found = None
        self._callers |= {id(each): found for each in passed}
        return found

    def exchanges(self) -> list[Span]:
        """The spans that tell the conversation, each answer of a model once.

        A span around another that asks the model repeats it: of such a pair the one is taken that has the messages, with the
        tokens of the inner one; a span around several is left out. An agent that asks no model is taken for itself. Where no
        messages of a model are logged, those of the outermost agents are taken, else those of the roots.
        """
        models = [span for span in self.spans if span.kind == LLM]
        inner = {id(span): [each for each in self._below_of(span) if each.kind == LLM] for span in models}
        asked = [_richer(span, inner[id(span)]) for span in models if self._is_outer(span, inner)]
        if not any(span.says for span in asked):
            return self._without_models() or asked
        silent = [span for span in self.spans if span.kind == AGENT and not self.asks(span) and span.answered]
        return asked + [span for span in silent if not any(each in silent for each in self.above(span))]

    def _below_of(self, span: Span) -> Iterator[Span]:
        """All that is below a span, without what is below the tools and agents there."""
        seen, open_ = {span.id}, [span]
        while open_:
            here = open_.pop()
            for child in self._below[here.id] if here.id else ():
                if child.id not in seen:
                    seen.add(child.id)
                    yield child
                    if child.kind not in WORKING:
                        open_.append(child)

    def _is_outer(self, span: Span, inner: dict[int, list[Span]]) -> bool:
        """It is around one other at most, and not the inner one of such a pair itself."""
        if len(inner[id(span)]) > 1:
            return False
        around = next((each for each in self.above(span) if each.kind in (LLM, *WORKING)), None)
        return around is None or around.kind in WORKING or len(inner[id(around)]) > 1

    def _without_models(self) -> list[Span]:
        agents = [span for span in self.spans if span.kind == AGENT and span.says]
        outer = [span for span in agents if not any(each in agents for each in self.above(span))]
        return outer or [span for span in self.roots if span.kind == OTHER and span.says]


def _richer(outer: Span, inner: Sequence[Span]) -> Span:
    """Of a pair the span that has the messages, with what the other knows better: an inner one stands nearer to the API."""
    if not inner:
        return outer
    (near,) = inner
    best, other = (near, outer) if _worth(near) >= _worth(outer) else (outer, near)
    for key in ("model", "usage", "cost_usd", "error", "error_details", "stop_reason"):
        setattr(best, key, getattr(near, key) or getattr(outer, key))
    best.tools = best.tools or other.tools
    return best


def _worth(span: Span) -> tuple[bool, bool]:
    return (any(not each.is_guessed for each in span.said), any(not each.is_guessed for each in span.answered))
