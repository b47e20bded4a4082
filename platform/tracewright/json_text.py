"""JSON as text: reading it safely and the ways we write it."""

import json
from typing import Any

import msgspec

from tracewright.repairs import Repairs, repaired

# Everything later walks documents recursively (copying, rendering); real traces stay far below this.
MAX_DEPTH = 200
# Line ends to str.splitlines() and some readers, though not to JSON: escaped, a record is one line to everyone.
_LINE_BREAKS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}
# Made once: making one takes longer than most values do.
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_CANONICAL = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, sort_keys=True)


class NotJson(ValueError):
    """Bytes that cannot be taken as one JSON value; the message says why and where in them."""


class TooDeep(NotJson):
    """A value that is nested more than MAX_DEPTH levels deep."""

    def __init__(self) -> None:
        super().__init__(f"nested more than {MAX_DEPTH} levels deep")


def read(raw: bytes) -> tuple[Any, Repairs]:
    """One JSON value of any type from UTF-8 bytes, made storable, with the count of repairs.

    The fast reader goes first; what it refuses (NaN, lone surrogates) goes to the standard library's. Integers of any
    size survive. Of duplicate keys the last wins. Raises NotJson, TooDeep for a value that is nested too deeply.
    """
    repairs = Repairs()
    try:
        value, is_clean = msgspec.json.decode(raw), b"\\u0000" not in raw
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        value, is_clean = _read_leniently(raw), False
    # Each level has a bracket of its own: most records have too few of them to be worth the walk.
    if raw.count(b"[") + raw.count(b"{") > MAX_DEPTH and _is_deeper_than(MAX_DEPTH, value):
        raise TooDeep
    return (value if is_clean else repaired(value, repairs)), repairs


def compact(value: Any) -> str:
    """Without spaces, in document order, not ASCII-escaped.

    >>> compact({"b": [1, "ü"], "a": None})
    '{"b":[1,"ü"],"a":null}'
    """
    return _COMPACT.encode(value)


def canonical(value: Any) -> str:
    """Compact with sorted keys: equal for values that differ only in the order of keys."""
    return _CANONICAL.encode(value)


def line(value: Any) -> str:
    """One line for JSON Lines, without its line end, and one line for every reader's idea of a line."""
    return one_line_each(json.dumps(value, ensure_ascii=False, allow_nan=False))


def compact_line(value: Any) -> str:
    r"""Compact, one line for every reader, in a fifth of the time of `line`, for values that `read` has made storable.

    Numbers are equal and may be spelt otherwise.

    >>> compact_line({"a": [1e16, "\u2028"]})
    '{"a":[1e16,"\\u2028"]}'
    """
    return one_line_each(msgspec.json.encode(value).decode())


def one_line_each(text: str) -> str:
    """Escapes in JSON text the characters that some readers take for line ends."""
    for character, escaped in _LINE_BREAKS.items():
        if character in text:  # which is sooner told than replaced
            text = text.replace(character, escaped)
    return text


def _read_leniently(raw: bytes) -> Any:
    try:
        return json.loads(raw.decode())
    except UnicodeDecodeError as error:
        raise NotJson(f"not UTF-8: byte 0x{raw[error.start]:02x} at byte {error.start + 1}") from error
    except json.JSONDecodeError as error:
        row = f"line {error.lineno} " if error.lineno > 1 else ""
        raise NotJson(f"not JSON: {error.msg}, {row}column {error.colno}") from error
    except RecursionError as error:
        raise TooDeep from error
    except ValueError as error:  # an integer of more digits than Python agrees to read
        raise NotJson(f"not readable: {error}") from error


def _is_deeper_than(bound: int, value: Any) -> bool:
    layer = [value]
    for _ in range(bound):
        layer = [
            child
            for node in layer
            for child in (node.values() if isinstance(node, dict) else node if isinstance(node, list) else ())
            if isinstance(child, dict | list)
        ]
        if not layer:
            return False
    return True
