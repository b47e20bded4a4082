"""Every address. Pages of an organization begin with /o/<organization>/, which the tenant middleware reads."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import JavaScriptCatalog

from apps.tenants.sites import superuser_site
from server import api
from server.health import healthz
from server.worker import worker

handler400 = "server.errors.bad_request"
handler403 = "server.errors.forbidden"
handler404 = "server.errors.not_found"
handler500 = "server.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("apps.tenants.urls")),
    path("accounts/", include("apps.tenants.account_urls")),
    path("keys/", include("apps.annotations.key_urls")),
    path("admin/", superuser_site.urls),
    path("worker.js", worker, name="worker"),
    path("o/<slug:organization>/", include("apps.projects.urls")),
    path("o/<slug:organization>/jobs/", include("apps.jobs.urls")),
    path("o/<slug:organization>/imports/", include("apps.annotations.importing.urls")),
    path("o/<slug:organization>/p/<slug:project>/", include("apps.traces.urls")),
    path("o/<slug:organization>/p/<slug:project>/", include("apps.ingest.urls")),
    path("o/<slug:organization>/p/<slug:project>/", include("apps.assignments.urls")),
    path("o/<slug:organization>/p/<slug:project>/", include("apps.annotations.urls")),
    path("o/<slug:organization>/p/<slug:project>/", include("apps.exports.urls")),
    path("o/<slug:organization>/p/<slug:project>/questions/", include("apps.annotations.scheme_urls")),
    path("healthz", healthz, name="healthz"),
    path("api/v1/", include(api.urlpatterns)),
    path("v1/", include("apps.ingest.span_urls")),
    path("jsi18n/", JavaScriptCatalog.as_view(), name="javascript-catalog"),
]
