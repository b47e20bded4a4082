"""The comments of a review: what is sent about a step, a call and lines of a file, checked and completed."""

from collections.abc import Mapping
from typing import Any

from tracewright.errors import AnswerError
from tracewright.schemes import common
from tracewright.schemes.kind import Config
from tracewright.schemes.sent_steps import original_step
from tracewright.shown import shown
from tracewright.step_names import call_name, said
from tracewright.trace import Document, calls, json_type, steps

KEYS = (
    "id", "step", "call", "file", "side", "line", "end_line", "category", "text", "suggestion", "resolved", "replies"
)  # fmt: skip
SIDES = ("new", "old")
ID_CHARS = 100

Comment = dict[str, Any]


def sent_comments(config: Config, sent: Any, document: Document, steps_key: str) -> list[Comment]:
    """The comments in the order they came, each with every key. AnswerError names the comment by its number."""
    if sent is None:
        return []
    if not isinstance(sent, list):
        raise AnswerError(config["name"], f"needs a list of comments, not {json_type(sent)}")
    found = steps(document, steps_key)
    comments = []
    seen: set[str] = set()
    for number, comment in enumerate(sent, start=1):
        where = f"comment {number}"
        comments.append(_comment(config, where, comment, found))
        if comments[-1]["id"] in seen:
            raise AnswerError(where, f"has the id {shown(comments[-1]['id'])} of another one")
        seen.add(comments[-1]["id"])
    return comments


def _comment(config: Config, where: str, sent: Any, found: list[Any]) -> Comment:
    fields = common.sent_object(where, sent, KEYS)
    step, call = _place(where, fields, found)
    at = "" if step is None else step if call is None else call_name(step, call)
    line, end_line = _lines(where, fields, at)
    comment: Comment = {
        "id": _id(where, fields, at),
        "step": step,
        "call": call,
        "file": _text(where, fields, "file", at),
        "side": common.sent_name(where, "side", fields.get("side"), SIDES, at),
        "line": line,
        "end_line": end_line,
        "category": common.sent_name(where, "category", fields.get("category"), config["comment_categories"], at),
        "text": _text(where, fields, "text", at),
        "suggestion": _text(where, fields, "suggestion", at) or None,
        "resolved": _is_resolved(where, fields, at),
        "replies": _replies(where, fields, at),
    }
    if comment["category"] is None:
        raise AnswerError(where, "needs a category", at)
    if not comment["text"].strip() and not (comment["suggestion"] or "").strip():
        raise AnswerError(where, "needs a text or a suggestion", at)
    return comment


def _place(where: str, fields: Mapping[str, Any], found: list[Any]) -> tuple[str | None, int | None]:
    step, call = fields.get("step"), fields.get("call")
    if step is None:
        if call is not None:
            raise AnswerError(where, f"names the call {shown(call)} and no step")
        return None, None
    made = calls(original_step(step, found))
    if call is None:
        return step, None
    if type(call) is not int or not 0 <= call < len(made):
        raise AnswerError(
            where, f"is on the call {shown(call)} of {said(step)}, whose calls count {len(made)} from 0", step
        )
    return step, call


def _lines(where: str, fields: Mapping[str, Any], at: str) -> tuple[int | None, int | None]:
    line, end_line = fields.get("line"), fields.get("end_line")
    for key, value in (("line", line), ("end_line", end_line)):
        if value is not None and (type(value) is not int or value < 1):
            raise AnswerError(where, f"needs as {key} a number from 1, not {shown(value)}", at)
    if end_line is not None and (line is None or end_line < line):
        raise AnswerError(where, f"ends in line {end_line}, before it begins ({shown(line)})", at)
    return line, end_line


def _id(where: str, fields: Mapping[str, Any], at: str) -> str:
    comment_id = common.sent_text(where, fields.get("id"), at)
    if not 0 < len(comment_id) <= ID_CHARS:
        raise AnswerError(where, f"needs an id of 1 to {ID_CHARS} characters, not {shown(comment_id)}", at)
    return comment_id


def _text(where: str, fields: Mapping[str, Any], key: str, at: str) -> str:
    return common.sent_text_or_none(where, fields.get(key), at)


def _is_resolved(where: str, fields: Mapping[str, Any], at: str) -> bool:
    resolved = fields.get("resolved", False)
    if not isinstance(resolved, bool):
        raise AnswerError(where, f"needs resolved as true or false, not {shown(resolved)}", at)
    return resolved


def _replies(where: str, fields: Mapping[str, Any], at: str) -> list[dict[str, str]]:
    sent = fields.get("replies") or []
    if not isinstance(sent, list):
        raise AnswerError(where, f"needs a list of replies, not {json_type(sent)}", at)
    texts = [_text(where, common.sent_object(where, reply, ("text",), at), "text", at) for reply in sent]
    if not all(text.strip() for text in texts):
        raise AnswerError(where, "has a reply without text", at)
    return [{"text": text} for text in texts]
