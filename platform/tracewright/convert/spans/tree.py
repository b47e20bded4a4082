"""Spans as a tree: which of them say what the model was asked and answered, and below which call."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tracewright.convert.spans.span import AGENT, LLM, OTHER, TOOL, Span


class Tree:
    """`spans` by the time they began; of equal times in the order of the log, a parent before its children."""

    def __init__(self, spans: Iterable[Span]) -> None:
        given = list(spans)
        self._by_id = {span.id: span for span in reversed(given) if span.id}
        depths = {id(span): len(list(self.above(span))) for span in given}
        self.spans = sorted(given, key=lambda span: (span.started, depths[id(span)]))
        self._below: dict[str, list[Span]] = defaultdict(list)
        for span in self.spans:
            self._below[span.parent].append(span)

    @property
    def roots(self) -> list[Span]:
        """Those whose parent is not there."""
        return [span for span in self.spans if next(self.above(span), None) is None]

    def above(self, span: Span) -> Iterator[Span]:
        """Its parent, the parent of that, and so on; a circle is left where it closes."""
        seen = {span.id}
        while (parent := self._by_id.get(span.parent)) is not None and parent.id not in seen:
            seen.add(parent.id)
            yield parent
            span = parent

    def below(self, span: Span, stop: str = "") -> Iterator[Span]:
        """All that is below it, without what is below a span of the kind `stop`."""
        seen, open_ = {span.id}, [span]
        while open_:
            here = open_.pop()
            for child in self._below[here.id] if here.id else ():
                if child.id not in seen:
                    seen.add(child.id)
                    yield child
                    if child.kind != stop:
                        open_.append(child)

    def caller(self, span: Span) -> Span | None:
        """The tool in whose call it happened."""
        return next((each for each in self.above(span) if each.kind == TOOL), None)

    def exchanges(self) -> list[Span]:
        """The spans that tell the conversation, each answer of a model once.

        A span around another that asks the model repeats it: of such a pair the one is taken that has the messages, with the
        tokens of the inner one; a span around several is left out. Where no model's messages are logged, those of agents are
        taken, else those of the roots.
        """
        models = [span for span in self.spans if span.kind == LLM]
        inner = {id(span): [each for each in self.below(span, TOOL) if each.kind == LLM] for span in models}
        asked = [_richer(span, inner[id(span)]) for span in models if self._is_outer(span, inner)]
        if not any(span.says for span in asked):
            return self._without_models() or asked
        silent = [
            span for span in self.spans if span.kind == AGENT and not any(self._asks(each) for each in self.below(span))
        ]
        return self._ordered([*asked, *(span for span in silent if span.answered and self._is_leaf(span))])

    def _is_outer(self, span: Span, inner: dict[int, list[Span]]) -> bool:
        """It is around one other at most, and not the inner one of such a pair itself."""
        if len(inner[id(span)]) > 1:
            return False
        around = next((each for each in self.above(span) if each.kind in (LLM, TOOL)), None)
        return around is None or around.kind == TOOL or len(inner[id(around)]) > 1

    def _without_models(self) -> list[Span]:
        for kind in (AGENT, OTHER):
            telling = [span for span in self.spans if span.kind == kind and span.says]
            outer = [span for span in telling if not any(each in telling for each in self.above(span))]
            if kind == OTHER:
                outer = [span for span in outer if span in self.roots]
            if outer:
                return outer
        return []

    def _asks(self, span: Span) -> bool:
        return span.kind in (LLM, AGENT)

    def _is_leaf(self, span: Span) -> bool:
        return not any(each.kind == LLM for each in self.below(span))

    def _ordered(self, spans: Sequence[Span]) -> list[Span]:
        places = {id(span): number for number, span in enumerate(self.spans)}
        return sorted(spans, key=lambda span: places.get(id(span), 0))


def _richer(outer: Span, inner: Sequence[Span]) -> Span:
    """Of a pair the span that has the messages, with what the other knows better: an inner one stands nearer to the API."""
    if not inner:
        return outer
    (near,) = inner
    best, other = (near, outer) if _worth(near) >= _worth(outer) else (outer, near)
    for key in ("model", "usage", "cost_usd", "error", "stop_reason"):
        setattr(best, key, getattr(near, key) or getattr(outer, key))
    best.tools = best.tools or other.tools
    return best


def _worth(span: Span) -> tuple[bool, bool]:
    return (any(not message.is_guessed for message in span.said), any(not each.is_guessed for each in span.answered))
