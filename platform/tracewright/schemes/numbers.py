"""Numbers in configs and in answers: what counts as one, and the range that it has to lie in."""

from collections.abc import Mapping
from typing import Any

from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import common
from tracewright.shown import shown
from tracewright.trace import json_type

Number = int | float

# From here on a browser cannot tell whole numbers apart.
_TOO_LARGE = 2**53
_MOST_POINTS = 100


def number_of(value: Any) -> Number | None:
    """The number that a JSON value is; None for anything else, truths and NaN among it.

    A browser knows no difference between 3 and 3.0, so equal answers have equal numbers.

    >>> number_of(3.0), number_of(0.5), number_of(True), number_of("3"), number_of(float("nan"))
    (3, 0.5, None, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _TOO_LARGE:
        return None
    return int(value) if value == int(value) else value


def number_option(raw: Mapping[str, Any], key: str, default: Number | None, where: str) -> Number | None:
    value = raw.get(key)
    if value is None:
        return default
    number = number_of(value)
    if number is None:
        raise SchemeError(f"{where} {key}", f"must be a number, not {shown(value)}")
    return number


def needed_number(raw: Mapping[str, Any], key: str, where: str) -> Number:
    number = number_option(raw, key, None, where)
    if number is None:
        raise SchemeError(f"{where} {key}", "must be a number, not nothing")
    return number


def step_option(raw: Mapping[str, Any], default: Number | None, where: str) -> Number | None:
    step = number_option(raw, "step", default, where)
    if step is not None and step <= 0:
        raise SchemeError(f"{where} step", f"must be above 0, not {step}")
    return step


def points_option(raw: Mapping[str, Any], key: str, default: int | None, where: str) -> int:
    """How many points a scale has; all of them are on the page."""
    value = raw.get(key, default)
    value = default if value is None else value
    points = number_of(value)
    if not isinstance(points, int) or not 2 <= points <= _MOST_POINTS:
        raise SchemeError(f"{where} {key}", f"must be a whole number from 2 to {_MOST_POINTS}, not {shown(value)}")
    return points


def check_range(low: Number | None, high: Number | None, where: str) -> None:
    """`where` names the key of the upper end."""
    if low is not None and high is not None and low >= high:
        raise SchemeError(where, f"must be above {low}, not {high}")


def sent_number(config: Mapping[str, Any], value: Any, low: Number | None, high: Number | None) -> Number | None:
    """A number of the range, or None for no answer."""
    number = number_of(value)
    if value is None:
        return None
    if number is None or (low is not None and number < low) or (high is not None and number > high):
        raise AnswerError(config["name"], f"needs {_range_in_words(low, high)}, not {_as_sent(value)}")
    return number


def sent_point(config: Mapping[str, Any], value: Any, points: int) -> int | None:
    """A point of a scale from 1, or None for no answer."""
    number = number_of(value)
    if value is None:
        return None
    if not isinstance(number, int) or not 1 <= number <= points:
        raise AnswerError(config["name"], f"needs a whole number from 1 to {points}, not {_as_sent(value)}")
    return number


def stored_number(config: Mapping[str, Any], labels: Mapping[str, Any], label: str) -> Any:
    """What Potato stored under its only label, a text there, as a number; None for no answer."""
    return read_number(config, common.sent_fields(config, dict(labels), label).get(label))


def read_number(config: Mapping[str, Any], stored: Any) -> Any:
    """The number that a text names. What is no text stays what it is, for `parse` to judge."""
    if not isinstance(stored, str):
        return stored
    if stored == "":
        return None
    try:
        return float(stored)
    except ValueError:
        raise AnswerError(config["name"], f"needs a number, not {shown(stored)}") from None


def _as_sent(value: Any) -> str:
    return shown(value) if isinstance(value, int | float) else json_type(value)


def _range_in_words(low: Number | None, high: Number | None) -> str:
    """
    >>> _range_in_words(0, 9), _range_in_words(0, None), _range_in_words(None, 9), _range_in_words(None, None)
    ('a number from 0 to 9', 'a number from 0', 'a number up to 9', 'a number')
    """
    if low is None:
        return "a number" if high is None else f"a number up to {high}"
    return f"a number from {low}" if high is None else f"a number from {low} to {high}"
