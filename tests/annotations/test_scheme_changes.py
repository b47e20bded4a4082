"""A manager changes the questions of a project: a preview, a new version, and answers that follow it where they fit."""

import pytest
from django.urls import reverse

from apps.annotations import scheme_text
from apps.annotations.importing.project import import_project as import_folder
from apps.annotations.models import Annotation, AnnotationRevision, Source
from apps.annotations.scheme_changes import JOB_KIND
from apps.annotations.services import submit as submit_answers
from apps.jobs import running
from apps.jobs.models import Job, JobShard
from apps.schemes.models import Scheme, SchemeVersion
from apps.tenants.models import AuditEvent, Role
from apps.tenants.scope import scope
from tests.factories import claim, import_project, make_member, make_organization, sign_in
from tests.tracewright.folders import make_project

pytestmark = pytest.mark.django_db
DONE = {"annotation_type": "radio", "name": "done", "description": "Done?", "labels": ["yes", "no", "partly"]}
WHY = {"annotation_type": "text", "name": "why", "description": "Why?"}
# "partly" is gone, and so is the second question.
FEWER = "annotation_schemes:\n- annotation_type: radio\n  name: done\n  description: Done?\n  labels: ['yes', 'no']\n"


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def project(acme):
    return import_project(acme, schemes=[DONE, WHY])


@pytest.fixture
def manager(acme, client):
    member = make_member(acme, Role.MANAGER)
    sign_in(client, member)
    return member


@pytest.fixture
def answers(project, acme):
    """One person each: "yes" and "partly"."""
    for choice in ("yes", "partly"):
        person = make_member(acme, name=f"Person{choice}")
        turn = claim(project, person)
        answer = {"done": {"choice": choice, "free_response": ""}}
        with scope(acme.pk):
            submit_answers(assignment=turn, answers=answer, number=0, base={}, by=person)


def url(name="edit"):
    return reverse(f"schemes:{name}", args=["acme", "weather"])


def stand(client):
    return client.get(url()).context["stand"]


def save(client, text, **more):
    return client.post(url(), {"text": text, "stand": stand(client), **more})


def rows(of, model, **fields):
    with scope(of.pk):
        return list(model.objects.filter(**fields).order_by("pk"))


def run_job(of):
    [job] = rows(of, Job, job_kind=JOB_KIND)
    running.run(of.pk, job.pk, "a worker")
    return rows(of, Job, pk=job.pk)[0]


def given(of):
    with scope(of.pk):
        found = Annotation.objects.filter(scheme__name="done").select_related("version").order_by("pk")
        return [(row.answer["choice"], row.version.number) for row in found]


def asked(of):
    with scope(of.pk):
        found = Scheme.objects.select_related("current").order_by("name")
        return [(row.name, row.current.number, row.in_use) for row in found]


def test_the_page_shows_the_questions_as_short_yaml(client, manager, project):
    page = client.get(url())
    assert page.context["text"] == (
        "annotation_schemes:\n"
        "- annotation_type: radio\n  name: done\n  description: Done?\n  labels:\n  - 'yes'\n  - 'no'\n  - partly\n"
        "- annotation_type: text\n  name: why\n  description: Why?\n"
    )
    assert page.content.decode().count('value="partly"') == 1  # of the preview


def test_saving_the_shown_text_changes_nothing(client, manager, project, acme):
    assert save(client, stand_text(client)).status_code == 302
    assert len(rows(acme, SchemeVersion)) == 2
    assert rows(acme, Job, job_kind=JOB_KIND) == []


def stand_text(client):
    return client.get(url()).context["text"]


def test_the_preview_says_what_saving_does_and_keeps_nothing(client, manager, project, acme, answers):
    page = client.post(url("preview"), {"text": FEWER})
    change, parked = page.context["changes"]
    assert (change.what, change.version, change.answers, change.fit) == ("changed", 2, 2, 1)
    assert "has no choice 'partly'" in change.misfits[0]
    assert (parked.name, parked.what) == ("why", "parked")
    assert len(rows(acme, SchemeVersion)) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("annotation_schemes: {", "not YAML"),
        ("annotation_schemes: [{annotation_type: radio, name: done}]", "labels"),
        ("- annotation_type: radio", "must be a mapping"),
        ("annotation_schemes: 5", "must be a list"),
        ("x" * 200_001, "200001 characters"),
        ("annotation_schemes: &a [*a]", "values once its aliases are followed"),
    ],
)
def test_a_faulty_text_is_told_where_and_kept_in_the_editor(client, manager, project, acme, text, words):
    for page in (client.post(url("preview"), {"text": text}), save(client, text)):
        assert words in str(page.context["fault"])
    assert page.status_code == 422
    assert page.context["text"] == text
    assert len(rows(acme, SchemeVersion)) == 2


def test_keys_of_a_whole_config_are_passed_over_and_named(client, manager, project):
    page = client.post(url("preview"), {"text": FEWER + "port: 8000\n"})
    assert page.context["passed_over"] == ["port"]


def test_a_changed_question_gets_a_version_and_a_left_out_one_is_parked(client, manager, project, acme):
    save(client, FEWER)
    assert asked(acme) == [("done", 2, True), ("why", 1, False)]
    assert len(rows(acme, AuditEvent, details=["schemes"], by=manager)) == 1


def test_answers_that_fit_follow_and_others_stay(client, manager, project, acme, answers):
    save(client, FEWER)
    assert given(acme) == [("yes", 1), ("partly", 1)]  # before the job
    job = run_job(acme)
    assert (job.state, job.result) == (Job.State.DONE, {"followed": 1, "stayed": 1})
    assert given(acme) == [("yes", 2), ("partly", 1)]
    [revision] = rows(acme, AnnotationRevision, source=Source.SCHEME)
    assert (revision.number, revision.by_id, revision.answer["choice"]) == (2, manager.pk, "yes")


def test_a_job_that_is_done_twice_moves_nothing_twice(client, manager, project, acme, answers):
    save(client, FEWER)
    run_job(acme)
    with scope(acme.pk):
        Job.objects.update(state=Job.State.QUEUED, shards=None)
        JobShard.objects.all().delete()
    assert run_job(acme).result == {"followed": 0, "stayed": 1}
    assert given(acme) == [("yes", 2), ("partly", 1)]


def test_a_question_of_another_kind_takes_no_answer_along(client, manager, project, answers):
    text = "annotation_schemes:\n- {annotation_type: text, name: done, description: 'Done?'}\n"
    change = client.post(url("preview"), {"text": text}).context["changes"][0]
    assert change.fit == 0 and "was answered as radio, and is text now" in change.misfits[0]


def test_whoever_saves_second_sees_the_first_ones_text(client, manager, project, acme):
    before = stand(client)
    save(client, FEWER)
    late = client.post(url(), {"text": "annotation_schemes: []", "stand": before})
    assert late.status_code == 409
    assert "partly" not in late.context["other"] and late.context["text"] == "annotation_schemes: []"
    assert asked(acme)[0] == ("done", 2, True)
    client.post(url(), {"text": "annotation_schemes: []", "stand": late.context["stand"]})
    assert asked(acme)[0] == ("done", 2, False)


def test_every_version_is_listed_with_its_answers(client, manager, project, answers):
    save(client, FEWER)
    rows = client.get(url("versions")).context["rows"]
    assert [(row["version"].scheme.name, row["version"].number, row["answers"]) for row in rows] == [
        ("done", 2, 0),
        ("why", 1, 0),
        ("done", 1, 2),
    ]


def test_a_parked_question_is_asked_again_with_its_version(client, manager, project, acme):
    whole = stand_text(client)
    save(client, FEWER)
    why = client.post(url("preview"), {"text": whole}).context["changes"][1]
    assert (why.what, why.version) == ("back", 1)
    save(client, whole)
    assert asked(acme)[1] == ("why", 1, True)


def test_another_import_of_the_same_config_leaves_changed_questions_alone(client, manager, acme, tmp_path):
    folder = make_project(tmp_path, annotation_schemes=[DONE, WHY])
    import_folder(folder, organization_id=acme.pk, slug="weather")
    save(client, FEWER)
    import_folder(folder, organization_id=acme.pk, slug="weather")
    assert asked(acme) == [("done", 2, True), ("why", 1, False)]
    changed = make_project(tmp_path, annotation_schemes=[{**DONE, "labels": ["all", "none"]}, WHY])
    import_folder(changed, organization_id=acme.pk, slug="weather")
    assert asked(acme) == [("done", 3, True), ("why", 1, True)]


def test_an_annotator_does_not_get_there(client, acme, project):
    sign_in(client, make_member(acme))
    assert client.get(url()).status_code == 403


def test_each_kind_has_a_starter_that_is_read(project):
    for kind, yaml in scheme_text.starters():
        reading = scheme_text.read("annotation_schemes:\n" + yaml, project)
        assert reading.fault is None and [scheme.kind for scheme in reading.schemes] == [kind]


def test_a_question_that_depends_on_others_is_written_as_it_was_and_seen(client, manager, project):
    depends = "  display_logic:\n    show_when:\n    - schema: done\n      operator: equals\n      value: 'no'\n"
    text = stand_text(client) + depends
    page = client.post(url("preview"), {"text": text})
    assert page.context["fault"] is None
    assert [question.waits for question in page.context["questions"]] == [False, False]
    save(client, text)
    assert stand_text(client) == text


def test_a_question_that_depends_on_one_that_is_not_there_is_refused(client, manager, project):
    text = FEWER + "  display_logic:\n    show_when:\n    - {schema: gone, operator: empty}\n"
    assert "gone" in str(client.post(url("preview"), {"text": text}).context["fault"])
