"""What every template may show: whose organization this is, and as whom one is here."""

from typing import Any

from django.http import HttpRequest


def member(request: HttpRequest) -> dict[str, Any]:
    """None of either outside an organization. A view's own context goes first."""
    return {"organization": getattr(request, "organization", None), "membership": getattr(request, "membership", None)}
