"""The ledger of a project's turns, and what must never be found in it: counted from the rows by SQL that both databases run."""

from datetime import timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

from apps.assignments.models import CLOCK_DRIFT, lease
from apps.assignments.openings import HELD
from apps.projects.models import UNLIMITED, Project
from apps.tenants.lookups import look_up
from apps.tenants.sql import first_row

LEDGER = """
SELECT count(*),
    count(*) FILTER (WHERE state = 'submitted'), count(*) FILTER (WHERE state = 'skipped'),
    count(*) FILTER (WHERE state = 'released'), count(*) FILTER (WHERE state = 'expired'),
    count(*) FILTER (WHERE state = 'claimed')
FROM assignments_assignment WHERE project_id = %(project)s
"""
# Each gives the ids of what is wrong.
OVER_ASSIGNED = """
SELECT slot_id FROM assignments_assignment WHERE project_id = %(project)s AND state IN ('claimed', 'submitted')
GROUP BY slot_id HAVING count(*) > 1
UNION SELECT max(slot_id) FROM assignments_assignment WHERE project_id = %(project)s AND state IN ('claimed', 'submitted')
GROUP BY revision_id, member_id HAVING count(*) > 1
"""
LOST = """
SELECT s.id FROM assignments_slot s
LEFT JOIN assignments_assignment t ON t.slot_id = s.id AND t.state IN ('claimed', 'submitted')
WHERE s.project_id = %(project)s
    AND coalesce(t.state, 'open') <> CASE s.state WHEN 'done' THEN 'submitted' ELSE s.state END
"""
STUCK = """
SELECT id FROM assignments_assignment
WHERE project_id = %(project)s AND state = 'claimed' AND lease_until NOT BETWEEN %(earliest)s AND %(latest)s
"""
MISSING = """
SELECT r.id FROM traces_trace r WHERE r.project_id = %(project)s AND r.current_id IS NOT NULL AND (
    (SELECT count(*) FROM assignments_slot s WHERE s.trace_id = r.id {which}) < %(wanted)s
    OR NOT EXISTS (SELECT 1 FROM assignments_queue q WHERE q.project_id = %(project)s)
)
"""
PASSED_BY = f"""
SELECT s.id FROM assignments_bookmark b
JOIN assignments_queue q ON q.project_id = b.project_id AND q.version = b.version
JOIN assignments_slot s ON s.project_id = b.project_id AND s.state = 'open' AND s.place >= 0 AND s.place < b.place
WHERE b.project_id = %(project)s AND NOT {HELD} AND NOT EXISTS (
    SELECT 1 FROM assignments_assignment t WHERE t.member_id = b.member_id AND t.trace_id = s.trace_id
)
"""
MISCOUNTED = """
SELECT b.id FROM assignments_bookmark b WHERE b.project_id = %(project)s AND b.submitted <> (
    SELECT count(*) FROM assignments_assignment t
    WHERE t.project_id = b.project_id AND t.member_id = b.member_id AND t.state = 'submitted'
)
"""
NEVER_HAD = "AND s.state = 'open' AND s.place >= 0"


class Ledger(NamedTuple):
    """Every turn is in one of five states; `open` turns are in work.

    `claims` counts rows, so only a row in a sixth state breaks the equation. That no claim is missing, only those who claimed
    can tell: the tests of races and kills compare. A turn that ran out and was taken up again is one row, and one claim.
    """

    claims: int
    submitted: int
    skipped: int
    released: int
    expired: int
    open: int

    @property
    def adds_up(self) -> bool:
        return self.claims == self.submitted + self.skipped + self.released + self.expired + self.open


class Faults(NamedTuple):
    """Ids of what is wrong, nothing in a sound project."""

    over_assigned: list[int]  # slots with two turns that hold them, or that give a person a second turn at a revision
    lost: list[int]  # slots in another state than their turn
    stuck: list[int]  # turns whose lease ran out longer ago than it takes to notice
    missing: list[int]  # traces with fewer slots than the overlap says; with unlimited overlap, without an open one
    passed_by: list[int]  # open slots that lie behind the bookmark of somebody who may take them
    miscounted: list[int]  # bookmarks that count other than the turns


def ledger(project: Project) -> Ledger:
    row = first_row(LEDGER, {"project": project.pk})
    return Ledger(*row) if row else Ledger(0, 0, 0, 0, 0, 0)


def faults(project: Project) -> Faults:
    adapt = connection.ops.adapt_datetimefield_value
    noticed = timedelta(seconds=2 * settings.JOB_SWEEP_SECONDS) + CLOCK_DRIFT
    is_unlimited = project.overlap == UNLIMITED
    asked = {
        "project": project.pk,
        "earliest": adapt(timezone.now() - noticed),
        "latest": adapt(lease() + noticed),
        "wanted": 1 if is_unlimited else project.overlap,
    }
    missing = MISSING.format(which=NEVER_HAD if is_unlimited else "")
    return Faults(*(_ids(which, asked) for which in (OVER_ASSIGNED, LOST, STUCK, missing, PASSED_BY, MISCOUNTED)))


def _ids(statement: str, asked: dict[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return [row[0] for row in cursor]


def projects_with_slots() -> list[tuple[int, int]]:
    """(organization, project) of all there are."""
    rows = look_up("projects_with_slots", "SELECT organization_id, project_id FROM assignments_queue ORDER BY 1, 2")
    return [(organization, project) for organization, project in rows]
