"""The page of flags, and what the annotate page's scripts send."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from apps.assignments import flags as services
from apps.assignments.models import Assignment, Flag
from apps.tenants.models import Role
from apps.tenants.scope import scope
from tests.factories import claim, flag, import_project, make_member, make_organization, save_draft, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def project(acme):
    return import_project(acme)


@pytest.fixture
def mirela(acme):
    return make_member(acme, name="Mirela")


@pytest.fixture
def jonas(acme):
    return make_member(acme, Role.MANAGER, name="Jonas")


@pytest.fixture
def turn(project, mirela):
    return claim(project, mirela)


def browser_of(member):
    return sign_in(Client(), member)


def send(browser, turn, key="a-key", **said):
    address = reverse("annotations:flag", args=("acme", turn.project.slug, turn.pk))
    return browser.post(address, json.dumps(said), "application/json", headers={"Idempotency-Key": key})


def page(browser, project, query=""):
    return browser.get(reverse("assignments:flags", args=("acme", project.slug)) + query).content.decode()


def decide(browser, made, outcome, query=""):
    with scope(made.organization_id):
        slug = made.project.slug
    address = reverse("assignments:resolve_flag", args=("acme", slug, made.pk)) + query
    return browser.post(address, {"outcome": outcome}, follow=True)


def test_a_flag_comes_back_with_where_to_withdraw_it(mirela, turn):
    browser = browser_of(mirela)
    [shown] = send(browser, turn, reason="broken", note="cut off", step=1).json()["flags"]
    assert (shown["reason"], shown["state"], shown["step"]) == ("broken", "open", 1)
    assert browser.post(shown["withdraw"], "{}", "application/json").json() == {"flags": []}


def test_the_annotate_page_and_its_data_tell_of_it(mirela, turn):
    flag(turn, "broken")
    browser = browser_of(mirela)
    data = browser.get(reverse("annotations:data", args=("acme", turn.project.slug, turn.pk))).json()
    assert [shown["reason"] for shown in data["flags"]] == ["broken"]
    assert (
        "flag-dialog"
        in browser.get(reverse("annotations:annotate", args=("acme", turn.project.slug, turn.pk))).content.decode()
    )


def test_sent_twice_it_is_flagged_once(mirela, turn):
    browser = browser_of(mirela)
    first, again = (send(browser, turn, reason="secret").json() for _ in range(2))
    assert first == again
    with scope(turn.organization_id):
        assert Flag.objects.count() == 1


def test_the_same_reason_under_another_key_is_refused_with_what_there_is(mirela, turn):
    browser = browser_of(mirela)
    send(browser, turn, reason="secret")
    answer = send(browser, turn, key="another", reason="secret")
    assert answer.status_code == 409
    assert len(answer.json()["flags"]) == 1


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"reason": "other", "note": " "}, 422),
        ({"reason": "odd"}, 400),
        ({"reason": []}, 400),
        ({"reason": "broken", "note": 4}, 400),
        ({"reason": "broken", "step": -1}, 400),
        ({"reason": "broken", "note": "x" * 1001}, 422),
    ],
)
def test_what_is_no_flag_is_refused_with_a_sentence(mirela, turn, said, status):
    answer = send(browser_of(mirela), turn, **said)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_somebody_elses_flag_is_not_there(acme, turn):
    made, tomas = flag(turn), make_member(acme, name="Tomas")
    own = claim(turn.project, tomas)  # of the next trace: this one is held
    address = reverse("annotations:withdraw_flag", args=("acme", turn.project.slug, own.pk, made.pk))
    assert browser_of(tomas).post(address, "{}", "application/json").status_code == 404


def test_without_flags_the_page_says_when_there_will_be_some(jonas, project):
    assert "No open flags" in page(browser_of(jonas), project)


def test_the_page_lists_flags_and_every_page_of_the_project_counts_them(jonas, turn):
    flag(turn, "other", note="<b>odd</b>")
    browser = browser_of(jonas)
    shown = page(browser, turn.project)
    assert "&lt;b&gt;odd&lt;/b&gt;" in shown
    assert "Mirela" in shown
    overview = browser.get(reverse("projects:detail", args=("acme", turn.project.slug))).content.decode()
    assert "1 open flag" in overview


def test_filters_say_which_are_listed(jonas, turn):
    flag(turn, "broken", note="cut off")
    browser = browser_of(jonas)
    assert "cut off" in page(browser, turn.project, "?state=open&reason=broken")
    assert "cut off" not in page(browser, turn.project, "?state=open&reason=secret")
    assert "cut off" not in page(browser, turn.project, "?state=closed")
    assert "cut off" in page(browser, turn.project, "?state=")


def test_a_decision_leads_back_to_the_list_as_it_was_filtered(jonas, turn):
    made = flag(turn, "broken")
    answer = decide(browser_of(jonas), made, "taken_out", "?state=open&reason=broken")
    assert answer.redirect_chain[0][0].endswith("/flags/?state=open&reason=broken")
    assert "taken out of the queue" in answer.content.decode()


def test_who_decides_second_is_told(acme, jonas, turn):
    made = flag(turn)
    with scope(acme.pk):
        services.resolve(flag=made, outcome=Flag.State.TAKEN_OUT, by=jonas)
    assert "Somebody else has decided" in decide(browser_of(jonas), made, "nothing_wrong").content.decode()
    with scope(acme.pk):
        assert Flag.objects.get().state == "taken_out"


def test_an_outcome_that_there_is_not_is_not_found(jonas, turn):
    assert decide(browser_of(jonas), flag(turn), "withdrawn").status_code == 404


def test_managers_read_the_step_that_is_meant(jonas, turn):
    made = flag(turn, "broken", step=0)
    address = reverse("annotations:flagged_step", args=("acme", turn.project.slug, made.pk))
    with scope(turn.organization_id):
        first = turn.revision.document["steps"][0]
    text = first if isinstance(first, str) else next(value for value in first.values() if isinstance(value, str))
    assert text in browser_of(jonas).get(address).content.decode()


def test_a_step_that_the_trace_does_not_have_is_said(jonas, turn):
    made = flag(turn, "broken", step=900)
    address = reverse("annotations:flagged_step", args=("acme", turn.project.slug, made.pk))
    assert "no such step" in browser_of(jonas).get(address).content.decode()


def test_the_draft_is_there_after_a_flag(mirela, turn):
    save_draft(turn)
    send(browser_of(mirela), turn, reason="secret")
    with scope(turn.organization_id):
        held = Assignment.objects.select_related("draft").get(pk=turn.pk)
        assert (held.state, held.draft.number) == ("claimed", 1)
