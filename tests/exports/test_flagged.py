"""What a flag holds leaves in no export, and the export says so."""

import pytest

from apps.assignments import flags
from apps.assignments.models import Flag
from apps.tenants.models import Role
from apps.tenants.scope import scope
from tests.factories import done_export, flag, import_project, make_member, make_organization, submit

# The job commits as it goes.
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_held_trace_is_left_out_until_a_manager_decides():
    acme = make_organization()
    project, mirela = import_project(acme), make_member(acme)
    jonas = make_member(acme, Role.MANAGER, name="Jonas")
    first, _second = submit(project, mirela), submit(project, mirela)
    made = flag(first)
    export = done_export(project, jonas)
    assert export.report["counts"]["total_corrections"] == 1
    assert "1 answered trace is left out" in export.report["warnings"][0]
    with scope(acme.pk):
        flags.resolve(flag=made, outcome=Flag.State.NOTHING_WRONG, by=jonas)
    export = done_export(project, jonas)
    assert export.report["counts"]["total_corrections"] == 2
    assert export.report["warnings"] == []
