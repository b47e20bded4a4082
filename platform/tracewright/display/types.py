"""The display types: what `type` of a field of `instance_display` may be, and what the page gets of its value.

A type is a module of this folder with `name`, `options` and, unless it is about the steps, `part`.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from tracewright.display import code, coding_trace, dialogue, diff, image, json, markdown, table, text, three_pane


class DisplayType(Protocol):
    """`options` checks the `display_options` and gives every one with its value: ConfigError or SchemeError names the one at
    fault. `part` is plain JSON whose `kind` is the type's name; None for a value that cannot be shown so.
    """

    name: str

    def options(self, raw: Any, where: str) -> dict[str, Any]: ...

    def part(self, value: Any, chosen: Mapping[str, Any]) -> dict[str, Any] | None: ...


OF_VALUES: dict[str, DisplayType] = {
    each.name: each for each in (text, markdown, code, diff, json, table, image, dialogue)
}
OF_STEPS = {coding_trace.name: coding_trace.options, three_pane.name: three_pane.options}
TYPES = (*OF_VALUES, *OF_STEPS)
# Potato's name of a type of ours, and what people call a diff.
OTHER_NAMES = {"model_patch": diff.name, "eval_trace": three_pane.name}


def type_of(field: Mapping[str, Any]) -> str:
    """The type of a shown field; "" for one that is not built, which is shown as text.

    >>> type_of({"key": "repo"}), type_of({"type": "model_patch"}), type_of({"type": "video"})
    ('text', 'diff', '')
    """
    given = field.get("type", text.name)
    name = OTHER_NAMES.get(given, given) if isinstance(given, str) else ""
    return name if name in TYPES else ""


def check_options(field: Mapping[str, Any], where: str) -> None:
    """ConfigError or SchemeError names the option at fault."""
    if name := type_of(field):
        _options(name)(field.get("display_options"), where)


def unknown_options(field: Mapping[str, Any]) -> list[str]:
    """Names of options that the type does not have."""
    name, given = type_of(field), field.get("display_options")
    if not name or not isinstance(given, Mapping):
        return []
    known = _options(name)(None, name)
    return [option for option in given if option not in known]


def part_of(value: Any, field: Mapping[str, Any]) -> dict[str, Any]:
    """What the page draws. A value that cannot be shown by the field's type is shown as text.

    >>> part_of("no patch", {"type": "diff"})["kind"]
    'text'
    """
    name = type_of(field)
    kind = OF_VALUES.get(name or text.name, json)  # a coding_trace of what is no list of steps
    found = kind.part(value, kind.options(field.get("display_options") if kind.name == name else None, kind.name))
    return found if found is not None else _plain(value, is_code=name in ("code", "diff", "json", "table"))


def _plain(value: Any, *, is_code: bool) -> dict[str, Any]:
    found = text.part(value, {})
    return {**found, "code": found["code"] or is_code}


def _options(name: str) -> Any:
    return OF_STEPS.get(name) or OF_VALUES[name].options
