"""Exports by API: ask for one, look how far it is, take its files."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import Http404, StreamingHttpResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.exports import services
from apps.exports.downloads import attachment
from apps.exports.models import Export
from apps.jobs.models import Job
from apps.jobs.services import request_cancel
from apps.projects.models import Project
from apps.projects.queries import project_or_404
from apps.tenants.api.bodies import Body, asked, sent
from apps.tenants.api.errors import Refusal
from apps.tenants.api.lists import PageQuery, page_of
from apps.tenants.api.operations import Endpoint, Link, operation
from apps.tenants.models import Role
from apps.tenants.scope import current
from tracewright.export import EXPORTERS

FILE = {
    "name": "trajectory_sft.jsonl",
    "bytes": 20311,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "url": "https://tracewright.example/api/v1/projects/weather/exports/5/files/trajectory_sft.jsonl",
}
EXAMPLE = {
    "id": 5,
    "exporter": "trajectory_correction",
    "state": "done",
    "done": 40,
    "total": 40,
    "error": "",
    "by": "Jonas",
    "created_at": "2026-08-01T09:00:00Z",
    "files": [FILE],
    "report": {"counts": {"total_corrections": 40, "edited_traces": 31, "unedited_traces": 9}, "warnings": []},
    "url": "https://tracewright.example/api/v1/projects/weather/exports/5",
}


class FileSerializer(serializers.Serializer):
    name = serializers.CharField()
    bytes = serializers.IntegerField()
    sha256 = serializers.CharField()
    url = serializers.URLField()


@extend_schema_serializer(examples=[OpenApiExample("An export that is done", EXAMPLE, response_only=True)])
class ExportSerializer(serializers.ModelSerializer):
    exporter = serializers.CharField()
    state = serializers.ChoiceField(source="job.state", choices=Job.State.choices)
    done = serializers.IntegerField(source="job.done", help_text="Answers written so far.")
    total = serializers.IntegerField(source="job.total", allow_null=True, help_text="null while it is not known.")
    error = serializers.CharField(source="job.error", help_text="Why it failed.")
    by = serializers.CharField(source="by.public_name", default=None, allow_null=True)
    files = serializers.SerializerMethodField(help_text="Empty until it is done.")
    report = serializers.DictField(help_text="Counts and warnings; empty until it is done.")
    url = Link("api_export", export="pk")

    class Meta:
        model = Export
        fields = read_only_fields = (
            *("id", "exporter", "state", "done", "total", "error", "by", "created_at"),
            *("files", "report", "url"),
        )

    @extend_schema_field(FileSerializer(many=True))
    def get_files(self, export: Export) -> list[dict[str, Any]]:
        return [self._described(export, file) for file in export.files]

    def _described(self, export: Export, file: dict[str, Any]) -> dict[str, Any]:
        place = {"project": self.context["view"].kwargs["project"], "export": export.pk, "name": file["name"]}
        url = self.context["request"].build_absolute_uri(reverse("api_export_file", kwargs=place))
        return {"name": file["name"], "bytes": file["bytes"], "sha256": file["sha256"], "url": url}


@extend_schema_serializer(
    examples=[OpenApiExample("Corrections", {"exporter": "trajectory_correction"}, request_only=True)]
)
class ExportBody(Body):
    exporter = serializers.ChoiceField(choices=sorted(EXPORTERS))


class ExportList(Endpoint):
    @operation("list_exports", Role.MANAGER, query=PageQuery, answers={200: page_of(ExportSerializer)})
    def get(self, request: Request, project: str) -> Response:
        """The project's exports, the newest first."""
        rows = exports_of(project_or_404(project))
        return self.listed(ExportSerializer, rows, asked(request, PageQuery), "-id")

    @operation("create_export", Role.MANAGER, takes=ExportBody, repeatable=True, answers={201: ExportSerializer})
    def post(self, request: Request, project: str) -> Response:
        """Have all answers exported that are submitted by now. A worker does it; ask again until its state is `done`."""
        row = project_or_404(project)
        export = services.request_export(project=row, by=request.user, **sent(request, ExportBody))
        return Response(self.shown(ExportSerializer, export), status=201)


class ExportDetail(Endpoint):
    @operation("get_export", Role.MANAGER, answers={200: ExportSerializer})
    def get(self, request: Request, project: str, export: int) -> Response:
        """One export, how far it is and its files."""
        return Response(self.shown(ExportSerializer, export_or_404(project, export)))


class ExportCancel(Endpoint):
    @operation("cancel_export", Role.MANAGER, repeatable=True, answers={200: ExportSerializer}, refuses=(409,))
    def post(self, request: Request, project: str, export: int) -> Response:
        """Stop an export. One that a worker is at stops at its next sign of life; 409 when it is over."""
        job: Any = export_or_404(project, export).job
        try:
            request_cancel(job=job, by=request.user)
        except ValidationError as error:
            raise Refusal(409, "over", " ".join(error.messages)) from error
        return Response(self.shown(ExportSerializer, export_or_404(project, export)))


class ExportFile(Endpoint):
    @operation("download_export", Role.MANAGER, answers={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, project: str, export: int, name: str) -> StreamingHttpResponse:
        """A file of an export, as a stream. Its checksum stands in the export."""
        files = export_or_404(project, export).files
        file = next((file for file in files if file["name"] == name), None)
        if file is None or not default_storage.exists(file["path"]):
            raise Http404(f"export {export} has no file {name!r}")
        return attachment(request._request, file["path"], name, file["bytes"])


def exports_of(project: Project) -> Any:
    return Export.objects.filter(organization_id=current(), project=project).select_related("job", "by")


def export_or_404(project: str, pk: int) -> Export:
    row: Export | None = exports_of(project_or_404(project)).filter(pk=pk).first()
    if row is None:
        raise Http404(f"no export {pk} in {project}")
    return row
