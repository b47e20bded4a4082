"""Reads of traces for a member of the organization in scope."""

import hashlib
from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404

from apps.projects.models import Project
from apps.tenants.scope import current
from apps.traces.filters import Filter, filters_of
from apps.traces.models import TASK_KEY_CHARS, Step, ToolArgument, Trace, TraceRevision
from apps.traces.prepared import Key
from tracewright.tool_uses import CALL

SORTS = {"": "id", "steps": "steps", "-steps": "-steps", "errors": "errors", "-errors": "-errors", "-id": "-id"}
MOST_CHOICES = 200  # of one list in the form
TASKS = 500  # asked for at once


def traces(project: Project, *, search: str = "", filters: Iterable[Filter] = (), sort: str = "") -> QuerySet[Trace]:
    """The project's traces that have the words and pass all filters; an unknown sort is the order of the data.

    `at` is when a run began, or was imported where its log does not say.
    """
    rows = Trace.objects.filter(organization_id=current(), project=project)
    rows = rows.annotate(at=Coalesce("began_at", "created_at"))
    for each in (*filters_of({"q": search}), *filters):
        rows = rows.filter(each.where)
    return rows.order_by(SORTS.get(sort, "id"), "id")


def trace_or_404(project: Project, pk: int) -> Trace:
    row = traces(project).exclude(current=None).select_related("current").filter(pk=pk).first()
    if row is None:
        raise Http404(f"no trace {pk} in {project.slug}")
    return row


def known_traces(project: Project, identities: Sequence[str]) -> dict[Key, Trace]:
    """Those of the project that have one of the identities, each with its current revision."""
    rows = Trace.objects.filter(organization_id=current(), project=project, identity__in=identities)
    return {(trace.format, trace.identity): trace for trace in rows.select_related("current")}


def traces_of_tasks(project: Project, tasks: Iterable[str]) -> list[tuple[int, Key]]:
    """The project's traces of tasks of a benchmark: number and key."""
    rows = Trace.objects.filter(organization_id=current(), project=project).exclude(current=None)
    wanted = sorted({task[:TASK_KEY_CHARS] for task in tasks})
    found = [
        row
        for at in range(0, len(wanted), TASKS)
        for row in rows.filter(task_key__in=wanted[at : at + TASKS]).values_list("pk", "format", "identity")
    ]
    return [(pk, (name, identity)) for pk, name, identity in found]


def revision_with_body(project: Project, trace: int) -> TraceRevision | None:
    """The current revision of one of the project's traces, with its trace; None when there is none."""
    rows = Trace.objects.filter(organization_id=current(), project=project, pk=trace)
    found = rows.select_related("current__body").first()
    if found is None or found.current is None:
        return None
    found.current.trace = found
    return found.current


def is_made_of(trace: Trace, native: bytes, version: int) -> bool:
    """Whether these bytes and a converter of this version would give the trace as it is."""
    made = trace.current
    return made is not None and made.converter_version >= version and has_bytes(made, native)


def has_bytes(revision: TraceRevision, native: bytes) -> bool:
    return revision.native_sha256 == hashlib.sha256(native).hexdigest()


def counts_without(project: Project, filters: list[Filter]) -> list[tuple[Filter, int]]:
    """How many traces there would be without each of the filters: to be told where there is none with all of them."""
    return [
        (left_out, traces(project, filters=[each for each in filters if each is not left_out]).count())
        for left_out in filters
    ]


def choices(project: Project) -> dict[str, list[str]]:
    """What the project's traces have, by the filter that asks for it."""
    rows = Trace.objects.filter(organization_id=current(), project=project).order_by()
    columns = ("format", "model", "outcome")
    found = {
        name: sorted(rows.exclude(**{name: ""}).values_list(name, flat=True).distinct()[:MOST_CHOICES])
        for name in columns
    }
    return {**found, "tool": _tools(project)}


def not_summarized(project: Project) -> int:
    """Traces from before their recoveries were told: manage.py summarize_traces."""
    return (
        Trace.objects.filter(organization_id=current(), project=project, unrecovered=None).exclude(current=None).count()
    )


def _tools(project: Project) -> list[str]:
    """Those of calls, by name; a call that is only text has no row to be found by."""
    has_row = Step.objects.exclude(tool="").filter(organization_id=current(), tool=OuterRef("tool"))
    rows = ToolArgument.objects.filter(organization_id=current(), project=project, json_type=CALL, count__gt=0)
    return list(rows.filter(Exists(has_row)).order_by("tool").values_list("tool", flat=True)[:MOST_CHOICES])
