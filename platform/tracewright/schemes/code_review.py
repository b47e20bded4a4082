"""A review of the code an agent wrote: a verdict, comments on its lines, ratings of its files."""

from collections.abc import Mapping
from typing import Any

from tracewright.errors import AnswerError
from tracewright.repairs import Repairs, repaired
from tracewright.schemes import common, potato_blobs
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.schemes.review_comments import sent_comments
from tracewright.shown import shown
from tracewright.trace import Document, json_type

name = "code_review"
level: Level = "line"
CATEGORIES = ("bug", "style", "suggestion", "security", "question")
VERDICTS = ("approve", "request_changes", "comment_only")
DIMENSIONS = ("correctness", "quality")
options = common.OPTIONS | {"steps_key", "comment_categories", "verdict_options", "file_rating_dimensions"}

BEST = 5


def config(raw: Mapping[str, Any], where: str) -> Config:
    return {
        **common.common_config(raw, where),
        "steps_key": common.text_option(raw, "steps_key", "", where),
        "comment_categories": common.needed_names_option(raw, "comment_categories", CATEGORIES, where),
        "verdict_options": common.needed_names_option(raw, "verdict_options", VERDICTS, where),
        "file_rating_dimensions": common.names_option(raw, "file_rating_dimensions", DIMENSIONS, where),
    }


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"verdict": name or null, "comments": [COMMENT, ...], "file_ratings": {path: {dimension: 1 to 5}}}

    A comment has every key that docs/reference/schemes.md names. Ratings stand by path and in the order of the dimensions.
    """
    fields = common.sent_fields(config, sent, "verdict", "comments", "file_ratings", "dropped")
    return {
        "verdict": common.sent_name(config["name"], "verdict", fields.get("verdict"), config["verdict_options"]),
        "comments": sent_comments(config, fields.get("comments"), document, common.steps_key(config, document)),
        "file_ratings": _file_ratings(config, fields.get("file_ratings")),
    }


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    """`dropped` says nothing about what a person submits."""
    return {key: part for key, part in answer.items() if key != "dropped"}


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    is_answered = answer is not None and answer["verdict"] is not None
    return [Missing("", "answer")] if config["required"] and not is_answered else []


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    """Potato adds an empty comment at each click on a line: those are left out, `dropped` counts them."""
    stored = potato_blobs.blob(config["name"], labels, "comments")
    if stored is None:
        return None
    comments = stored.get("comments") or []
    kept = [comment for comment in comments if not _is_empty(comment)]
    sent = {
        "verdict": stored.get("verdict"),
        "comments": [_of_potato(config, number, comment) for number, comment in enumerate(kept, start=1)],
        "file_ratings": stored.get("file_ratings"),
    }
    answer = parse(config, sent, document)
    if not any(answer.values()):
        return None
    return {**answer, "dropped": len(comments) - len(kept)} if len(kept) < len(comments) else answer


def _file_ratings(config: Config, sent: Any) -> dict[str, dict[str, int]]:
    if sent is None:
        return {}
    if not isinstance(sent, dict):
        raise AnswerError(config["name"], f"needs an object of files and their ratings, not {json_type(sent)}")
    storable = repaired(sent, Repairs())
    found = {path: _ratings(config, path, storable[path]) for path in sorted(storable)}
    return {path: ratings for path, ratings in found.items() if ratings}


def _ratings(config: Config, path: str, sent: Any) -> dict[str, int]:
    where, dimensions = f"file {shown(path)}", config["file_rating_dimensions"]
    fields = common.sent_object(where, sent, dimensions)
    for dimension, rating in fields.items():
        if rating is not None and (type(rating) is not int or not 1 <= rating <= BEST):
            raise AnswerError(where, f"needs for {dimension} a rating from 1 to {BEST}, not {shown(rating)}")
    return {dimension: fields[dimension] for dimension in dimensions if fields.get(dimension) is not None}


def _is_empty(comment: Any) -> bool:
    """Without text; what is no comment at all is for `parse` to refuse."""
    text = comment.get("text") if isinstance(comment, dict) else comment
    return text is None or (isinstance(text, str) and not text.strip())


def _of_potato(config: Config, number: int, comment: Any) -> dict[str, Any]:
    if not isinstance(comment, dict):
        raise AnswerError(config["name"], f"holds as a comment {json_type(comment)}; it must be an object")
    known = {key: comment.get(key) for key in ("file", "line", "category", "text")}
    return {"id": f"c{number}", **known}
