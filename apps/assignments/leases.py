"""Turns whose lease ran out: they end, and their slots open for others.

A claim looks for them in its own project, so work never waits for a sweeper. The sweeper of the workers looks in all, so that
pages and the ledger are right where nobody claims.
"""

from django.db import connection, transaction
from django.utils import timezone

from apps.assignments.models import CLOCK_DRIFT, Assignment, lease
from apps.assignments.slots import give_back
from apps.projects.models import Project
from apps.tenants.lookups import look_up
from apps.tenants.scope import scope

EXPIRED_AT_ONCE = 100  # in one project by one look; the rest by the next
PROJECTS_A_SWEEP = 200


@transaction.atomic
def expire_overdue(project: Project | int) -> int:
    """End the turns whose lease ran out and open their slots; how many they were.

    A turn that its person is just saving is locked, and passed by. After the server's clock was set back, leases end no later
    than one that is given now.
    """
    turns = Assignment.objects.filter(project=project)
    turns.too_far().update(lease_until=lease())
    overdue = turns.overdue().order_by("lease_until").select_for_update(of=("self",), skip_locked=True)
    found = dict(overdue.values_list("pk", "slot")[:EXPIRED_AT_ONCE])
    Assignment.objects.filter(pk__in=found).update(state=Assignment.State.EXPIRED, finished_at=timezone.now())
    give_back(found.values())
    return len(found)


def expire_everywhere() -> int:
    """The same in every project that has such turns."""
    adapt = connection.ops.adapt_datetimefield_value
    projects = look_up(
        "projects_with_odd_leases",
        "SELECT DISTINCT organization_id, project_id FROM assignments_assignment "
        "WHERE state = 'claimed' AND (lease_until < %s OR lease_until > %s) LIMIT %s",
        adapt(timezone.now()),
        adapt(lease() + CLOCK_DRIFT),
        PROJECTS_A_SWEEP,
    )
    expired = 0
    for organization_id, project_id in projects:
        with scope(organization_id):
            expired += expire_overdue(project_id)
    return expired
