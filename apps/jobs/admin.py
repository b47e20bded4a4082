"""Jobs in the organization's admin: to read, to cancel, to try again. Managers and owners, as on the pages."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.jobs import services
from apps.jobs.models import Job
from apps.tenants.models import Role
from apps.tenants.sites import ReadOnly, TenantAdmin, organization_site


@admin.register(Job, site=organization_site)
class JobAdmin(ReadOnly, TenantAdmin):
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

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return super().get_queryset(request).select_related("created_by")

    def has_view_permission(self, request: Any, obj: Job | None = None) -> bool:
        return bool(request.membership.reaches(Role.MANAGER))  # reviewers must not read `error_detail`

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False  # results and their files are removed by the app that made them

    @admin.action(description=gettext_lazy("Cancel"), permissions=["view"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        _steer(request, queryset, services.request_cancel)

    @admin.action(description=gettext_lazy("Try again"), permissions=["view"])
    def retry(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        _steer(request, queryset, services.retry)


def _steer(request: Any, queryset: QuerySet[Job], service: Callable[..., None]) -> None:
    changed = 0
    for job in queryset:
        try:
            service(job=job, by=request.membership)
            changed += 1
        except ValidationError as error:
            messages.error(request, f"{job}: {' '.join(error.messages)}")
    messages.success(request, _("%(count)d changed.") % {"count": changed})
