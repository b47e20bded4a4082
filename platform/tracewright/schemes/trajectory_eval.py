"""A judgment of each step of the agent, with the kind and the severity of its error, and one of the whole."""

from collections.abc import Iterator, Mapping
from math import fsum
from typing import Any, NamedTuple

from tracewright.schemes import common, potato_blobs, promoted
from tracewright.schemes.judged_steps import (
    OPTIONS,
    check_judged,
    check_user_turn,
    judged_steps,
    sent_by_step,
    unanswered,
)
from tracewright.schemes.judged_steps import options as step_options
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.schemes.taxonomies import ERROR_KEYS, correct_options, sent_error, taxonomy_options
from tracewright.step_names import said
from tracewright.trace import Document

name = "trajectory_eval"
level: Level = "step"
TAXONOMY = {"preset", "correctness_options", "error_types", "severities"}
options = (
    common.OPTIONS
    | OPTIONS
    | TAXONOMY
    | {"correct_options", "allow_other", promoted.OPTION, "outcome_options", "show_score", "max_score"}
)

KEYS = ("correctness", *ERROR_KEYS, "severity", "rationale")
PLACES = 9  # decimals of a score: sums of weights such as 0.1 have no others

Judgment = dict[str, Any]


class Score(NamedTuple):
    """`score` is what is left of the best score, 0 at least; `raw` what the steps cost, as a negative number."""

    score: float
    raw: float


def config(raw: Mapping[str, Any], where: str) -> Config:
    taxonomy = taxonomy_options(raw, where)
    return {
        **common.common_config(raw, where),
        **step_options(raw, where),
        **taxonomy,
        "correct_options": correct_options(raw, "correctness_options", taxonomy["correctness_options"], where),
        "outcome_options": common.names_option(raw, "outcome_options", [], where),
        "show_score": common.bool_option(raw, "show_score", True, where),
        "max_score": common.number_option(raw, "max_score", 100, where),
    }


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"steps": {"4": JUDGMENT}, "outcome": name or null, "score": 95, "raw": -5}, and "user_steps" where there are any.

    A judgment has `correctness` (null while only the error is told) and those of error_type, error_subtype, severity,
    rationale and other that were given; of these a correct step has the rationale only. Scores that were sent do not count.
    """
    fields = common.sent_fields(config, sent, "steps", "outcome", "user_steps", "score", "raw", "imported_score")
    judged = sent_by_step(
        config, fields.get("steps"), document, check_judged, lambda *step: _sent_judgment(config, *step)
    )
    turns = sent_by_step(
        config, fields.get("user_steps"), document, check_user_turn, lambda *step: _sent_judgment(config, *step)
    )
    outcome = common.sent_name(config["name"], "outcome", fields.get("outcome"), config["outcome_options"])
    answer = {"steps": judged, "outcome": outcome, **score_of(config, judged)._asdict()}
    return {**answer, "user_steps": turns} if turns else answer


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    """`imported_score` says nothing about what a person submits."""
    return {key: part for key, part in answer.items() if key != "imported_score"}


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    """Where it is required, the correctness of each step, and the outcome where there is one to choose."""
    if not config["required"]:
        return []
    judged = answer["steps"] if answer else {}
    found = [unanswered(step) for step in judged_steps(config, document) if not judged.get(step, {}).get("correctness")]
    if config["outcome_options"] and not (answer and answer["outcome"]):
        found.append(Missing("", "answer"))
    return found


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    """`imported_score` is Potato's where it differs: there the severity of a step counts that was set to correct later."""
    stored = potato_blobs.blob(config["name"], labels, "steps")
    if stored is None:
        return None
    of_steps, of_turns = potato_blobs.entries(config, stored, "step_index", document)
    sent = {"steps": _known(of_steps), "user_steps": _known(of_turns)}
    answer = parse(config, sent, document)
    if not answer["steps"] and "user_steps" not in answer:
        return None
    score = stored.get("score")
    is_other = isinstance(score, int | float) and not isinstance(score, bool) and score != answer["score"]
    return {**answer, "imported_score": score} if is_other else answer


def errors(answer: Answer) -> Iterator[tuple[str, Judgment]]:
    """Each judgment with its step: in it an error may be named."""
    yield from answer["steps"].items()
    yield from answer.get("user_steps", {}).items()


def score_of(config: Mapping[str, Any], steps: Mapping[str, Judgment]) -> Score:
    """The best score less the size of the weight of each step that has a severity and is not correct.

    >>> config = {"max_score": 10, "correct_options": ["correct"],
    ...           "severities": [{"name": "minor", "weight": -0.5}, {"name": "major", "weight": -8}]}
    >>> minor, major = {"correctness": "wrong", "severity": "minor"}, {"correctness": "wrong", "severity": "major"}
    >>> score_of(config, {"1": minor, "2": {"correctness": "wrong"}})
    Score(score=9.5, raw=-0.5)
    >>> score_of(config, {"1": major, "2": major})
    Score(score=0, raw=-16)
    >>> score_of(config, {"1": {"correctness": "correct", "severity": "major"}})
    Score(score=10, raw=0)
    """
    weights = {severity["name"]: abs(severity["weight"]) for severity in config["severities"]}
    costs = fsum(
        weights[step["severity"]]
        for step in steps.values()
        if step.get("severity") and step["correctness"] not in config["correct_options"]
    )
    return Score(_tidy(max(0, config["max_score"] - costs)), _tidy(-costs))


def _tidy(number: float) -> float:
    """Without the traces of binary fractions; a whole number as such.

    >>> _tidy(100 - 0.1 - 0.2), _tidy(95.0), _tidy(-0.0)
    (99.7, 95, 0)
    """
    rounded = round(number, PLACES)
    return int(rounded) if rounded == int(rounded) else rounded


def _sent_judgment(config: Config, step: str, sent: Any) -> Judgment | None:
    """The canonical judgment; None where it says nothing."""
    fields, where = common.sent_object(said(step), sent, KEYS, step), said(step)
    correctness = common.sent_name(where, "correctness", fields.get("correctness"), config["correctness_options"], step)
    severities = [severity["name"] for severity in config["severities"]]
    told = {
        **sent_error(config, where, fields, step),
        "severity": common.sent_name(where, "severity", fields.get("severity"), severities, step),
        "rationale": common.sent_text_or_none(where, fields.get("rationale"), step),
    }
    found = {key: part for key, part in told.items() if part}
    if correctness in config["correct_options"]:
        found = {key: text for key, text in found.items() if key == "rationale"}
    return {"correctness": correctness, **found} if correctness or found else None


def _known(entries: potato_blobs.Entries) -> potato_blobs.Entries:
    return {step: {key: entry[key] for key in KEYS if key in entry} for step, entry in entries.items()}
