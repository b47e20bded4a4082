"""The answers of a project, set down by item in a database on disk: users' files go by person, exports by trace."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from tracewright.errors import AnswerError
from tracewright.export.records import Answered, Given, SchemeOf
from tracewright.potato.answers import answer_of
from tracewright.potato.project import Item, PotatoProject

_TABLE = "CREATE TABLE answers (item TEXT, annotator TEXT, labels TEXT, spans TEXT, PRIMARY KEY (item, annotator))"


def answered(project: PotatoProject, counts: Counter[str]) -> Iterator[Answered]:
    """Every answered trace of the project, in the order of the items, then of the annotators' names.

    Memory holds one user's file or one trace at a time. Counted in `counts`: `unparseable` answers, which are left
    out, answers to an `unknown_scheme` and answers to an `unknown_trace`.
    """
    with closing(sqlite3.connect("")) as database:
        database.execute(_TABLE)
        database.executemany(
            "INSERT INTO answers VALUES (?, ?, ?, ?)",
            (
                (each.item, each.annotator, json.dumps(each.labels), json.dumps(each.spans))
                for each in project.answers()
            ),
        )
        for item in project.items():
            taken = database.execute(
                "SELECT annotator, labels, spans FROM answers WHERE item = ? ORDER BY annotator", [item.id]
            ).fetchall()
            for annotator, labels, spans in taken:
                yield _answered(project.schemes, item, annotator, json.loads(labels), json.loads(spans), counts)
            if taken:
                database.execute("DELETE FROM answers WHERE item = ?", [item.id])
        counts["unknown_trace"] += database.execute("SELECT count(*) FROM answers").fetchone()[0]


def _answered(
    schemes: list[SchemeOf],
    item: Item,
    annotator: str,
    labels: dict[str, dict[str, Any]],
    spans: dict[str, list[Any]],
    counts: Counter[str],
) -> Answered:
    answers = {}
    for scheme in schemes:
        try:
            answer = answer_of(scheme, labels.get(scheme.name, {}), spans.get(scheme.name, []), item.record.document)
        except AnswerError:
            counts["unparseable"] += 1
            continue
        if answer is not None:
            answers[scheme.name] = Given(scheme.kind, scheme.config, answer)
    counts["unknown_scheme"] += len({*labels, *spans} - {scheme.name for scheme in schemes})
    return Answered(item.id, annotator, item.record.document, answers)
