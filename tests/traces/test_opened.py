"""A trace that is read is decoded once, and remembers what was found out about its steps."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from apps.tenants.scope import scope
from apps.traces.blocks import Trail
from apps.traces.models import TraceRevision
from apps.traces.opened import OpenedSteps, OpenedTrace, _opened, opened
from tests.factories import import_project, make_organization
from tracewright.errors import TraceFormatError

CALL = {"tool": "Bash", "input": {"command": "ls"}, "output": "berlin.txt"}
READ = {"tool": "Read", "input": {"file_path": "a.py"}, "output": "   41→def f():\n   42→    return 1\n"}
EDIT = {"tool": "Edit", "input": {"file_path": "a.py", "old_string": "return 1", "new_string": "return 2"}}


def test_the_search_tells_steps_from_calls_and_does_not_mind_case():
    steps = OpenedSteps([{"content": "Berlin"}, {"content": "x", "tool_calls": [CALL, {"output": "BERLIN"}]}])
    assert steps.matches("BERlin") == [(0, None), (1, 0), (1, 1)]


def test_the_search_finds_text_with_quotes_and_line_ends():
    assert OpenedSteps([{"action": 'say("hi")\nbye'}]).matches('"hi")\nbye') == [(0, None)]


def test_a_list_of_another_name_is_another_search():
    trace = OpenedTrace({"steps": [{"action": "ls"}], "structured_turns": [{"content": "ls"}, {"content": "ls"}]})
    assert len(trace.steps("steps").matches("ls")) == 1
    assert len(trace.steps("structured_turns").matches("ls")) == 2


def test_steps_that_are_no_list_are_refused_each_time():
    trace = OpenedTrace({"steps": "ls"})
    for _ in range(2):
        with pytest.raises(TraceFormatError):
            trace.steps("steps")


def test_an_edit_is_placed_in_whatever_order_its_call_is_asked_for():
    steps = [{"tool_calls": [call]} for call in (READ, EDIT, {**EDIT, "input": {**EDIT["input"], "old_string": "def"}})]
    forward, backward = Trail(steps), Trail(steps)
    in_order = [forward.placed(step, 0) for step in range(3)]
    assert [backward.placed(step, 0) for step in (2, 1, 0)] == in_order[::-1]
    assert [placed.first for placed in in_order[1]] == [41]  # with the line before it


def test_many_requests_may_follow_one_trail():
    steps = [{"tool_calls": [READ, EDIT]} for _ in range(300)]
    trail, alone = Trail(steps), Trail(steps)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda step: trail.placed(step, 1), range(300)))
    assert found == [alone.placed(step, 1) for step in range(300)]


def test_a_call_that_is_not_there_has_no_place():
    assert Trail([{"tool_calls": [EDIT]}]).placed(4, 0) == []


@pytest.mark.django_db
def test_a_trace_is_decoded_once_for_many_requests():
    _opened.cache_clear()  # another test may have opened an equal trace of this number
    acme = make_organization()
    import_project(acme)
    with scope(acme.pk):
        revision = TraceRevision.objects.order_by("pk")[0]
        first = opened(revision)
        assert opened(revision) is first
        assert (_opened.cache_info().misses, _opened.cache_info().hits) == (1, 1)
        assert first.document == revision.document
