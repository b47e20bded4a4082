"""An export through its job: parts, join, files; and the same records as the command line writes."""

import json
from collections.abc import Generator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.urls import reverse

from apps.assignments.models import Assignment
from apps.exports import records, services
from apps.exports.models import Export
from apps.jobs import running
from apps.jobs.kinds import kind_named
from apps.jobs.models import Job
from apps.jobs.services import request_cancel
from apps.projects.models import Project
from apps.schemes.services import sync_schemes
from apps.tenants.models import Role
from apps.tenants.scope import scope
from apps.traces.models import TraceBody
from tests.factories import ask_export, import_project, make_member, make_organization, sign_in, submit
from tests.tracewright.folders import FIX, labels, make_project, step_edit
from tracewright.cli import main
from tracewright.errors import ExportError
from tracewright.export import Answered, SchemeOf
from tracewright.schemes import kind_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def manager(acme):
    return make_member(acme, Role.MANAGER, "Jonas")


def done(export: Export) -> Export:
    running.run(export.organization_id, export.job_id, "a test")
    with scope(export.organization_id):
        return Export.objects.select_related("job").get(pk=export.pk)


def end_of(work: Generator[int, None, dict[str, Any]]) -> dict[str, Any]:
    """What it returns when it is run to its end."""
    returned: list[dict[str, Any]] = []

    def run_on() -> Generator[int, None, None]:
        returned.append((yield from work))

    for _ in run_on():
        pass
    return returned[0]


def sums(export: Export) -> list[str]:
    return [file["sha256"] for file in export.files]


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
    assert sums(cut) == sums(whole)


def test_a_part_counts_the_bytes_of_a_trace_once_for_each_answer(acme, manager, monkeypatch):
    """Each answer writes the whole document again."""
    items = [{"id": f"t{n}", "steps": ["look heer"]} for n in range(4)]
    states = {name: {item["id"]: labels() for item in items} for name in ("ann", "bob", "eve")}
    project = import_project(acme, items=items, states=states)
    with scope(acme.pk):
        size = max(len(body.document_bytes) for body in TraceBody.objects.all())
    # A document three times is below 3.5 of them, two documents three times are above: 4 traces give 2 parts.
    monkeypatch.setattr(records, "PART_BYTES", size * 3.5)
    assert [turns for _first, _last, turns in done(ask_export(project, manager)).parts] == [6, 6]


def test_a_part_yields_after_each_answer(acme, manager):
    states = {name: {"t1": labels(), "t2": labels()} for name in ("ann", "bob")}
    export = ask_export(import_project(acme, states=states), manager)
    services.fix_parts(export)
    # 2 people at 2 traces; then once more for each of the three fragments.
    assert list(services.write_part(export, 0)) == [1, 2, 3, 4, 4, 4, 4]


def test_a_cancel_is_heard_while_a_part_is_written(acme, manager, monkeypatch):
    monkeypatch.setattr(running, "BEAT_SECONDS", 0)
    states = {"ann": {"t1": labels(), "t2": labels()}}
    export = ask_export(import_project(acme, states=states), manager)
    read = services.answered

    def cancelled_midway(*arguments: Any) -> Iterator[Answered]:
        for number, answer in enumerate(read(*arguments)):
            if number == 1:
                with scope(acme.pk):
                    request_cancel(job=Job.objects.get(pk=export.job_id), by=manager)
            yield answer

    monkeypatch.setattr(services, "answered", cancelled_midway)
    job = done(export).job
    assert (job.state, job.done, job.total) == (Job.State.CANCELLED, 1, 2)


def test_an_answer_given_after_the_export_was_asked_for_is_not_in_it(acme, manager):
    project = import_project(acme)
    submit(project, make_member(acme))
    export = ask_export(project, manager)
    services.fix_parts(export)
    submit(project, make_member(acme, name="Tomas"))
    export = done(export)
    assert [json.loads(line)["annotator"] for line in content(export, "trajectory_sft.jsonl").splitlines()] == [
        "Mirela"
    ]
    assert (export.job.done, export.job.total) == (1, 1)


def test_progress_never_exceeds_its_total(acme, manager):
    """A submit that began before the export and was stored after its planning is written, beyond the plan."""
    project = import_project(acme)
    submit(project, make_member(acme))
    export = ask_export(project, manager)
    kind, job = kind_named("export"), export.job
    with scope(acme.pk):
        Job.objects.filter(pk=job.pk).update(shards=kind.plan(job), total=kind.total(job))
    late = submit(project, make_member(acme, name="Tomas"))
    with scope(acme.pk):
        Assignment.objects.filter(pk=late.pk).update(finished_at=export.created_at - timedelta(seconds=1))
    export = done(export)
    assert len(content(export, "trajectory_sft.jsonl").splitlines()) == 2
    assert (export.job.done, export.job.total) == (1, 1)


def test_the_fragments_are_gone_when_the_files_are_there(acme, manager):
    project = import_project(acme)
    submit(project, make_member(acme))
    export = done(ask_export(project, manager))
    assert default_storage.listdir(f"exports/{acme.pk}/{export.pk}")[0] == ["files"]


def test_what_a_killed_attempt_left_behind_goes_with_the_fragments(acme, manager):
    project = import_project(acme)
    submit(project, make_member(acme))
    export = ask_export(project, manager)
    default_storage.save(f"exports/{acme.pk}/{export.pk}/part-0/trajectory_sft.jsonl", ContentFile(b"half a li"))
    done(export)
    assert default_storage.listdir(f"exports/{acme.pk}/{export.pk}")[0] == ["files"]


def test_a_join_whose_worker_died_before_it_was_noted_is_done_again(acme, manager):
    project = import_project(acme)
    submit(project, make_member(acme))
    export = ask_export(project, manager)
    services.fix_parts(export)
    results = [end_of(services.write_part(export, 0))]
    end_of(services.join_parts(export, results))
    first = sums(export)
    end_of(services.join_parts(export, results))
    assert sums(export) == first


def test_a_person_who_answered_two_revisions_counts_once_with_the_newer(acme, tmp_path, manager):
    project = import_project(
        acme, items=[{"id": "t1", "steps": ["old"]}], states={"a": {"t1": labels(step_edit(0, "x"))}}
    )
    import_project(acme, items=[{"id": "t1", "steps": ["new"]}], states={"a": {"t1": labels(step_edit(0, "x"))}})
    with scope(acme.pk):
        assert Assignment.objects.submitted().count() == 2
    export = done(ask_export(project, manager))
    (line,) = content(export, "trajectory_dpo.jsonl").splitlines()
    assert json.loads(line)["rejected"]["steps"] == ["new"]
    assert (export.job.done, export.job.total) == (1, 1)


VERDICT = {"annotation_type": "radio", "name": "fix", "labels": ["good", "bad"]}
MOVES = {**FIX, "steps_key": "moves"}


@pytest.mark.parametrize("after", [MOVES, VERDICT])
def test_answers_are_exported_under_the_config_they_were_given_under(acme, manager, after):
    project = import_project(acme)
    submit(project, make_member(acme))
    before = done(ask_export(project, manager))
    change_scheme(project, after)
    assert sums(done(ask_export(project, manager))) == sums(before)


def test_an_answer_of_another_kind_stays_out_when_its_scheme_becomes_an_edit(acme, manager):
    project = import_project(acme, schemes=[VERDICT])
    submit(project, make_member(acme), {"fix": {"choice": "good"}})
    change_scheme(project, FIX)
    assert json.loads(content(done(ask_export(project, manager)), "trajectory_corrections.json"))["records"] == []


def change_scheme(project: Project, raw: dict[str, Any]) -> None:
    kind = raw["annotation_type"]
    with scope(project.organization_id):
        sync_schemes(project=project, schemes=[SchemeOf("fix", kind, kind_of(kind).config(raw, "a test"))])


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


def test_the_files_of_an_export_go_with_its_project(acme, manager):
    project = import_project(acme)
    submit(project, make_member(acme))
    export = done(ask_export(project, manager))
    with scope(acme.pk):
        project.delete()
    assert not any(default_storage.exists(file["path"]) for file in export.files)
