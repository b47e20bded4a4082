"""Uploaded logs in the organization's admin: to read. The import page of their project imports and removes them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.ingest.models import Upload
from apps.tenants.models import Role
from apps.tenants.sites import ReadOnly, TenantAdmin, organization_site


@admin.register(Upload, site=organization_site)
class UploadAdmin(ReadOnly, TenantAdmin):
    list_display = ("name", "size", "state", "format", "project", "by", "created_at")
    list_filter = ("state", "by")
    search_fields = ("name",)
    fields = ("name", "size", "state", "format", "project", "job", "by", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Upload]:
        rows = super().get_queryset(request).select_related("project", "by")
        return rows.defer("report", "detected", "project__guidelines", "project__settings")

    def has_view_permission(self, request: Any, obj: Upload | None = None) -> bool:
        return bool(request.membership.reaches(Role.MANAGER))  # as on the pages

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Upload | None = None) -> bool:
        return False  # its page removes it with its bytes
