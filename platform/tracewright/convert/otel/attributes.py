"""The attributes of a span or event: by their keys, each with its place."""

from collections.abc import Iterator, Mapping
from typing import Any

from tracewright.convert.exchanges import Inside
from tracewright.convert.place import Place, list_at, text_at
from tracewright.convert.runs import Placed
from tracewright.convert.spans.parts import id_text
from tracewright.convert.spans.reading import EMPTY, parsed

NUMBERS = ("intValue", "doubleValue")


class Spread(Place):
    """The place of an object whose fields are attributes by themselves: what stands in it has the place of the attribute of that
    path, or that of what it says, else the first below it.
    """

    places: Mapping[str, Place]
    path: str

    @classmethod
    def over(cls, places: Mapping[str, Place], place: Place, path: str = "") -> "Spread":
        found = cls(*place)
        found.places, found.path = places, path
        return found

    def inside(self, *keys: str | int) -> Place:
        path = ".".join([*([self.path] if self.path else []), *map(str, keys)])
        if path in self.places:
            return self.places[path]
        below = {key: place for key, place in self.places.items() if key.startswith(f"{path}.")}
        return Spread.over(self.places, _saying(below) if below else Place(*self), path if below else self.path)


class Attributes:
    """Of OTLP's list of {key, value}, of an object, or of an object of objects, as Phoenix exports them."""

    def __init__(self, given: Any, place: Place) -> None:
        self._found: dict[str, Placed] = dict(_listed(given, place))

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def first(self, *keys: str) -> Placed | None:
        """What stands under the first of the keys that has something."""
        for key in keys:
            found = self._found.get(key) or self._nested(key)
            if found is not None and found.value not in EMPTY:
                return found
        return None

    def text(self, *keys: str) -> str:
        found = self.first(*keys)
        return found.value if found is not None and isinstance(found.value, str) else ""

    def id(self, *keys: str) -> str:
        found = self.first(*keys)
        return "" if found is None else id_text(found.value)

    def number(self, *keys: str) -> int | float | None:
        """A number, also where it is written as a text."""
        found = self.first(*keys)
        value = None if found is None else found.value
        if isinstance(value, str):
            try:
                return float(value) if "." in value else int(value)
            except ValueError:
                return None
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def items(self, prefix: str) -> list[Placed]:
        """The elements of a list whose index is in the keys, `prefix.0.role`, each as an object; or of a list that is there.

        Such an object has no place of its own; it has that of its content, else of its first attribute.
        """
        found = self.first(prefix)
        if found is not None and isinstance(value := parsed(found).value, list):
            return [Placed(each, found.place.inside(index)) for index, each in enumerate(value)]
        groups: dict[int, dict[str, Placed]] = {}
        for key, placed in self._found.items():
            index, _, rest = (
                key.removeprefix(f"{prefix}.").partition(".") if key.startswith(f"{prefix}.") else ("", "", "")
            )
            if index.isdecimal() and len(index) < 7:
                groups.setdefault(int(index), {})[rest] = placed
        return [_assembled(groups[index]) for index in sorted(groups)]

    def _nested(self, key: str) -> Placed | None:
        """`llm.model_name` may stand as {"llm": {"model_name": ...}}."""
        head, _, rest = key.partition(".")
        found = self._found.get(head)
        if found is None:
            return None
        tail = rest.split(".") if rest else []
        for token in tail:
            if found is None or not isinstance(found.value, dict) or token not in found.value:
                return None
            found = Placed(found.value[token], found.place.inside(token))
        return found if tail else None


def attributes_of(span: dict[str, Any], place: Place) -> Attributes:
    """Some stores write them as fields of the span, `attributes.llm.model_name`."""
    if "attributes" in span:
        return Attributes(span["attributes"], place.inside("attributes"))
    flat = {key: Placed(value, place.inside(key)) for key, value in span.items() if key.startswith("attributes.")}
    found = Attributes({}, place)
    found._found = {key.removeprefix("attributes."): value for key, value in flat.items()}
    return found


def plain(value: Any, place: Place) -> Placed:
    """OTLP's {"stringValue": ...} as the value it stands for; numbers may be texts."""
    if not isinstance(value, dict) or len(value) != 1:
        return Placed(value, place)
    ((kind, inner),) = value.items()
    where = place.inside(kind)
    if kind in ("stringValue", "boolValue", "bytesValue"):
        return Placed(inner, where)
    if kind in NUMBERS:
        return Placed(_number(inner, kind), where)
    if kind == "arrayValue":
        return Placed([plain(each, where).value for each in list_at(inner, "values")], Inside(*where))
    if kind == "kvlistValue":
        pairs = [each for each in list_at(inner, "values") if isinstance(each, dict)]
        listed = [(text_at(each, "key"), plain(each.get("value"), where).value) for each in pairs]
        return Placed(dict(listed), Inside(*where))
    return Placed(value, place)


def _listed(given: Any, place: Place) -> Iterator[tuple[str, Placed]]:
    if isinstance(given, dict):
        for key, value in given.items():
            yield key, Placed(value, place.inside(key))
    for index, each in enumerate(given if isinstance(given, list) else ()):
        if isinstance(each, dict) and (key := text_at(each, "key")):
            yield key, plain(each.get("value"), place.inside(index, "value"))


def _number(value: Any, kind: str) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return int(value) if kind == "intValue" else float(value)
    except ValueError:
        return value


def _assembled(fields: dict[str, Placed]) -> Placed:
    """{"message.role": ..., "message.tool_calls.0.x": ...} as {"message": {"role": ..., "tool_calls": [{"x": ...}]}}."""
    tree: dict[str, Any] = {}
    for key, placed in fields.items():
        node, tokens = tree, key.split(".") if key else ["value"]
        for token in tokens[:-1]:
            inner = node.get(token)
            node = node.setdefault(token, {}) if isinstance(inner, dict) or token not in node else {}
        node.setdefault(tokens[-1], placed.value)
    places = {key: placed.place for key, placed in fields.items()}
    return Placed(_with_lists(tree), Spread.over(places, _saying(places)))


def _saying(places: Mapping[str, Place]) -> Place:
    """That of a text, else the first."""
    said = [place for key, place in places.items() if key.endswith(("content", ".text"))]
    return next(iter(said or places.values()))


def _with_lists(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    found = {key: _with_lists(value) for key, value in node.items()}
    if found and all(key.isdecimal() and len(key) < 7 for key in found):
        return [found[key] for key in sorted(found, key=int)]
    return found
