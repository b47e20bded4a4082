"""Traces in the organization's admin. They come by import; bodies are shown on the pages of a trace, never here."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from apps.tenants.sites import Part, ReadOnly, ReadOnlyInline, TenantAdmin, organization_site
from apps.traces.models import Step, Trace, TraceRevision


class RevisionInline(ReadOnlyInline):
    model = TraceRevision
    fk_name = "trace"
    fields = ("number", "converter", "converter_version", "repairs", "created_at")


@admin.register(Trace, site=organization_site)
class TraceAdmin(ReadOnly, TenantAdmin):
    """Reviewers look traces up here, and owners remove those that should not be there."""

    list_display = ("identity", "project", "task", "steps", "calls", "errors", "created_at")
    list_filter = ("project", "format")
    list_select_related = ("project",)
    search_fields = ("identity", "task")
    inlines = (RevisionInline,)


@admin.register(TraceRevision, site=organization_site)
class TraceRevisionAdmin(Part, TenantAdmin):
    list_display = ("trace", "number", "converter", "converter_version", "repairs", "created_at")
    list_filter = ("converter",)
    list_select_related = ("trace",)
    search_fields = ("trace__identity",)


@admin.register(Step, site=organization_site)
class StepAdmin(Part, TenantAdmin):
    """What filters and search by tool read: one row for each step and each call."""

    list_display = ("trace", "index", "call", "role", "tool", "path", "is_error", "chars")
    list_filter = ("is_error",)
    list_select_related = ("revision__trace",)
    search_fields = ("^tool", "^path", "=revision__trace__identity")
    show_full_result_count = False  # there are many

    @admin.display(description=_("trace"))
    def trace(self, row: Any) -> str:
        return str(row.revision.trace)
