"""An export through its job: parts, join, files; and the same records as the command line writes."""

import json
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.urls import reverse

from apps.assignments.models import Assignment
from apps.exports import records, services
from apps.exports.models import Export
from apps.jobs.models import Job
from apps.jobs.running import run
from apps.tenants.models import Role
from apps.tenants.scope import scope
from tests.factories import ask_export, import_project, make_member, make_organization, sign_in, submit
from tests.tracewright.folders import FIX, labels, make_project, step_edit
from tracewright.cli import main
from tracewright.errors import ExportError

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def manager(acme):
    return make_member(acme, Role.MANAGER, "Jonas")


def done(export: Export) -> Export:
    run(export.organization_id, export.job_id, "a test")
    with scope(export.organization_id):
        return Export.objects.select_related("job").get(pk=export.pk)


def content(export: Export, name: str) -> str:
    (path,) = (file["path"] for file in export.files if file["name"] == name)
    with default_storage.open(path) as file:
        return file.read().decode()


def test_a_job_writes_the_three_files(acme, manager):
    project = import_project(acme)
    submit(project, make_member(acme))
    export = done(ask_export(project, manager))
    assert export.job.state == Job.State.DONE, export.job.error_detail
    assert len(json.loads(content(export, "trajectory_corrections.json"))["records"]) == 1
    (line,) = content(export, "trajectory_dpo.jsonl").splitlines()
    assert json.loads(line)["chosen"]["steps"][0] == "look here"


def test_two_annotators_of_one_trace_give_two_lines(acme, manager):
    project = import_project(acme, overlap=2)
    for name in ("Mirela", "Tomas"):
        submit(project, make_member(acme, name=name))
    lines = content(done(ask_export(project, manager)), "trajectory_sft.jsonl").splitlines()
    assert [json.loads(line)["annotator"] for line in lines] == ["Mirela", "Tomas"]


def test_an_export_of_nothing_has_three_valid_files(acme, manager):
    export = done(ask_export(import_project(acme), manager))
    assert json.loads(content(export, "trajectory_corrections.json"))["n_total"] == 0
    assert content(export, "trajectory_sft.jsonl") == ""


def test_parts_join_to_what_one_part_writes(acme, manager, monkeypatch):
    items = [{"id": f"t{n}", "task": "x", "steps": ["look heer"]} for n in range(9)]
    states = {"ann1": {item["id"]: labels(step_edit(0, "look here")) for item in items}}
    project = import_project(acme, items=items, states=states)
    whole = done(ask_export(project, manager))
    monkeypatch.setattr(records, "PART_TURNS", 2)
    cut = done(ask_export(project, manager))
    # 9 answers, 2 in a part: 5 parts.
    assert (len(whole.parts), len(cut.parts)) == (1, 5)
    assert [file["sha256"] for file in cut.files] == [file["sha256"] for file in whole.files]


def test_the_fragments_are_gone_when_the_files_are_there(acme, manager):
    project = import_project(acme)
    submit(project, make_member(acme))
    export = done(ask_export(project, manager))
    folders, _files = default_storage.listdir(f"exports/{acme.pk}/{export.pk}")
    assert [folder for folder in folders if default_storage.listdir(f"exports/{acme.pk}/{export.pk}/{folder}")[1]] == [
        "files"
    ]


def test_a_person_who_answered_two_revisions_counts_once_with_the_newer(acme, tmp_path, manager):
    project = import_project(
        acme, items=[{"id": "t1", "steps": ["old"]}], states={"a": {"t1": labels(step_edit(0, "x"))}}
    )
    import_project(acme, items=[{"id": "t1", "steps": ["new"]}], states={"a": {"t1": labels(step_edit(0, "x"))}})
    with scope(acme.pk):
        assert Assignment.objects.submitted().count() == 2
    (line,) = content(done(ask_export(project, manager)), "trajectory_dpo.jsonl").splitlines()
    assert json.loads(line)["rejected"]["steps"] == ["new"]


def test_page_command_and_folder_write_the_same(acme, manager, tmp_path):
    states = {
        "ann1": {"t1": labels(step_edit(0, "look here")), "t2": labels()},
        "ann2": {"t1": labels(step_edit(0, "look there"), step_edit(7, "nowhere"))},
    }
    items = [{"id": name, "task": "Find it.", "steps": ["look heer", {"action": {"a": 1}}]} for name in ("t1", "t2")]
    config = make_project(tmp_path / "project", items, states)
    project = import_project(acme, items=items, states=states, schemes=[FIX])
    main(["export", "-f", "trajectory_correction", "-o", str(tmp_path / "folder"), "-c", str(config)])
    call_command(
        "export", f"acme/{project.slug}", format="trajectory_correction", output=tmp_path / "command", verbosity=0
    )
    page = done(ask_export(project, manager))
    for name in ("trajectory_corrections.json", "trajectory_sft.jsonl", "trajectory_dpo.jsonl"):
        expected = (tmp_path / "folder" / name).read_text()
        assert (tmp_path / "command" / name).read_text() == expected
        assert content(page, name) == expected


def test_the_command_names_a_project_that_is_not_there(acme, tmp_path):
    with pytest.raises(CommandError, match="acme/nowhere"):
        call_command("export", "acme/nowhere", format="trajectory_correction", output=tmp_path)


def test_an_unknown_format_is_refused_with_the_known_ones(acme, manager):
    project = import_project(acme)
    with scope(acme.pk), pytest.raises(ExportError, match="trajectory_correction"):
        services.request_export(project=project, exporter="csv", by=manager)


def test_a_manager_downloads_a_file_as_an_attachment(acme, manager, client):
    project = import_project(acme)
    submit(project, make_member(acme))
    export = done(ask_export(project, manager))
    name = "trajectory_sft.jsonl"
    response = sign_in(client, manager).get(reverse("exports:download", args=["acme", "weather", export.pk, name]))
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert b"".join(response.streaming_content).decode() == content(export, name)


def test_only_named_files_can_be_downloaded(acme, manager, client):
    project = import_project(acme)
    export = done(ask_export(project, manager))
    sign_in(client, manager)
    for name in ("secret", "..%2F..%2Fsecret", "trajectory_sft.jsonl.bak"):
        address = reverse("exports:list", args=["acme", "weather"]) + f"{export.pk}/{name}"
        assert client.get(address).status_code == 404


def test_an_export_names_people_by_public_name_only(acme, manager):
    project = import_project(acme)
    submit(project, make_member(acme))
    export = done(ask_export(project, manager))
    assert "@" not in "".join(content(export, file["name"]) for file in export.files)


def test_asking_by_page_queues_a_job_and_shows_it(acme, manager, client):
    import_project(acme)
    sign_in(client, manager)
    response = client.post(reverse("exports:list", args=["acme", "weather"]), {"exporter": "trajectory_correction"})
    assert response["Location"].startswith(Path("/o/acme/jobs").as_posix())
