"""Files of outcomes that come when the runs they are about are there already."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.ingest import joining
from apps.ingest.models import Upload
from apps.projects.models import Project
from apps.tenants.scope import scope
from apps.traces.models import Trace
from tests.factories import make_project
from tests.ingest.uploading import imported, states

pytestmark = pytest.mark.django_db(transaction=True)
TASK = "a__b-1"


def log(thought: str = "t", status: str = "submitted") -> bytes:
    """A run of the task; another thought makes it another run."""
    step = {"action": "ls", "observation": "x", "thought": thought, "response": thought}
    run = {"instance_id": TASK, "trajectory": [step], "history": [], "info": {"exit_status": status}}
    return json.dumps(run).encode()


def report(resolved: bool) -> bytes:
    return json.dumps({TASK: {"resolved": resolved, "patch_successfully_applied": True}}).encode()


def outcomes(project: Project) -> list[tuple[int, Any]]:
    """The revision of each trace, and whether its task is resolved."""
    with scope(project.organization_id):
        rows = Trace.objects.select_related("current").filter(project=project)
        return [(row.current.number, row.current.document["outcome"].get("resolved")) for row in rows]


def place(project: Project) -> str:
    with scope(project.organization_id):
        return f"{project.organization.slug}/{project.slug}"


def test_a_run_that_is_there_gets_a_revision_with_what_is_said_of_it(project, manager):
    imported(project, manager, {"one.traj": log()})
    row = imported(project, manager, {"report.json": report(True)})["report.json"]
    assert (row.state, states(row), row.report["problems"]) == (Upload.State.DONE, {"changed": 1}, [])
    assert outcomes(project) == [(2, True)]
    with scope(project.organization_id):
        trace = Trace.objects.select_related("current__body").get()
        assert (trace.outcome, trace.current.body.native_bytes()) == ("resolved", log())
        assert row.report["traces"] == [[trace.pk, trace.identity, "changed", "swe_agent_trajectory"]]


def test_said_again_it_changes_nothing(project, manager):
    imported(project, manager, {"one.traj": log()})
    imported(project, manager, {"report.json": report(True)})
    row = imported(project, manager, {"report.json": report(True)})["report.json"]
    assert (states(row), row.report["outcomes"][0]["joined"]) == ({"unchanged": 1}, 1)
    assert outcomes(project) == [(2, True)]


def test_what_is_said_otherwise_later_is_told_and_not_taken(project, manager):
    imported(project, manager, {"one.traj": log()})
    imported(project, manager, {"report.json": report(True)})
    row = imported(project, manager, {"report.json": report(False)})["report.json"]
    assert "ended otherwise: a__b-1" in row.report["problems"][0]
    assert outcomes(project) == [(2, True)]


def test_of_several_runs_none_is_guessed(project, manager):
    imported(project, manager, {"one/one.traj": log(), "two.traj": log("another thought")})
    row = imported(project, manager, {"report.json": report(True)})["report.json"]
    assert "several runs of it are here" in row.report["problems"][0]
    assert outcomes(project) == [(1, None), (1, None)]


def test_of_several_runs_the_one_that_ended_so_is_meant(project, manager):
    imported(project, manager, {"one.traj": log(), "two.traj": log("another thought", "exit_cost")})
    statuses = f"instances_by_exit_status:\n    exit_cost:\n    - {TASK}\n".encode()
    row = imported(project, manager, {"exit_statuses.yaml": statuses})["exit_statuses.yaml"]
    assert (row.report["problems"], row.report["outcomes"][0]["joined"]) == ([], 1)


def test_a_run_that_comes_with_the_outcomes_is_meant_before_those_that_are_there(project, manager):
    imported(project, manager, {"one.traj": log()})
    imported(project, manager, {"two.traj": log("another thought"), "report.json": report(True)})
    assert outcomes(project) == [(1, None), (1, True)]


def test_a_run_of_another_project_is_not_meant(project, manager):
    with scope(project.organization_id):
        of = project.organization
    other = make_project(of, name="Other")
    imported(other, manager, {"one.traj": log()})
    row = imported(project, manager, {"report.json": report(True)})["report.json"]
    assert (row.state, "no run of it is here" in row.report["problems"][0]) == (Upload.State.FAILED, True)
    assert outcomes(other) == [(1, None)]


def test_the_command_joins_them_too(project, manager, tmp_path):
    imported(project, manager, {"one.traj": log()})
    (tmp_path / "report.json").write_bytes(report(True))
    call_command("ingest", str(tmp_path / "report.json"), project=place(project))
    assert outcomes(project) == [(2, True)]


def test_the_command_names_what_is_of_no_run(project, tmp_path, capsys):
    (tmp_path / "report.json").write_bytes(report(True))
    with pytest.raises(CommandError, match="1 problems"):
        call_command("ingest", str(tmp_path / "report.json"), project=place(project))
    assert "no run of it is here: a__b-1" in capsys.readouterr().err


def test_two_files_that_say_something_of_one_run_at_once_are_both_heard(project, manager, monkeypatch):
    """The second begins while the first has read what the trace is, and has not written yet."""
    imported(project, manager, {"one.traj": log()})
    said = joining.said_of
    entered, other = Event(), ThreadPoolExecutor(1)

    def slowly(document):
        if not entered.is_set():
            entered.set()
            time.sleep(0.5)
        return said(document)

    def second():
        entered.wait(10)
        try:
            imported(
                project, manager, {"patch.json": json.dumps([{"instance_id": TASK, "model_patch": "diff"}]).encode()}
            )
        finally:
            connection.close()

    monkeypatch.setattr(joining, "said_of", slowly)
    with other:
        waiting = other.submit(second)
        imported(project, manager, {"report.json": report(True)})
        waiting.result()
    with scope(project.organization_id):
        document = Trace.objects.select_related("current").get().current.document
    assert (document["outcome"]["resolved"], document["model_patch"]) == (True, "diff")
