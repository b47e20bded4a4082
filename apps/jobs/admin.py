"""Jobs in the organization's admin: to read, to cancel, to try again. Managers and owners, as on the pages."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from apps.jobs import services
from apps.jobs.models import Job, JobLogLine, JobShard
from apps.tenants.models import Role
from apps.tenants.sites import Part, ReadOnlyInline, TenantAdmin, as_text, organization_site, steer


class LogInline(ReadOnlyInline):
    model = JobLogLine
    fields = ("at", "text")
    show_change_link = False


class ForManagers:
    """Reviewers must not read `error_detail`, nor what else a job keeps for those who run the organization."""

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return bool(request.membership.reaches(Role.MANAGER))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


@admin.register(JobShard, site=organization_site)
class JobShardAdmin(ForManagers, Part, TenantAdmin):
    list_display = ("job", "index", "done", "finished_at")
    list_select_related = ("job",)
    search_fields = ("job__title",)
    show_full_result_count = False
    fields = ("job", "index", "done", "finished_at", as_text("result", gettext_lazy("result")))


@admin.register(Job, site=organization_site)
class JobAdmin(ForManagers, Part, TenantAdmin):
    """Results and their files are removed by the app that made them."""

    list_display = (
        "__str__",
        "job_kind",
        "state",
        "done",
        "total",
        "attempt",
        "created_by",
        "created_at",
        "finished_at",
    )
    list_filter = ("state", "job_kind", "created_by")
    search_fields = ("title", "error")
    actions = ("cancel", "retry")
    list_select_related = ("created_by",)
    inlines = (LogInline,)

    @admin.action(description=gettext_lazy("Cancel"), permissions=["view"])
    def cancel(self, request: Any, queryset: QuerySet[Job]) -> None:
        steer(request, queryset, lambda job: services.request_cancel(job=job, by=request.membership))

    @admin.action(description=gettext_lazy("Try again"), permissions=["view"])
    def retry(self, request: Any, queryset: QuerySet[Job]) -> None:
        steer(request, queryset, lambda job: services.retry(job=job, by=request.membership))
