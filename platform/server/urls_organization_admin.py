"""The addresses while a page of an organization's admin is served: /admin/ is that organization's site."""

from django.urls import path

from apps.tenants.sites import organization_site
from server.urls import handler403, handler404, handler500
from server.urls import urlpatterns as everything

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("admin/", organization_site.urls),
    *(entry for entry in everything if str(entry.pattern) != "admin/"),
]
