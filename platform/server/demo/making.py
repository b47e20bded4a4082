"""The demo's rows: an organization with people, the example project, and what its annotators have already repaired."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from apps.annotations import services as annotations
from apps.annotations.importing import ImportReport, import_project
from apps.assignments.services import claim_next
from apps.exports.models import Export
from apps.exports.services import request_export
from apps.jobs.models import Job
from apps.projects.models import Project
from apps.tenants.models import Membership
from apps.tenants.scope import current, scope
from apps.tenants.services import add_member, create_login, create_organization
from server.demo.people import NAME, ORGANIZATION, PASSWORD, PEOPLE

EXAMPLE = Path("agent-traces") / "trajectory-correction"
SESSIONS = Path("agent-traces") / "coding-session-repair"
FORMAT = "trajectory_correction"
EACH = 2  # traces that each annotator has done
BUSY = "annotator"


def make_people() -> int:
    """The organization and its members, each with a login; the organization's id."""
    organization = create_organization(slug=ORGANIZATION, name=NAME)
    with scope(organization.pk), transaction.atomic():
        for person in PEOPLE:
            user = create_login(email=person.email, password=PASSWORD)
            add_member(user=user, role=person.role, public_name=person.name, by=None)
    return organization.pk


def import_example(organization_id: int, examples: Path, progress: Callable[[str, int], None]) -> ImportReport:
    """Both examples; the report of the one that is annotated."""
    import_project(examples / SESSIONS / "config.yaml", organization_id=organization_id, progress=progress)
    return import_project(examples / EXAMPLE / "config.yaml", organization_id=organization_id, progress=progress)


def annotate(organization_id: int, slug: str, examples: Path) -> Iterator[str]:
    """The annotators claim and submit as they would in the browser; yields a name for each trace that is done."""
    corrections = json.loads((examples / EXAMPLE / "corrections.json").read_text(encoding="utf-8"))
    with scope(organization_id):
        project = Project.objects.get(organization_id=current(), slug=slug)
        people = list(
            Membership.objects.filter(organization_id=current(), role=BUSY, user__isnull=False).order_by("pk")
        )
    for member in people:
        for _ in range(EACH):
            with scope(organization_id):
                yield _do_next(project, member, corrections)


def _do_next(project: Project, member: Membership, corrections: dict[str, Any]) -> str:
    turn = claim_next(project=project, by=member)
    if turn is None:
        raise LookupError(f"the example has no trace left for {member}")
    trace = turn.revision.trace
    done = corrections[trace.identity]
    answers = {
        "corrected_trajectory": {"edits": done["edits"]},
        "outcome": {"choice": done["outcome"], "free_response": ""},
        "failure_reason": {"choices": done["failure_reason"], "free_response": ""},
        "notes": {"texts": {"text_box": done["notes"]}},
    }
    annotations.submit(assignment=turn, answers=answers, number=0, base={}, by=member)
    return f"{member} repaired {trace.identity}"


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
