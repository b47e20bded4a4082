"""/api/v1/, every address of it. It takes tokens only; the pages' own requests are views under /o/.

A verb behind a colon is something to do with what stands before it, where the methods of HTTP have no word for it.
"""

import functools
from typing import Any

from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.annotations.api import answers, predictions, work
from apps.assignments import api as flags
from apps.exports import api as exports
from apps.ingest import api as ingest
from apps.projects import api as projects
from apps.schemes import api as schemes
from apps.tenants.api import openapi  # noqa: F401 (its extensions register themselves)
from apps.tenants.api.operations import Endpoint
from apps.tenants.api.views import Me
from apps.traces import api as traces


@functools.cache
def schema() -> dict[str, Any]:
    """The OpenAPI description of all that is below."""
    described: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return described


class Schema(Endpoint):
    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(schema())


PROJECT = "projects/<slug:project>"
ASSIGNMENT = f"{PROJECT}/assignments/<int:assignment>"
EXPORT = f"{PROJECT}/exports/<int:export>"

urlpatterns = [
    path("schema", Schema.as_view(), name="api_schema"),
    path("me", Me.as_view(), name="api_me"),
    path("projects", projects.ProjectList.as_view(), name="api_projects"),
    path(PROJECT, projects.ProjectDetail.as_view(), name="api_project"),
    path(f"{PROJECT}/traces", traces.TraceList.as_view(), name="api_traces"),
    path(f"{PROJECT}/traces:batch", ingest.TraceBatch.as_view(), name="api_trace_batch"),
    path(f"{PROJECT}/traces/<int:trace>", traces.TraceDetail.as_view(), name="api_trace"),
    path(f"{PROJECT}/traces/<int:trace>/document", traces.TraceDocument.as_view(), name="api_trace_document"),
    path(f"{PROJECT}/traces/<int:trace>/native", traces.TraceNative.as_view(), name="api_trace_native"),
    path(
        f"{PROJECT}/traces/<int:trace>/predictions",
        predictions.TracePredictions.as_view(),
        name="api_trace_predictions",
    ),
    path(f"{PROJECT}/predictions", predictions.PredictionList.as_view(), name="api_predictions"),
    path(
        f"{PROJECT}/predictions/<path:model>", predictions.PredictionsOfModel.as_view(), name="api_predictions_of_model"
    ),
    path(f"{PROJECT}/schemes", schemes.SchemeList.as_view(), name="api_schemes"),
    path(f"{PROJECT}/schemes/<int:scheme>", schemes.SchemeDetail.as_view(), name="api_scheme"),
    path(f"{PROJECT}/assignments:next", work.NextAssignment.as_view(), name="api_assignment_next"),
    path(ASSIGNMENT, work.AssignmentDetail.as_view(), name="api_assignment"),
    path(f"{ASSIGNMENT}/document", work.AssignmentDocument.as_view(), name="api_assignment_document"),
    path(f"{ASSIGNMENT}/draft", work.AssignmentDraft.as_view(), name="api_assignment_draft"),
    path(f"{ASSIGNMENT}:submit", work.AssignmentSubmit.as_view(), name="api_assignment_submit"),
    path(f"{ASSIGNMENT}:skip", work.AssignmentSkip.as_view(), name="api_assignment_skip"),
    path(f"{ASSIGNMENT}:release", work.AssignmentRelease.as_view(), name="api_assignment_release"),
    path(f"{ASSIGNMENT}:flag", flags.AssignmentFlag.as_view(), name="api_assignment_flag"),
    path(f"{PROJECT}/flags", flags.FlagList.as_view(), name="api_flags"),
    path(f"{ASSIGNMENT}/flags/<int:flag>:withdraw", flags.FlagWithdraw.as_view(), name="api_flag_withdraw"),
    path(f"{PROJECT}/flags/<int:flag>:resolve", flags.FlagResolve.as_view(), name="api_flag_resolve"),
    path(f"{PROJECT}/annotations", answers.AnnotationList.as_view(), name="api_annotations"),
    path(f"{PROJECT}/exports", exports.ExportList.as_view(), name="api_exports"),
    path(EXPORT, exports.ExportDetail.as_view(), name="api_export"),
    path(f"{EXPORT}:cancel", exports.ExportCancel.as_view(), name="api_export_cancel"),
    path(f"{EXPORT}/files/<str:name>", exports.ExportFile.as_view(), name="api_export_file"),
]
