"""What the scripts of the annotate page start from: the trace, and this person's turn at it."""

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from apps.annotations.models import Annotation
from apps.annotations.outline import outline_rows
from apps.annotations.pending import Held, as_sent, held_answers, pending_of
from apps.annotations.questions import judges_steps, step_editor
from apps.annotations.steps import final_answer, step_key, step_view
from apps.assignments import queries
from apps.assignments.models import Assignment
from apps.projects.models import Project
from apps.schemes.models import Scheme
from apps.traces.blocks import Trail
from apps.traces.displays import shown_fields
from apps.traces.models import TraceRevision
from tracewright.display.coding_trace import most_lines, options_of
from tracewright.errors import TraceFormatError
from tracewright.schemes.acting import steps_by_agent
from tracewright.trace import STEP_LISTS, Document, calls, steps, task, text_of

FIRST_CHARS = 60_000  # of steps sent with the page; the rest comes as it is needed
FIRST_STEPS = 30

READ_ONLY = {"editable_fields": [], "final_answer_key": "final_answer", "edit_final_answer": False}

Config = Mapping[str, Any]


def work(assignment: Assignment, schemes: Sequence[Scheme], *, known: int | None = None) -> dict[str, Any]:
    """`schemes` are those that the page asks. `known` is the trace revision whose part it has already; it is not sent again."""
    held = held_answers(assignment)
    trace = None if known == assignment.revision_id else trace_part(assignment.revision, assignment.project, schemes)
    return {
        "assignment": assignment.pk,
        "urls": urls(assignment),
        "state": assignment.state,
        "submitted_at": assignment.finished_at if assignment.state == Assignment.State.SUBMITTED else None,
        "now": timezone.now(),  # a person's own clock may be wrong
        "progress": queries.progress_of(assignment.project, assignment.member)._asdict(),
        "revision": assignment.revision_id,
        "newer_revision": assignment.revision.trace.current_id != assignment.revision_id,
        "older_answers": _older_answers(schemes, held, assignment.revision.document),
        "schemes": {scheme.name: {"kind": scheme.current.kind} for scheme in schemes if scheme.current},
        "trace": trace,
        **pending_of(assignment, schemes, held),
    }


def step_config(schemes: Sequence[Scheme]) -> Config | None:
    """What the steps are drawn by: the editor's config; without an editor the list of steps that the first judging scheme
    names, and nothing to edit.
    """
    editor = step_editor(schemes)
    if editor and editor.current:
        return editor.current.config
    judging = [scheme.current for scheme in schemes if scheme.current and judges_steps(scheme)]
    return {**READ_ONLY, **{key: judging[0].config[key] for key in ("steps_key", "step_text_key")}} if judging else None


def agent_key(schemes: Sequence[Scheme]) -> str:
    """The field that says who acts in a step, where the page asks for that; "" where it does not."""
    keys = (scheme.current.config.get("agent_key") for scheme in schemes if scheme.current and judges_steps(scheme))
    return next((key for key in keys if key), "")


def trace_part(revision: TraceRevision, project: Project, schemes: Sequence[Scheme]) -> dict[str, Any]:
    """The same for everybody who works on this revision: {"external_id", "task", "rows", "steps", ...}.

    `rows` is the outline; `steps` the views of the first steps. `problem` is a sentence when the steps cannot be shown.
    `agents` has the indexes of each agent's steps, where a scheme asks who acts.
    """
    config, acting = step_config(schemes), agent_key(schemes)
    document, trace, settings = revision.document, revision.trace, project.settings
    display = options_of(settings.get("display", []))
    rows, first, problem = _steps_or_problem(document, config, most_lines(display))
    return {
        "external_id": trace.identity,
        "task": task(document) or text_of(document.get(settings.get("text_key", ""), "")),
        "counts": _counts(rows),
        "display": display,
        "shown": [vars(shown) for shown in shown_fields(document, settings.get("display", []), STEP_LISTS)],
        "rows": rows,
        "steps": first,
        "problem": problem,
        "final_answer": final_answer(document, config),
        "blank": blank_step(document, config) if config and config["editable_fields"] and not problem else None,
        "agents": steps_by_agent(document, step_key(document, config), acting) if acting and not problem else {},
    }


def _steps_or_problem(document: Document, config: Config | None, most: int | None) -> tuple[list[Any], list[Any], str]:
    """No rows and a sentence when the editor's steps_key names something else than a list."""
    try:
        return outline_rows(document, config), _first_steps(document, config, most), ""
    except TraceFormatError as error:
        return [], [], str(error)


def _first_steps(document: Document, config: Config | None, most: int | None) -> list[dict[str, Any]]:
    """As many as make a first page, at least one."""
    views: list[dict[str, Any]] = []
    chars = 0
    found = steps(document, step_key(document, config))[:FIRST_STEPS]
    trail = Trail(found, most)
    for index, step in enumerate(found):
        view = step_view(step, index, config, trail)
        chars += sum(len(shown["text"]) for shown in _fields_of(view))
        views.append(view)
        if chars > FIRST_CHARS:
            break
    return views


def _fields_of(view: Mapping[str, Any]) -> list[dict[str, Any]]:
    of_calls = (shown for call in view["calls"] for shown in (*call["inputs"], call["result"]) if shown)
    return [*view["fields"], *of_calls]


def _counts(rows: Sequence[Sequence[Any]]) -> dict[str, int]:
    return {
        "steps": sum(row[1] is None for row in rows),
        "calls": sum(row[1] is not None for row in rows),
        "errors": sum(row[4] == "agent" for row in rows),
    }


def blank_step(document: Document, config: Config) -> Any:
    """What an inserted step starts from: the texts that the trace's other steps have, empty.

    >>> blank_step({"steps": [{"thought": "a", "action": "b", "observation": "c"}]}, {"steps_key": "steps"})
    {'thought': '', 'action': '', 'observation': ''}
    """
    found = steps(document, config["steps_key"])
    if config["steps_key"] == "structured_turns":
        has_thinking = any(isinstance(turn, dict) and turn.get("thinking") for turn in found[:200])
        return {"role": "assistant", **({"thinking": ""} if has_thinking else {}), "content": "", "tool_calls": []}
    like = next((step for step in found if isinstance(step, dict)), None)
    if like is None:
        return "" if found else {config["step_text_key"]: ""}
    texts = {key: "" for key, value in like.items() if isinstance(value, str) and key not in ("id", "timestamp")}
    return {**texts, **({"tool_calls": []} if any(calls(step) for step in found[:50]) else {})}


def _older_answers(schemes: Sequence[Scheme], held: Held, document: Document) -> list[str]:
    """Schemes whose answer was given under a version that the page cannot show."""
    return [scheme.name for scheme in schemes if _is_older(scheme, held.get(scheme.pk), document)]


def _is_older(scheme: Scheme, annotation: Annotation | None, document: Document) -> bool:
    return annotation is not None and as_sent(scheme, annotation, document) is None


def urls(assignment: Assignment) -> dict[str, str]:
    place = (assignment.project.organization.slug, assignment.project.slug)
    own = f"/annotate/{assignment.pk}/"
    return {
        **{name: address.replace("/annotate/0/", own) for name, address in _addresses_of_turn_0(*place)},
        "upcoming": reverse("annotations:upcoming", args=place),
        "list": reverse("annotations:my_work", args=place),
        "login": f"{reverse('account_login')}?next={reverse('tenants:signed_in')}",
    }


@functools.lru_cache(maxsize=1000)
def _addresses_of_turn_0(organization: str, project: str) -> list[tuple[str, str]]:
    """Kept, for nine of them would be a tenth of a save."""
    names = ("annotate", "data", "steps", "text", "blocks", "files", "search", "draft", "submit", "skip", "release")
    return [(name, reverse(f"annotations:{name}", args=(organization, project, 0))) for name in names]
