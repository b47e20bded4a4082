"""Whoever signs out leaves nothing in the browser: neither stored pages nor what was typed."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase

HEADER = "Clear-Site-Data"
# Stored pages and drafts, and what "back" would show. Cookies stay: the session's is gone already, the form token is needed.
WHAT = '"cache", "storage"'


class ClearSiteDataMiddleware:
    """Every way to sign out ends here: our page, the admin sites, a flushed session. Browsers listen on https and localhost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if getattr(request, "signed_out", False):
            response[HEADER] = WHAT
        return response


@receiver(user_logged_out)
def note(request: Any, **_signal: Any) -> None:
    request.signed_out = True
