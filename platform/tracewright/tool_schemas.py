"""The tools that a trace declares under `tools`, each with a JSON Schema of its arguments.

Forms: OpenAI's {"type": "function", "function": {"name", "parameters"}} and, flat, {"type": "function", "name", "parameters"};
Anthropic's {"name", "input_schema"}; MCP's {"name", "inputSchema"}. Of JSON Schema (2020-12) what says names and types is read;
what it says beyond that is no reason to doubt a value.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tracewright import pointer
from tracewright.tool_uses import json_type
from tracewright.trace import Document

MOST_TOOLS, MOST_ARGUMENTS, MOST_DEPTH = 500, 500, 20
SCHEMA_KEYS = ("parameters", "input_schema", "inputSchema")
TYPES = ("string", "number", "integer", "boolean", "object", "array", "null")
ANY = frozenset(TYPES)

Schema = Mapping[str, Any]


@dataclass
class Declared:
    """`arguments` are the JSON types of each, all of TYPES where the schema does not say; `is_open` where others may be given."""

    arguments: dict[str, frozenset[str]] = field(default_factory=dict)
    required: list[str] = field(default_factory=list)
    is_open: bool = True


def declared_tools(document: Document) -> dict[str, Declared]:
    """By name, the first of each; what is no tool of a known form declares nothing.

    >>> declared_tools({"tools": [{"name": "Read", "input_schema": {"properties": {"limit": {"type": "integer"}}}}]})
    {'Read': Declared(arguments={'limit': frozenset({'integer'})}, required=[], is_open=False)}
    """
    listed = document.get("tools")
    found: dict[str, Declared] = {}
    for tool in listed[:MOST_TOOLS] if isinstance(listed, list) else ():
        about = tool.get("function", tool) if isinstance(tool, dict) else None
        name = about.get("name") if isinstance(about, dict) else None
        if isinstance(about, dict) and isinstance(name, str) and name not in found:
            root = next((about[key] for key in SCHEMA_KEYS if isinstance(about.get(key), dict)), None)
            if root is not None:
                found[name] = _Reader(root).declared()
    return found


class _Reader:
    """Of one schema. Each part of it is read once, for references may lead round in circles, or to one part from everywhere."""

    def __init__(self, root: Schema) -> None:
        self.root = root
        self.known: dict[int, frozenset[str]] = {}

    def declared(self) -> Declared:
        found = [*self._parts(self.root, True, set())]
        parts = [part for part, _is_sure in found]
        listed = [part["properties"] for part in parts if isinstance(part.get("properties"), dict)]
        if not listed:
            return Declared(is_open=all(part.get("additionalProperties") is not False for part in parts))
        arguments: dict[str, frozenset[str]] = {}
        for name, schema in ((name, schema) for properties in listed for name, schema in properties.items()):
            if name in arguments or len(arguments) < MOST_ARGUMENTS:
                arguments[name] = arguments.get(name, frozenset()) | self._types(schema)
        has_more = any(name not in arguments for properties in listed for name in properties)
        required = dict.fromkeys(name for part, is_sure in found if is_sure for name in _names(part.get("required")))
        return Declared(arguments, [*required][:MOST_ARGUMENTS], has_more or any(map(_is_open, parts)))

    def _parts(self, schema: Any, is_sure: bool, seen: set[int], depth: int = 0) -> Iterator[tuple[Schema, bool]]:
        """The schema with all that it is made of; `is_sure` is false for what is only one of several ways."""
        if not isinstance(schema, dict) or id(schema) in seen:
            return
        seen.add(id(schema))
        target = self._target(schema) if "$ref" in schema else None
        if depth == MOST_DEPTH or ("$ref" in schema and target is None):
            yield {"additionalProperties": True}, False
            return
        yield schema, is_sure
        yield from self._parts(target, is_sure, seen, depth + 1)
        for key in ("allOf", "anyOf", "oneOf"):
            for part in _list(schema.get(key)):
                yield from self._parts(part, is_sure and key == "allOf", seen, depth + 1)

    def _types(self, schema: Any, depth: int = 0) -> frozenset[str]:
        if not isinstance(schema, dict) or depth == MOST_DEPTH:
            return ANY
        if id(schema) not in self.known:
            self.known[id(schema)] = ANY  # where it leads back to itself
            self.known[id(schema)] = self._types_of(schema, depth + 1) or ANY
        return self.known[id(schema)]

    def _types_of(self, schema: Schema, depth: int) -> frozenset[str]:
        found = _own_types(schema)
        if "$ref" in schema:
            found &= self._types(self._target(schema), depth)
        for key in ("anyOf", "oneOf"):
            if ways := _list(schema.get(key)):
                found &= frozenset().union(*(self._types(way, depth) for way in ways))
        for part in _list(schema.get("allOf")):
            found &= self._types(part, depth)
        return found

    def _target(self, schema: Schema) -> Any:
        """What a reference inside the schema names; None for any other."""
        reference = schema["$ref"]
        if not isinstance(reference, str) or not reference.startswith("#"):
            return None
        try:
            return pointer.resolve(self.root, reference[1:])
        except (KeyError, ValueError):
            return None


def _is_open(part: Schema) -> bool:
    """JSON Schema allows what it does not name; whoever describes a tool means only what they name, unless they say so."""
    return part.get("additionalProperties", False) is not False or bool(part.get("patternProperties"))


def _own_types(schema: Schema) -> frozenset[str]:
    if named := frozenset(_names(schema.get("type"))) & ANY:
        return named | (frozenset({"null"}) if schema.get("nullable") is True else frozenset())
    if isinstance(schema.get("enum"), list):
        return frozenset(json_type(value) for value in schema["enum"])
    return frozenset({json_type(schema["const"])}) if "const" in schema else ANY


def _names(value: Any) -> list[str]:
    """A name or a list of names as a list."""
    return [name for name in (value if isinstance(value, list) else [value]) if isinstance(name, str)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
