"""The demo's rows: an organization with people, the example projects, and an export."""

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from apps.annotations.importing.project import ImportReport, import_project
from apps.exports.models import Export
from apps.exports.services import request_export
from apps.jobs.models import Job
from apps.projects.models import Project
from apps.tenants.models import Membership
from apps.tenants.scope import current, scope
from apps.tenants.services import add_member, create_login, create_organization
from server.demo.people import NAME, ORGANIZATION, PASSWORD, PEOPLE

FOLDER = "agent-traces"
REPAIRED = "trajectory-correction"  # the example that is repaired, and exported
FORMAT = "trajectory_correction"


def make_people() -> int:
    """The organization and its members, each with a login; the organization's id."""
    organization = create_organization(slug=ORGANIZATION, name=NAME)
    with scope(organization.pk), transaction.atomic():
        for person in PEOPLE:
            user = create_login(email=person.email, password=PASSWORD)
            add_member(user=user, role=person.role, public_name=person.name, by=None)
    return organization.pk


def import_examples(organization_id: int, examples: Path) -> Iterator[tuple[str, ImportReport]]:
    """Each project of `agent-traces`, by the name of its folder."""
    for config in sorted((examples / FOLDER).glob("*/config.yaml")):
        yield config.parent.name, import_project(config, organization_id=organization_id)


def ask_for_export(organization_id: int, slug: str) -> Export:
    """Queue the export; the demo's worker process does it."""
    with scope(organization_id):
        project = Project.objects.get(organization_id=current(), slug=slug)
        manager = Membership.objects.get(organization_id=current(), public_name=PEOPLE[1].name)
        return request_export(project=project, exporter=FORMAT, by=manager)


def reread(export: Export) -> tuple[Job, Export]:
    """The job and the export as they stand now."""
    with scope(export.organization_id):
        row = Export.objects.select_related("job").get(organization_id=export.organization_id, pk=export.pk)
        assert row.job is not None  # request_export set it
        return row.job, row
