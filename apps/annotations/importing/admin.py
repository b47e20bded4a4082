"""Uploaded projects in the organization's admin: to read. Their page imports and removes them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.annotations.models import ProjectImport
from apps.tenants.models import Role
from apps.tenants.sites import ReadOnly, TenantAdmin, organization_site


@admin.register(ProjectImport, site=organization_site)
class ProjectImportAdmin(ReadOnly, TenantAdmin):
    list_display = ("name", "zip_bytes", "config", "project", "rows", "by", "created_at")
    list_filter = ("by",)
    search_fields = ("name",)
    fields = ("name", "zip_bytes", "config", "address", "project", "rows", "job", "by", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProjectImport]:
        rows = super().get_queryset(request).select_related("project", "by")
        return rows.defer("report", "faults", "contents", "project__guidelines", "project__settings")

    def has_view_permission(self, request: Any, obj: ProjectImport | None = None) -> bool:
        return bool(request.membership.reaches(Role.MANAGER))  # as on the pages

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: ProjectImport | None = None) -> bool:
        return False  # its page removes it with its zip
