"""How much a member has done and when last, for the pages about people."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Max

from apps.annotations.models import AnnotationRevision, Draft, Source
from apps.assignments.models import Assignment
from apps.projects.models import Project
from apps.tenants.models import Membership
from apps.tenants.scope import current

State = Assignment.State


class Work(NamedTuple):
    member: Membership
    submitted: int
    last: datetime | None  # when they last saved, submitted or skipped here; an import is no work


def work_of(members: Sequence[Membership]) -> list[Work]:
    """In four queries, however many they are."""
    turns = Assignment.objects.filter(organization_id=current(), member__in=members).order_by()
    submitted = dict(turns.submitted().values_list("member").annotate(Count("id")))
    revisions = AnnotationRevision.objects.filter(organization_id=current(), by__in=members, source=Source.PAGE)
    drafts = Draft.objects.filter(organization_id=current(), assignment__member__in=members)
    moments: list[dict[int, datetime]] = [
        dict(drafts.order_by().values_list("assignment__member").annotate(Max("saved_at"))),
        dict(revisions.order_by().values_list("by").annotate(Max("at"))),
        dict(turns.filter(state=State.SKIPPED).values_list("member").annotate(Max("finished_at"))),
    ]

    def last(member: Membership) -> datetime | None:
        return max((of[member.pk] for of in moments if member.pk in of), default=None)

    return [Work(member, submitted.get(member.pk, 0), last(member)) for member in members]


class ProjectWork(NamedTuple):
    project: Project
    submitted: int
    claimed: int
    skipped: int


def work_by_project(member: Membership) -> list[ProjectWork]:
    """The projects in which the member has or had a turn."""
    turns = Assignment.objects.filter(organization_id=current(), member=member).order_by()
    counts: dict[tuple[int, str], int] = {
        (project, state): count for project, state, count in turns.values_list("project", "state").annotate(Count("id"))
    }
    projects = Project.objects.filter(organization_id=current(), pk__in={project for project, _ in counts})
    states = (State.SUBMITTED, State.CLAIMED, State.SKIPPED)
    return [ProjectWork(row, *(counts.get((row.pk, state), 0) for state in states)) for row in projects]
