"""Every word of the pages about people goes through translation."""

import pytest
from django.test import Client

from apps.tenants.models import Invitation, Role
from apps.tenants.scope import scope
from tests.factories import (
    import_project,
    invite,
    make_imported,
    make_member,
    make_organization,
    make_token,
    sign_in,
    submit,
)
from tests.pages.words import bare_words, marking

pytestmark = pytest.mark.django_db


def test_a_word_that_bypasses_translation_is_found() -> None:
    html = '<p title="Help">⟦Ask <b>Ann</b>⟧, Ben and, Tom: 12</p><script>const code = 1;</script>'
    assert bare_words(html, data=["Tom"]) == {"Help", "Ben", "and"}


def test_the_people_pages() -> None:
    acme = make_organization()
    jonas, mirela = make_member(acme, Role.MANAGER, "Jonas"), make_member(acme, paused=True)
    submit(import_project(acme, max_annotations_per_user=5), make_member(acme, name="Tomas"))
    ann1 = make_imported(acme)
    make_token(make_member(acme, name="Robot", login=False))
    invite(acme, "new@acme.test")
    browser, own = sign_in(Client(), jonas), f"/o/acme/people/{ann1.pk}/"
    with marking():
        pages = [
            browser.get("/o/acme/people/"),
            browser.post("/o/acme/people/", {"email": "x", "role": "none"}),
            browser.post("/o/acme/people/", {"email": "ines@acme.test", "role": "annotator"}),
            *(browser.get(f"/o/acme/people/{member.pk}/") for member in (jonas, mirela, ann1)),
            *(browser.get(f"{own}link/{question}") for question in ("", f"?person={mirela.pk}")),
            browser.post(f"{own}link/", {"person": mirela.pk}, follow=True),
        ]
    names = {"Acme", "Jonas", "Mirela", "Tomas", "Robot", "ann1", "Fixing", "JO", "MI", "TO", "RO", "AN"}
    shown = {*names, "new@acme.test", "ines@acme.test", "jonas@acme.test", "mirela@acme.test", "none", "x"}
    found = {word for page in pages for word in bare_words(page.content.decode(), shown)}
    assert not found


def test_the_pages_of_an_invitation() -> None:
    acme = make_organization()
    link, taken_back = invite(acme), invite(acme, "old@acme.test")
    stranger = sign_in(Client(), make_member(acme))
    with scope(acme.pk):
        Invitation.objects.filter(email="old@acme.test").update(revoked_at="2026-01-02T12:00:00Z")
    with marking():
        pages = [Client().get(link), Client().post(link, {}), stranger.get(link), Client().get(taken_back)]
    assert [page.status_code for page in pages] == [200, 200, 403, 410]
    found = {word for page in pages for word in bare_words(page.content.decode(), ["Acme"])}
    assert not found
