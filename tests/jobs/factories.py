"""Plain factories: an organization with its people, a job in it, and its row as it is now."""

from typing import Any

from django.utils import timezone

from apps.jobs import services
from apps.jobs.models import Job, JobShard
from apps.tenants.models import Membership, Organization, Role, User
from apps.tenants.scope import scope
from apps.tenants.services import add_member, create_organization

LONG_AGO = timezone.datetime(2020, 1, 1, tzinfo=timezone.get_default_timezone())


def organization(slug: str = "acme") -> Organization:
    return create_organization(slug=slug)


def member(of: Organization, role: Role = Role.MANAGER, name: str = "Mirela") -> Membership:
    user = User.objects.create_user(f"{name}@{of.slug}.test".lower(), "correct horse")
    with scope(of.pk):
        return add_member(user=user, role=role, public_name=name, by=None)


def job(
    of: Organization, job_kind: str = "count", by: Membership | None = None, title: str = "", **payload: Any
) -> Job:
    with scope(of.pk):
        return services.enqueue(job_kind=job_kind, payload=payload, by=by, title=title)


def now(stale: Job) -> Job:
    """The row as it is in the database."""
    with scope(stale.organization_id):
        return Job.objects.select_related("organization").get(pk=stale.pk)


def change(stale: Job, **fields: Any) -> Job:
    with scope(stale.organization_id):
        Job.objects.filter(pk=stale.pk).update(**fields)
    return now(stale)


def finished(of: Job) -> list[int]:
    with scope(of.organization_id):
        return list(JobShard.objects.filter(job=of).order_by("index").values_list("index", flat=True))


def log(of: Job) -> list[str]:
    """Oldest line first."""
    with scope(of.organization_id):
        return list(of.log_lines.order_by("id").values_list("text", flat=True))
