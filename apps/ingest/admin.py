"""What comes in, in the organization's admin: to read. The import page of a project imports and removes its uploaded logs."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.ingest.models import SpanTrace, Upload
from apps.tenants.models import Role
from apps.tenants.sites import ReadOnly, TenantAdmin, organization_site


class ForManagers(ReadOnly, TenantAdmin):
    """As on the pages."""

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return bool(request.membership.reaches(Role.MANAGER))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return (
            False  # uploads are removed on their page, with their bytes; spans that change nothing stay for late ones
        )


@admin.register(SpanTrace, site=organization_site)
class SpanTraceAdmin(ForManagers):
    """Telemetry: what waits to be built, and why something is no trace."""

    list_display = ("name", "trace_id", "project", "spans", "due_at")
    list_filter = ("project",)
    search_fields = ("name", "=trace_id")
    fields = ("name", "trace_id", "conversation", "project", "spans", "due_at", "problem")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SpanTrace]:
        rows = super().get_queryset(request).select_related("project")
        return rows.defer("problem", "project__guidelines", "project__settings")


@admin.register(Upload, site=organization_site)
class UploadAdmin(ForManagers):
    list_display = ("name", "size", "state", "format", "project", "by", "created_at")
    list_filter = ("state", "by")
    search_fields = ("name",)
    fields = ("name", "size", "state", "format", "project", "job", "by", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Upload]:
        rows = super().get_queryset(request).select_related("project", "by")
        return rows.defer("report", "detected", "project__guidelines", "project__settings")
