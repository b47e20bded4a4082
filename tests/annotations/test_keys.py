"""A person's own keys: what can be a key, what is stored, and the page that changes them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from apps.annotations import remapping
from apps.annotations.keys import ACTIONS, check_key, defaults, key_caps, keys_of
from apps.tenants import services
from apps.tenants.models import User
from tests.factories import claim, import_project, make_member, make_organization, sign_in

pytestmark = pytest.mark.django_db
PAGE_SCRIPT = Path(__file__).parents[2] / "apps/annotations/static/annotations/actions/table.js"


@pytest.fixture
def mirela() -> User:
    return make_member(make_organization()).user


def set_key(*, by: User, **wanted: Any) -> None:
    services.change_keys(by=by, change=lambda before: remapping.remapped(before, **wanted))


def stored(person: User) -> dict:
    return User.objects.get(pk=person.pk).keys


def test_each_action_is_one_of_the_page_and_has_a_key_of_its_own_that_can_be_one():
    table = PAGE_SCRIPT.read_text().split("return {")[1].split("\n  };")[0]
    assert set(ACTIONS) <= {name.strip('"') for name in re.findall(r'^    ("[\w-]+"|\w+):', table, re.MULTILINE)}
    assert len(set(defaults().values())) == len(ACTIONS)
    for key in defaults().values():
        check_key(key)


@pytest.mark.parametrize("key", ["h", "H", "ж", "+", "€", "Ctrl+g", "Alt+x", "Alt+ArrowUp", ""])
def test_letters_signs_and_combinations_can_be_keys(key):
    check_key(key)


@pytest.mark.parametrize(
    "key",
    [
        *("1", "Tab", "Enter", "Space", "Escape", "ArrowDown", "F5", "F1", "Insert", " ", "ab", "Ctrl+", "Meta+k"),
        *("Ctrl+w", "Ctrl+c", "Ctrl+z", "Ctrl+r", "Ctrl+Alt+k", "Ctrl+Shift+k", "Ctrl+1", "Ctrl+Enter"),
        *("Alt+d", "Alt+ArrowLeft"),
    ],
)
def test_what_the_browser_assistive_technology_or_the_page_needs_cannot_be_a_key(key):
    with pytest.raises(ValidationError):
        check_key(key)


def test_only_what_differs_is_stored(mirela):
    set_key(by=mirela, action="next", key="h")
    assert stored(mirela) == {"next": "h"}
    assert keys_of(mirela.keys) == {**defaults(), "next": "h"}
    set_key(by=mirela, action="next", key="j")
    assert stored(mirela) == {}


def test_a_key_that_another_action_has_is_refused_by_name(mirela):
    with pytest.raises(remapping.KeyTaken) as taken:
        set_key(by=mirela, action="next", key="k")
    assert (taken.value.action.name, taken.value.instead) == ("previous", "j")
    assert stored(mirela) == {}


def test_swapping_gives_both_the_key_of_the_other(mirela):
    set_key(by=mirela, action="next", key="k", swap=True)
    assert stored(mirela) == {"next": "k", "previous": "j"}


def test_several_actions_may_go_without_a_key(mirela):
    for action in ("mark", "remove"):
        set_key(by=mirela, action=action, key="")
    assert stored(mirela) == {"mark": "", "remove": ""}


def test_from_an_action_without_a_key_another_one_takes_it_and_leaves_none(mirela):
    set_key(by=mirela, action="mark", key="")
    set_key(by=mirela, action="mark", key="j", swap=True)
    assert stored(mirela) == {"mark": "j", "next": ""}


def test_an_unknown_action_and_an_endless_key_are_refused(mirela):
    for action, key in (("fly", "h"), ("next", "h" * 10_000)):
        with pytest.raises(ValidationError):
            set_key(by=mirela, action=action, key=key)
    assert stored(mirela) == {}


def test_a_new_default_does_not_take_a_key_that_the_person_gave_away(mirela):
    """As if `flag` had come with "b" after this person had chosen "b" for the next step."""
    mirela.keys = {"next": "b", "an-action-of-old": "q"}
    assert keys_of(mirela.keys) == {**defaults(), "next": "b", "flag": ""}


def test_all_are_reset_at_once(mirela):
    set_key(by=mirela, action="next", key="k", swap=True)
    services.change_keys(by=mirela, change=lambda _: {})
    assert stored(mirela) == {}


@pytest.mark.parametrize(
    ("key", "caps"), [("Alt+ArrowUp", ["Alt", "↑"]), ("Ctrl+h", ["Ctrl", "H"]), ("+", ["+"]), ("J", ["J"]), ("", [])]
)
def test_a_key_is_shown_as_it_is_printed(key, caps):
    assert key_caps(key) == caps


# ---- The page ----


@pytest.fixture
def browser(client, mirela):
    client.force_login(mirela, backend="apps.tenants.permissions.MembershipBackend")
    return client


def post(browser, **fields):
    return browser.post(reverse("keys:set"), fields, headers={"HX-Request": "true"})


def test_the_page_lists_every_action_with_its_key(browser):
    text = browser.get(reverse("keys:keys")).content.decode()
    assert all(f'id="change-{name}"' in text for name in ACTIONS)


def test_a_stranger_is_sent_to_the_login(client):
    for method, name in ((client.get, "keys"), (client.post, "set"), (client.post, "reset")):
        assert method(reverse(f"keys:{name}")).url.startswith(reverse("account_login"))


def test_a_change_answers_with_the_list(browser, mirela):
    answer = post(browser, action="next", key="Ctrl+g")
    assert "Next step: the key is Ctrl+G now." in answer.content.decode()
    assert stored(mirela) == {"next": "Ctrl+g"}


def test_a_taken_key_says_whose_it_is_and_offers_to_swap(browser, mirela):
    answer = post(browser, action="next", key="f")
    assert answer["HX-Retarget"] == "#key-refusal"
    text = answer.content.decode()
    assert "f is the key of “This is the first wrong step; first difference”." in text and "that one gets j" in text
    post(browser, action="next", key="f", swap="1")
    assert stored(mirela) == {"next": "f", "first-wrong": "j"}


def test_the_page_resets_all(browser, mirela):
    post(browser, action="next", key="h")
    browser.post(reverse("keys:reset"), headers={"HX-Request": "true"})
    assert stored(mirela) == {}


@pytest.mark.parametrize(
    ("came_from", "leads"), [("/o/acme/p/w/annotate/1/", True), ("//evil.test/", False), ("", False)]
)
def test_the_way_back_leads_to_our_own_pages_only(browser, came_from, leads):
    text = browser.get(reverse("keys:keys"), {"from": came_from}).content.decode()
    assert ("Back to the trace" in text) == leads


def test_the_annotate_page_has_the_persons_own_keys_in_titles_sheet_and_data(client):
    acme = make_organization()
    person, other = make_member(acme), make_member(acme, name="Other")
    project = import_project(acme)
    set_key(by=person.user, action="skip", key="Ctrl+g")
    texts = []
    for member in (person, other):
        turn = claim(project, member)
        texts.append(sign_in(client, member).get(f"/o/acme/p/weather/annotate/{turn.pk}/").content.decode())
    own, others = texts
    assert "Skip this trace and say why (Ctrl+G)" in own and "Skip this trace and say why (Alt+S)" in others
    assert "<dt><kbd>Ctrl</kbd><kbd>G</kbd></dt>" in own
    data = json.loads(re.search(r'id="keys-data" type="application/json">([^<]+)<', own)[1])
    assert data == {**defaults(), "skip": "Ctrl+g"}
