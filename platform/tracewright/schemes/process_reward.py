"""A reward for each step of the agent: given one by one, or all at once by the first step that is wrong."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import common, potato_blobs, potato_marks
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
from tracewright.schemes.marks import Mark, by_person, details, is_unverified, sent_mark
from tracewright.shown import shown
from tracewright.trace import Document

name = "process_reward"
level: Level = "step"
MODES = ("first_error", "per_step")
SWITCHES = ("allow_neutral", "inline_with_trace", "ai_prelabel", "require_verification")
options = common.OPTIONS | OPTIONS | {"mode", "reward_labels", *SWITCHES}

REWARDS = ("correct", "neutral", "incorrect")
NO_ERROR = "none"


class Reward(NamedTuple):
    """What a step got: `step` is its index in the full list; None and {} where it has no reward and no mark."""

    step: int
    reward: int | None
    mark: Mark


def config(raw: Mapping[str, Any], where: str) -> Config:
    return {
        **common.common_config(raw, where),
        **step_options(raw, where),
        "mode": common.one_of_option(raw, "mode", MODES, where),
        **{key: common.bool_option(raw, key, False, where) for key in SWITCHES},
        "reward_labels": _reward_labels(raw, where),
    }


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"marks": {"4": MARK}, "first_error": "4", "none" or null, "mode": "first_error"}, and "user_marks" where there are any.

    Once `first_error` is given, all rewards follow from it; of the marks only what a model said is taken then. Without it
    marks count where the mode of the answer is per_step.
    """
    fields = common.sent_fields(config, sent, "marks", "first_error", "mode", "user_marks")
    mode, first_error = _sent_mode(config, fields), _first_error(config, fields, document)
    marks = sent_by_step(config, fields.get("marks"), document, check_judged, lambda *mark: sent_mark(config, *mark))
    turns = sent_by_step(
        config, fields.get("user_marks"), document, check_user_turn, lambda *mark: sent_mark(config, *mark)
    )
    if first_error is not None:
        mode, marks = "first_error", _from_first_error(judged_steps(config, document), first_error, marks)
    elif mode == "first_error":
        marks = {}
    elif not marks:
        mode = config["mode"]
    answer = {"marks": marks, "first_error": first_error, "mode": mode}
    return {**answer, "user_marks": turns} if turns else answer


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    return answer


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    """Where required, the first error or a mark on each step; with `require_verification`, a word on each mark of a model."""
    marks = answer["marks"] if answer else {}
    steps = judged_steps(config, document)
    found = []
    if config["required"]:
        found = [unanswered(step) for step in steps if marks.get(step, {}).get("reward") is None]
        if config["mode"] == "first_error":
            is_given = answer is not None and (answer["first_error"] is not None or (marks and not found))
            found = [] if is_given else [Missing("", "answer")]
    if config["require_verification"]:
        found += [Missing(f"{step}:", "verify") for step in steps if is_unverified(marks.get(step, {}))]
    return found


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    """Marks that a click on the first error explains become one, where the scheme asks for it; any others stay marks."""
    stored = potato_blobs.blob(config["name"], labels, "steps")
    if stored is None:
        return None
    of_steps, of_turns = potato_blobs.entries(config, stored, "index", document)
    marks, user_marks = potato_marks.sent(config, of_steps), potato_marks.sent(config, of_turns)
    if not marks and not user_marks:
        return None
    answer = parse(config, {"marks": marks, "user_marks": user_marks, "mode": "per_step"}, document)
    first_error = _explained(config, answer["marks"], document)
    return answer if first_error is None else parse(config, {**answer, "first_error": first_error}, document)


def rewards(config: Config, answer: Answer, document: Document, *, user_turns: bool = False) -> list[Reward]:
    """One for each step that is judged, in order; with `user_turns` also for the marks that an import put on users' turns.

    A reward is that of the mark, whoever gave it: its `source` and `verified` tell.
    """
    turns = answer.get("user_marks", {}) if user_turns else {}
    names = sorted({*judged_steps(config, document), *turns}, key=int)
    marks = {**answer["marks"], **turns}
    return [Reward(int(step), marks.get(step, {}).get("reward"), marks.get(step, {})) for step in names]


def _from_first_error(steps: list[str], first_error: str, marks: Mapping[str, Mark]) -> dict[str, Mark]:
    """Right before the first error, wrong from it on."""
    wrong_from = len(steps) if first_error == NO_ERROR else steps.index(first_error)
    return {
        step: by_person(1 if position < wrong_from else -1, details(marks.get(step, {})))
        for position, step in enumerate(steps)
    }


def _explained(config: Config, marks: dict[str, Mark], document: Document) -> str | None:
    """The first error of which exactly these marks follow."""
    steps = judged_steps(config, document)
    if config["mode"] != "first_error" or not marks:
        return None
    first_error = next((step for step in steps if marks.get(step, {}).get("reward") == -1), NO_ERROR)
    return first_error if _from_first_error(steps, first_error, marks) == marks else None


def _sent_mode(config: Config, fields: Mapping[str, Any]) -> str:
    """The scheme's own; an imported answer of marks is per_step in a scheme of the first error as well."""
    mode = fields.get("mode")
    if mode is None:
        return str(config["mode"])
    if mode not in MODES or (mode == "first_error" and config["mode"] == "per_step"):
        raise AnswerError(config["name"], f"is answered {config['mode']}, not {shown(mode)}")
    return str(mode)


def _first_error(config: Config, fields: Mapping[str, Any], document: Document) -> str | None:
    first_error = fields.get("first_error")
    if first_error is None:
        return None
    if config["mode"] == "per_step":
        raise AnswerError(config["name"], f"takes a mark for each step, no first error such as {shown(first_error)}")
    if first_error != NO_ERROR:
        check_judged(config, first_error, document)
    return str(first_error)


def _reward_labels(raw: Mapping[str, Any], where: str) -> dict[str, str]:
    """What the rewards are called; "" leaves it to the page."""
    labels = raw.get("reward_labels")
    if not isinstance(labels, Mapping | None):
        raise SchemeError(f"{where} reward_labels", f"must have {', '.join(REWARDS)}, each a text, not {shown(labels)}")
    return {
        **(labels or {}),
        **{key: common.text_option(labels or {}, key, "", f"{where} reward_labels") for key in REWARDS},
    }
