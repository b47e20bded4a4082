import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.projects.models import Project
from apps.tenants.scope import scope
from apps.traces.models import ToolArgument, Trace
from apps.traces.prepared import prepare
from apps.traces.services import store
from apps.traces.tool_arguments import MOST_ARGUMENTS, known_arguments
from tests.factories import make_organization, make_project
from tracewright.records import decode

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def project(acme):
    with scope(acme.pk):
        yield make_project(acme)


def calls(*inputs, tool="Read"):
    return {
        "structured_turns": [{"role": "assistant", "tool_calls": [{"tool": tool, "input": each} for each in inputs]}]
    }


def keep(project, document, identity="t1"):
    record = decode(json.dumps({"id": identity, **document}).encode(), "here")
    return store(project=project, prepared=prepare(identity, record)).trace


def counted(project):
    rows = ToolArgument.objects.filter(project=project).exclude(count=0)
    return {(row.tool, row.argument, row.json_type): row.count for row in rows}


def test_an_import_counts_the_calls_of_its_traces(project):
    keep(project, calls({"path": "a", "limit": 5}, {"path": "b"}))
    keep(project, calls({"path": None}), "t2")
    assert counted(project) == {
        ("Read", "", "call"): 3,
        ("Read", "path", "string"): 2,
        ("Read", "path", "null"): 1,
        ("Read", "limit", "number"): 1,
    }


def test_equal_bytes_count_once_and_a_changed_trace_counts_as_it_is_now(project):
    keep(project, calls({"queyr": "a"}, {"path": "a"}))
    keep(project, calls({"queyr": "a"}, {"path": "a"}))
    assert counted(project)["Read", "path", "string"] == 1
    keep(project, calls({"path": "a"}, {"path": "b"}))
    assert counted(project) == {("Read", "", "call"): 2, ("Read", "path", "string"): 2}


def test_a_removed_trace_counts_no_more(project):
    keep(project, calls({"path": "a"}))
    gone = keep(project, calls({"path": "a", "x": 1}), "t2")
    gone.delete()
    assert counted(project) == {("Read", "", "call"): 1, ("Read", "path", "string"): 1}
    Trace.objects.filter(project=project).delete()
    assert counted(project) == {}


def test_projects_are_counted_apart(acme, project):
    keep(project, calls({"path": "a"}))
    assert counted(make_project(acme, "Another")) == {}


def test_what_the_trace_declares_goes_before_what_was_counted(project):
    document = {
        **calls({"path": "a"}, tool="Read"),
        "steps": ["web(q='x')"],
        "tools": [{"name": "Read", "input_schema": {"properties": {"path": {"type": "string"}}, "required": ["path"]}}],
    }
    keep(project, document)
    read, web = known_arguments(project, document)
    assert read == {
        "tool": "Read",
        "declared": True,
        "open": False,
        "calls": 0,
        "arguments": [["path", {"string": 0}, True]],
    }
    assert web == {
        "tool": "web",
        "declared": False,
        "open": False,
        "calls": 1,
        "arguments": [["q", {"string": 1}, False]],
    }


def test_only_the_tools_of_the_trace_are_told_in_one_query(project):
    keep(project, calls({"path": "a"}))
    keep(project, calls({"command": "ls"}, tool="Bash"), "t2")
    with CaptureQueriesContext(connection) as queries:
        known = known_arguments(project, calls({}, {}, tool="Bash"))
    assert [each["tool"] for each in known] == ["Bash"]
    assert len(queries) == 1


def test_an_argument_may_be_called_anything(project):
    names = ["call", "more", "", "it's", "😀", "__proto__"]
    document = calls(dict.fromkeys(names, 1))
    keep(project, document)
    [read] = known_arguments(project, document)
    assert sorted(name for name, _types, _required in read["arguments"]) == sorted(names)
    assert read["calls"] == 1


def test_a_tool_with_ever_other_names_is_open_and_told_in_part(project):
    for number in range(3):
        document = calls({f"{number}.{key}": 1 for key in range(90)})
        keep(project, document, f"t{number}")
    [read] = known_arguments(project, document)
    assert (read["open"], len(read["arguments"])) == (True, MOST_ARGUMENTS)
    assert known_arguments(project, {}) == []


def test_a_project_goes_without_a_look_at_its_traces(project):
    keep(project, calls({"path": "a"}))
    with CaptureQueriesContext(connection) as captured:
        Project.objects.get(pk=project.pk).delete()
    assert not any("INSERT INTO traces_toolargument" in each["sql"] for each in captured.captured_queries)
    assert not Trace.objects.exists() and not ToolArgument.objects.exists()


def test_the_command_counts_traces_from_before(acme, project, capsys):
    keep(project, calls({"path": "a"}))
    before = counted(project)
    ToolArgument.objects.filter(project=project).update(count=-7)
    call_command("count_tool_arguments", "acme")
    assert counted(project) == before
    assert capsys.readouterr().out == f"acme/{project.slug}: 1 traces counted\n"


@pytest.mark.parametrize("place", [["nobody"], ["acme", "nothing"]])
def test_the_command_names_what_there_is_not(project, place):
    with pytest.raises(CommandError, match=place[-1]):
        call_command("count_tool_arguments", *place)
