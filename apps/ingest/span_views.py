"""Where exporters of OpenTelemetry send spans, and log records that belong to them: OTLP/HTTP."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.ingest import span_wire as wire
from apps.ingest.span_bounds import ByteThrottle, spend
from apps.ingest.span_services import TOO_LARGE, receive
from apps.ingest.span_sorting import NO_PROJECT, Arrival, Sorted, sort
from apps.projects.models import Project
from apps.projects.queries import project_or_404, projects
from apps.tenants.api.errors import Refusal, api_exception, refusal_of
from apps.tenants.api.throttle import MemberThrottle
from apps.tenants.models import Role

HEADER = "x-tracewright-project"
NOT_HERE = "there is no project %r here"


class Exports(APIView):
    """Takes what it can, and says of the rest why not. Faults are answered in the encoding of the request, as OTLP says."""

    http_method_names: ClassVar = ["post"]
    throttle_classes: ClassVar = [MemberThrottle, ByteThrottle]
    schema = None  # OTLP describes it, not our openapi.yaml
    signal: wire.Signal
    least_role = Role.MANAGER

    def post(self, request: Request) -> HttpResponse:
        if not request.user.reaches(self.least_role):
            raise PermissionDenied("exports of spans are for managers and above")
        try:
            encoding, export = self._read(request)
            named = request.headers.get(HEADER, "").strip()
            found = sort(export, project_or_404(named).slug if named else "")
        except wire.NotTaken as error:
            raise Refusal(error.status, "invalid", error.text) from error
        taken = _store(found)
        if not taken:
            _refuse_where_nothing_has_a_place(found)
        why = "; ".join(f"{reason} ({count})" for reason, count in found.refused.items())
        return wire.success(self.signal, encoding, found.refused.total(), why)

    def _read(self, request: Request) -> tuple[str, dict[str, Any]]:
        encoding = wire.encoding_of(request.content_type)
        raw = wire.unpacked(request._request.body, request.headers.get("Content-Encoding", ""))
        spend(len(raw))
        return encoding, wire.export_in(raw, encoding, self.signal)

    def get_exception_handler(self) -> Callable[..., Any]:
        return _answered


def _answered(exception: Exception, context: dict[str, Any]) -> HttpResponse | None:
    response, refusal = api_exception(exception, context), refusal_of(exception)
    if response is None or refusal is None:
        return None
    given = context["request"].content_type.partition(";")[0].strip().lower()
    answer = wire.failure(response.status_code, refusal.message, given if given == wire.PROTOBUF else wire.JSON)
    for header in ("Retry-After", "WWW-Authenticate"):
        if header in response:
            answer[header] = response[header]
    if response.status_code == 415:
        answer["Accept-Encoding"] = "gzip"
    return answer


def _store(found: Sorted) -> bool:
    """Keep what has a project; whether any had one."""
    by_project: dict[str, dict[str, Arrival]] = {}
    for key, arrival in found.arrivals.items():
        by_project.setdefault(key.project, {})[key.trace_id] = arrival
    rows: dict[str, Project] = {row.slug: row for row in projects().filter(slug__in=by_project)}
    for slug, arrivals in sorted(
        by_project.items()
    ):  # each locks its project: in one order, or two requests could wait for each other
        if slug not in rows:
            found.refused[NOT_HERE % slug] += sum(len(each.lines) for each in arrivals.values())
        elif refused := receive(project=rows[slug], arrivals=arrivals, at=timezone.now()):
            found.refused[TOO_LARGE] += refused
    return bool(rows)


def _refuse_where_nothing_has_a_place(found: Sorted) -> None:
    if found.arrivals:
        raise Http404("none of the projects that are named is here")
    if found.refused and set(found.refused) == {NO_PROJECT}:
        raise Refusal(400, "invalid", NO_PROJECT)


class Traces(Exports):
    signal = wire.TRACES


class Logs(Exports):
    signal = wire.LOGS
