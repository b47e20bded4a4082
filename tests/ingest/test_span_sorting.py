"""What an export may become: each span is kept with its resource and scope, so a small body may be a lot of lines."""

import tracemalloc
from typing import Any

import pytest

from apps.ingest.span_models import SpanTrace
from apps.ingest.span_sorting import MOST_LINE_BYTES, sort
from apps.ingest.span_wire import NotTaken
from apps.tenants.models import Organization, Role
from apps.tenants.scope import scope
from tests.factories import make_member, make_organization, make_project
from tests.ingest.exports import T1, Exporter, attribute, span

MEGABYTE = 1024 * 1024  # of the resource of each export here
ENOUGH = MOST_LINE_BYTES // MEGABYTE  # spans, whose lines have a little more than the bound together


@pytest.fixture
def acme() -> Organization:
    organization = make_organization()
    make_project(organization)
    return organization


def large(records: list[dict[str, Any]], signal: str = "Spans") -> dict[str, Any]:
    resource = {"attributes": [attribute("x", "a" * MEGABYTE)]}
    key = "spans" if signal == "Spans" else "logRecords"
    return {
        f"resource{signal}": [{"resource": resource, f"scope{signal}": [{"scope": {"name": "tests"}, key: records}]}]
    }


def spans(count: int) -> list[dict[str, Any]]:
    return [span(number) for number in range(1, count + 1)]


@pytest.mark.django_db
def test_a_resource_that_its_spans_repeat_too_often_is_refused(acme):
    exporter = Exporter(make_member(acme, Role.MANAGER, "collector", login=False))
    assert exporter.send(large(spans(ENOUGH))).status_code == 413
    with scope(acme.pk):
        assert not SpanTrace.objects.exists()
    assert exporter.send(large(spans(3))).status_code == 200


def test_up_to_the_bound_all_of_an_export_is_kept():
    [arrival] = sort(large(spans(ENOUGH - 1)), "weather").arrivals.values()
    assert arrival.spans == len(arrival.lines) == ENOUGH - 1


def test_log_records_repeat_their_resource_too():
    with pytest.raises(NotTaken) as refused:
        sort(large([{"traceId": T1}] * ENOUGH, "Logs"), "weather")
    assert refused.value.status == 413


@pytest.mark.parametrize("project", ["weather", ""])
def test_spans_that_are_not_kept_count_too(project: str):
    """Who they belong to is read from the resource that each repeats."""
    with pytest.raises(NotTaken):
        sort(large([{"traceId": "no"}] * ENOUGH), project)


def test_lines_that_go_over_the_bound_are_not_made():
    export = large(spans(4 * ENOUGH))
    tracemalloc.start()
    try:
        with pytest.raises(NotTaken):
            sort(export, "weather")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1.5 * MOST_LINE_BYTES
