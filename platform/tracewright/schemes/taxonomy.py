"""A tree of names, as people write it into a config and as it is kept."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from tracewright.errors import SchemeError
from tracewright.schemes import common
from tracewright.shown import shown

DEPTH = 10
Path = tuple[str, ...]  # the names from the root down


def nodes(raw: Any, where: str, depth: int = 1) -> list[dict[str, Any]]:
    """[{"name": text, "tooltip": text, "children": [the same]}], of which each name stands once among its siblings.

    `raw` is a list of names, an object {name: what is below it}, a mixture of both, or what this gives.
    """
    if depth > DEPTH:
        raise SchemeError(where, f"is deeper than {DEPTH} levels")
    found = [_node(fields, place, depth) for fields, place in _entries(raw, where)]
    for name, count in Counter(common.names(found)).items():
        if count > 1:
            raise SchemeError(where, f"has {shown(name)} more than once")
    return found


def paths(tree: list[dict[str, Any]], above: Path = ()) -> Iterator[Path]:
    """Every place of the tree, each before those below it.

    >>> list(paths([{"name": "a", "children": [{"name": "b", "children": []}]}]))
    [('a',), ('a', 'b')]
    """
    for node in tree:
        path = (*above, node["name"])
        yield path
        yield from paths(node["children"], path)


def _entries(raw: Any, where: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Each entry of one level with `name` and `children`, and its place."""
    match raw:
        case None:
            return
        case Mapping():
            for key, below in raw.items():
                yield {"name": key, "children": below}, f"{where}.{key}"
        case list():
            for index, entry in enumerate(raw):
                yield from _entry(entry, f"{where}[{index}]")
        case _:
            raise SchemeError(where, f"must be a list of names or an object of them, not {shown(raw)}")


def _entry(entry: Any, where: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    match entry:
        case {"name": str() | bool() | int() | float()}:
            yield entry, where
        case Mapping():
            yield from _entries(entry, where)
        case _:
            yield {"name": entry}, where


def _node(fields: Mapping[str, Any], where: str, depth: int) -> dict[str, Any]:
    name = fields["name"]
    return {
        "name": common.text_option({"name": common.as_text(name)}, "name", "", where, is_needed=True),
        "tooltip": common.text_option(fields, "tooltip", "", where),
        "children": nodes(fields.get("children"), where, depth + 1),
    }
