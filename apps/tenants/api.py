"""The API's first question: who am I?"""

from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response


@api_view(["GET"])
def me(request: Request) -> Response:
    """The membership a token acts as."""
    membership = request.user
    return Response(
        {
            "organization": membership.organization.slug,
            "public_name": membership.public_name,
            "role": membership.role,
        }
    )
