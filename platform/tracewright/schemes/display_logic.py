"""`display_logic`: a question is asked only when others are answered in a certain way. What a config may say of it."""

from collections.abc import Mapping
from typing import Any

from tracewright.errors import SchemeError
from tracewright.schemes.patterns import plain_pattern
from tracewright.shown import shown

OPTION = "display_logic"
ASKED_WHEN = "asked_when"  # where the read option stands in a config
MOST = 2**53  # of a number: any more are not exact in a browser

NEGATED = {"not_equals": "equals", "not_contains": "contains", "not_in_range": "in_range"}
_TEXTS = ("equals", "not_equals", "contains", "not_contains")
_NUMBERS = ("gt", "gte", "lt", "lte", "length_gt", "length_lt")
_RANGES = ("in_range", "not_in_range", "length_in_range")
OPERATORS = (*_TEXTS, "matches", *_NUMBERS, *_RANGES, "empty", "not_empty")


def asked_when(raw: Mapping[str, Any], where: str) -> dict[str, Any]:
    """{"asked_when": {"logic": "all" or "any", "conditions": [...]}}, {} for a question that is always asked.

    A condition has `scheme`, `operator` and `case_sensitive`. Its `value` is a list of texts and numbers, any of which counts, a
    number, or the two ends of a range; "matches" has a `pattern` instead, "empty" and "not_empty" nothing.
    """
    logic = raw.get(OPTION)
    if logic is None:
        return {}
    where = f"{where} {OPTION}"
    if not isinstance(logic, Mapping):
        raise SchemeError(where, f"must have show_when, not {shown(logic)}")
    entries, joined = logic.get("show_when"), logic.get("logic", "all")
    if not isinstance(entries, list) or not entries:
        raise SchemeError(f"{where}.show_when", f"must be a list with at least one condition, not {shown(entries)}")
    if joined not in ("all", "any"):
        raise SchemeError(f"{where}.logic", f"must be all or any, not {shown(joined)}")
    conditions = [_condition(entry, f"{where}.show_when[{index}]") for index, entry in enumerate(entries)]
    return {ASKED_WHEN: {"logic": joined, "conditions": conditions}}


def _condition(raw: Any, where: str) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        raise SchemeError(where, f"must have schema, operator and value, not {shown(raw)}")
    scheme, operator, case = raw.get("schema"), raw.get("operator"), raw.get("case_sensitive", False)
    if not isinstance(scheme, str) or not scheme:
        raise SchemeError(f"{where}.schema", f"must be the name of a scheme, not {shown(scheme)}")
    if operator not in OPERATORS:
        raise SchemeError(f"{where}.operator", f"must be one of {', '.join(OPERATORS)}, not {shown(operator)}")
    if not isinstance(case, bool):
        raise SchemeError(f"{where}.case_sensitive", f"must be true or false, not {shown(case)}")
    wanted = _wanted(operator, raw.get("value"), f"{where}.value")
    return {"scheme": scheme, "operator": operator, "case_sensitive": case, **wanted}


def _wanted(operator: str, value: Any, where: str) -> dict[str, Any]:
    if operator in _TEXTS:
        return {"value": [_text_or_number(each, where) for each in (value if isinstance(value, list) else [value])]}
    if operator == "matches":
        if not isinstance(value, str) or not value:
            raise SchemeError(where, f"must be a regular expression, not {shown(value)}")
        return {"pattern": plain_pattern(value, where)}
    if operator in _NUMBERS:
        return {"value": _number(value, where, "a number")}
    if operator in _RANGES:
        return {"value": _range(value, where)}
    if value is not None:
        raise SchemeError(where, f"is not taken by {operator}; leave it out, it is {shown(value)}")
    return {}


def _text_or_number(value: Any, where: str) -> str | int | float:
    if isinstance(value, bool):
        return str(value)  # as labels read a bare yes
    if isinstance(value, str) and value:
        return value
    return _number(value, where, "a text, a number or a list of them")


def _range(value: Any, where: str) -> list[int | float]:
    what = "the two ends of a range, the lower one first"
    if not isinstance(value, list) or len(value) != 2:
        raise SchemeError(where, f"must be {what}, not {shown(value)}")
    ends = [_number(end, where, what) for end in value]
    if ends[0] > ends[1]:
        raise SchemeError(where, f"must be {what}, not {shown(value)}")
    return ends


def _number(value: Any, where: str, what: str) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= MOST:
        raise SchemeError(where, f"must be {what}, not {shown(value)}")
    return value
