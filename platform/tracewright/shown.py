"""How errors quote a value: it may have megabytes, an error is one line."""

from reprlib import Repr
from typing import Any

from tracewright.trace import json_type

SHOWN_CHARS = 60

_short = Repr()
_short.maxstring = _short.maxlong = SHOWN_CHARS


def shown(value: Any) -> str:
    """A JSON value in at most 60 characters, behind its type where these do not tell it whole; None is "nothing".

    >>> shown("yes"), shown(3), shown([1, 2])
    ("'yes'", '3', 'a list, [1, 2]')
    """
    if value is None:
        return "nothing"
    text = _short.repr(value)
    if isinstance(value, dict | list) or len(text) >= SHOWN_CHARS:
        return f"{json_type(value)}, {text[:SHOWN_CHARS]}"
    return text
