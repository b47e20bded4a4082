"""The answers of a project by API, everybody's."""

from typing import Any

from django.db.models import F, QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.annotations.api.shapes import AnnotationSerializer
from apps.annotations.models import Annotation
from apps.projects.models import Project
from apps.projects.queries import project_or_404
from apps.tenants.api.bodies import ID, Words, asked
from apps.tenants.api.lists import PageQuery, page_of
from apps.tenants.api.operations import Endpoint, operation
from apps.tenants.models import Role
from apps.tenants.scope import current


class AnnotationQuery(PageQuery):
    trace = serializers.IntegerField(required=False, **ID, help_text="The id of a trace.")
    scheme = Words(required=False, help_text="The name of a scheme.")
    since = serializers.DateTimeField(required=False, help_text="Only what was given or corrected since then.")


class AnnotationList(Endpoint):
    @operation("list_annotations", Role.REVIEWER, query=AnnotationQuery, answers={200: page_of(AnnotationSerializer)})
    def get(self, request: Request, project: str) -> Response:
        """The project's answers, one for each turn and scheme, in the order in which they were first given."""
        query = asked(request, AnnotationQuery)
        return self.listed(AnnotationSerializer, annotations(project_or_404(project), query), query, "id")


def annotations(project: Project, query: dict[str, Any]) -> QuerySet[Annotation]:
    """The current answers, each with the time and the source of its answer revision."""
    rows = Annotation.objects.filter(organization_id=current(), assignment__project=project)
    rows = rows.filter(revisions__number=F("number"))
    rows = rows.annotate(changed_at=F("revisions__at"), source=F("revisions__source"))
    wanted = {"trace": "assignment__revision__trace", "scheme": "scheme__name", "since": "changed_at__gte"}
    rows = rows.filter(**{wanted[name]: value for name, value in query.items() if name in wanted})
    return rows.select_related("scheme", "version", "assignment__member", "assignment__revision__trace")
