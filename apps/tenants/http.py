"""The request as the middleware leaves it, and who may call a view."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from apps.tenants.models import Membership, Organization, Role, User

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


class PersonRequest(HttpRequest):
    """A request by somebody who has signed in."""

    user: User


class MemberRequest(PersonRequest):
    """A request inside an organization, by one of its members."""

    organization: Organization
    membership: Membership
    htmx: Any


def least(role: Role) -> Callable[[Callable[Concatenate[Any, P], R]], Callable[Concatenate[Any, P], R]]:
    """Let members of this role and above call the view; 403 for the others. Every view under /o/ carries it."""

    def decorate(view: Callable[Concatenate[Any, P], R]) -> Callable[Concatenate[Any, P], R]:
        @wraps(view)
        def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if not request.membership.reaches(role):
                raise PermissionDenied(f"this page is for role {role} and above")
            return view(request, *args, **kwargs)

        guarded.least_role = role  # type: ignore[attr-defined]  # tests/test_access.py looks for it
        return guarded

    return decorate


def wants_json(request: HttpRequest) -> bool:
    """Whether a script of one of our pages, or htmx in it, is asking, rather than the browser for a page."""
    asks_json = "application/json" in (request.headers.get("Accept", ""), request.content_type)
    return asks_json or request.headers.get("HX-Request") == "true"
