"""The annotate page as plain objects: steps with their fields, the questions, and what its scripts start from."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.annotations.models import Annotation, Draft
from apps.annotations.questions import STEP_EDITOR, on_page
from apps.assignments import queries
from apps.assignments.models import Assignment
from apps.projects.markdown import html_of
from apps.schemes.models import Scheme
from apps.traces.displays import shown_fields
from tracewright.errors import TraceFormatError, TracewrightError
from tracewright.pointer import escape
from tracewright.schemes import kind_of
from tracewright.schemes.trajectory_edit import editors
from tracewright.trace import STEP_LISTS, Document, calls, steps, task, text_of

Held = Mapping[int, Annotation]  # by scheme
GIST_CHARS = 80
PROSE = {"thought", "thinking", "reasoning", "content", "text", "final_answer"}  # all else is set as code
CALL_IN_TEXT = re.compile(r"\s*([A-Za-z_][\w.]*)\(")  # web_search(query="...")


@dataclass(frozen=True)
class FieldView:
    """One text of a step. `pointer` is RFC 6901 inside the step; `editor` when the person may change it."""

    key: str
    label: str
    pointer: str
    text: str
    is_code: bool
    is_json: bool
    editor: bool

    @property
    def lines(self) -> int:
        return self.text.count("\n") + 1


@dataclass(frozen=True)
class StepView:
    name: str  # "0": as answers call it
    number: int  # 1: as people count
    gist: str
    tool: str
    is_error: bool
    fields: list[FieldView] = field(default_factory=list)


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
        **_pending(assignment, schemes, held),
    }


def pending(assignment: Assignment) -> dict[str, Any]:
    """The draft or, without one, the submitted answers, as the page sends them, with their number and base."""
    schemes = on_page(Scheme.objects.filter(project=assignment.project).select_related("current"))
    return _pending(assignment, schemes, held_answers(assignment))


def _pending(assignment: Assignment, schemes: Sequence[Scheme], held: Held) -> dict[str, Any]:
    draft = Draft.objects.filter(assignment=assignment).first()
    if draft and draft.answers is not None:
        return {"number": draft.number, "answers": draft.answers, "base": draft.base, "saved_at": draft.saved_at}
    document = assignment.revision.document
    sent = {scheme.name: as_sent(scheme, held[scheme.pk], document) for scheme in schemes if scheme.pk in held}
    return {
        "number": draft.number if draft else 0,
        "answers": {name: answer for name, answer in sent.items() if answer is not None},
        "base": {scheme.name: held[scheme.pk].number for scheme in schemes if scheme.pk in held},
        "saved_at": assignment.finished_at,
    }


def held_answers(assignment: Assignment) -> Held:
    rows = Annotation.objects.filter(assignment=assignment).select_related("version")
    return {row.scheme_id: row for row in rows}


def as_sent(scheme: Scheme, annotation: Annotation, document: Document) -> dict[str, Any] | None:
    """The stored answer as the page sends it; None when it was given under a version whose answers this one cannot show."""
    now: Any = scheme.current
    if annotation.version.kind != now.kind:
        return None
    kind = kind_of(now.kind)
    try:
        sent = kind.as_sent(annotation.version.config, annotation.answer, document)
        kind.parse(now.config, sent, document)
    except TracewrightError:
        return None
    return sent


def step_views(document: Document, config: dict[str, Any] | None) -> Iterator[StepView]:
    """The steps of the list that the editor names; without one, of the list the document has."""
    key = config["steps_key"] if config else next((key for key in STEP_LISTS if document.get(key)), "steps")
    editable = {(editor.step, editor.pointer) for editor in editors(config, document)} if config else set()
    for index, step in enumerate(steps(document, key)):
        fields = list(_fields(step, config["step_text_key"] if config else "action", str(index), editable))
        yield StepView(str(index), index + 1, _gist(fields), _tool(step), _is_error(step), fields)


def _fields(step: Any, text_key: str, name: str, editable: set[tuple[str | None, str]]) -> Iterator[FieldView]:
    if isinstance(step, str):
        yield FieldView(text_key, _("Step"), "", step, False, False, (name, "") in editable)
        return
    for key, value in step.items():
        pointer = escape(key)
        can_edit = (name, pointer) in editable
        if value in (None, [], {}) and not can_edit:
            continue
        yield FieldView(
            key, _label(key), pointer, text_of(value), key not in PROSE, not isinstance(value, str), can_edit
        )


def final_answer(document: Document, config: Mapping[str, Any] | None) -> FieldView | None:
    key = config["final_answer_key"] if config else "final_answer"
    if document.get(key) is None:
        return None
    value = document[key]
    can_edit = bool(config and config["edit_final_answer"])
    pointer = escape(key)
    return FieldView(key, _("Answer"), pointer, text_of(value), False, not isinstance(value, str), can_edit)


def _label(key: str) -> str:
    known = {
        "thought": _("Thought"),
        "thinking": _("Thought"),
        "action": _("Action"),
        "observation": _("Result"),
        "content": _("Text"),
        "role": _("Role"),
        "tool_calls": _("Calls"),
    }
    return known.get(key) or key.replace("_", " ").capitalize()


def _tool(step: Any) -> str:
    """The step's tool: named by the step, its action or its first call, else called in its action's text."""
    if not isinstance(step, dict):
        return ""
    action = step.get("action")
    named = [part.get("tool") for part in (step, action, *calls(step)) if isinstance(part, dict)]
    for name in named:
        if isinstance(name, str) and name:
            return name
    found = CALL_IN_TEXT.match(action) if isinstance(action, str) else None
    return found[1] if found else ""


def _is_error(step: Any) -> bool:
    marked = [step, *calls(step)] if isinstance(step, dict) else []
    return any(isinstance(part, dict) and part.get("is_error") is True for part in marked)


def _gist(fields: Sequence[FieldView]) -> str:
    first = next((field.text.strip() for field in fields if field.key != "role" and field.text.strip()), "")
    line = first.splitlines()[0] if first else ""
    return line if len(line) <= GIST_CHARS else line[: GIST_CHARS - 1] + "…"
