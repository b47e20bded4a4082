"""Which questions are asked, by what was answered to others.

The page reads the same rules by static/annotations/display-logic.js; tests/data/display_logic.json holds both to them.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tracewright.schemes.common import FREE_RESPONSE
from tracewright.schemes.display_logic import ASKED_WHEN, NEGATED
from tracewright.schemes.kind import Answer, Config
from tracewright.schemes.patterns import is_found

Value = str | int | float
Condition = Mapping[str, Any]

# Said one by one: Python and browsers do not agree on what else is white space.
_BLANK = " \t\n\v\f\r\u00a0"
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")


def asked(configs: Mapping[str, Config], answers: Mapping[str, Answer | None]) -> set[str]:
    """The names of the questions that are asked; both mappings go by the name of the scheme.

    A question that is not asked counts as unanswered for those that depend on it. A scheme that has no entry in `answers` is one
    that nobody can answer here, and hides nothing.
    """
    found = set(configs)
    for _pass in configs:  # one is enough where every question stands behind those it depends on
        before = set(found)
        for name, config in configs.items():
            (found.add if _is_asked(config, answers, found) else found.discard)(name)
        if found == before:
            break
    return found


def watched(configs: Mapping[str, Config]) -> set[str]:
    """The names of the schemes that others depend on."""
    return {condition["scheme"] for config in configs.values() for condition in _conditions(config)}


def _conditions(config: Config) -> list[Condition]:
    return config[ASKED_WHEN]["conditions"] if config.get(ASKED_WHEN) else []


def _is_asked(config: Config, answers: Mapping[str, Answer | None], found: set[str]) -> bool:
    logic = config.get(ASKED_WHEN)
    if not logic:
        return True

    def is_met(condition: Condition) -> bool:
        watched = condition["scheme"]
        return watched not in answers or holds(condition, answers[watched] if watched in found else None)

    return (any if logic["logic"] == "any" else all)(map(is_met, logic["conditions"]))


def holds(condition: Condition, answer: Answer | None) -> bool:
    """Whether an answer meets one condition; no answer meets "empty" only."""
    given = [*values(answer or {}, condition.get("names", ()))]
    operator: str = condition["operator"]
    if operator in ("empty", "not_empty") or not given:
        return (operator == "empty") != bool(given)
    is_list = any(isinstance(part, list) for part in (answer or {}).values())
    test = _TESTS[NEGATED.get(operator, operator)]
    return any(test(value, condition, is_list) for value in given) != (operator in NEGATED)


def values(answer: Answer, names: Any = ()) -> Iterator[Value]:
    """The texts and numbers of an answer, without what is written beside the choices.

    A tick is the name of what is ticked, a path in a tree its last name. Where the points of a scale have `names`, a point is
    its name, and its number too where the name is none.

    >>> [*values({"choices": [["Tools", "Wrong tool"], ["Other"]], "free_response": "late"})]
    ['Wrong tool', 'Other']
    >>> [*values({"value": 2, "bad_text": False}, ["no", "yes"])]
    ['yes', 2]
    """
    for key, value in answer.items():
        if key != FREE_RESPONSE:
            for leaf in _leaves(key, value):
                yield from _named(leaf, names)


def _leaves(key: str, value: Any) -> Iterator[Value]:
    if value is True:
        yield key
    elif isinstance(value, dict):
        for inner, element in value.items():
            yield from _leaves(inner, element)
    elif isinstance(value, list):
        for element in value:
            is_path = key == "choices" and isinstance(element, list)
            yield from _leaves(key, element[-1] if is_path else element)
    elif isinstance(value, str):
        if value.strip(_BLANK):
            yield value
    elif value is not None and value is not False:
        yield value


def _named(value: Value, names: Any) -> Iterator[Value]:
    name = None if isinstance(value, str) else dict[float, str](enumerate(names, start=1)).get(value)
    if name is not None:
        yield name
    if name is None or _number_of(name) is None:
        yield value


def _number_of(value: Value) -> float | None:
    if not isinstance(value, str):
        return value
    return float(value) if _NUMBER.fullmatch(value.strip(_BLANK)) else None


def _text_of(value: Value) -> str:
    """A number as the page writes it; "" for the very small ones, which browsers write in another way than Python."""
    if isinstance(value, str):
        return value
    if value == int(value):
        return str(int(value))
    return "" if abs(value) < 0.0001 else str(value)


def _equal(value: Value, wanted: Value, condition: Condition) -> bool:
    if isinstance(value, str) and isinstance(wanted, str):
        return _folded(value, condition) == _folded(wanted, condition)
    number = _number_of(value)
    return number is not None and number == _number_of(wanted)


def _folded(text: str, condition: Condition) -> str:
    return text if condition["case_sensitive"] else text.lower()


def _equals(value: Value, condition: Condition, is_list: bool) -> bool:
    return any(_equal(value, wanted, condition) for wanted in condition["value"])


def _contains(value: Value, condition: Condition, is_list: bool) -> bool:
    if is_list or not isinstance(value, str):
        return _equals(value, condition, is_list)
    wanted = filter(None, map(_text_of, condition["value"]))
    return any(_folded(text, condition) in _folded(value, condition) for text in wanted)


def _matches(value: Value, condition: Condition, is_list: bool) -> bool:
    return is_found(condition["pattern"], _text_of(value), condition["case_sensitive"])


def _by_number(test: Callable[[float, Any], bool]) -> Callable[[Value, Condition, bool], bool]:
    def is_met(value: Value, condition: Condition, is_list: bool) -> bool:
        number = _number_of(value)
        return number is not None and test(number, condition["value"])

    return is_met


def _by_length(test: Callable[[float, Any], bool]) -> Callable[[Value, Condition, bool], bool]:
    return lambda value, condition, is_list: test(len(_text_of(value)), condition["value"])


_TESTS: dict[str, Callable[[Value, Condition, bool], bool]] = {
    "equals": _equals,
    "contains": _contains,
    "matches": _matches,
    "gt": _by_number(lambda number, bound: number > bound),
    "gte": _by_number(lambda number, bound: number >= bound),
    "lt": _by_number(lambda number, bound: number < bound),
    "lte": _by_number(lambda number, bound: number <= bound),
    "in_range": _by_number(lambda number, ends: ends[0] <= number <= ends[1]),
    "length_gt": _by_length(lambda length, bound: length > bound),
    "length_lt": _by_length(lambda length, bound: length < bound),
    "length_in_range": _by_length(lambda length, ends: ends[0] <= length <= ends[1]),
}
