"""A manager adds errors that people described in words of their own to the taxonomy, and the answers follow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.annotations import others as others_services
from apps.annotations import services
from apps.annotations.models import Annotation, AnnotationRevision, Source
from apps.annotations.questions import asked
from apps.annotations.scheme_changes import JOB_KIND, Changed
from apps.jobs import running
from apps.jobs.models import Job
from apps.schemes.models import Scheme, SchemeVersion
from apps.tenants.models import Role
from apps.tenants.scope import scope
from tests.factories import claim, import_project, make_member, make_organization, sign_in, submit

pytestmark = pytest.mark.django_db
EVAL = {
    "annotation_type": "trajectory_eval",
    "name": "eval",
    "description": "How right is each step?",
    "error_types": [{"name": "execution", "subtypes": ["wrong_tool"]}, "safety"],
    "my_key": "kept",
}
DONE = {"annotation_type": "radio", "name": "done", "description": "Done?", "labels": ["yes", "no"]}


def judged(*words, **more):
    """An answer with these words at the first steps."""
    steps = {str(at): {"correctness": "incorrect", "other": each, **more} for at, each in enumerate(words)}
    return {"eval": {"steps": steps}}


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def project(acme):
    return import_project(acme, schemes=[EVAL, DONE], overlap=4)


@pytest.fixture
def manager(acme, client):
    member = make_member(acme, Role.MANAGER, "Manager")
    sign_in(client, member)
    return member


@pytest.fixture
def answers(project, acme):
    """Two people: one writes the same words twice, in two ways, and the other once."""
    one, two = make_member(acme, name="One"), make_member(acme, name="Two")
    submit(project, one, judged("Too slow", "too  SLOW", rationale="A minute."))
    submit(project, two, judged("Too slow", "gives up"))
    return one, two


def url(name="others", slug="weather"):
    return reverse(f"schemes:{name}", args=["acme", slug])


def post(client, *keys, **more):
    shown = client.get(url()).context["found"][0]
    return client.post(url("promote"), {"scheme": shown.scheme.pk, "key": keys, **more})


def promote(client, *keys, name="slow", **more):
    """As the page does it: look first, then add."""
    page = post(client, *keys)
    return post(client, *keys, name=name, stand=page.context["stand"], **more)


def run_job(of):
    with scope(of.pk):
        job = Job.objects.filter(job_kind=JOB_KIND).order_by("-pk")[0]
    running.run(of.pk, job.pk, "a worker")
    with scope(of.pk):
        return Job.objects.get(pk=job.pk)


def stored(of):
    with scope(of.pk):
        return [row.answer["steps"] for row in Annotation.objects.order_by("pk")]


def types(of):
    return [[step.get("error_type") for step in steps.values()] for steps in stored(of)]


def versions(of):
    with scope(of.pk):
        return list(SchemeVersion.objects.order_by("pk").values_list("scheme__name", "number"))


def test_the_same_words_are_one_entry_with_count_people_and_examples(client, manager, answers):
    [found] = client.get(url()).context["found"]
    assert [(group.text, group.count, len(group.people)) for group in found.groups] == [
        ("Too slow", 3, 2),
        ("gives up", 1, 1),
    ]
    [latest, *_] = found.groups[0].examples
    assert (latest.trace, latest.step) == ("t1", 1)
    assert ("t1", 2, "A minute.") in found.groups[0].examples


def test_what_changes_is_said_before_and_nothing_is_kept(client, manager, answers, acme):
    page = post(client, "too slow")
    effect = page.context["effect"]
    assert page.context["name"] == "Too slow"
    assert (effect.errors, effect.answers, effect.people) == (3, 2, 2)
    assert (effect.change.version, effect.change.fit, effect.change.misfits) == (2, 2, [])
    assert versions(acme) == [("eval", 1), ("done", 1)]


def test_the_words_become_a_kind_and_the_answers_follow(client, manager, answers, acme):
    assert promote(client, "too slow").status_code == 302
    assert versions(acme) == [("eval", 1), ("done", 1), ("eval", 2)]
    assert run_job(acme).result == {"followed": 2, "stayed": 0}
    assert types(acme) == [["slow", "slow"], ["slow", None]]
    [first, _] = stored(acme)
    assert first["1"]["other"] == "too  SLOW"  # in the person's own words
    with scope(acme.pk):
        revisions = AnnotationRevision.objects.filter(source=Source.SCHEME)
        assert {(row.number, row.by_id) for row in revisions} == {(2, manager.pk)}


def test_other_keys_of_the_question_and_other_questions_stay_as_they_are(client, manager, answers, acme):
    promote(client, "too slow")
    with scope(acme.pk):
        config = Scheme.objects.select_related("current").get(name="eval").current.config
    assert config["my_key"] == "kept"
    assert [each["name"] for each in config["error_types"]] == ["execution", "safety", "slow"]


def test_several_spellings_are_merged_into_a_subtype(client, manager, answers, acme):
    promote(client, "too slow", "gives up", name="patience", parent="execution")
    run_job(acme)
    assert types(acme) == [["execution", "execution"], ["execution", "execution"]]
    assert stored(acme)[1]["1"]["error_subtype"] == "patience"


def test_words_are_led_to_a_kind_that_is_there(client, manager, answers, acme):
    promote(client, "too slow", name="Safety")
    run_job(acme)
    assert types(acme) == [["safety", "safety"], ["safety", None]]


def test_promoted_words_leave_the_list(client, manager, answers, acme):
    promote(client, "too slow")
    [found] = client.get(url()).context["found"]
    assert ([group.key for group in found.groups], found.waiting) == (["gives up"], 2)
    run_job(acme)
    assert client.get(url()).context["waiting"] == 0


@pytest.mark.parametrize("name", ["slow", "safety"])  # a new kind, and one that is there in both versions
def test_going_back_to_the_text_before_takes_the_answers_back(client, manager, answers, acme, name):
    editor = reverse("schemes:edit", args=["acme", "weather"])
    before, text = stored(acme), client.get(editor).context["text"]
    promote(client, "too slow", name=name)
    run_job(acme)
    client.post(editor, {"text": text, "stand": client.get(editor).context["stand"]})
    assert run_job(acme).result == {"followed": 2, "stayed": 0}
    assert stored(acme) == before


def test_a_kind_that_is_renamed_takes_its_answers_along(client, manager, answers, acme):
    editor = reverse("schemes:edit", args=["acme", "weather"])
    promote(client, "too slow")
    run_job(acme)
    page = client.get(editor).context
    text = page["text"].replace("- slow\n", "- slowness\n").replace("error_type: slow\n", "error_type: slowness\n")
    client.post(editor, {"text": text, "stand": page["stand"]})
    run_job(acme)
    assert types(acme) == [["slowness", "slowness"], ["slowness", None]]


def test_a_second_manager_who_promotes_the_same_is_told(client, manager, answers, acme):
    stand = post(client, "too slow").context["stand"]
    promote(client, "too slow")
    late = post(client, "too slow", name="slowness", stand=stand)
    assert late.status_code == 302 and late.url == url()
    assert versions(acme)[-1] == ("eval", 2)


def test_a_second_manager_who_promotes_other_words_looks_again(client, manager, answers, acme):
    stand = post(client, "gives up").context["stand"]
    promote(client, "too slow")
    late = post(client, "gives up", name="no patience", stand=stand)
    assert late.status_code == 409 and late.context["name"] == "no patience"
    assert versions(acme)[-1] == ("eval", 2)
    post(client, "gives up", name="no patience", stand=late.context["stand"])
    assert versions(acme)[-1] == ("eval", 3)


def test_the_service_refuses_words_that_are_promoted_by_now(project, manager, answers, acme, client):
    stand = post(client, "too slow").context["stand"]
    promote(client, "too slow")
    with scope(acme.pk), pytest.raises(Changed):
        eval_ = Scheme.objects.get(name="eval")
        others_services.promote(
            project=project, scheme=eval_, keys=["too slow"], name="x", parent="", stand=stand, by=manager
        )


def test_an_answer_that_was_read_before_and_stored_after_follows_when_it_is_asked_to(
    client, manager, answers, acme, project
):
    late = make_member(acme, name="Late")
    turn = claim(project, late)
    with scope(acme.pk):
        parsed = services.parse(turn, asked(project), judged("too slow"))
    promote(client, "too slow")
    run_job(acme)
    with scope(acme.pk):
        services.store(assignment=turn, parsed=parsed, number=0, base={}, by=late)
    assert client.get(url()).context["waiting"] == 1
    client.post(url("lead"))
    assert run_job(acme).result == {"followed": 1, "stayed": 0}
    assert types(acme)[-1] == ["slow"]


def test_words_that_are_submitted_later_are_the_kind_at_once(client, manager, answers, acme, project):
    promote(client, "too slow")
    submit(project, make_member(acme, name="Late"), judged("TOO SLOW"))
    assert types(acme)[-1] == ["slow"]


def test_a_name_that_cannot_be_is_told_and_the_page_stays(client, manager, answers, acme):
    page = promote(client, "too slow", name="a::b")
    assert page.status_code == 422 and "::" in str(page.context["fault"])
    assert page.context["name"] == "a::b"
    assert versions(acme)[-1] == ("done", 1)


def test_words_that_are_no_name_are_shown_to_be_named_otherwise(client, manager, project, acme):
    submit(project, make_member(acme, name="One"), judged("::"))
    page = post(client, "::")
    assert (page.status_code, page.context["effect"].errors) == (200, 1)
    refused = promote(client, "::", name="::")
    assert (refused.status_code, "must have 1 to 200 characters" in refused.text) == (422, True)


def test_nothing_chosen_is_told(client, manager, answers):
    page = client.post(url("promote"), {"scheme": client.get(url()).context["found"][0].scheme.pk}, follow=True)
    assert "Choose words first." in page.content.decode()


def test_a_question_of_another_project_is_not_found(client, manager, answers, acme):
    import_project(acme, "other", schemes=[EVAL])
    with scope(acme.pk):
        elsewhere = Scheme.objects.get(project__slug="other")
    assert client.post(url("promote"), {"scheme": elsewhere.pk, "key": "too slow"}).status_code == 404


def test_an_annotator_does_not_get_there(client, acme, project):
    sign_in(client, make_member(acme))
    assert [client.get(url()).status_code, client.post(url("promote")).status_code] == [403, 403]


def test_more_answers_cost_no_more_queries(client, manager, answers, project, django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        client.get(url())
    submit(project, answers[0], judged("another", "words"))
    submit(project, answers[1], judged("and", "more"))
    with django_assert_num_queries(len(few)):
        client.get(url())
