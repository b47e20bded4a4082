"""Bookmarks: how far each person is in a project, so that nothing walks past all that they have done."""

from typing import Any

from apps.assignments.models import Assignment, Bookmark
from apps.assignments.openings import NEVER_HAD, OPEN
from apps.assignments.order import END
from apps.projects.models import Project
from apps.tenants.models import Membership
from apps.tenants.scope import current
from apps.tenants.sql import Rows, Statement, first_row, locking, run_together
from apps.traces.models import Trace

LOCK = "SELECT 1 FROM tenants_membership WHERE organization_id = %s AND id = %s {lock}"
MOVE_ON = f"""
UPDATE assignments_bookmark AS b SET submitted = b.submitted + %(submitted)s, version = q.version, place = coalesce((
    SELECT s.place FROM assignments_slot s
    WHERE {OPEN} AND s.place >= CASE WHEN b.version = q.version THEN b.place ELSE 0 END AND {NEVER_HAD}
    ORDER BY s.place, s.id LIMIT 1
), {END}) FROM assignments_queue q
WHERE q.project_id = %(project)s AND b.project_id = %(project)s AND b.member_id = %(member)s
"""


def lock(member: Membership, *then: Statement) -> list[Rows]:
    """One person's tabs, and whoever acts for them, follow one another until the transaction ends.

    Always the first lock of a transaction, so that none waits in a circle. One that writes for several locks them all at its
    beginning (tenants.services.lock_members_of_import). Gives the rows of the statements that are run `then`.
    """
    found, *rows = run_together((LOCK.format(lock=locking("FOR NO KEY UPDATE")), [current(), member.pk]), *then)
    if not found:
        raise Membership.DoesNotExist(f"no member {member.pk} in organization {current()}")
    return rows


def begin(project: Project, member: Membership, version: int) -> None:
    """Lay the bookmark of a locked member."""
    Bookmark.objects.create(
        organization_id=current(),
        project=project,
        member=member,
        version=version,
        submitted=submitted(project, member),
    )


def submitted(project: Project, member: Membership) -> int:
    """How many turns, counted one by one: while there is no bookmark."""
    return Assignment.objects.submitted().filter(project=project, member=member).count()


def move_on(project: Project, member: Membership, *, newly_submitted: int = 0) -> None:
    """A turn is over for good: to the first slot that nobody, and at whose trace the person, has had no turn.

    Whether somebody is just taking that slot does not matter: they may be killed and leave it. Without a bookmark there is
    nothing to move.
    """
    first_row(*moving_on(project, member, newly_submitted=newly_submitted))


def moving_on(project: Project, member: Membership, *, newly_submitted: int) -> Statement:
    """The statement that does it, and its values."""
    return MOVE_ON, {"project": project.pk, "member": member.pk, "submitted": newly_submitted}


def forget_trace(instance: Trace, **_signal: Any) -> None:
    """It is deleted, and with it turns that the bookmarks have counted."""
    Bookmark.objects.filter(project=instance.project_id).delete()


def forget_person(imported: Membership, person: Membership, **_signal: Any) -> None:
    """The turns of an imported annotator go to a person; a program may have worked as the imported one before."""
    Bookmark.objects.filter(organization_id=current(), member__in=(imported, person)).delete()
