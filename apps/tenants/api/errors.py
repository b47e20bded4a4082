"""How the API says no, whatever the reason:

    {"error": {"code": "invalid", "message": "overlap: A whole number is needed.", "faults": [
        {"at": "overlap", "code": "invalid", "message": "A whole number is needed."}]}}

`code` is for programs, `message` for people. `faults` are there when something in the request is at fault, and `newer` when
something newer is stored than what the request was based on.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as ModelError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from apps.tenants.idempotency import KeyRefused

Fault = Mapping[str, str]


class Refusal(exceptions.APIException):
    """A no of ours, with all that the answer holds."""

    def __init__(
        self, status: int, code: str, message: str, *, faults: Sequence[Fault] = (), newer: object = None
    ) -> None:
        super().__init__(message, code)
        self.status_code, self.code, self.message = status, code, message
        self.faults, self.newer = faults, newer


def api_exception(exception: Exception, context: dict[str, Any]) -> Response | None:
    """REST_FRAMEWORK["EXCEPTION_HANDLER"]: DRF answers by itself, so the middleware's process_exception never hears of it."""
    context["request"]._request.failed = True
    refusal = refusal_of(exception)
    if refusal is None:
        return None  # a fault of ours
    response = exception_handler(exception, context) or Response(status=refusal.status_code)
    response.data = body(refusal.code, refusal.message, refusal.faults, refusal.newer)
    return response


def body(code: str, message: str, faults: Sequence[Fault] = (), newer: object = None) -> dict[str, Any]:
    error: dict[str, Any] = {"code": code, "message": message}
    if faults:
        error["faults"] = list(faults)
    if newer is not None:
        error["newer"] = newer
    return {"error": error}


def refusal_of(exception: Exception) -> Refusal | None:
    """What to answer; None for an error that nobody foresaw."""
    match exception:
        case Refusal():
            return exception
        case KeyRefused():
            return Refusal(exception.status, exception.code, exception.text)
        case ModelError():
            return invalid(list(faults_in(serializers.as_serializer_error(exception))))
        case exceptions.ValidationError():
            return invalid(list(faults_in(exception.detail)))
        case Http404() | exceptions.NotFound():
            return Refusal(404, "not_found", nothing_here())
        case PermissionDenied() | exceptions.PermissionDenied():
            return Refusal(403, "permission_denied", role_too_low())
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            return Refusal(401, "not_authenticated", _("Send a valid token: Authorization: Bearer tw_..."))
        case RequestDataTooBig():
            return Refusal(413, "too_large", _("This is more than the server takes at once."))
        case SuspiciousOperation():
            return Refusal(400, "bad_request", unreadable())
        case exceptions.APIException():
            return Refusal(exception.status_code, exception.default_code, str(exception.detail))
    return None


def nothing_here() -> str:
    return _("There is nothing at this address.")


def unreadable() -> str:
    return _("The request cannot be read.")


def role_too_low() -> str:
    return _("Your role does not allow this.")


def invalid(faults: Sequence[Fault]) -> Refusal:
    """400 with the first fault as the message."""
    first = faults[0]
    message = f"{first['at']}: {first['message']}" if first["at"] else first["message"]
    return Refusal(400, "invalid", message, faults=faults)


def faults_in(detail: Any, at: str = "") -> Iterator[Fault]:
    """Each fault with its place, from DRF's nested lists and objects of them.

    >>> from rest_framework.exceptions import ErrorDetail
    >>> list(faults_in({"base": {"fix": [ErrorDetail("Too small.", "min_value")]}}))
    [{'at': 'base.fix', 'code': 'min_value', 'message': 'Too small.'}]
    >>> list(faults_in({"steps": [{}, {"value": [ErrorDetail("Is missing.", "required")]}]}))
    [{'at': 'steps.1.value', 'code': 'required', 'message': 'Is missing.'}]
    """
    if isinstance(detail, Mapping):
        for key, part in detail.items():
            here = "" if key == api_settings.NON_FIELD_ERRORS_KEY else str(key)
            yield from faults_in(part, ".".join(filter(None, (at, here))))
    elif isinstance(detail, list):
        for index, part in enumerate(detail):
            yield from faults_in(part, f"{at}.{index}" if isinstance(part, Mapping) else at)
    else:
        yield {"at": at, "code": detail.code, "message": str(detail)}
