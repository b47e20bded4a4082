"""How the calls of a trace use their tools: which arguments they name, with values of which JSON type."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from tracewright.text_calls import text_call
from tracewright.trace import STEP_LISTS, Document, calls

MOST_TOOLS, MOST_ARGUMENTS, NAME_CHARS = 200, 100, 200
CALL, MORE = "call", "more"  # in the place of a type: the call itself, and arguments beyond those that are counted
TEXT_KEY = "action"  # of a step: what may be a call as text
TYPES = {dict: "object", list: "array", str: "string", bool: "boolean", int: "number", float: "number"}


class Use(NamedTuple):
    """`json_type` is "" for a value of a text call that is no plain one; CALL and MORE have no argument."""

    tool: str
    argument: str
    json_type: str


def uses(document: Document) -> Counter[Use]:
    """How often each occurs, the same for equal documents.

    Of a tool 100 names of arguments are counted, of a trace 200 tools: in what has more, names are data and no arguments.

    >>> uses({"steps": [{"tool_calls": [{"tool": "Read", "input": {"limit": 5}}]}]})[Use("Read", "limit", "number")]
    1
    """
    found: Counter[Use] = Counter()
    names: dict[str, set[str]] = {}
    for tool, arguments in _calls(document):
        if not _is_name(tool) or (tool not in names and len(names) == MOST_TOOLS):
            continue
        known = names.setdefault(tool, set())
        found[Use(tool, "", CALL)] += 1
        for argument, json_type in arguments:
            if argument not in known and len(known) == MOST_ARGUMENTS:
                found[Use(tool, "", MORE)] += 1
            elif len(argument) <= NAME_CHARS:
                known.add(argument)
                found[Use(tool, argument, json_type)] += 1
    return found


def tools_of(document: Document) -> list[str]:
    """The names of the tools that it calls, in order, each once."""
    return list(dict.fromkeys(tool for tool, _arguments in _calls(document) if _is_name(tool)))


def json_type(value: Any) -> str:
    """The JSON type of a value: "null", "object" and so on; whole numbers are numbers.

    >>> json_type(True), json_type(None)
    ('boolean', 'null')
    """
    return TYPES.get(type(value), "null")


def _calls(document: Document) -> Iterator[tuple[str, Iterator[tuple[str, str]]]]:
    for key in STEP_LISTS:
        for step in document.get(key) or ():
            text = step.get(TEXT_KEY) if isinstance(step, dict) else step
            written = text_call(text) if isinstance(text, str) else None
            if written:
                yield written.tool, iter(written.arguments)
            for call in calls(step):
                tool, given = (call.get("tool"), call.get("input")) if isinstance(call, dict) else (None, None)
                if isinstance(tool, str) and isinstance(given, dict | None):
                    yield tool, ((name, json_type(value)) for name, value in (given or {}).items())


def _is_name(tool: str) -> bool:
    return 0 < len(tool) <= NAME_CHARS
