"""Where one person stands in one project: read for every claim, so in one query whose cost depends on nothing done before."""

from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from apps.assignments.models import CLOCK_DRIFT, lease
from apps.projects.models import Project
from apps.tenants.models import Membership
from apps.tenants.sql import Rows, Statement, all_rows

STANDING = """
SELECT b.id, b.submitted, CASE WHEN b.version = q.version THEN b.place ELSE 0 END, q.version, live.turn, live.turns,
    EXISTS (SELECT 1 FROM assignments_assignment t
        WHERE t.project_id = %(project)s AND t.member_id = %(member)s AND t.state IN ('expired', 'released')),
    EXISTS (SELECT 1 FROM assignments_slot s
        WHERE s.project_id = %(project)s AND s.state = 'open' AND s.place < 0),
    EXISTS (SELECT 1 FROM assignments_assignment t
        WHERE t.project_id = %(project)s AND t.state = 'claimed' AND t.lease_until NOT BETWEEN %(now)s AND %(far)s)
FROM assignments_queue q
CROSS JOIN (SELECT max(t.id) AS turn, count(*) AS turns FROM assignments_assignment t
    WHERE t.project_id = %(project)s AND t.member_id = %(member)s AND t.state = 'claimed') live
LEFT JOIN assignments_bookmark b ON b.project_id = %(project)s AND b.member_id = %(member)s
WHERE q.project_id = %(project)s
"""


class Standing(NamedTuple):
    bookmark: int | None
    submitted: int | None  # by the bookmark
    place: int  # before it no slot that nobody has had is open to the person
    version: int  # of the queue
    turn: int | None  # the one they are at, the latest if there are several
    turns: int  # that they are at
    gave_back: bool  # a turn of theirs ran out or was handed back
    slots_came_back: bool  # from anybody
    leases_ran_out: bool  # anybody's, or reach too far


def standing(project: Project, member: Membership) -> Standing | None:
    """None while the project has no slots."""
    return told(all_rows(*asked(project, member)))


def asked(project: Project, member: Membership) -> Statement:
    """What tells it."""
    adapt = connection.ops.adapt_datetimefield_value
    moments = {"now": adapt(timezone.now()), "far": adapt(lease() + CLOCK_DRIFT)}
    return STANDING, {"project": project.pk, "member": member.pk, **moments}


def told(rows: Rows) -> Standing | None:
    return Standing(*rows[0]) if rows else None
