"""How allauth signs people in here: accounts are made by invitation only, and a guesser locks nobody else out."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    """Few wrong passwords stop whoever sends them, many stop everybody: settings.ACCOUNT_RATE_LIMITS.

    The library counts them by account alone, so that anybody who knows an address could keep its person out.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail or password is wrong."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What "login_failed" counts by: an account, as tried from one network."""
        return f"{get_ip(request)} {_account(credentials)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if not _count_anywhere(request, credentials, dry_run=True):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        _count_anywhere(request, credentials)


def _count_anywhere(request: HttpRequest, credentials: dict[str, Any], *, dry_run: bool = False) -> bool:
    """Whether one more wrong password for the account is within what is taken from all networks together."""
    return ratelimit.consume(request, action="login_failed_anywhere", key=_account(credentials), dry_run=dry_run)


def _account(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email", "")).lower()
