"""POST traces:batch: records by the line, recognised or named, all answered."""

import json
from typing import Any

import pytest

from apps.tenants.scope import scope
from apps.traces.models import Trace
from tests.factories import make_token
from tests.ingest.uploading import SESSION, imported
from tracewright.convert import swe_agent_trajectory
from tracewright.records import MIB

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/api/v1/projects/weather/traces:batch"


def item(identity: str, text: str = "Hello.") -> bytes:
    return json.dumps({"id": identity, "structured_turns": [{"role": "user", "content": text}]}).encode() + b"\n"


@pytest.fixture
def post(client, project, manager):
    token = make_token(manager)

    def send(body: bytes, query: str = "", media: str = "application/x-ndjson", **headers: str) -> Any:
        return client.generic(
            "POST", ADDRESS + query, body, media, headers={"Authorization": f"Bearer {token}", **headers}
        )

    return send


def test_each_record_becomes_a_trace_with_its_line(post, project):
    answer = post(item("a") + item("b")).json()
    assert answer["format"] == "structured_turns"
    assert [(made["identity"], made["state"], made["lines"]) for made in answer["traces"]] == [
        ("a", "added", [1, 1]),
        ("b", "added", [2, 2]),
    ]
    assert answer["problems"] == []


def test_a_session_is_one_trace_of_many_lines(post):
    [made] = post(SESSION).json()["traces"]
    assert made["lines"][1] > made["lines"][0]


def test_what_was_sent_before_is_unchanged_and_what_differs_a_revision(post):
    post(item("a") + item("b"))
    answer = post(item("a") + item("b", "Good evening.")).json()
    assert [made["state"] for made in answer["traces"]] == ["unchanged", "changed"]


def test_a_line_that_is_broken_is_a_problem_and_keeps_no_other_out(post):
    answer = post(item("a") + b'{"id": \n' + item("b")).json()
    assert [made["identity"] for made in answer["traces"]] == ["a", "b"]
    [problem] = answer["problems"]
    assert "line 2" in problem["message"]


def test_records_that_are_equal_have_lines_of_their_own(post):
    answer = post(item("a") + item("a") + item("b")).json()
    assert [made["lines"] for made in answer["traces"]] == [[1, 1], [2, 2], [3, 3]]


def test_the_same_key_acts_once(post, project):
    first = post(item("a"), **{"Idempotency-Key": "k1"})
    again = post(item("a"), **{"Idempotency-Key": "k1"})
    assert (again.json(), again["Idempotent-Replayed"]) == (first.json(), "true")
    assert first.json()["traces"][0]["state"] == "added"


def test_the_same_key_with_another_body_is_refused(post):
    post(item("a"), **{"Idempotency-Key": "k1"})
    assert post(item("b"), **{"Idempotency-Key": "k1"}).status_code == 422


@pytest.mark.parametrize(("body", "code"), [(b"# milk", "not_recognised"), (b"", "not_recognised")])
def test_what_is_in_no_known_format_is_refused(post, body, code):
    answer = post(body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_a_format_that_is_named_is_used(post):
    assert post(item("a"), "?format=codex").status_code == 422
    assert post(item("a"), "?format=structured_turns").status_code == 200
    assert post(item("a"), "?format=none").status_code == 400


def test_a_body_that_is_too_large_is_refused(post, monkeypatch):
    monkeypatch.setattr("apps.ingest.api.MOST_BYTES", 10)
    answer = post(item("a"))
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


MANY = {"lists": b"[],", "nested": b"[" * 150 + b"]" * 150 + b",", "lines": b"1\n"}


@pytest.mark.parametrize("values", MANY.values(), ids=MANY)
def test_millions_of_small_values_are_refused(post, values: bytes):
    """In less than 32 MiB they would take hundreds of megabytes of memory."""
    body = b'{"id": "a", "x": [' + values * (30 * MIB // len(values))
    answer = post(body, "?format=structured_turns")
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_many")
    assert "send it in several" in answer.json()["error"]["message"]


def test_more_traces_than_one_batch_may_have_are_refused_and_none_is_stored(post, project, monkeypatch):
    monkeypatch.setattr("apps.ingest.api.MOST_TRACES", 1)
    assert post(item("a") + item("b")).status_code == 413
    with scope(project.organization_id):
        assert not Trace.objects.filter(project=project).exists()


def test_another_media_type_is_refused(post):
    assert post(item("a"), media="text/plain").status_code == 415


def test_what_was_said_of_a_run_stays_when_a_newer_converter_reads_its_log(post, project, manager, monkeypatch):
    body = json.dumps(
        {
            "instance_id": "a__b-1",
            "trajectory": [{"action": "ls", "observation": "x", "thought": "t", "response": "t"}],
            "history": [],
            "info": {"exit_status": "submitted"},
        }
    ).encode()
    post(body, "?format=swe_agent_trajectory")
    imported(project, manager, {"report.json": b'{"a__b-1": {"resolved": true, "patch_successfully_applied": true}}'})
    monkeypatch.setattr(swe_agent_trajectory, "version", 99)
    [made] = post(body, "?format=swe_agent_trajectory").json()["traces"]
    with scope(project.organization_id):
        assert (made["state"], Trace.objects.get().outcome) == ("unchanged", "resolved")
