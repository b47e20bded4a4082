"""Traces by API: listed, found, sorted, and given as they are stored."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.tenants.models import Role
from apps.tenants.scope import scope
from apps.traces.filters import FILTERS, filters_of
from apps.traces.models import Trace
from apps.traces.prepared import prepare
from apps.traces.queries import traces
from apps.traces.services import store_all
from tests.api import Script, faults, refusal
from tests.factories import import_project, make_member, make_organization, make_project
from tracewright.records import decode

pytestmark = pytest.mark.django_db
ITEMS = [
    {"id": f"t{n}", "task": f"Task {n}", "steps": [{"action": "ls", "z": 1, "a": "ü"}] * steps}
    for n, steps in enumerate((2, 1, 3, 1, 1))
]


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def reviewer(acme):
    return Script(make_member(acme, Role.REVIEWER))


@pytest.fixture
def project(acme):
    return import_project(acme, items=ITEMS)


def identities(script, query=""):
    return [row["identity"] for row in script.rows(f"projects/weather/traces{query}")]


def test_traces_are_listed_in_the_order_of_the_data(project, reviewer):
    [first, *_rest] = reviewer.rows("projects/weather/traces")
    assert (first["identity"], first["task"], first["steps"], first["revision"]) == ("t0", "Task 0", 2, 1)
    assert identities(reviewer) == ["t0", "t1", "t2", "t3", "t4"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=task 3", ["t3"]),
        ("?q=T1", ["t1"]),
        ("?q=nothing", []),
        ("?sort=-id", ["t4", "t3", "t2", "t1", "t0"]),
        ("?sort=steps", ["t1", "t3", "t4", "t0", "t2"]),  # three of one step, in the order of the data
        ("?sort=-steps", ["t2", "t0", "t1", "t3", "t4"]),
        ("?sort=errors", ["t0", "t1", "t2", "t3", "t4"]),  # none has any
    ],
)
@pytest.mark.parametrize("size", [1, 2, 50])
def test_filters_and_sorts_of_the_page_hold_over_all_pages(project, reviewer, query, found, size):
    assert identities(reviewer, f"{query}&page_size={size}") == found


@pytest.fixture
def kept(acme):
    """Three runs that differ in all that can be filtered by."""
    edited = {"tool": "Edit", "input": {"file_path": "src/a.py"}}
    runs = [
        {
            "id": "good",
            "model": "large",
            "started_at": "2026-03-02T09:00:00Z",
            "outcome": {"exit_status": "Submitted"},
            "structured_turns": [
                {"role": "assistant", "tool_calls": [{**edited, "is_error": True, "output": "no match"}]},
                {"role": "assistant", "tool_calls": [{**edited, "output": "edited"}]},
            ],
        },
        {
            "id": "bad",
            "task_description": "Read the barometer.",
            "model": "small",
            "started_at": "2026-03-04T09:00:00Z",
            "structured_turns": [
                {
                    "role": "assistant",
                    "tool_calls": [{"tool": "Bash", "input": {}, "is_error": True, "output": "timeout"}],
                }
            ],
        },
        {
            "id": "calm",
            "started_at": "2026-03-05T09:00:00Z",
            "structured_turns": [{"role": "assistant", "content": "."}],
        },
    ]
    project = make_project(acme)
    with scope(acme.pk):
        store_all(
            project=project, prepared=[prepare(run["id"], decode(json.dumps(run).encode(), "here")) for run in runs]
        )
        Trace.objects.filter(identity="calm").update(format="codex")
    return project


FILTERED = [
    ("format=codex", ["calm"]),
    ("model=small", ["bad"]),
    ("tool=Edit", ["good"]),
    ("path=A.py", ["good"]),
    ("errors=some", ["good", "bad"]),
    ("errors=none", ["calm"]),
    ("recovery=recovered", ["good"]),
    ("recovery=unrecovered", ["bad"]),
    ("outcome=Submitted", ["good"]),
    ("since=2026-03-04", ["bad", "calm"]),
    ("until=2026-03-04", ["good", "bad"]),
    ("since=2026-03-03&until=2026-03-04", ["bad"]),
    ("q=barometer", ["bad"]),
    ("errors=some&model=large&sort=-steps", ["good"]),
    ("tool=Edit&model=small", []),
]


@pytest.mark.parametrize(("query", "found"), FILTERED)
def test_each_filter_gives_what_the_table_gives(kept, acme, reviewer, query, found):
    with scope(acme.pk):
        asked = dict(part.split("=") for part in query.split("&"))
        shown = traces(kept, filters=filters_of(asked), sort=asked.get("sort", ""))
        assert [row.identity for row in shown] == found
    assert identities(reviewer, f"?{query}") == found


@pytest.mark.parametrize("query", [query for query, _ in FILTERED])
def test_filters_find_nothing_of_another_organization(kept, query):
    other = make_organization("other")
    make_project(other)
    assert identities(Script(make_member(other, Role.REVIEWER)), f"?{query}") == []


def test_every_filter_of_the_table_is_one_of_the_api():
    from apps.traces.api import TraceQuery  # Django REST framework's parts must be loaded by the addresses first

    assert set(FILTERS) <= set(TraceQuery().fields)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("errors", "many"),
        ("recovery", "half"),
        ("since", "yesterday"),
        ("until", "2026-02-30"),
        ("tool", ""),
        ("path", "%00"),
        ("tools", "Bash"),
    ],
)
def test_a_filter_that_cannot_be_is_refused_by_name(project, reviewer, name, value):
    answer = reviewer.get(f"projects/weather/traces?{name}={value}")
    assert (refusal(answer), faults(answer)) == ((400, "invalid"), [name])


def test_an_unknown_sort_is_refused(project, reviewer):
    answer = reviewer.get("projects/weather/traces?sort=task")
    assert (refusal(answer), faults(answer)) == ((400, "invalid"), ["sort"])


def test_a_cursor_of_another_order_is_refused(project, reviewer):
    following = reviewer.get("projects/weather/traces?page_size=1&sort=steps").json()["next"]
    answer = reviewer.get(following.replace("sort=steps", "sort=-steps"))
    assert (refusal(answer), faults(answer)) == ((400, "invalid"), ["cursor"])


def test_a_document_comes_as_it_is_stored(project, reviewer):
    row = reviewer.rows("projects/weather/traces")[0]
    document = reviewer.get(row["document"])
    assert document["Content-Type"] == "application/json"
    assert json.loads(document.content)["steps"] == ITEMS[0]["steps"]
    assert list(json.loads(document.content)["steps"][0]) == ["action", "z", "a"]
    assert reviewer.get(row["url"]).json() == row


def test_a_document_that_the_client_has_is_not_sent_again(project, reviewer):
    row = reviewer.rows("projects/weather/traces")[0]
    etag = reviewer.get(row["document"])["ETag"]
    again = reviewer.get(row["document"], **{"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert reviewer.get(row["document"], **{"If-None-Match": '"another"'}).status_code == 200


def test_the_native_bytes_come_as_a_download(project, reviewer):
    row = reviewer.rows("projects/weather/traces")[0]
    native = reviewer.get(row["native"])
    assert json.loads(b"".join(native)) == ITEMS[0]
    assert native["Content-Disposition"] == f'attachment; filename="trace-{row["id"]}"'


def test_an_annotator_sees_no_traces_but_their_own(acme, project):
    annotator = Script(make_member(acme))
    for address in ("traces", "traces/1", "traces/1/document", "traces/1/native"):
        assert refusal(annotator.get(f"projects/weather/{address}")) == (403, "permission_denied")


def test_a_trace_under_another_project_is_not_there(acme, project, reviewer):
    import_project(acme, "other")
    row = reviewer.rows("projects/weather/traces")[0]
    for address in ("", "/document", "/native"):
        assert refusal(reviewer.get(f"projects/other/traces/{row['id']}{address}")) == (404, "not_found")


@pytest.mark.parametrize("pk", [0, 2**31, 10**30])
def test_an_id_that_does_not_exist_is_not_there(project, reviewer, pk):
    assert refusal(reviewer.get(f"projects/weather/traces/{pk}")) == (404, "not_found")


def queries(script, address):
    with CaptureQueriesContext(connection) as captured:
        assert script.get(address).status_code == 200
    return len(captured)


def test_a_page_of_200_takes_as_many_queries_as_one_of_10(acme, reviewer):
    import_project(acme, items=[{"id": f"t{n}", "steps": ["x"]} for n in range(200)])
    counts = {size: queries(reviewer, f"projects/weather/traces?page_size={size}") for size in (10, 20, 200)}
    assert len(set(counts.values())) == 1


def test_all_filters_together_take_as_many_queries_as_none(kept, reviewer):
    every = (
        "q=a&format=a&model=a&tool=a&path=a&errors=some&recovery=recovered&outcome=a&since=2026-03-03&until=2026-03-04"
    )
    assert queries(reviewer, f"projects/weather/traces?{every}") == queries(reviewer, "projects/weather/traces")
