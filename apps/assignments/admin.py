"""Slots and turns in the organization's admin, to look at: claiming and handing in keep them in step with each other."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from apps.assignments.models import Assignment, Slot
from apps.tenants.sites import Part, ReadOnlyInline, TenantAdmin, organization_site


class TurnInline(ReadOnlyInline):
    model = Assignment
    fields = ("member", "state", "claimed_at", "finished_at", "skip_reason")


@admin.register(Slot, site=organization_site)
class SlotAdmin(Part, TenantAdmin):
    list_display = ("trace", "number", "state", "project")
    list_filter = ("state", "project")
    list_select_related = ("trace", "project")
    search_fields = ("trace__identity",)
    show_full_result_count = False
    inlines = (TurnInline,)


@admin.register(Assignment, site=organization_site)
class AssignmentAdmin(Part, TenantAdmin):
    list_display = ("trace", "member", "state", "claimed_at", "finished_at", "lease_until", "project")
    list_filter = ("state", "project", "member")
    list_select_related = ("slot__trace", "member", "project")
    search_fields = ("slot__trace__identity", "member__public_name", "skip_reason")
    show_full_result_count = False

    @admin.display(description=_("trace"))
    def trace(self, row: Any) -> str:
        return str(row.slot.trace)
