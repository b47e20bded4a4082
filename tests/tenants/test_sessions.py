"""A session is found by its key, while it lasts."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.factories import make_member, make_organization, sign_in

pytestmark = pytest.mark.django_db
LIST = "/o/acme/"


@pytest.fixture
def browser() -> Client:
    return sign_in(Client(), make_member(make_organization()))


def test_whoever_is_signed_in_stays_so(browser: Client):
    assert browser.get(LIST).status_code == 200
    session = browser.session
    session["seen"] = 2
    session.save()
    assert browser.session["seen"] == 2


def test_a_session_ends_at_its_time(browser: Client):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert browser.get(LIST).status_code == 302


@pytest.mark.parametrize(
    "key", ["", "x", "A" * 32, "a" * 33, "\0" * 32, '"\\000bcdefghijklmnopqrstuvwxyz012345"', "ä" * 32]
)
def test_a_key_that_nobody_has_is_no_session(browser: Client, key: str):
    browser.cookies[settings.SESSION_COOKIE_NAME] = key
    assert browser.get(LIST).status_code == 302
