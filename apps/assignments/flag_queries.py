"""Reads of flags: a person's own at the trace they are reading, and a project's for its managers."""

from django.db.models import QuerySet
from django.http import Http404

from apps.assignments.models import Assignment, Flag
from apps.projects.models import Project
from apps.tenants.models import Membership
from apps.tenants.scope import current
from apps.tenants.sql import Compiled

CLOSED = "closed"
STATES = ("", Flag.State.OPEN.value, CLOSED)  # of the list's filter; "" for all
OWN = Compiled(
    lambda organization, trace, member: Flag.objects.filter(
        organization=organization, trace=trace, member=member
    ).order_by("id")
)


def own_flags(turn: Assignment) -> list[Flag]:
    """What the person of the turn said about its trace and did not take back, with what became of it."""
    flags = OWN(turn.organization_id, turn.trace_id, turn.member_id)
    return [flag for flag in flags if flag.state != Flag.State.WITHDRAWN]


def own_flag_or_404(member: Membership, pk: int, **where: object) -> Flag:
    """Somebody else's is not there."""
    flag = Flag.objects.filter(organization_id=current(), member=member, pk=pk, **where).first()
    if flag is None:
        raise Http404(f"no flag {pk} of this person")
    return flag


def flags(project: Project, *, state: str = "", reason: str = "") -> QuerySet[Flag]:
    """The project's flags, the latest first. `state` is "open", "closed" or "" for all, as is an unknown reason."""
    rows = Flag.objects.filter(organization_id=current(), project=project)
    if state == Flag.State.OPEN:
        rows = rows.filter(state=Flag.State.OPEN)
    elif state == CLOSED:
        rows = rows.exclude(state=Flag.State.OPEN)
    if reason in Flag.Reason:
        rows = rows.filter(reason=reason)
    return rows.select_related("trace", "member", "decided_by").order_by("-id")


def flag_or_404(project: Project, pk: int) -> Flag:
    flag = flags(project).select_related("revision").filter(pk=pk).first()
    if flag is None:
        raise Http404(f"no flag {pk} in {project}")
    return flag


def open_flags(project: Project) -> int:
    return Flag.objects.filter(organization_id=current(), project=project, state=Flag.State.OPEN).count()
