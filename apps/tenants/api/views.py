"""The API's first question: who am I?"""

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.tenants.api.operations import Endpoint, operation
from apps.tenants.models import Role


class MemberSerializer(serializers.Serializer):
    organization = serializers.SlugField(source="organization.slug")
    public_name = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)


class Me(Endpoint):
    @operation("me", Role.ANNOTATOR, answers={200: MemberSerializer})
    def get(self, request: Request) -> Response:
        """The membership a token acts as."""
        return Response(self.shown(MemberSerializer, request.user))
