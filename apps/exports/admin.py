"""Exports in the organization's admin: to look at, and for owners to remove with their files."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from apps.exports.models import Export
from apps.tenants.sites import ReadOnly, TenantAdmin, as_text, organization_site


@admin.register(Export, site=organization_site)
class ExportAdmin(ReadOnly, TenantAdmin):
    list_display = ("exporter", "project", "by", "created_at", "state")
    list_filter = ("exporter", "project", "by")
    list_select_related = ("project", "by", "job")
    fields = (
        "exporter",
        "project",
        "by",
        "created_at",
        "job",
        as_text("files", _("files")),
        as_text("report", _("report")),
    )

    @admin.display(description=_("state"))
    def state(self, row: Export) -> str:
        return row.job.get_state_display() if row.job else ""
