"""Traces by API: the list, what is known of each, its document and the bytes it came from."""

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.projects.queries import project_or_404
from apps.tenants.api.bodies import Words, asked
from apps.tenants.api.lists import PageQuery, page_of
from apps.tenants.api.operations import Endpoint, Link, operation
from apps.tenants.models import Role
from apps.traces.downloads import native_download
from apps.traces.filters import ERRORS, FILTERS, RECOVERY, filters_of
from apps.traces.models import Trace
from apps.traces.queries import SORTS, trace_or_404, traces

EXAMPLE = {
    "id": 7,
    "identity": "run-0007",
    "format": "potato",
    "task": "Find the weather in San Francisco.",
    "steps": 12,
    "calls": 9,
    "errors": 1,
    "revision": 1,
    "created_at": "2026-08-01T09:00:00Z",
    "url": "https://tracewright.example/api/v1/projects/weather/traces/7",
    "document": "https://tracewright.example/api/v1/projects/weather/traces/7/document",
    "native": "https://tracewright.example/api/v1/projects/weather/traces/7/native",
}


@extend_schema_serializer(examples=[OpenApiExample("A trace", EXAMPLE, response_only=True)])
class TraceSerializer(serializers.ModelSerializer):
    revision = serializers.IntegerField(source="current.number", help_text="The newest; answers stay with theirs.")
    url = Link("api_trace", trace="pk")
    document = Link("api_trace_document", trace="pk")
    native = Link("api_trace_native", trace="pk")

    class Meta:
        model = Trace
        fields = read_only_fields = (
            *("id", "identity", "format", "task", "steps", "calls", "errors", "revision", "created_at"),
            *("url", "document", "native"),
        )


class TraceQuery(PageQuery):
    """The filters of the table of traces (apps.traces.filters), by the same names; a trace passes all that are given."""

    q = Words(required=False, help_text="Words that the identity, the task or what is said in it has.")
    format = Words(required=False, help_text="The format that it was converted from.")
    model = Words(required=False, help_text="The model, as the log names it.")
    tool = Words(required=False, help_text="A tool that it calls.")
    path = Words(required=False, help_text="A part of the path of a file that its calls touch.")
    errors = serializers.ChoiceField(required=False, choices=[*ERRORS], help_text="Whether any step failed.")
    recovery = serializers.ChoiceField(
        required=False, choices=[*RECOVERY], help_text="Whether at least one error was recovered, or was not."
    )
    outcome = Words(required=False, help_text="How it ended, in the word of its log.")
    since = serializers.DateField(
        required=False, help_text="The first day of its begin, or of its import where the log does not say."
    )
    until = serializers.DateField(required=False, help_text="The last day of the same.")
    sort = serializers.ChoiceField(
        required=False, choices=[name for name in SORTS if name], help_text="Without it the order of the data."
    )


class TraceList(Endpoint):
    @operation("list_traces", Role.REVIEWER, query=TraceQuery, answers={200: page_of(TraceSerializer)})
    def get(self, request: Request, project: str) -> Response:
        """The project's traces."""
        query = asked(request, TraceQuery)
        filters = filters_of({name: str(query[name]) for name in FILTERS if name in query})
        rows = traces(project_or_404(project), filters=filters).exclude(current=None)
        order = [SORTS[query.get("sort", "")], "id"]
        return self.listed(TraceSerializer, rows.select_related("current"), query, *dict.fromkeys(order))


class TraceDetail(Endpoint):
    @operation("get_trace", Role.REVIEWER, answers={200: TraceSerializer})
    def get(self, request: Request, project: str, trace: int) -> Response:
        """What is known of a trace; its steps are in the document."""
        return Response(self.shown(TraceSerializer, trace_or_404(project_or_404(project), trace)))


class TraceDocument(Endpoint):
    @operation(
        "get_trace_document",
        Role.REVIEWER,
        answers={200: OpenApiTypes.OBJECT, 304: OpenApiResponse(description="As the client has it.")},
    )
    def get(self, request: Request, project: str, trace: int) -> HttpResponse:
        """The trace document of the newest revision, as it is stored.

        Its `ETag` may come back as `If-None-Match`.
        """
        return document_of(request, trace_or_404(project_or_404(project), trace).current)


class TraceNative(Endpoint):
    @operation("get_trace_native", Role.REVIEWER, answers={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, project: str, trace: int) -> StreamingHttpResponse:
        """The bytes that the newest revision was made from, as they came."""
        return native_download(request._request, trace_or_404(project_or_404(project), trace))


def document_of(request: Request, revision: Any) -> HttpResponse:
    """The revision's document, or 304 for a client that has it."""
    etag = f'"{revision.document_sha256}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    response = HttpResponse(content_type="application/json", headers=headers)
    held = get_conditional_response(request._request, etag=etag, response=response)
    if held is not None and held is not response:
        return held
    response.content = revision.body.document_text()
    return response
