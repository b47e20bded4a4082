"""Every request under /o/<organization>/, and every API call with a token, runs inside its tenant's scope."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from apps.tenants import lookups, tokens
from apps.tenants.http import wants_json
from apps.tenants.models import Membership
from apps.tenants.permissions import arriving
from apps.tenants.scope import discard, scope
from apps.tenants.sql import Compiled

MEMBERSHIP = Compiled(
    lambda organization, pk: Membership.objects.filter(organization=organization, pk=pk).select_related(
        "organization", "user"
    )
)
WITH_TOKEN = ("/api/", "/v1/")  # scripts ask; the second is where OpenTelemetry's exporters send
PAGE = re.compile(r"^(?P<prefix>/o/(?P<slug>[-\w]+)/)(?P<rest>.*)$", re.DOTALL)


class TenantMiddleware:
    """Last in the list. A request that failed leaves nothing in the database (on PostgreSQL)."""

    def __init__(self, get_response: Callable[[Any], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        request.membership = request.organization = None
        page = PAGE.match(request.path_info)
        if "%00" in request.META.get("QUERY_STRING", "") and not request.path_info.startswith("/api/"):
            raise BadRequest("a NUL in the query")  # PostgreSQL takes none, and the admin's filters pass it on
        seat = self._seat(request, page)
        if seat is None:
            if page and not request.user.is_authenticated:
                return sign_in_first(request)  # alike for addresses that exist and those that do not
            if page:
                raise Http404("no organization of yours has this address")
            return self.get_response(request)
        with scope(seat.organization_id), admin_below(request, page):
            request.membership = next(iter(MEMBERSHIP(seat.organization_id, seat.membership_id)), None)
            if page and not is_signed_in(request):
                request.membership = None
                return sign_in_first(request)
            if request.membership is None:
                raise Http404("the membership ended a moment ago")
            request.organization = request.membership.organization
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, "failed", False):
                discard()
        if page and "Cache-Control" not in response:  # what says so itself is asked for again each time
            add_never_cache_headers(response)  # the next person at this computer must not find it behind "back"
        if response.streaming and not connection.in_atomic_block:
            connection.close()  # else the stream keeps its pooled connection until it ends
        return response

    def _seat(self, request: Any, page: re.Match[str] | None) -> lookups.Seat | None:
        """Of whom the session or the token names; whether the session still holds is for `is_signed_in` to say."""
        if page:
            named = request.session.get(SESSION_KEY)
            return lookups.seat_of_user(int(named), page["slug"]) if named else None
        if request.path_info.startswith(WITH_TOKEN):
            return tokens.seat_of(request)
        return None

    def process_view(self, request: Any, view: object, args: object, kwargs: dict[str, Any]) -> None:
        kwargs.pop("organization", None)  # known as request.organization; views take what is below it

    def process_exception(self, request: Any, exception: Exception) -> None:
        request.failed = True  # also Http404 and PermissionDenied, whose answers are below 500


def is_signed_in(request: Any) -> bool:
    """Whether the session holds, as Django checks it; the person was read with the membership, and is not read again."""
    member = request.membership
    token = arriving.set(member.user if member else None)
    try:
        return bool(request.user.is_authenticated)
    finally:
        arriving.reset(token)


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Where to sign in: 401 with the address for a page's own requests (the text stays in the page), else a redirect."""
    if wants_json(request):  # its own address is none to come back to
        login = redirect_to_login(reverse("tenants:signed_in"))["Location"]
        return JsonResponse({"error": _("You are signed out."), "login": login}, status=401)
    return redirect_to_login(request.get_full_path())


@contextmanager
def admin_below(request: Any, page: re.Match[str] | None) -> Iterator[None]:
    """Serve /o/<slug>/admin/... from the organizations' admin site, whose reversed links then carry the same prefix."""
    before = get_script_prefix()
    if page and page["rest"].startswith("admin/"):
        set_script_prefix(page["prefix"])
        request.path_info = "/" + page["rest"]
        request.urlconf = "server.urls_organization_admin"
    try:
        yield
    finally:
        set_script_prefix(before)
