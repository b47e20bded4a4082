"""The Content-Security-Policy header: nearly every response has the same, so it is put together once."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class PolicyMiddleware(CSPMiddleware):
    """django-csp's, which puts the policy together anew for each response: 3 % of a short request."""

    _usual = build_policy()

    def process_request(self, request: HttpRequest) -> None:
        """No page of ours takes a nonce: there is nothing inline."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if settings.DEBUG or self.get_policy_parts(request, response) != PolicyParts():
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self._usual)
        return response
