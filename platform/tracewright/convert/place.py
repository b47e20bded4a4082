"""Where in a run's native bytes something stands, and how its fields are read."""

from typing import Any, NamedTuple

from tracewright import pointer as pointers


class Place(NamedTuple):
    """A JSON value in native bytes: on a `line`, counted from 1, or line 0 of bytes that are one JSON value.

    `nth` counts the values of a line that holds several, `file` is "" for the run's own, `pointer` "" for a whole record.
    Of bytes that are text it is `lines` lines, the first of them `line`.
    """

    line: int = 0
    nth: int = 0
    file: str = ""
    pointer: str = ""
    lines: int = 0

    def inside(self, *keys: str | int) -> "Place":
        """The place of what stands under these keys.

        >>> Place(3).inside("message", 0).pointer
        '/message/0'
        """
        return self._replace(pointer=self.pointer + pointers.escape(*keys))

    def source(self, inner: str = "") -> dict[str, Any]:
        """The `source` of a turn or call: `line`, `nth` and `file` only where the pointer alone would not do.

        >>> Place(3, lines=2).source()
        {'line': 3, 'lines': 2}
        """
        if self.lines:
            return {"line": self.line, "lines": self.lines}
        found: dict[str, Any] = {"line": self.line} if self.line else {}
        found["pointer"] = self.pointer + inner
        if self.nth:
            found["nth"] = self.nth
        if self.file:
            found["file"] = self.file
        return found

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line else self.pointer or "the record"
        return f"{self.file} {line}".lstrip()


def text_at(fields: Any, key: str) -> str:
    """The text under a key of an object; "" for anything else."""
    found = fields.get(key) if isinstance(fields, dict) else None
    return found if isinstance(found, str) else ""


def id_at(fields: Any, key: str) -> str:
    """The id under a key of an object, as text where it is a number; "" for anything else."""
    number = number_at(fields, key)
    return text_at(fields, key) or ("" if number is None else str(number))


def object_at(fields: Any, key: str) -> dict[str, Any]:
    """The object under a key of an object; {} for anything else."""
    found = fields.get(key) if isinstance(fields, dict) else None
    return found if isinstance(found, dict) else {}


def list_at(fields: Any, key: str) -> list[Any]:
    """The list under a key of an object; [] for anything else."""
    found = fields.get(key) if isinstance(fields, dict) else None
    return found if isinstance(found, list) else []


def number_at(fields: Any, key: str) -> int | float | None:
    """The number under a key of an object; None for anything else, true and false too."""
    found = fields.get(key) if isinstance(fields, dict) else None
    return found if isinstance(found, int | float) and not isinstance(found, bool) else None
