"""An export holds a few traces at a time, however many there are."""

import tracemalloc

import pytest

from apps.exports import records, services
from apps.projects.models import Project
from apps.tenants.models import Role
from tests.exports.test_jobs import end_of
from tests.factories import ask_export, import_project, make_member, make_organization
from tests.tracewright.folders import labels, step_edit

pytestmark = pytest.mark.django_db
TEXT = "x" * 40_000


def project_of(count: int) -> Project:
    items = [{"id": f"t{n}", "steps": [f"{n} {TEXT}"]} for n in range(count)]
    states = {"ann1": {item["id"]: labels(step_edit(0, "better")) for item in items}}
    return import_project(make_organization(f"of-{count}"), items=items, states=states)


def peaks(project: Project) -> dict[str, int]:
    """Bytes at the highest of each stage of an export, as its job goes through them."""
    export = ask_export(project, make_member(project.organization, Role.MANAGER))
    found = {}
    tracemalloc.start()
    parts = range(services.fix_parts(export))
    found["plan"] = peak_bytes()
    results = [end_of(services.write_part(export, index)) for index in parts]
    found["parts"] = peak_bytes()
    end_of(services.join_parts(export, results))
    found["join"] = peak_bytes()
    tracemalloc.stop()
    assert len(parts) > 1
    return found


def peak_bytes() -> int:
    """Since the last time it was asked."""
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    return peak


def test_memory_does_not_grow_with_the_number_of_traces(monkeypatch):
    monkeypatch.setattr(records, "PART_TURNS", 10)
    few, many = peaks(project_of(25)), peaks(project_of(100))
    # 4 times the traces; were they all held, the second would be 3 MB (75 more of 40 kB) above the first.
    assert {stage: many[stage] < few[stage] + 1_000_000 for stage in few} == dict.fromkeys(few, True)
