from apps.tenants.sites import ReadOnly, TenantAdmin, organization_site
from apps.traces.models import Trace


class TraceAdmin(ReadOnly, TenantAdmin):
    """Traces come by import; reviewers look them up here, and owners remove those that should not be there."""

    list_display = ("identity", "project", "task", "steps", "calls", "errors", "created_at")
    list_filter = ("project", "format")
    search_fields = ("identity", "task")


organization_site.register(Trace, TraceAdmin)
