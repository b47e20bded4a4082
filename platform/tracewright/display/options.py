"""What the `display_options` of all display types have in common."""

from collections.abc import Mapping
from typing import Any

from tracewright.errors import ConfigError
from tracewright.shown import shown


def option_object(raw: Any, where: str) -> Mapping[str, Any]:
    """The options as they came; nothing is no options. ConfigError for what is no object."""
    given = {} if raw is None else raw
    if not isinstance(given, Mapping):
        raise ConfigError(where, f"must be an object, not {shown(given)}")
    return given


def whole_option(given: Mapping[str, Any], key: str, default: int, where: str, *, least: int | None = None) -> int:
    value = given.get(key)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int):
        raise ConfigError(f"{where} {key}", f"must be a whole number, not {shown(value)}")
    if least is not None and value < least:
        raise ConfigError(f"{where} {key}", f"must be at least {least}, not {value}")
    return value
