"""The pages for what is not there and what went wrong. They show a request's number, never its insides."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from apps.tenants.api import errors
from apps.tenants.http import wants_json


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_api(request):
        return JsonResponse(errors.body("bad_request", errors.unreadable()), status=400)
    return defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _said(request, 404, "not_found", errors.nothing_here())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _said(request, 403, "permission_denied", errors.role_too_low())


def server_error(request: HttpRequest) -> HttpResponse:
    return _said(request, 500, "server_error", _("Something went wrong on our side. Your text is still here."))


def _said(request: HttpRequest, status: int, code: str, text: str) -> HttpResponse:
    if _is_api(request):
        return JsonResponse(errors.body(code, text), status=status)
    if wants_json(request):
        return JsonResponse({"error": text}, status=status)
    return render(request, f"{status}.html", status=status)


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")
