"""Projects by API: look at them, make them, change them."""

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.projects import services
from apps.projects.models import MOST_ANSWERS, UNLIMITED, Project, Strategy
from apps.projects.queries import project_or_404, projects
from apps.tenants.api.bodies import INT32, Body, Text, WholeNumber, asked, sent
from apps.tenants.api.lists import PageQuery, page_of
from apps.tenants.api.operations import Endpoint, Link, operation
from apps.tenants.models import Role
from tracewright.potato.bounds import GUIDELINES_CHARS

EXAMPLE = {
    "slug": "weather",
    "name": "Weather",
    "guidelines": "Correct what the agent did wrong.",
    "overlap": 2,
    "quota": None,
    "strategy": "fixed_order",
    "seed": 0,
    "created_at": "2026-08-01T09:00:00Z",
    "url": "https://tracewright.example/api/v1/projects/weather",
}


@extend_schema_serializer(examples=[OpenApiExample("A project", EXAMPLE, response_only=True)])
class ProjectSerializer(serializers.ModelSerializer):
    url = Link("api_project", project="slug")

    class Meta:
        model = Project
        fields = read_only_fields = (
            "slug",
            "name",
            "guidelines",
            "overlap",
            "quota",
            "strategy",
            "seed",
            "created_at",
            "url",
        )


@extend_schema_serializer(
    examples=[OpenApiExample("Two answers for each trace", {"name": "Weather", "overlap": 2}, request_only=True)]
)
class ProjectBody(Body):
    name = Text(min_length=1, max_length=200)
    guidelines = Text(
        required=False, allow_blank=True, trim_whitespace=False, max_length=GUIDELINES_CHARS, help_text="Markdown."
    )
    overlap = WholeNumber(
        required=False,
        min_value=UNLIMITED,
        max_value=MOST_ANSWERS,
        help_text="How many people answer each trace; -1 lets everybody answer every trace.",
    )
    quota = WholeNumber(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=INT32["max_value"],
        help_text="Nobody gets more traces than this; null for no bound.",
    )
    strategy = serializers.ChoiceField(choices=Strategy.choices, required=False)
    seed = WholeNumber(required=False, **INT32, help_text="The same number gives the same shuffled order again.")


class ProjectList(Endpoint):
    @operation("list_projects", Role.ANNOTATOR, query=PageQuery, answers={200: page_of(ProjectSerializer)})
    def get(self, request: Request) -> Response:
        """The organization's projects, the oldest first."""
        return self.listed(ProjectSerializer, projects(), asked(request, PageQuery), "id")

    @operation("create_project", Role.MANAGER, takes=ProjectBody, repeatable=True, answers={201: ProjectSerializer})
    def post(self, request: Request) -> Response:
        """Make a project.

        Its slug is made from the name and stays; one that is taken gets a number.
        """
        project = services.create_project(by=request.user, **sent(request, ProjectBody))
        return Response(self.shown(ProjectSerializer, project), status=201)


class ProjectDetail(Endpoint):
    @operation("get_project", Role.ANNOTATOR, answers={200: ProjectSerializer})
    def get(self, request: Request, project: str) -> Response:
        """One project."""
        return Response(self.shown(ProjectSerializer, project_or_404(project)))

    @operation("change_project", Role.MANAGER, takes=ProjectBody, repeatable=True, answers={200: ProjectSerializer})
    def patch(self, request: Request, project: str) -> Response:
        """Change what the body names, and nothing else.

        A raised overlap opens more turns; a lowered one removes only turns nobody has begun.
        """
        row = project_or_404(project)
        services.change_project(project=row, by=request.user, **sent(request, ProjectBody, partial=True))
        return Response(self.shown(ProjectSerializer, row))
