"""From spans to a trace: when it is built, by which name, and that it is one revision."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from apps.ingest import span_services
from apps.ingest.span_building import State, next_due
from apps.ingest.span_building import build as build_members
from apps.ingest.span_job import JOB_KIND, sweep
from apps.ingest.span_models import SpanTrace
from apps.ingest.span_services import TRACE_BYTES, receive
from apps.ingest.span_sorting import sort
from apps.jobs import running, sweeper
from apps.jobs.models import Job
from apps.projects.models import Project
from apps.tenants.scope import scope
from apps.traces.models import Trace, TraceRevision
from tests.factories import make_organization, make_project
from tests.ingest.exports import T1, T2, asked, attribute, export, root, span

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def project() -> Project:
    return make_project(make_organization())


def arrive(at: Project, *spans: dict[str, Any], seconds: float = 0) -> int:
    """The spans come in one export, so long after NOW."""
    return arrive_as(at, export(*spans), seconds)


def arrive_as(at: Project, value: dict[str, Any], seconds: float = 0) -> int:
    found = sort(value, at.slug)
    arrivals = {key.trace_id: arrival for key, arrival in found.arrivals.items()}
    with scope(at.organization_id), transaction.atomic():
        return receive(project=at, arrivals=arrivals, at=NOW + timedelta(seconds=seconds))


def build(at: Project, seconds: float) -> dict[str, int] | None:
    """Sweep so long after NOW and run the job; its result, None when none was queued."""
    if not sweep(NOW + timedelta(seconds=seconds)):
        return None
    with scope(at.organization_id):
        job = Job.objects.filter(job_kind=JOB_KIND).latest("id")
    running.run(at.organization_id, job.pk, "a worker")
    with scope(at.organization_id):
        job.refresh_from_db()
        assert job.state == Job.State.DONE, job.error + job.error_detail
    return job.result


def traces(at: Project) -> dict[str, int]:
    """Their identities with the number of their current revision."""
    with scope(at.organization_id):
        rows = Trace.objects.filter(project=at).order_by("id")
        return dict(rows.values_list("identity", "current__number"))


def said(at: Project, identity: str) -> list[str]:
    with scope(at.organization_id):
        revision = TraceRevision.objects.get(trace__identity=identity, trace__current_id=F("pk"))
        return [turn["content"] for turn in revision.document["structured_turns"]]


# ---- When ----


def test_a_trace_whose_root_has_ended_is_built_when_what_is_on_its_way_is_there(project):
    arrive(project, root(), asked(2, "Hi", "Hello"))
    assert build(project, 4) is None
    assert build(project, 6) == {"added": 1}
    assert traces(project) == {T1: 1}
    assert said(project, T1) == ["Hi", "Hello"]


def test_a_trace_without_its_root_is_built_after_a_quiet_minute(project):
    arrive(project, asked(2, "Hi", "Hello"))
    arrive(project, asked(3, "Go on", "I do", at=5), seconds=30)
    assert build(project, 89) is None
    assert build(project, 91) == {"added": 1}


def test_it_is_built_once(project):
    arrive(project, root(), asked(2, "Hi", "Hello"))
    build(project, 6)
    assert build(project, 1000) is None


def test_late_spans_make_a_revision(project):
    arrive(project, root(), asked(2, "Hi", "Hello"))
    build(project, 6)
    arrive(project, asked(3, "Go on", "I do", at=5), seconds=100)
    assert build(project, 106) == {"changed": 1}
    assert traces(project) == {T1: 2}
    assert said(project, T1) == ["Hi", "Hello", "Go on", "I do"]


def test_spans_that_are_sent_again_change_nothing(project):
    spans = [root(), asked(2, "Hi", "Hello"), asked(3, "Go on", "I do", at=5)]
    arrive(project, *spans)
    build(project, 6)
    arrive(project, *spans, seconds=10)  # the same export
    assert build(project, 1000) is None
    arrive(project, *spans[1:], seconds=10)  # another, of the same spans
    assert build(project, 1000) == {"unchanged": 1}
    assert traces(project) == {T1: 1}


def test_the_workers_sweeper_looks_for_them():
    assert sweep in sweeper.CHORES


def test_one_job_at_a_time_is_queued_for_a_project(project):
    arrive(project, root(), asked(2, "Hi", "Hello"))
    assert [sweep(NOW + timedelta(seconds=6)) for _ in range(2)] == [1, 0]


def test_jobs_that_went_well_do_not_pile_up(project):
    for number in range(3):
        arrive(project, root(), asked(2 + number, "Hi", f"Hello {number}"), seconds=100 * number)
        build(project, 100 * number + 6)
    with scope(project.organization_id):
        assert Job.objects.filter(job_kind=JOB_KIND).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_export_that_comes_twice_at_once_is_stored_once(project):
    def one(_number: int) -> None:
        try:
            arrive(project, root(), asked(2, "Hi", "Hello"))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(4)))
    with scope(project.organization_id):
        [row] = SpanTrace.objects.filter(project=project)
        assert (row.spans, row.batches.count()) == (2, 1)


def test_spans_that_come_during_the_building_are_in_the_next(project):
    arrive(project, root(), asked(2, "Hi", "Hello"))
    until = NOW + timedelta(seconds=6)
    sweep(until)
    with scope(project.organization_id):
        job = running.claim(project.organization_id, Job.objects.latest("id").pk, "a worker")
    members = next_due(job, until)
    arrive(project, asked(3, "Go on", "I do", at=5), seconds=7)
    with pytest.raises(StopIteration) as end:
        next(build_members(job, members, until))
    assert end.value.value.state == State.WAITS
    assert traces(project) == {}
    with scope(project.organization_id):
        assert SpanTrace.objects.get().due_at == NOW + timedelta(seconds=12)


# ---- By which name ----


def test_traces_of_one_conversation_are_one_trace(project):
    arrive(project, root(conversation__id="conv-7"), asked(2, "Hi", "Hello"))
    build(project, 6)
    arrive(project, root(trace=T2, conversation__id="conv-7"), asked(2, "And?", "So", trace=T2, at=60), seconds=60)
    assert build(project, 66) == {"changed": 1}
    assert traces(project) == {"conv-7": 2}
    assert said(project, "conv-7") == ["Hi", "Hello", "And?", "So"]


def test_a_conversation_that_is_named_before_the_first_building_names_the_trace(project):
    arrive(project, asked(2, "Hi", "Hello"))
    arrive(project, root(conversation__id="conv-7"), seconds=10)
    build(project, 16)
    assert traces(project) == {"conv-7": 1}


def test_a_conversation_that_is_named_late_changes_no_identity(project):
    """Nor that of what comes to it later, which would be a second trace of one conversation."""
    arrive(project, asked(2, "Hi", "Hello"))
    build(project, 61)
    arrive(project, root(conversation__id="conv-7"), seconds=70)
    build(project, 76)
    arrive(project, root(trace=T2, conversation__id="conv-7"), asked(2, "And?", "So", trace=T2, at=60), seconds=80)
    build(project, 86)
    assert list(traces(project)) == [T1]
    assert said(project, T1) == ["Hi", "Hello", "And?", "So"]
    with scope(project.organization_id):
        assert Trace.objects.get(identity=T1).current.document["id"] == T1


def test_a_conversation_waits_for_all_of_its_traces(project):
    arrive(project, root(conversation__id="conv-7"), asked(2, "Hi", "Hello"))
    arrive(project, asked(2, "And?", "So", trace=T2, at=2, conversation__id="conv-7"), seconds=3)
    assert build(project, 6) == {"waits": 1}
    assert build(project, 64) == {"added": 1}


# ---- What is no trace ----


def test_spans_of_no_agent_are_no_trace(project):
    arrive(project, {**span(1), "attributes": [attribute("http.route", "/")]})
    assert build(project, 6) == {"not of agents": 1}
    assert traces(project) == {}


def test_spans_of_no_agent_are_forgotten_after_a_day(project):
    arrive(project, {**span(1), "attributes": [attribute("http.route", "/")]})
    build(project, 6)
    assert build(project, 24 * 3600) is None
    assert build(project, 24 * 3600 + 7) == {"not of agents": 1}
    with scope(project.organization_id):
        assert not SpanTrace.objects.filter(project=project).exists()


def test_spans_of_no_agent_are_told_with_those_of_one_that_come_later(project):
    arrive(project, {**span(1), "attributes": [attribute("http.route", "/")]})
    build(project, 6)
    arrive(project, asked(2, "Hi", "Hello"), seconds=600)
    assert build(project, 606) == {"added": 1}
    with scope(project.organization_id):
        assert b"http.route" in Trace.objects.get().current.body.native_bytes()


def test_what_says_nothing_is_told_in_the_jobs_log_and_does_not_keep_others_out(project):
    arrive(project, root())
    arrive(project, root(trace=T2), asked(2, "Hi", "Hello", trace=T2))
    assert build(project, 6) == {"failed": 1, "added": 1}
    with scope(project.organization_id):
        problem = SpanTrace.objects.get(trace_id=T1).problem
        lines = Job.objects.get(job_kind=JOB_KIND).log_lines.values_list("text", flat=True)
        assert problem and f"{T1}: {problem}" in lines


def test_a_trace_that_twice_ended_its_worker_is_not_begun_again(project):
    arrive(project, root(), asked(2, "Hi", "Hello"))
    with scope(project.organization_id):
        SpanTrace.objects.update(tries=2)
    assert build(project, 6) == {"failed": 1}
    assert build(project, 1000) is None


def test_a_trace_that_grows_too_large_takes_no_more(project):
    arrive(project, root())
    with scope(project.organization_id):
        SpanTrace.objects.update(size=TRACE_BYTES - 10)
    assert arrive(project, asked(2, "Hi", "Hello")) == 1


def test_an_odd_conversation_id_is_named_by_its_hash():
    assert len(span_services.named("x" * 501)) == 64


# ---- Log records ----


def test_messages_in_log_records_are_told_with_their_spans(project):
    chat = span(2, parent=1, operation__name="chat", request__model="m-1")
    arrive(project, root(), chat)
    kinds = (("gen_ai.user.message", "Hi"), ("gen_ai.choice", "Hello"))
    records = [
        {
            "traceId": T1,
            "spanId": chat["spanId"],
            "timeUnixNano": chat["startTimeUnixNano"],
            "eventName": kind,
            "body": {"kvlistValue": {"values": [attribute("content", text)]}}
            if kind != "gen_ai.choice"
            else {
                "kvlistValue": {
                    "values": [{"key": "message", "value": {"kvlistValue": {"values": [attribute("content", text)]}}}]
                }
            },
        }
        for kind, text in kinds
    ]
    arrive_as(project, {"resourceLogs": [{"scopeLogs": [{"logRecords": records}]}]}, 2)
    assert build(project, 10) == {"added": 1}
    assert said(project, T1) == ["Hi", "Hello"]
