"""A search over the steps of a trace."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tracewright.trace import calls, text_of

Place = tuple[int, int | None]  # step, and call or None for the step's own text


def searched(steps: Sequence[Any]) -> list[tuple[Place, str]]:
    """The text of each step and of each call in it, in one case; a call's text is not its step's."""
    return [row for index, step in enumerate(steps) for row in _rows(index, step)]


def sought_in(texts: Iterable[tuple[Place, str]], wanted: str) -> list[Place]:
    """The places whose text has `wanted`, in whatever case."""
    needle = wanted.casefold()
    return [place for place, text in texts if needle in text]


def _rows(index: int, step: Any) -> Iterator[tuple[Place, str]]:
    made = calls(step)
    own = {key: value for key, value in step.items() if key != "tool_calls"} if made else step
    yield (index, None), _searched(own)
    yield from (((index, position), _searched(call)) for position, call in enumerate(made))


def _searched(value: Any) -> str:
    """What people read of a value. JSON escapes line ends and quotes, so texts are taken one by one."""
    return "\n".join(_texts(value)).casefold()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key != "source":
                yield key
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    else:
        yield text_of(value)
