"""The pages of django-allauth that we serve. The others answer 404, each for the reason that stands here."""

from allauth.account.urls import urlpatterns as pages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern

CONFIRMED = "addresses are confirmed by the invitation that arrived there"
NOT_SERVED = {
    "account_email": "it would change the login's address and leave the memberships' copies of it behind",
    "account_email_verification_sent": CONFIRMED,
    "account_confirm_email": CONFIRMED,
    "account_confirm_login_code": "nobody signs in by a code",
    "account_set_password": "every login has a password; a forgotten one is replaced by mail",
    "account_reauthenticate": "no page asks again who one is: changing the password asks for the old one",
}


def not_served(request: HttpRequest, **arguments: str) -> HttpResponse:
    raise Http404("this page of the library is not served")


# They keep their names, because the library reverses them.
urlpatterns = [
    URLPattern(page.pattern, not_served, name=page.name) if page.name in NOT_SERVED else page for page in pages
]
