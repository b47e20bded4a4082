"""A verdict on each tool call: is it the right tool, with the right arguments, and was it needed there?"""

from collections.abc import Mapping
from typing import Any

from tracewright import json_text
from tracewright.repairs import Repairs, repaired
from tracewright.schemes import common, potato_blobs, potato_reviews
from tracewright.schemes.judged_steps import OPTIONS, check_call, judged_calls, sent_by_step, unanswered
from tracewright.schemes.judged_steps import options as step_options
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.schemes.taxonomies import correct_options
from tracewright.step_names import said
from tracewright.trace import Document

name = "tool_call_review"
level: Level = "step"
options = common.OPTIONS | OPTIONS | {"verdict_options", "correct_options", "ask_right_call", "require_rationale"}

VERDICTS = ("correct", "wrong_tool", "wrong_args", "unnecessary", "wrong_order")
KEYS = ("verdict", "right_tool", "right_arguments", "rationale")

Review = dict[str, Any]


def config(raw: Mapping[str, Any], where: str) -> Config:
    verdicts = common.needed_names_option(raw, "verdict_options", VERDICTS, where)
    return {
        **common.common_config(raw, where),
        **step_options(raw, where),
        "verdict_options": verdicts,
        "correct_options": correct_options(raw, "verdict_options", verdicts, where),
        "ask_right_call": common.bool_option(raw, "ask_right_call", True, where),
        "require_rationale": common.bool_option(raw, "require_rationale", False, where),
    }


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"calls": {"4.1": REVIEW}}, by the names of the calls.

    A review has `verdict` (null while only something else is told) and those of right_tool, right_arguments and rationale
    that were given; of these a correct call has the rationale only. Arguments that read as a JSON object are stored as one.
    """
    fields = common.sent_fields(config, sent, "calls")
    reviews = sent_by_step(
        config, fields.get("calls"), document, check_call, lambda *call: _sent_review(config, *call), "calls"
    )
    return {"calls": reviews}


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    """Arguments as the page has them, as text."""
    return {"calls": {call: _as_typed(review) for call, review in answer["calls"].items()}}


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    """Where it is required, a verdict on each call; with `require_rationale`, why a call is not correct."""
    reviews = answer["calls"] if answer else {}
    found = []
    if config["required"]:
        calls = judged_calls(config, document)
        found = [unanswered(call) for call in calls if not reviews.get(call, {}).get("verdict")]
    if config["require_rationale"]:
        unsaid = (call for call, review in reviews.items() if _lacks_rationale(config, review))
        found += [Missing(f"{call}:", "reason") for call in unsaid]
    return found


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    """Potato stores a list of the calls that somebody judged or wrote a note on."""
    stored = potato_blobs.stored_json(config["name"], labels)
    if not stored:
        return None
    answer = parse(config, {"calls": potato_reviews.sent(config, stored, document)}, document)
    return answer if answer["calls"] else None


def _sent_review(config: Config, call: str, sent: Any) -> Review | None:
    """The canonical review; None where it says nothing."""
    fields, where = common.sent_object(said(call), sent, KEYS, call), said(call)
    verdict = common.sent_name(where, "verdict", fields.get("verdict"), config["verdict_options"], call)
    told = {
        "right_tool": common.sent_text_or_none(where, fields.get("right_tool"), call),
        "right_arguments": _arguments(where, fields.get("right_arguments"), call),
        "rationale": common.sent_text_or_none(where, fields.get("rationale"), call),
    }
    found = {key: value for key, value in told.items() if value != ""}
    if verdict in config["correct_options"]:
        found = {key: text for key, text in found.items() if key == "rationale"}
    return {"verdict": verdict, **found} if verdict or found else None


def _arguments(where: str, sent: Any, call: str) -> Any:
    """An object where the text reads as one, else the text; an object that was sent is as good as its text."""
    if isinstance(sent, dict):
        sent = json_text.compact(repaired(sent, Repairs()))
    text = common.sent_text_or_none(where, sent, call)
    if not text.lstrip().startswith("{"):
        return text
    try:
        value, _ = json_text.read(text.encode())
    except json_text.NotJson:
        return text
    return value


def _as_typed(review: Review) -> Review:
    arguments = review.get("right_arguments")
    return {**review, "right_arguments": json_text.compact(arguments)} if isinstance(arguments, dict) else review


def _lacks_rationale(config: Config, review: Review) -> bool:
    is_wrong = review["verdict"] is not None and review["verdict"] not in config["correct_options"]
    return is_wrong and not review.get("rationale", "").strip()
