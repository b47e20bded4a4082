"""What a model says about a question before anybody answers it: a whole answer, or a value for each step, with its reasons.

A prediction is never an answer. It is checked as one, so that whoever agrees with it has one.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from tracewright.errors import AnswerError
from tracewright.repairs import storable
from tracewright.schemes import Answer, Config, kind_of
from tracewright.schemes.common import sent_object
from tracewright.shown import shown
from tracewright.step_names import said
from tracewright.trace import Document, json_type

Given = Mapping[str, Any]

UNSHOWN = ("trajectory_edit", "raw")  # kinds whose page has no place for a suggestion
AT_PLACES = ("span",)  # asked about the whole trace, and answered at its places
REASONING_CHARS = 20_000
KEYS = ("answer", "steps", "confidence", "reasoning")
STEP_KEYS = ("step", "value", "confidence", "reasoning")


class Predicted(NamedTuple):
    """`answer` in the kind's canonical form; `details` {"confidence", "reasoning", "steps": {"2": {"value", ...}}}, each only
    where the model said it.
    """

    answer: Answer
    details: dict[str, Any]


def judges_by_step(kind: str) -> bool:
    """Whether its answer can be predicted as `steps`."""
    return kind in FROM_STEPS


def reads_document(kind: str) -> bool:
    """Whether its answer names places of the trace; of other kinds `predicted` takes any document, also {}."""
    return kind in AT_PLACES or kind_of(kind).level != "trace"


def predicted(kind: str, config: Config, given: Given, document: Document) -> Predicted:
    """Of {"answer" or "steps", "confidence", "reasoning"}, all but the first two left out at will.

    `answer` is what the page would send; `steps` a list of {"step": 2, "value": -1, "confidence": 0.7, "reasoning": "..."}.
    AnswerError names the place in `at`: "confidence", "steps.3.value".
    """
    name = config["name"]
    sent_object(name, given, KEYS)
    if kind in UNSHOWN:
        raise AnswerError(name, f"is of the kind {kind}, for which nothing can be suggested", "scheme")
    if ("answer" in given) == ("steps" in given):
        raise AnswerError(name, "needs answer or steps, one of the two", "answer")
    details = _reasons(name, given, "")
    if "answer" in given:
        return Predicted(_said(kind, config, given["answer"], document), details)
    steps = _steps(kind, config, given["steps"])
    answer = _said(kind, config, FROM_STEPS[kind](steps), document, "steps", list(steps))
    return Predicted(answer, {**details, "steps": steps})


def _said(
    kind: str, config: Config, sent: Any, document: Document, place: str = "answer", steps: Sequence[str] = ()
) -> Answer:
    """The canonical answer, which says something."""
    try:
        answer = kind_of(kind).parse(config, sent, document)
    except AnswerError as error:
        step = error.at.partition(":")[0]
        at = f"{place}.{steps.index(step)}" if step in steps else place
        raise AnswerError(error.where, error.what, at) from error
    if not _says_something({key: answer[key] for key in PARTS.get(kind, tuple(answer))}):
        raise AnswerError(config["name"], f"needs a prediction that says something, not {shown(sent)}", place)
    return answer


def _says_something(part: Any) -> bool:
    if isinstance(part, dict) and part.get("failed") is False:  # a run that did not fail
        return True
    if isinstance(part, dict | list):
        return any(map(_says_something, part.values() if isinstance(part, dict) else part))
    return part is not None and part is not False and part != ""


def _steps(kind: str, config: Config, given: Any) -> dict[str, dict[str, Any]]:
    """By the name of the step, what was said of it."""
    name = config["name"]
    if kind not in FROM_STEPS:
        raise AnswerError(name, f"is asked about the whole trace: it needs an answer, not steps ({kind})", "steps")
    if not isinstance(given, list) or not given:
        raise AnswerError(name, f"needs a list with at least one step, not {shown(given)}", "steps")
    found: dict[str, dict[str, Any]] = {}
    for index, entry in enumerate(given):
        at = f"steps.{index}"
        fields = sent_object(name, entry, STEP_KEYS, at)
        step = fields.get("step")
        if isinstance(step, bool) or not isinstance(step, int) or step < 0:
            raise AnswerError(name, f"needs the index of a step, not {shown(step)}", f"{at}.step")
        if str(step) in found:
            raise AnswerError(said(str(step)), "stands in the list twice", f"{at}.step")
        if fields.get("value") is None:
            raise AnswerError(said(str(step)), "needs a value, not null", f"{at}.value")
        found[str(step)] = {"value": fields["value"], **_reasons(said(str(step)), fields, f"{at}.")}
    return found


def _reasons(where: str, given: Given, before: str) -> dict[str, Any]:
    """`confidence` and `reasoning`, where there are any; `before` stands before their names in a place."""
    confidence, reasoning = given.get("confidence"), given.get("reasoning")
    found: dict[str, Any] = {}
    if confidence is not None:
        if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
            raise AnswerError(where, f"needs a confidence from 0 to 1, not {shown(confidence)}", f"{before}confidence")
        found["confidence"] = confidence
    if reasoning is not None and reasoning != "":
        if not isinstance(reasoning, str):
            raise AnswerError(where, f"needs a text as reasoning, not {json_type(reasoning)}", f"{before}reasoning")
        if len(reasoning) > REASONING_CHARS:
            text = f"has {len(reasoning)} characters of reasoning; the bound is {REASONING_CHARS}"
            raise AnswerError(where, text, f"{before}reasoning")
        found["reasoning"] = storable(reasoning)
    return found


def _marks(steps: Mapping[str, Given]) -> dict[str, Any]:
    """Rewards that wait for a person's word, as `process_reward` keeps them."""
    return {"mode": "per_step", "marks": {step: _mark(given) for step, given in steps.items()}}


def _mark(given: Given) -> dict[str, Any]:
    mark = {"reward": given["value"], "source": "ai", "verified": False, "ai_reward": given["value"]}
    reasons = {"ai_reasoning": given.get("reasoning"), "confidence": given.get("confidence")}
    return {**mark, **{key: value for key, value in reasons.items() if value is not None}}


def _judgments(steps: Mapping[str, Given]) -> dict[str, Any]:
    """A value is the correctness alone, or an object of what the page sends for the step."""
    values = {step: given["value"] for step, given in steps.items()}
    return {
        "steps": {step: value if isinstance(value, dict) else {"correctness": value} for step, value in values.items()}
    }


FROM_STEPS: dict[str, Callable[[Mapping[str, Given]], dict[str, Any]]] = {
    "process_reward": _marks,
    "trajectory_eval": _judgments,
}
# Of these kinds, what says something; a score is there also where nothing was judged.
PARTS = {"process_reward": ("marks", "first_error"), "trajectory_eval": ("steps", "outcome")}


def of_marks(answer: Answer) -> Predicted | None:
    """What a model had said, of an answer to `process_reward` that somebody gave elsewhere; None where no model did."""
    steps = {
        step: mark
        for step, mark in answer["marks"].items()
        if mark.get("ai_reward") is not None or (mark["source"] == "ai" and mark["reward"] is not None)
    }
    if not steps:
        return None
    found = {step: _reasons_of(mark) for step, mark in steps.items()}
    marks = {step: _mark(given) for step, given in found.items()}
    return Predicted({"marks": marks, "first_error": None, "mode": "per_step"}, {"steps": found})


def _reasons_of(mark: Given) -> dict[str, Any]:
    said_by_model = {"reasoning": mark.get("ai_reasoning"), "confidence": mark.get("confidence")}
    value = mark["reward"] if mark.get("ai_reward") is None else mark["ai_reward"]
    return {"value": value, **{key: part for key, part in said_by_model.items() if part is not None}}
