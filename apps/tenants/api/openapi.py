"""What drf-spectacular cannot know by itself."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension

from apps.tenants.tokens import PREFIX


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "apps.tenants.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": f"{PREFIX}..."}


class ClosedObject(OpenApiSerializerExtension):
    target_class = "apps.tenants.api.bodies.Body"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        described: dict[str, Any] = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return {**described, "additionalProperties": False}
