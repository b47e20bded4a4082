"""Which of two is better: one choice, a point of a scale between them, or a choice for each of several dimensions."""

from collections.abc import Mapping
from typing import Any

from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import common, justification, numbers, potato_labels
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.shown import shown
from tracewright.trace import Document

name = "pairwise"
level: Level = "trace"
options = common.OPTIONS | {
    *("mode", "items_key", "labels", "allow_tie", "tie_label", "scale", "dimensions", "justification"),
    *("sequential_key_binding", "randomize_order", "hide_models"),
}

MODES = ("binary", "scale", "multi_dimension")
# What the answer of a mode is called; so is what Potato stores, but for the dimensions.
PARTS = {"binary": "selection", "scale": "scale_value", "multi_dimension": "dimensions"}
A, B, TIE = "A", "B", "tie"  # the first and the second of the data, whatever the labels call them
MOST_POINTS = 1000  # of a scale
_OLDER = "label"  # Potato's exporter looks for the choice under this name


def config(raw: Mapping[str, Any], where: str) -> Config:
    mode = common.one_of_option(raw, "mode", MODES, where)
    result = {
        **common.common_config(raw, where),
        "mode": mode,
        "items_key": common.text_option(raw, "items_key", "text", where),
        "labels": _labels(raw, where),
        "allow_tie": common.bool_option(raw, "allow_tie", False, where),
        "tie_label": common.text_option(raw, "tie_label", "", where),
        "justification": justification.option(raw, where),
        "sequential_key_binding": common.bool_option(raw, "sequential_key_binding", True, where),
        "randomize_order": common.bool_option(raw, "randomize_order", False, where),
        "hide_models": common.bool_option(raw, "hide_models", False, where),
    }
    if mode == "scale":
        result["scale"] = _scale(raw, where)
    if mode == "multi_dimension":
        result["dimensions"] = _dimensions(raw, result, where)
    return result


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"selection": "A", "B", "tie" or null}, {"scale_value": number or null} or {"dimensions": {dimension: "A", ...}},
    by the mode; with `justification` also "justification": text, and where there are reasons "reasons": [reason].
    """
    part = PARTS[config["mode"]]
    fields = common.sent_fields(config, sent, part, *justification.keys(config))
    return {part: _PARSED[config["mode"]](config, fields.get(part)), **justification.parse(config, fields)}


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    return answer


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    given = answer[PARTS[config["mode"]]] if answer else None
    is_answered = given not in (None, {})
    if config["mode"] == "multi_dimension":
        open_parts = common.missing_rows(config, given or {}, common.names(config["dimensions"]))
    else:
        open_parts = common.missing_answer(config, is_answered)
    return open_parts + justification.missing(config, answer, is_answered)


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    """Potato stores {"selection": "A"}, {"scale_value": "-2"} or {dimension: "A", ...}, and "justification" beside it."""
    why = labels.get(justification.KEY) or None  # somebody's words, which may be "false"
    given = {key: labels[key] for key in potato_labels.ticked(labels) if key != justification.KEY}
    sent = {} if why is None else justification.from_potato(config, why)
    mode, part = config["mode"], PARTS[config["mode"]]
    if mode == "multi_dimension":
        sent[part] = given
    else:
        if mode == "binary" and _OLDER in given:
            given.setdefault(part, given.pop(_OLDER))
        fields = common.sent_fields(config, given, part)
        sent |= {part: numbers.read_number(config, fields.get(part)) if mode == "scale" else fields.get(part)}
    return parse(config, sent, document) if given or why is not None else None


def points(scale: Mapping[str, Any]) -> list[numbers.Number]:
    """Every point of a scale, the lower end first.

    >>> points({"min": -1, "max": 1, "step": 0.5})
    [-1, -0.5, 0, 0.5, 1]
    """
    count = _steps(scale["min"], scale["max"], scale["step"])
    # Multiplied and rounded, for ten times 0.1 added is not 1.
    found = [numbers.number_of(round(scale["min"] + index * scale["step"], 9)) for index in range(count + 1)]
    return [point for point in found if point is not None]


def _selection(config: Config, sent: Any) -> str | None:
    return _choice(config, sent, config["allow_tie"], "")


def _scale_value(config: Config, sent: Any) -> numbers.Number | None:
    return numbers.sent_number(config, sent, config["scale"]["min"], config["scale"]["max"])


def _by_dimension(config: Config, sent: Any) -> dict[str, str]:
    """Of those that are answered, in the order of the config."""
    dimensions = {each["name"]: each for each in config["dimensions"]}
    given = common.sent_rows(config, {} if sent is None else sent, dimensions, "dimension")
    chosen = {row: _choice(config, value, dimensions[row]["allow_tie"], row) for row, value in given.items()}
    return {row: choice for row, choice in chosen.items() if choice is not None}


_PARSED = {"binary": _selection, "scale": _scale_value, "multi_dimension": _by_dimension}


def _choice(config: Config, sent: Any, allow_tie: bool, at: str) -> str | None:
    known = (A, B, TIE) if allow_tie else (A, B)
    if sent is None:
        return None
    if sent not in known:
        raise AnswerError(config["name"], f"has no {shown(sent)}, only {', '.join(known)}", at)
    return str(sent)


def _labels(raw: Mapping[str, Any], where: str) -> list[dict[str, Any]]:
    """What the two are called on the page: the one on the left, then the one on the right."""
    labels = common.named_option({"labels": [A, B], **_given(raw, "labels")}, "labels", where, "label")
    if len(labels) != 2:
        raise SchemeError(f"{where} labels", f"must be two, not {len(labels)}")
    return labels


def _scale(raw: Mapping[str, Any], where: str) -> dict[str, Any]:
    """{"min": -3, "max": 3, "step": 1, "labels": {"min": "", "center": "", "max": ""}}"""
    given, at = _object(raw, "scale", where), f"{where} scale"
    low, high = numbers.number_option(given, "min", -3, at), numbers.number_option(given, "max", 3, at)
    numbers.check_range(low, high, f"{at} max")
    step = numbers.step_option(given, 1, at)
    if low is not None and high is not None and step is not None and _steps(low, high, step) >= MOST_POINTS:
        raise SchemeError(f"{at} step", f"must leave at most {MOST_POINTS} points from {low} to {high}, not {step}")
    ends = _object(given, "labels", at)
    words = {end: common.text_option(ends, end, "", f"{at} labels") for end in ("min", "center", "max")}
    return {**given, "min": low, "max": high, "step": step, "labels": {**ends, **words}}


def _dimensions(raw: Mapping[str, Any], config: Config, where: str) -> list[dict[str, Any]]:
    """Each with its name, description and tie; what it does not say of a tie, the scheme says."""
    found = common.named_option(raw, "dimensions", where, "dimension")
    if justification.KEY in common.names(found):
        raise SchemeError(f"{where} dimensions", f'has "{justification.KEY}", which is the name of what says why')
    return [_dimension(each, config, f"{where} dimensions[{index}]") for index, each in enumerate(found)]


def _dimension(entry: Mapping[str, Any], config: Config, where: str) -> dict[str, Any]:
    return {
        **entry,
        "description": common.text_option(entry, "description", "", where),
        "allow_tie": common.bool_option(entry, "allow_tie", config["allow_tie"], where),
        "tie_label": common.text_option(entry, "tie_label", config["tie_label"], where),
    }


def _steps(low: numbers.Number, high: numbers.Number, step: numbers.Number) -> int:
    """How many steps fit; a hair more than the range counts, for three times 0.1 is a hair more than 0.3."""
    return int((high - low) / step + 1e-9)


def _object(raw: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    value = raw.get(key)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise SchemeError(f"{where} {key}", f"must be an object, not {shown(value)}")
    return value


def _given(raw: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {key: raw[key]} if raw.get(key) is not None else {}
