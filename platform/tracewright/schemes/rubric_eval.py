"""A score for each criterion of a rubric, and one for the whole where it is asked."""

from collections.abc import Mapping
from typing import Any

from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import common, potato_labels
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.shown import shown
from tracewright.trace import Document

name = "rubric_eval"
level: Level = "trace"
options = common.OPTIONS | {"criteria", "scale_points", "scale_labels", "show_overall"}

OVERALL = "overall"
FEWEST_POINTS, MOST_POINTS = 2, 20
_FIVE = ["Poor", "Below Average", "Average", "Good", "Excellent"]  # Potato's


def config(raw: Mapping[str, Any], where: str) -> Config:
    points = common.count_option(raw, "scale_points", 5, where)
    if not FEWEST_POINTS <= points <= MOST_POINTS:
        raise SchemeError(f"{where} scale_points", f"must be from {FEWEST_POINTS} to {MOST_POINTS}, not {points}")
    has_overall = common.bool_option(raw, "show_overall", False, where)
    criteria = common.named_option(raw, "criteria", where, "criterion")
    if has_overall and OVERALL in common.names(criteria):
        raise SchemeError(f"{where} criteria", f'has "{OVERALL}", which is the name of the row of show_overall')
    return {
        **common.common_config(raw, where),
        "criteria": [_described(criterion, f"{where} criteria[{i}]") for i, criterion in enumerate(criteria)],
        "scale_points": points,
        "scale_labels": _scale_labels(raw, points, where),
        "show_overall": has_overall,
    }


def rows(config: Config) -> list[str]:
    """The names of what gets a score, in order."""
    return [*common.names(config["criteria"]), *([OVERALL] if config["show_overall"] else [])]


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"scores": {criterion: 1 to scale_points}} of the criteria with a score; where it is asked, "overall": score or null."""
    known = ("scores", OVERALL) if config["show_overall"] else ("scores",)
    fields = common.sent_fields(config, sent, *known)
    scores = common.sent_rows(config, fields.get("scores", {}), common.names(config["criteria"]), "criterion")
    answer: Answer = {"scores": {row: _score(config, score, row) for row, score in scores.items()}}
    if config["show_overall"]:
        overall = fields.get(OVERALL)
        answer[OVERALL] = None if overall is None else _score(config, overall, OVERALL)
    return answer


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    return answer


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    given = {**answer["scores"], OVERALL: answer.get(OVERALL)} if answer else {}
    return common.missing_rows(config, given, rows(config))


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    """Potato stores {criterion: "4"}, and the whole as one more criterion."""
    given = {row: _number(labels[row]) for row in potato_labels.ticked(labels)}
    if not given:
        return None
    overall = {OVERALL: given.pop(OVERALL)} if config["show_overall"] and OVERALL in given else {}
    return parse(config, {"scores": given, **overall}, document)


def _score(config: Config, score: Any, row: str) -> int:
    points = config["scale_points"]
    if isinstance(score, bool) or not isinstance(score, int) or not 1 <= score <= points:
        raise AnswerError(config["name"], f"{shown(row)} needs a score from 1 to {points}, not {shown(score)}", row)
    return score


def _number(stored: Any) -> Any:
    """A digit's number; anything else as it is, for `parse` to refuse."""
    return int(stored) if isinstance(stored, str) and stored.isdecimal() and len(stored) < 4 else stored


def _described(criterion: Mapping[str, Any], where: str) -> dict[str, Any]:
    return {**criterion, "description": common.text_option(criterion, "description", "", where)}


def _scale_labels(raw: Mapping[str, Any], points: int, where: str) -> list[str]:
    """A word for each point; none where nothing is given for a scale that is not of five."""
    labels = raw.get("scale_labels")
    if labels is None:
        return _FIVE if points == len(_FIVE) else []
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        raise SchemeError(f"{where} scale_labels", f"must be a list of texts, not {shown(labels)}")
    if labels and len(labels) != points:
        raise SchemeError(f"{where} scale_labels", f"must be {points}, one for each point, not {len(labels)}")
    return labels
