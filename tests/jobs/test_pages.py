"""The list, the page, its fragment and its buttons, and who may."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.jobs import running
from apps.jobs.models import Job
from apps.tenants.models import Role
from tests.jobs import factories
from tests.jobs.factories import change, now

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme():
    return factories.organization("acme")


@pytest.fixture
def manager(acme, client):
    person = factories.member(acme, Role.MANAGER, "Mirela")
    client.force_login(person.user)
    return person


def test_the_list_shows_jobs_with_state_and_progress(known, acme, manager, client):
    change(factories.job(acme, by=manager, title="Import of May"), state="running", done=1200, total=5000)
    page = client.get("/o/acme/jobs/").content.decode()
    assert "Import of May" in page
    assert '<progress class="progress-long" value="1200" max="5000" aria-label="1,200 of 5,000 done">' in page


def test_the_list_asks_no_more_for_twenty_jobs_than_for_ten(known, acme, manager, client):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get("/o/acme/jobs/")
        return len(captured)

    for _ in range(10):
        factories.job(acme, by=manager)
    ten = queries()
    for _ in range(10):
        factories.job(acme, by=manager)
    assert queries() == ten


def test_an_empty_list_says_what_will_appear(known, acme, manager, client):
    assert "Nothing has run in the background yet" in client.get("/o/acme/jobs/").content.decode()


def test_an_open_job_asks_for_its_progress_every_second(known, acme, manager, client):
    job = factories.job(acme)
    page = client.get(f"/o/acme/jobs/{job.pk}/").content.decode()
    assert f'hx-get="/o/acme/jobs/{job.pk}/progress/" hx-trigger="every 1s"' in page
    assert "HX-Refresh" not in client.get(f"/o/acme/jobs/{job.pk}/progress/").headers


def test_the_page_reloads_once_when_the_job_is_over_and_asks_no_more(known, acme, manager, client):
    job = factories.job(acme)
    running.run(acme.pk, job.pk, "worker")
    fragment = client.get(f"/o/acme/jobs/{job.pk}/progress/")
    assert fragment.headers["HX-Refresh"] == "true"
    assert "hx-get" not in client.get(f"/o/acme/jobs/{job.pk}/").content.decode()


def test_a_finished_job_links_to_its_result(known, acme, manager, client):
    job = factories.job(acme)
    running.run(acme.pk, job.pk, "worker")
    assert 'href="/counted/"' in client.get(f"/o/acme/jobs/{job.pk}/").content.decode()


def test_a_failed_job_says_why_and_offers_another_attempt(known, acme, manager, client):
    job = change(factories.job(acme), state="failed", error="line 14: <b>no id</b>")
    page = client.get(f"/o/acme/jobs/{job.pk}/").content.decode()
    assert "line 14: &lt;b&gt;no id&lt;/b&gt;" in page
    assert "Try again" in page


def test_cancel_and_try_again(known, acme, manager, client):
    job = factories.job(acme)
    assert client.post(f"/o/acme/jobs/{job.pk}/cancel/").headers["Location"] == f"/o/acme/jobs/{job.pk}/"
    assert now(job).state == Job.State.CANCELLED
    client.post(f"/o/acme/jobs/{job.pk}/retry/")
    assert now(job).state == Job.State.QUEUED


def test_a_button_that_comes_too_late_says_so(known, acme, manager, client):
    job = factories.job(acme)
    running.run(acme.pk, job.pk, "worker")
    page = client.post(f"/o/acme/jobs/{job.pk}/cancel/", follow=True).content.decode()
    assert "there is nothing to cancel" in page


def test_time_left_is_told_at_the_pace_of_this_attempt(known, acme):
    # 20 of 100 were done before; 40 more in 60 s leave 40, that is another 60 s
    job = Job(state="running", total=100, done=60, started_from=20, started_at=timezone.now() - timedelta(seconds=60))
    assert job.time_left_words == "60 s left"


def test_time_left_is_silent_while_nothing_is_done(known):
    assert Job(state="running", total=100, done=0, started_at=timezone.now()).time_left_words == ""


PAGES = [("get", ""), ("get", "progress/"), ("post", "cancel/"), ("post", "retry/")]


@pytest.mark.parametrize(("method", "rest"), PAGES)
def test_a_stranger_gets_404_as_for_a_job_that_does_not_exist(known, acme, manager, client, method, rest):
    theirs = factories.job(factories.organization("other"))
    answers = [
        getattr(client, method)(address + rest)
        for address in (f"/o/acme/jobs/{theirs.pk}/", "/o/acme/jobs/999999/", f"/o/other/jobs/{theirs.pk}/")
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert now(theirs).state == Job.State.QUEUED


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ANNOTATOR])
@pytest.mark.parametrize(("method", "rest"), PAGES)
def test_a_role_below_manager_gets_403(known, acme, client, method, rest, role):
    client.force_login(factories.member(acme, role, "Aiko").user)
    job = factories.job(acme)
    assert getattr(client, method)(f"/o/acme/jobs/{job.pk}/{rest}").status_code == 403


def test_anonymous_is_sent_to_login(acme, client):
    assert client.get("/o/acme/jobs/").headers["Location"] == "/accounts/login/?next=/o/acme/jobs/"


def test_the_fragments_own_request_gets_401_after_signing_out(acme, client):
    assert client.get("/o/acme/jobs/1/progress/", headers={"Accept": "application/json"}).status_code == 401


def test_the_admin_lists_and_cancels_jobs(known, acme, manager, client):
    job = factories.job(acme, title="Import of May")
    assert "Import of May" in client.get("/o/acme/admin/jobs/job/").content.decode()
    client.post("/o/acme/admin/jobs/job/", {"action": "cancel", "_selected_action": [job.pk]})
    assert now(job).state == Job.State.CANCELLED


def test_the_admin_shows_a_reviewer_no_jobs(known, acme, client):
    client.force_login(factories.member(acme, Role.REVIEWER, "Aiko").user)
    assert client.get("/o/acme/admin/jobs/job/").status_code == 403
