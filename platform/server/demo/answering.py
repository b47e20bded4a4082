"""What the demo's annotators have already done, claimed and submitted as they would in the browser."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apps.annotations import services as annotations
from apps.assignments.services import claim_next
from apps.projects.models import Project
from apps.tenants.models import Membership, Role
from apps.tenants.scope import current, scope

EACH = 2  # traces that each annotator has repaired
# By example and trace: what the page would send, for one person after the other.
ANSWERS: dict[str, dict[str, list[dict[str, Any]]]]
ANSWERS = json.loads(Path(__file__).with_name("answers.json").read_text(encoding="utf-8"))


def repair(organization_id: int, slug: str, example: Path) -> Iterator[str]:
    """Every annotator repairs EACH traces as the example has them in its corrections.json; yields a line for each."""
    done = json.loads((example / "corrections.json").read_text(encoding="utf-8"))
    sent = {trace: _sent_repair(correction) for trace, correction in done.items()}
    with scope(organization_id):
        project, people = _project(slug), _annotators()
    for member in people:
        for _ in range(EACH):
            with scope(organization_id):
                yield f"{member} repaired {_answer_next(project, member, sent)}"


def answer(organization_id: int, slug: str, example: str) -> str:
    """As many annotators as a trace of ANSWERS has answers; others begin at each example. A line about all of it."""
    traces = ANSWERS[example]
    with scope(organization_id):
        project, people = _project(slug), _annotators()
        begin, count = list(ANSWERS).index(example), max(map(len, traces.values()))
        answering = [people[(begin + number) % len(people)] for number in range(count)]
        for number, member in enumerate(answering):
            sent = {trace: answers[number] for trace, answers in traces.items() if number < len(answers)}
            for _ in sent:
                _answer_next(project, member, sent)
    return f"{project.name}: {', '.join(map(str, answering))}"


def _sent_repair(correction: dict[str, Any]) -> dict[str, Any]:
    return {
        "corrected_trajectory": {"edits": correction["edits"]},
        "outcome": {"choice": correction["outcome"], "free_response": ""},
        "failure_reason": {"choices": correction["failure_reason"], "free_response": ""},
        "notes": {"texts": {"text_box": correction["notes"]}},
    }


def _answer_next(project: Project, member: Membership, answers: dict[str, dict[str, Any]]) -> str:
    """`answers` by trace; the name of the trace that was next."""
    turn = claim_next(project=project, by=member)
    if turn is None:
        raise LookupError(f"{project} has no trace left for {member}")
    trace = turn.revision.trace.identity
    if trace not in answers:
        raise LookupError(f"{project} gave {member} the trace {trace}; answers are there for {', '.join(answers)}")
    annotations.submit(assignment=turn, answers=answers[trace], number=0, base={}, by=member)
    return trace


def _project(slug: str) -> Project:
    return Project.objects.get(organization_id=current(), slug=slug)


def _annotators() -> list[Membership]:
    found = Membership.objects.filter(organization_id=current(), role=Role.ANNOTATOR, user__isnull=False)
    return list(found.order_by("pk"))
