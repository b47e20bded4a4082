"""One address of the API, what each of its methods asks for, and how that stands in the schema."""

import inspect
from collections.abc import Callable, Iterable
from functools import partial, wraps
from operator import attrgetter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.tenants.api.bodies import Body, Query, asked
from apps.tenants.api.lists import page
from apps.tenants.idempotency import HEADER, idempotent
from apps.tenants.models import Role

Method = Callable[..., Any]

REFUSALS = {
    400: "The request cannot be understood; `faults` say where.",
    401: "No valid token, or its member is paused or may not sign in any more.",
    403: "The member's role is too low.",
    404: "There is nothing at this address for this member.",
    409: "Something newer is stored, or the state does not allow this.",
    410: "The turn is over; somebody else has the trace.",
    413: "The body is larger than the server takes.",
    415: "The body is not `application/json`.",
    422: "The request is understood and cannot be done as it is; `faults` say why. Or its key came with another request before.",
    429: "Too many requests in this minute; `Retry-After` says how many seconds to wait.",
}
KEY = OpenApiParameter(
    HEADER,
    location=OpenApiParameter.HEADER,
    type={"type": "string", "pattern": "^[!-~]{1,200}$"},
    description="Names this request, so that it is done once however often it is sent.",
    examples=[OpenApiExample("A UUID", "5d0c2f0e-8b0f-4a53-a2a1-6a3f3c8f9d11")],
)


class FaultSerializer(serializers.Serializer):
    at = serializers.CharField(help_text="The key or parameter at fault, or the place in the answer; empty: the whole.")
    code = serializers.CharField()
    message = serializers.CharField()
    scheme = serializers.CharField(required=False, help_text="The scheme whose answer is at fault.")


class ErrorSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="For programs: `not_found`, `invalid`, ...")
    message = serializers.CharField(help_text="For people.")
    faults = FaultSerializer(many=True, required=False)
    newer = serializers.DictField(required=False, help_text="What is stored, when it is newer than what was sent.")


class RefusalSerializer(serializers.Serializer):
    error = ErrorSerializer()


class Endpoint(APIView):
    """An address. Each of its methods is an `operation`."""

    http_method_names = ["get", "head", "post", "put", "patch", "delete"]

    def shown(self, serializer: type[serializers.Serializer], rows: Any, *, many: bool = False) -> Any:
        return serializer(rows, many=many, context={"view": self, "request": self.request}).data

    def listed(
        self, serializer: type[serializers.Serializer], rows: QuerySet[Any], query: dict[str, Any], *order: str
    ) -> Response:
        """A page of the rows, as `lists.page` takes them."""
        found = page(self.request, rows, query, *order)
        return Response({"results": self.shown(serializer, found.rows, many=True), "next": found.next})


@extend_schema_field(OpenApiTypes.URI)
class Link(serializers.Field):
    """The address of a row's page in the API: Link("api_trace", trace="pk"), below the project of the request."""

    def __init__(self, name: str, **arguments: str) -> None:
        super().__init__(source="*", read_only=True)
        self.name, self.arguments = name, arguments

    def to_representation(self, row: Any) -> str:
        own = {argument: attrgetter(attribute)(row) for argument, attribute in self.arguments.items()}
        inherited = {key: value for key, value in self.context["view"].kwargs.items() if key == "project"}
        address: str = self.context["request"].build_absolute_uri(reverse(self.name, kwargs={**inherited, **own}))
        return address


def operation(
    name: str,
    least: Role,
    *,
    answers: dict[Any, Any],
    query: type[Query] | None = None,
    takes: type[Body] | dict[str, Any] | None = None,
    repeatable: bool = False,
    by_itself: bool = False,
    refuses: Iterable[int] = (),
) -> Callable[[Method], Method]:
    """Let members of the role `least` and above call the method, and describe it.

    `answers` maps a success's status to what it holds. The docstring is its description. `repeatable` takes the header
    Idempotency-Key; `by_itself`: the method sees to it, for it checks much before the transaction of its effect. `refuses`
    adds statuses of REFUSALS to those that follow from the rest.
    """

    def decorate(method: Method) -> Method:
        @wraps(method)
        def guarded(self: Endpoint, request: Any, **kwargs: Any) -> Any:
            if not request.user.reaches(least):
                raise PermissionDenied(f"{name} is for role {least} and above")
            if query is None:
                asked(request, Query)  # it takes no parameters
            act = partial(method, self)
            return (idempotent(act) if repeatable and not by_itself else act)(request, **kwargs)

        guarded.least_role = least  # type: ignore[attr-defined]  # tests/test_access.py looks for it
        has_place = len(inspect.signature(method).parameters) > 2  # more than self and the request
        follow = {400: True, 401: True, 429: True, 403: least != Role.ANNOTATOR, 404: has_place}
        follow |= {413: takes is not None, 415: takes is not None, 422: repeatable}
        statuses = sorted({*refuses, *(status for status, is_so in follow.items() if is_so)})
        summary, _, description = (inspect.getdoc(method) or "").partition("\n")
        described: Method = extend_schema(
            operation_id=name,
            summary=summary,
            description=description.strip(),
            tags=[method.__module__.split(".")[1]],  # the app
            parameters=[*([query] if query else []), *([KEY] if repeatable else [])],
            request=takes,
            responses={
                **answers,
                **{status: OpenApiResponse(RefusalSerializer, REFUSALS[status]) for status in statuses},
            },
        )(guarded)
        return described

    return decorate
