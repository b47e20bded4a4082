"""A search over the steps of a trace."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tracewright.trace import calls, text_of

Place = tuple[int, int | None]  # step, and call or None for the step's own text

ASCII = bytes(range(128))


def searched(steps: Sequence[Any]) -> list[tuple[Place, str]]:
    """The text of each step and of each call in it, as `folded` gives it; a call's text is not its step's."""
    return [row for index, step in enumerate(steps) for row in _rows(index, step)]


def sought_in(texts: Iterable[tuple[Place, str]], wanted: str) -> list[Place]:
    """The places whose text has `wanted`, in whatever case; all of them for ""."""
    needle = folded(wanted)
    return [place for place, text in texts if needle in text]


def folded(text: str) -> str:
    """The text in one case, as its UTF-8 with a character for each byte: one folded text has another when their texts do.

    `casefold` takes a slow way through a text with a single "—", and that text two bytes for each of its characters. Most such
    texts have foreign characters without case, or in lower case, and only ASCII is to be lowered: a third of the time.
    """
    if text.isascii():
        return text.lower()
    utf8 = _utf8(text)
    foreign = utf8.translate(None, ASCII).decode("utf-8", "surrogatepass")
    return (utf8.lower() if foreign.casefold() == foreign else _utf8(text.casefold())).decode("latin-1")


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _rows(index: int, step: Any) -> Iterator[tuple[Place, str]]:
    made = calls(step)
    own = {key: value for key, value in step.items() if key != "tool_calls"} if made else step
    yield (index, None), _searched(own)
    yield from (((index, position), _searched(call)) for position, call in enumerate(made))


def _searched(value: Any) -> str:
    """What people read of a value. JSON escapes line ends and quotes, so texts are taken one by one."""
    texts: list[str] = []
    _gather(value, texts)
    return folded("\n".join(texts))


def _gather(value: Any, texts: list[str]) -> None:
    if isinstance(value, str):
        texts.append(value)
    elif isinstance(value, dict):
        for key, part in value.items():
            if key != "source":
                texts.append(key)
                _gather(part, texts)
    elif isinstance(value, list):
        for part in value:
            _gather(part, texts)
    else:
        texts.append(text_of(value))
