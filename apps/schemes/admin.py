"""Schemes in the organization's admin: they come with a config, and a change makes a version."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from apps.schemes.models import Scheme, SchemeVersion
from apps.tenants.sites import Part, ReadOnlyInline, TenantAdmin, as_text, organization_site


class VersionInline(ReadOnlyInline):
    model = SchemeVersion
    fk_name = "scheme"
    fields = ("number", "kind", "created_at")


@admin.register(Scheme, site=organization_site)
class SchemeAdmin(Part, TenantAdmin):
    list_display = ("name", "project", "kind", "in_use", "position")
    list_filter = ("in_use", "project")
    list_select_related = ("project", "current")
    search_fields = ("name",)
    inlines = (VersionInline,)

    @admin.display(description=_("kind"))
    def kind(self, row: Any) -> str:
        return row.current.kind if row.current else ""


@admin.register(SchemeVersion, site=organization_site)
class SchemeVersionAdmin(Part, TenantAdmin):
    list_display = ("scheme", "number", "kind", "created_at")
    list_filter = ("kind",)
    list_select_related = ("scheme",)
    search_fields = ("scheme__name",)
    fields = ("scheme", "number", "kind", as_text("config", _("configuration")), "created_at")
