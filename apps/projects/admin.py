from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.projects.models import GuidelinesRead, GuidelinesVersion, Project
from apps.projects.services import keep_guidelines
from apps.projects.signals import overlap_changed
from apps.tenants.sites import Part, TenantAdmin, organization_site


class ProjectAdmin(TenantAdmin):
    list_display = ("name", "slug", "overlap", "strategy", "created_at")
    search_fields = ("name", "slug")
    list_filter = ("strategy",)
    readonly_fields = ("created_at",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "guidelines" in form.changed_data:
            keep_guidelines(project=obj, before=form.initial.get("guidelines", ""), by=request.membership)  # type: ignore[attr-defined]
        if "overlap" in form.changed_data:
            overlap_changed.send(Project, project=obj)


organization_site.register(Project, ProjectAdmin)


@admin.register(GuidelinesVersion, site=organization_site)
class GuidelinesVersionAdmin(Part, TenantAdmin):
    list_display = ("project", "number", "by", "at")
    list_filter = ("project",)
    list_select_related = ("project", "by")


@admin.register(GuidelinesRead, site=organization_site)
class GuidelinesReadAdmin(Part, TenantAdmin):
    list_display = ("member", "project", "number", "at")
    list_filter = ("project",)
    list_select_related = ("member", "project")
