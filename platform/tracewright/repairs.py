"""What no database and no strict JSON reader takes, replaced and counted."""

import re
from dataclasses import dataclass, fields
from math import isfinite
from typing import Any

# Python joins surrogate pairs while decoding, so any surrogate left in a text stands alone.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass
class Repairs:
    """How many values were repaired: NaN and infinities (now null), NUL characters and lone surrogates (now U+FFFD)."""

    nan: int = 0
    nul: int = 0
    surrogates: int = 0

    def __add__(self, other: "Repairs") -> "Repairs":
        return Repairs(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(Repairs)))

    def __bool__(self) -> bool:
        return bool(self.nan or self.nul or self.surrogates)


def storable(text: str, repairs: Repairs | None = None) -> str:
    r"""The text with every NUL and lone surrogate replaced, each counted in `repairs`.

    >>> storable("a\0b")
    'a\ufffdb'
    """
    if not UNSTORABLE.search(text):
        return text
    if repairs is not None:
        nul = text.count("\0")
        repairs.nul += nul
        repairs.surrogates += len(UNSTORABLE.findall(text)) - nul
    return UNSTORABLE.sub(REPLACEMENT, text)


def repaired(value: Any, repairs: Repairs) -> Any:
    """The JSON value with everything in it storable; keys that would collide after a repair stay apart."""
    match value:
        case str():
            return storable(value, repairs)
        case dict():
            return _repaired_object(value, repairs)
        case list():
            return [repaired(element, repairs) for element in value]
        case float() if not isfinite(value):
            repairs.nan += 1
            return None
        case _:
            return value


def _repaired_object(value: dict[str, Any], repairs: Repairs) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, element in value.items():
        name = storable(key, repairs)
        if name != key:
            while name in value or name in result:
                name += REPLACEMENT
        result[name] = repaired(element, repairs)
    return result
