"""The golden pairs through the database: by page (its job) and by command as by the folder's own command line.

What the command line's files must hold, and where they differ from the established tool on purpose, is asserted in
tests/tracewright/export/test_golden.py.
"""

import os
from pathlib import Path

import pytest
from django.core.management import call_command

from apps.annotations.importing.project import import_project
from apps.annotations.models import Annotation
from apps.projects.models import Project
from apps.tenants.models import Role
from apps.tenants.scope import scope
from tests.exports.test_jobs import content, done
from tests.factories import ask_export, make_member, make_organization
from tracewright.cli import main

PAIRS = os.environ.get("GOLDEN_PAIRS", "")
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.golden,
    pytest.mark.skipif(not PAIRS, reason="GOLDEN_PAIRS names no folder of golden pairs"),
]


@pytest.mark.parametrize("form", ["label_form", "ui_form"])
def test_page_and_command_write_what_the_folder_gives(form, tmp_path):
    acme = make_organization()
    config = Path(PAIRS, "trajectory_correction", "edge", form, "config.yaml")
    import_project(config, organization_id=acme.pk)
    with scope(acme.pk):
        project = Project.objects.select_related("organization").get()
    assert main(["export", "-f", "trajectory_correction", "-o", str(tmp_path / "folder"), "-c", str(config)]) == 0
    call_command(
        "export", f"acme/{project.slug}", format="trajectory_correction", output=tmp_path / "command", verbosity=0
    )
    page = done(ask_export(project, make_member(acme, Role.MANAGER)))
    for path in sorted((tmp_path / "folder").iterdir()):
        assert (tmp_path / "command" / path.name).read_text() == path.read_text()
        assert content(page, path.name) == path.read_text()


def test_answers_of_every_standard_kind_come_in_and_stay_as_they_came(tmp_path):
    acme = make_organization()
    report = import_project(Path(PAIRS, "standard_schemas", "kinds", "ui_form", "config.yaml"), organization_id=acme.pk)
    # 22 schemes, of which radio (3), multiselect (2), text (2) and one each of nine other kinds, span among them, are built.
    assert (len(report.raw_schemes), report.warnings) == (6, [])
    with scope(acme.pk):
        given = {each.scheme.name: each.answer for each in Annotation.objects.select_related("scheme").order_by("-pk")}
    assert {name: given[name] for name in ("lk", "se", "nu", "sl", "cf")} == {
        "lk": {"value": 4},
        "se": {"choice": "two"},
        "nu": {"value": 3},
        "sl": {"value": 7},
        "cf": {"value": 4},
    }
