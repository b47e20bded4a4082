from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.projects.queries import project_or_404
from apps.tenants.http import MemberRequest, least
from apps.tenants.models import Role
from apps.traces.downloads import native_download
from apps.traces.failure_queries import failures_told
from apps.traces.filters import ERRORS, FILTERS, RECOVERY, Filter, Words, filters_of
from apps.traces.queries import choices, counts_without, not_summarized, trace_or_404, traces

PER_PAGE = 50
PARAMETERS = (*FILTERS, "sort", "page")


@dataclass(frozen=True)
class Field:
    """A filter in the form: a list of choices, or an input of the type."""

    name: str
    title: Words
    value: str
    type: str
    choices: Sequence[tuple[str, Words]] = ()


@require_safe
@least(Role.REVIEWER)
def trace_list(request: MemberRequest, project: str) -> HttpResponse:
    row = project_or_404(project)
    if any(not request.GET[name] for name in PARAMETERS if name in request.GET):
        return HttpResponseRedirect(f"{request.path}?{_said(request.GET)}")
    filters, sort = filters_of(request.GET.dict()), request.GET.get("sort", "")
    page = Paginator(traces(row, filters=filters, sort=sort), PER_PAGE).get_page(request.GET.get("page"))
    is_empty = not page.object_list
    context = {
        "project": row,
        "page": page,
        "filters": filters,
        "search": next((each.value for each in filters if each.name == "q"), ""),
        "sort": sort,
        "fields": [] if is_empty and not filters else _fields(choices(row), filters),
        "chips": [(each, _less(request.GET, each)) for each in filters],
        "without": [
            (each, count, _less(request.GET, each))
            for each, count in (counts_without(row, filters) if is_empty else [])
            if count
        ],
        "clear": _less(request.GET, *filters),
    }
    return render(request, "traces/list.html", context)


@require_safe
@least(Role.REVIEWER)
def native(request: MemberRequest, project: str, trace: int) -> StreamingHttpResponse:
    """The log that the newest revision was made from."""
    return native_download(request, trace_or_404(project_or_404(project), trace))


@require_safe
@least(Role.REVIEWER)
def errors(request: MemberRequest, project: str) -> HttpResponse:
    """The failures of the project's agents by tool and kind, and how they recovered. `soft` counts soft errors in."""
    row = project_or_404(project)
    has_soft = request.GET.get("soft") == "1"
    told = failures_told(row, soft=has_soft)
    context = {"project": row, "told": told, "has_soft": has_soft, "not_counted": not_summarized(row)}
    return render(request, "traces/errors.html", context)


def _said(query: QueryDict) -> str:
    """What a form left empty is no part of an address."""
    kept = query.copy()
    for name in PARAMETERS:
        if not kept.get(name):
            kept.pop(name, None)
    return kept.urlencode()


def _less(query: QueryDict, *filters: Filter) -> str:
    """The address without these filters, at its first page."""
    kept = query.copy()
    for name in ("page", *(each.name for each in filters)):
        kept.pop(name, None)
    return f"?{kept.urlencode()}"


def _fields(known: dict[str, list[str]], filters: list[Filter]) -> list[Field]:
    """A value in use is among its choices also where the project has no such trace any more."""
    values = {each.name: each.value for each in filters}
    fixed = {"errors": ERRORS, "recovery": RECOVERY}
    types = {"path": "text", "since": "date", "until": "date"}
    found = []
    for name, (title, _made) in FILTERS.items():
        value = values.get(name, "")
        if name in fixed:
            found.append(Field(name, title, value, "choice", [*fixed[name].items()]))
        elif name in known:
            offered = known[name] if value in ("", *known[name]) else [value, *known[name]]
            found.append(Field(name, title, value, "choice", [(each, each) for each in offered]))
        elif name in types:
            found.append(Field(name, title, value, types[name]))
    return found
