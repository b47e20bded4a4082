from typing import Any

from django.http import HttpRequest

from apps.projects.models import Project
from apps.projects.signals import overlap_changed
from apps.tenants.sites import TenantAdmin, organization_site


class ProjectAdmin(TenantAdmin):
    list_display = ("name", "slug", "overlap", "strategy", "created_at")
    search_fields = ("name", "slug")
    list_filter = ("strategy",)
    readonly_fields = ("created_at",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "overlap" in form.changed_data:
            overlap_changed.send(Project, project=obj)


organization_site.register(Project, ProjectAdmin)
