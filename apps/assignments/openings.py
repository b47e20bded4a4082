"""Which open slots a person may take, in which order: first what came back, then what nobody has had, last what they gave back.

SQL that both databases run, because a claim, a count and a bookmark ask the same, and all of them often. The walk begins at
the person's bookmark and ends at the first slot found, so it grows neither with the slots nor with what is done.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection

from apps.assignments.standing import Standing
from apps.projects.models import Project
from apps.tenants.models import Membership
from apps.tenants.sql import first_row

# OFFSET keeps PostgreSQL from making a join of it: without statistics, as after an import, it reads all turns of the person.
HAD = (
    "EXISTS (SELECT 1 FROM assignments_assignment t "
    "WHERE t.member_id = %(member)s AND t.trace_id = s.trace_id{which} LIMIT 1 OFFSET 0)"
)
HELD = "EXISTS (SELECT 1 FROM assignments_flag h WHERE h.trace_id = s.trace_id AND h.holds LIMIT 1 OFFSET 0)"
OPEN = f"s.project_id = %(project)s AND s.state = 'open' AND NOT {HELD}"
NEVER_HAD = f"NOT {HAD.format(which='')}"
FRESH = f"{OPEN} AND s.place >= %(place)s AND {NEVER_HAD}"
# Whose own turn ran out may take it again; who handed it back gets it when nothing else is left.
CAME_BACK = f"""{OPEN} AND s.place < 0 AND NOT {HAD.format(which=" AND t.state <> 'expired'")}"""
AGAIN = f"{OPEN} AND s.trace_id IN ({{traces}})"

GAVE_BACK = f"""
SELECT DISTINCT s.trace_id FROM assignments_assignment s
WHERE s.project_id = %(project)s AND s.member_id = %(member)s AND s.state IN ('expired', 'released')
    AND NOT {HAD.format(which=" AND t.state IN ('claimed', 'submitted', 'skipped')")} LIMIT 1000
"""
FIRST = "SELECT s.id FROM assignments_slot s WHERE {which} ORDER BY s.place, s.id LIMIT 1 {lock}"
COUNT = f"""
SELECT count(*), count(DISTINCT c.trace_id) FROM (
    SELECT f.trace_id FROM (SELECT s.trace_id FROM assignments_slot s WHERE {FRESH} LIMIT %(most)s) f UNION ALL
    SELECT b.trace_id FROM (
        SELECT s.trace_id FROM assignments_slot s WHERE {OPEN} AND s.place < 0 AND {NEVER_HAD} LIMIT %(most)s
    ) b
) c
"""
COUNT_AGAIN = f"SELECT count(DISTINCT s.trace_id) FROM assignments_slot s WHERE {AGAIN}"


def waves(project: Project, member: Membership, here: Standing) -> Iterator[str]:
    """The conditions to try one after the other; most people need only FRESH."""
    if here.slots_came_back:
        yield CAME_BACK
    yield FRESH
    if traces := _gave_back(project, member, here):
        yield AGAIN.format(traces=traces)


def asked(project: Project, member: Membership, here: Standing) -> dict[str, Any]:
    """The parameters of all conditions."""
    return {"project": project.pk, "member": member.pk, "place": here.place}


def upcoming(project: Project, member: Membership, here: Standing) -> int | None:
    """The slot that the person would get now; somebody may just be taking it."""
    for which in waves(project, member, here):
        if row := first_row(FIRST.format(which=which, lock=""), asked(project, member, here)):
            slot: int = row[0]
            return slot
    return None


class Counted(NamedTuple):
    traces: int
    more: bool  # than were counted, perhaps


def count(project: Project, member: Membership, here: Standing, most: int) -> Counted:
    """How many traces the person may still get; counting ends at so many slots."""
    row = first_row(COUNT, {**asked(project, member, here), "most": most})
    slots, traces = row or (0, 0)
    if again := _gave_back(project, member, here):
        row = first_row(COUNT_AGAIN.format(traces=again), asked(project, member, here))
        traces += row[0] if row else 0
    return Counted(traces, slots >= most)


def _gave_back(project: Project, member: Membership, here: Standing) -> str:
    """The traces that the person gave back and has not had again since: "4, 17"."""
    if not here.gave_back:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(GAVE_BACK, asked(project, member, here))
        return ", ".join(str(trace) for (trace,) in cursor)
