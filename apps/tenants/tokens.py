"""API tokens: `Authorization: Bearer tw_...`. The secret is shown once; the table keeps its hash."""

import hashlib
import secrets
from typing import Any

from django.http import HttpRequest
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from apps.tenants import lookups
from apps.tenants.models import Membership

PREFIX = "tw_"


def new_secret() -> str:
    """256 random bits after a prefix that secret scanners can look for."""
    return PREFIX + secrets.token_urlsafe(32)


def sha256(secret: str) -> str:
    """A fast hash is right here: the secret is random and long, not a password."""
    return hashlib.sha256(secret.encode()).hexdigest()


def seat_of(request: HttpRequest) -> lookups.Seat | None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return lookups.seat_of_token(sha256(secret)) if scheme.lower() == "bearer" and secret else None


class TokenAuthentication(BaseAuthentication):
    """The middleware has looked the token up and opened its scope; here DRF learns who it is."""

    def authenticate(self, request: Request) -> tuple[Membership, None] | None:
        membership: Any = request._request.membership
        if membership is None or membership.paused or (membership.user and not membership.user.is_active):
            return None
        membership.is_authenticated = True
        return membership, None

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
