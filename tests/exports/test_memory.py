"""An export holds a few traces at a time, however many there are."""

import tracemalloc

import pytest

from apps.exports.records import answered
from tests.factories import import_project, make_organization
from tests.tracewright.folders import labels, step_edit

pytestmark = pytest.mark.django_db
TEXT = "x" * 20_000


def peak_bytes(project) -> int:
    tracemalloc.start()
    count = sum(1 for _ in answered(project))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count
    return peak


def test_memory_does_not_grow_with_the_number_of_traces():
    acme = make_organization()
    peaks = []
    for slug, count in (("few", 50), ("many", 200)):
        items = [{"id": f"t{n}", "steps": [f"{n} {TEXT}"]} for n in range(count)]
        states = {"ann1": {item["id"]: labels(step_edit(0, "better")) for item in items}}
        peaks.append(peak_bytes(import_project(acme, slug, items=items, states=states)))
    # 4 times the traces; were they all held, the second would be 3 MB (150 more of 20 kB) above the first.
    assert peaks[1] < peaks[0] + 1_000_000
