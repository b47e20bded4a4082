"""Schemes by API: what a project asks."""

from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.projects.queries import project_or_404
from apps.schemes.models import Scheme
from apps.tenants.api.bodies import asked
from apps.tenants.api.lists import PageQuery, page_of
from apps.tenants.api.operations import Endpoint, Link, operation
from apps.tenants.models import Role
from apps.tenants.scope import current

EXAMPLE = {
    "id": 3,
    "name": "done",
    "in_use": True,
    "kind": "radio",
    "version": 1,
    "config": {
        "name": "done",
        "description": "Did the agent do the task?",
        "required": True,
        "labels": [{"name": "yes"}, {"name": "no"}],
    },
    "url": "https://tracewright.example/api/v1/projects/weather/schemes/3",
}


@extend_schema_serializer(examples=[OpenApiExample("A scheme", EXAMPLE, response_only=True)])
class SchemeSerializer(serializers.ModelSerializer):
    kind = serializers.CharField(source="current.kind")
    version = serializers.IntegerField(source="current.number")
    config = serializers.DictField(source="current.config", help_text="Every option of the kind with its value.")
    url = Link("api_scheme", scheme="pk")

    class Meta:
        model = Scheme
        fields = read_only_fields = ("id", "name", "in_use", "kind", "version", "config", "url")


class SchemeList(Endpoint):
    @operation("list_schemes", Role.ANNOTATOR, query=PageQuery, answers={200: page_of(SchemeSerializer)})
    def get(self, request: Request, project: str) -> Response:
        """The project's schemes, in the order in which they are asked.

        Those no longer in use are asked no more; they are kept with their answers.
        """
        rows = Scheme.objects.filter(organization_id=current(), project=project_or_404(project)).exclude(current=None)
        return self.listed(
            SchemeSerializer, rows.select_related("current"), asked(request, PageQuery), "position", "id"
        )


class SchemeDetail(Endpoint):
    @operation("get_scheme", Role.ANNOTATOR, answers={200: SchemeSerializer})
    def get(self, request: Request, project: str, scheme: int) -> Response:
        """One scheme in its current version."""
        rows = Scheme.objects.filter(organization_id=current(), project=project_or_404(project), pk=scheme)
        row = rows.exclude(current=None).select_related("current").first()
        if row is None:
            raise Http404(f"no scheme {scheme} in {project}")
        return Response(self.shown(SchemeSerializer, row))
