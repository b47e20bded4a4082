"""Views for test_requests.py: each writes a project and then does what its name says."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.template.response import SimpleTemplateResponse
from django.urls import path
from rest_framework.decorators import api_view
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from apps.projects.models import Project
from apps.tenants.idempotency import idempotent
from apps.tenants.invitations import invite
from apps.tenants.models import Role
from apps.tenants.scope import current
from server.urls import handler400, handler403, handler404, handler500
from server.urls import urlpatterns as everything

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def write() -> None:
    Project.objects.create(organization_id=current(), slug="written", name="Written")


class Refusing(forms.Form):
    def clean(self) -> None:
        write()
        raise PermissionDenied


def raises(error: Exception) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        write()
        raise error

    return view


def answers(status: int) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        write()
        return HttpResponse("said", status=status)

    return view


def in_a_form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(Refusing({}).is_valid())


def in_its_template(request: HttpRequest) -> HttpResponse:
    write()
    return SimpleTemplateResponse("there/is/none.html")


def after_mail(request: HttpRequest) -> HttpResponse:
    invite(email="late@acme.test", role=Role.ANNOTATOR, by=None)
    raise Http404


def in_the_api(error: Exception) -> Any:
    @api_view(["GET"])
    def view(request: Request) -> Response:
        write()
        raise error

    return view


def forgetful(request: HttpRequest) -> JsonResponse:
    """The first wall is forgotten here: no filter at all."""
    return JsonResponse({"slugs": list(Project.objects.values_list("organization__slug", "slug"))})


@api_view(["GET"])
def forgetful_api(request: Request) -> Response:
    return Response({"slugs": list(Project.objects.values_list("organization__slug", "slug"))})


def streamed(request: HttpRequest) -> StreamingHttpResponse:
    """Its generator runs after the scope has ended."""
    return StreamingHttpResponse(str(Project.objects.count()) for _ in range(1))


@idempotent
def written_once(request: HttpRequest) -> JsonResponse:
    return JsonResponse(write_another(), status=201)


@api_view(["POST"])
@idempotent
def written_once_by_api(request: Request) -> Response:
    body = write_another()
    if request.data.get("refuse"):
        raise ValidationError("on purpose")
    return Response(body, status=201)


def write_another() -> dict[str, int]:
    number = Project.objects.filter(organization_id=current()).count()
    Project.objects.create(organization_id=current(), slug=f"written-{number}", name="Written")
    return {"number": number}


FAILING = {
    "raises": raises(RuntimeError("on purpose")),
    "raises-404": raises(Http404("on purpose")),
    "raises-403": raises(PermissionDenied("on purpose")),
    "raises-400": raises(SuspiciousOperation("on purpose")),
    "answers-500": answers(500),
    "answers-503": answers(503),
    "in-a-form": in_a_form,
    "in-its-template": in_its_template,
}
LASTING = {"answers-200": answers(200), "answers-409": answers(409)}
FAILING_API = {
    "api-raises": in_the_api(RuntimeError("on purpose")),
    "api-invalid": in_the_api(ValidationError({"name": "on purpose"})),
    "api-exception": in_the_api(APIException("on purpose")),
    "api-denied": in_the_api(PermissionDenied("on purpose")),
    "api-404": in_the_api(Http404("on purpose")),
}
OTHERS = {"after-mail": after_mail, "forgetful": forgetful, "streamed": streamed, "once": written_once}
OTHERS_API = {"api-forgetful": forgetful_api, "api-once": written_once_by_api}

urlpatterns = [
    *(path(f"o/<slug:organization>/try/{name}/", view) for name, view in {**FAILING, **LASTING, **OTHERS}.items()),
    *(path(f"api/try/{name}/", view) for name, view in {**FAILING_API, **OTHERS_API}.items()),
    *everything,
]
