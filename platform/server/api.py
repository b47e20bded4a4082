"""/api/v1/: takes tokens only; the pages' own requests are views under /o/."""

from django.urls import path

from apps.tenants.api import me

urlpatterns = [path("me", me, name="api_me")]
