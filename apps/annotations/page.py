"""All that the annotate page shows, as plain objects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from apps.annotations.models import Annotation
from apps.annotations.pending import Held, as_sent, held_answers, pending_of
from apps.annotations.questions import STEP_EDITOR, on_page
from apps.annotations.steps import StepView, final_answer, step_views
from apps.assignments import queries
from apps.assignments.models import Assignment
from apps.projects.markdown import html_of
from apps.schemes.models import Scheme
from apps.traces.displays import shown_fields
from tracewright.errors import TraceFormatError
from tracewright.trace import STEP_LISTS, Document, task, text_of


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
    def template(self) -> str:
        return f"schemes/kinds/{self.kind}.html"


def context(assignment: Assignment) -> dict[str, Any]:
    """All that annotate.html shows."""
    document, trace = assignment.revision.document, assignment.revision.trace
    settings = assignment.project.settings
    schemes = list(Scheme.objects.filter(project=assignment.project).select_related("current"))
    held = held_answers(assignment)
    questions = {scheme.pk: _question(scheme, held.get(scheme.pk)) for scheme in schemes}
    asked = [questions[scheme.pk] for scheme in on_page(schemes)]
    edit = next((question for question in asked if question.kind == STEP_EDITOR), None)
    shown_steps, problem = _steps_or_problem(document, edit.config if edit else None)
    answer = final_answer(document, edit.config if edit else None)
    return {
        "project": assignment.project,
        "assignment": assignment,
        "progress": queries.progress_of(assignment.project, assignment.member),
        "task": task(document) or text_of(document.get(settings.get("text_key", ""), "")),
        "trace": {
            "external_id": trace.identity,
            "step_count": trace.steps,
            "call_count": trace.calls,
            "error_count": trace.errors,
        },
        "newer_revision": trace.current_id != assignment.revision_id,
        "shown": shown_fields(document, settings.get("display", []), STEP_LISTS),
        "steps": shown_steps,
        "problem": problem,
        "final_answer": answer,
        "map": {"all": len(shown_steps) + (answer is not None), "errors": sum(step.is_error for step in shown_steps)},
        "edit_scheme": edit,
        "trace_schemes": [question for question in asked if question is not edit],
        "raw_schemes": [question for question in questions.values() if question not in asked],
        "guidelines_html": html_of(assignment.project.guidelines),
        "older_answers": [
            scheme.name
            for scheme in on_page(schemes)
            if scheme.pk in held and as_sent(scheme, held[scheme.pk], document) is None
        ],
        "work": _work(assignment, on_page(schemes), held),
    }


def _steps_or_problem(document: Document, config: Mapping[str, Any] | None) -> tuple[list[StepView], str]:
    """The steps; none and a sentence when the editor's steps_key names something else than a list."""
    try:
        return list(step_views(document, dict(config) if config else None)), ""
    except TraceFormatError as error:
        return [], str(error)


def _question(scheme: Scheme, annotation: Annotation | None) -> QuestionView:
    version: Any = scheme.current
    return QuestionView(scheme.name, version.kind, version.config, annotation.answer if annotation else None)


def _work(assignment: Assignment, schemes: Sequence[Scheme], held: Held) -> dict[str, Any]:
    """What the scripts start from: addresses, and the draft if there is one, else the submitted answers."""
    place = (assignment.project.organization.slug, assignment.project.slug)
    own = (*place, assignment.pk)
    return {
        "urls": {
            "draft": reverse("annotations:draft", args=own),
            "submit": reverse("annotations:submit", args=own),
            "skip": reverse("annotations:skip", args=own),
            "next": reverse("annotations:next", args=place),
            "list": reverse("annotations:my_work", args=place),
            "login": f"{reverse('account_login')}?next={reverse('tenants:signed_in')}",
        },
        "state": assignment.state,
        "schemes": {scheme.name: {"kind": scheme.current.kind} for scheme in schemes if scheme.current},
        **pending_of(assignment, schemes, held),
    }
