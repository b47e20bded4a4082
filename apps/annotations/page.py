"""What the annotate page is drawn from before its scripts fill in the trace: the project's questions and guidelines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from apps.annotations.guidelines import has_unread
from apps.annotations.models import Annotation
from apps.annotations.pending import held_answers
from apps.annotations.questions import comparison, judges_steps, marks_texts, on_page, reviews_lines, step_editor
from apps.annotations.work import work
from apps.assignments.models import Assignment
from apps.projects.markdown import html_of
from apps.schemes.models import Scheme
from tracewright.schemes.display_logic import ASKED_WHEN


@dataclass(frozen=True)
class QuestionView:
    name: str
    kind: str
    config: Mapping[str, Any]
    answer: Mapping[str, Any] | None = None

    @property
    def description(self) -> str:
        return str(self.config.get("description", ""))

    @property
    def required(self) -> bool:
        return bool(self.config.get("required"))

    @property
    def waits(self) -> bool:
        """Whether it depends on others: hidden until the page's script has looked at their answers."""
        return bool(self.config.get(ASKED_WHEN))

    @property
    def template(self) -> str:
        return f"schemes/kinds/{self.kind}.html"


class Pair(msgspec.Struct):
    """The two candidates of a comparison."""

    labels: list[str]
    is_traces: bool


class Head(msgspec.Struct):
    """What the page itself says of the trace; msgspec passes over all else that was drawn."""

    external_id: str
    task: str
    counts: dict[str, int]
    shown: list[Any]
    pair: Pair | None = None
    lacks: dict[str, Any] | None = None


def context(assignment: Assignment) -> dict[str, Any]:
    """All that annotate.html shows; `work` is what its scripts start from."""
    project = assignment.project
    schemes = list(Scheme.objects.filter(project=project).select_related("current"))
    asked = on_page(schemes)
    editor = step_editor(asked)
    held = held_answers(assignment)
    data = work(assignment, asked)
    return {
        "project": project,
        "edit_scheme": _question(editor, None) if editor else None,
        "has_pair": comparison(asked) is not None,
        "judging": {scheme.current.kind for scheme in asked if scheme.current and judges_steps(scheme)},
        "has_marks": any(marks_texts(scheme) for scheme in asked),
        "has_review": any(reviews_lines(scheme) for scheme in asked),
        "trace_schemes": [_question(scheme, held.get(scheme.pk)) for scheme in asked if scheme != editor],
        "raw_schemes": [_question(scheme, held.get(scheme.pk)) for scheme in schemes if scheme not in asked],
        "guidelines_html": html_of(project.guidelines),
        "has_unread_guidelines": has_unread(project, assignment.member),
        "work": data,
        "trace": msgspec.json.decode(data["trace"], type=Head),
    }


def _question(scheme: Scheme, annotation: Annotation | None) -> QuestionView:
    version: Any = scheme.current
    return QuestionView(scheme.name, version.kind, version.config, annotation.answer if annotation else None)
