"""What an exporter is answered."""

import gzip
import json
import re
from contextlib import suppress

import pytest
from django.core.cache import cache
from google.rpc.status_pb2 import Status
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

from apps.ingest.span_models import SpanTrace
from apps.ingest.span_sorting import sort
from apps.ingest.span_wire import MOST_BYTES, PROTOBUF, TRACES, NotTaken, export_in
from apps.tenants.models import Membership, Organization, Role
from apps.tenants.scope import scope
from tests.factories import make_member, make_organization, make_project
from tests.ingest.exports import T1, T2, Exporter, asked, export, root, span

KEYS = ("resource", "scopeSpans", "spans", "scope", "attributes", "key", "value", "traceId", "spanId", "parentSpanId")
VALUES = ("stringValue", "intValue", "arrayValue", "kvlistValue", "values", "name", "logRecords", "scopeLogs", "id")
pytestmark = pytest.mark.django_db


@pytest.fixture
def acme() -> Organization:
    organization = make_organization()
    make_project(organization)
    return organization


@pytest.fixture
def exporter(acme: Organization) -> Exporter:
    return Exporter(make_member(acme, Role.MANAGER, "collector", login=False))


@pytest.fixture
def empty_cache() -> None:
    """Counts of other tests are in it: ids of organizations come again."""
    cache.clear()


def arrived(of: Organization) -> dict[str, int]:
    """Traces, each with its number of spans."""
    with scope(of.pk):
        return dict(SpanTrace.objects.filter(organization=of).values_list("trace_id", "spans"))


def message(answer) -> str:
    return answer.json()["message"]


def protobuf(trace_id: bytes = bytes.fromhex(T1)) -> bytes:
    request = ExportTraceServiceRequest()
    made = request.resource_spans.add().scope_spans.add().spans.add()
    made.trace_id, made.span_id, made.name = trace_id, (7).to_bytes(8, "big"), "chat"
    made.end_time_unix_nano = 1_767_430_800_000_000_000
    made.attributes.add(key="gen_ai.usage.input_tokens").value.int_value = 2**60
    made.attributes.add(key="ok").value.bool_value = False
    made.attributes.add(key="score").value.double_value = float("nan")
    return request.SerializeToString()


# ---- What is taken ----


def test_json_is_taken_and_answered_by_an_empty_object(acme, exporter):
    answer = exporter.spans(root(), asked(2, "Hi", "Hello"))
    assert (answer.status_code, answer["Content-Type"], answer.json()) == (200, "application/json", {})
    assert arrived(acme) == {T1: 2}


def test_protobuf_is_taken_and_answered_in_protobuf(acme, exporter):
    answer = exporter.send(protobuf(), content_type=PROTOBUF)
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, PROTOBUF, b"")
    with scope(acme.pk):
        [value] = SpanTrace.objects.get(trace_id=T1).batches.get().values()
    [kept] = value["resourceSpans"][0]["scopeSpans"][0]["spans"]
    assert (kept["traceId"], kept["spanId"], kept["endTimeUnixNano"]) == (T1, "0" * 15 + "7", "1767430800000000000")
    assert [each["value"] for each in kept["attributes"]] == [
        {"intValue": str(2**60)},
        {"boolValue": False},
        {"doubleValue": "nan"},
    ]


def test_gzip_is_unpacked(acme, exporter):
    packed = gzip.compress(json.dumps(export(root())).encode())
    assert exporter.send(packed, content_encoding="gzip").status_code == 200
    assert arrived(acme) == {T1: 1}


def test_an_export_that_holds_nothing_is_taken(exporter):
    assert exporter.send({}).json() == {}


def test_a_resource_may_name_the_project(acme, exporter):
    exporter.project = ""
    assert exporter.send(export(root(), project="weather")).json() == {}
    assert arrived(acme) == {T1: 1}


def test_an_export_that_is_sent_again_is_stored_once(acme, exporter):
    for _ in range(2):
        assert exporter.spans(root()).status_code == 200
    with scope(acme.pk):
        [row] = SpanTrace.objects.filter(organization=acme)
        assert (row.spans, row.version, row.batches.count()) == (1, 1, 1)


def test_a_nul_in_a_conversations_id_is_stored(acme, exporter):
    request = ExportTraceServiceRequest.FromString(protobuf())
    found = request.resource_spans[0].scope_spans[0].spans[0]
    found.attributes.add(key="gen_ai.conversation.id").value.string_value = "a\0b"
    assert exporter.send(request.SerializeToString(), content_type=PROTOBUF).status_code == 200
    with scope(acme.pk):
        assert SpanTrace.objects.get(trace_id=T1).conversation == "a�b"


# ---- What is taken in part ----


def test_a_span_without_an_id_is_refused_and_the_others_are_taken(acme, exporter):
    answer = exporter.spans(root(), span(2) | {"traceId": "0" * 32}, span(3) | {"spanId": "xyz"})
    partial = answer.json()["partialSuccess"]
    assert (answer.status_code, partial["rejectedSpans"]) == (200, "2")
    assert "traceId" in partial["errorMessage"] and "spanId" in partial["errorMessage"]
    assert arrived(acme) == {T1: 1}


def test_a_partial_success_is_told_in_protobuf_too(exporter):
    answer = exporter.send(protobuf(trace_id=b"short"), content_type=PROTOBUF)
    partial = ExportTraceServiceResponse.FromString(answer.content).partial_success
    assert (answer.status_code, partial.rejected_spans) == (200, 1)


def test_of_several_projects_one_that_is_not_here_is_refused_alone(acme, exporter):
    exporter.project = ""
    both = export(root(), project="weather")["resourceSpans"] + export(root(trace=T2), project="no")["resourceSpans"]
    answer = exporter.send({"resourceSpans": both}).json()
    assert answer["partialSuccess"] == {"rejectedSpans": "1", "errorMessage": "there is no project 'no' here (1)"}
    assert arrived(acme) == {T1: 1}


# ---- What is refused ----


def test_without_a_project_it_says_how_to_name_one(acme, exporter):
    exporter.project = ""
    answer = exporter.spans(root())
    assert answer.status_code == 400
    assert "x-tracewright-project" in message(answer)
    assert arrived(acme) == {}


@pytest.mark.parametrize("by", ["header", "resource"])
def test_another_organizations_project_is_not_here(acme, exporter, by: str):
    other = make_organization("other")
    make_project(other, "Secret")
    exporter.project = "secret" if by == "header" else ""
    assert exporter.send(export(root(), project="secret")).status_code == 404
    assert arrived(other) == arrived(acme) == {}


@pytest.mark.parametrize("authorization", ["Bearer tw_wrong", "Basic dTpw", ""])
def test_a_wrong_token_is_refused(exporter, authorization: str):
    answer = exporter.spans(root(), authorization=authorization)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_a_paused_member_is_refused(acme, exporter):
    with scope(acme.pk):
        Membership.objects.filter(public_name="collector").update(paused=True)
    assert exporter.spans(root()).status_code == 401


def test_a_reviewers_token_is_refused(acme):
    assert Exporter(make_member(acme, Role.REVIEWER)).spans(root()).status_code == 403


@pytest.mark.parametrize(
    "body, encoding", [(b"\x0a\xff\xff\xff\x7f", PROTOBUF), (b"{", "application/json"), (b"[]", "application/json")]
)
def test_what_cannot_be_decoded_is_refused_for_good(exporter, body: bytes, encoding: str):
    answer = exporter.send(body, content_type=encoding)
    assert (answer.status_code, answer["Content-Type"]) == (400, encoding)
    assert Status.FromString(answer.content).message if encoding == PROTOBUF else message(answer)


@pytest.mark.parametrize("value", [5, [5], [{"scopeSpans": [7]}], [{"resource": 1, "scopeSpans": [{"spans": [None]}]}]])
def test_odd_json_is_no_error_of_ours(exporter, value: object):
    assert exporter.send({"resourceSpans": value}).status_code in (200, 400)


def part(number: int, content: bytes) -> bytes:
    """A field of a protobuf message; up to 16383 bytes."""
    length = bytes([len(content) & 127 | 128, len(content) >> 7])
    return bytes([number << 3 | 2]) + length + content


def nested(levels: int) -> bytes:
    """A span with an attribute whose value is a list in a list; more levels than the library agrees to write."""
    value = part(1, b"deep")
    for _ in range(levels):
        value = part(5, part(1, value))
    attribute = part(1, b"x") + part(2, value)
    span_ = part(1, bytes.fromhex(T1)) + part(2, bytes(7) + b"7") + part(9, attribute)
    return part(1, part(2, part(2, span_)))


def test_what_is_nested_too_deeply_is_refused(exporter):
    deep = b'{"resourceSpans": ' + b"[" * 1000 + b"]" * 1000 + b"}"
    assert exporter.send(nested(10), content_type=PROTOBUF).status_code == 200
    assert exporter.send(nested(80), content_type=PROTOBUF).status_code == 400
    assert exporter.send(deep).status_code == 400


def test_protobuf_that_is_cut_off_anywhere_is_refused_or_taken_as_less():
    raw = protobuf()
    for length in range(len(raw)):
        with suppress(NotTaken):
            assert len(sort(export_in(raw[:length], PROTOBUF, TRACES), "weather").arrivals) <= 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.sampled_from([T1, "0" * 15 + "1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*KEYS, *VALUES]), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JSON)
def test_whatever_json_stands_for_spans_is_sorted_or_passed_over(value: object):
    span_ = {"traceId": T1, "spanId": "0" * 15 + "1", "name": "x", "attributes": value}
    for around in (value, [value], [{"resource": value, "scopeSpans": [{"scope": value, "spans": [value, span_]}]}]):
        for found in (sort({"resourceSpans": around}, ""), sort({"resourceLogs": around}, "weather")):
            assert all(re.fullmatch("[0-9a-f]{32}", trace_id) for trace_id in found.arrivals)


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml"])
def test_another_media_type_is_refused(exporter, content_type: str):
    assert exporter.send(b"x", content_type=content_type).status_code == 415


def test_another_coding_is_refused(exporter):
    answer = exporter.send(b"x", content_encoding="br")
    assert (answer.status_code, answer["Accept-Encoding"]) == (415, "gzip")


@pytest.mark.parametrize(
    "packed",
    [b"no gzip", gzip.compress(b"{}" * 999)[:-9], gzip.compress(b"{}") * 2],
    ids=["none", "cut off", "two of them"],
)
def test_broken_gzip_is_refused(exporter, packed: bytes):
    assert exporter.send(packed, content_encoding="gzip").status_code == 400


def test_a_gzip_bomb_is_not_unpacked(exporter):
    bomb = gzip.compress(bytes(4 * MOST_BYTES))
    assert len(bomb) < MOST_BYTES / 100
    assert exporter.send(bomb, content_encoding="gzip").status_code == 413


def test_millions_of_empty_values_are_refused(exporter):
    """Two bytes each: 1,048,576 resources without anything in them."""
    assert exporter.send(b"\x0a\x00" * 2**20, content_type=PROTOBUF).status_code == 413


def test_millions_of_empty_lists_inside_one_another_are_refused(exporter):
    """They have few commas."""
    nested = b",".join([b"[" * 100 + b"]" * 100] * 40_000)
    assert exporter.send(b'{"resourceSpans": [' + nested + b"]}").status_code == 413


def test_other_methods_are_refused(client, exporter):
    answer = client.get("/v1/traces", headers={"authorization": f"Bearer {exporter.token}"})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


# ---- How much ----


def test_who_sends_too_much_is_told_when_to_come_again(exporter, settings, empty_cache):
    settings.SPAN_BYTES_A_MINUTE = 100
    assert exporter.spans(root()).status_code == 200
    answer = exporter.spans(root(trace=T2))
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 60


def test_what_one_organization_sends_does_not_count_for_another(acme, exporter, settings, empty_cache):
    settings.SPAN_BYTES_A_MINUTE = 100
    other = make_organization("other")
    make_project(other)
    exporter.spans(root())
    assert Exporter(make_member(other, Role.MANAGER)).spans(root()).status_code == 200


def test_requests_are_counted_as_those_of_the_api(exporter, settings, empty_cache):
    settings.API_REQUESTS_A_MINUTE = 1
    assert [exporter.send({}).status_code for _ in range(2)] == [200, 429]
