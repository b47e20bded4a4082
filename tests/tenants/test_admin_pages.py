"""Every tenant model has its page in the organization's admin: it opens for those it is for, loads little and runs nothing."""

import re
from http import HTTPStatus

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.annotations.models import Annotation, AnnotationRevision, Draft
from apps.jobs.models import Job, JobShard
from apps.projects.models import Project
from apps.schemes.models import SchemeVersion
from apps.tenants.models import ApiToken, Invitation, Membership
from apps.tenants.scope import scope
from apps.tenants.sites import TEXT_CHARS, as_text, organization_site
from apps.tenants.walls import is_tenant
from apps.traces.models import Trace
from tests.factories import Tenant, claim, done_export, import_project, make_member, save_draft, sign_in, submit
from tests.tenants.test_admin import REGISTERED, address, first, label, rows_of
from tests.tracewright.folders import FIX

# Tenant models without a page of their own, and why.
WITHOUT_PAGE = {
    "ingest.Chunk": "pieces of an upload until it is imported: bytes only",
    "ingest.SpanBatch": "spans as they came: bytes only, and the page of their trace says how many",
    "traces.TraceBody": "bytes only: the pages of a trace show them, and its revision has their sums",
    "annotations.DrawnTrace": "a trace as the annotate page shows it, made anew at any time",
    "traces.ToolArgument": "counts that follow the traces, for hints on the annotate page",
    "traces.TraceSearch": "a part of the trace once more, for searches",
    "traces.Failure": "follows the trace; the project's page of errors shows it",
    "jobs.JobLogLine": "stands on the page of its job",
    "tenants.IdempotentReply": "replies kept for a week for programs that ask again, with what a person answered in them",
}
OWNERS_ONLY = {ApiToken}
SCRIPT = "<script>alert(1)</script>"
# Columns that may hold megabytes, or what nobody but its author is to read in a list.
LARGE = [
    f'"{model._meta.db_table}"."{field.column}"'
    for model in apps.get_models()
    if is_tenant(model)
    for field in model._meta.concrete_fields
    if isinstance(field, models.JSONField | models.BinaryField | models.TextField)
]


@pytest.fixture
def owner(client: Client, acme: Tenant) -> Client:
    return sign_in(client, acme.owner)


@pytest.fixture
def manager(client: Client, acme: Tenant) -> Client:
    return sign_in(client, acme.manager)


def selects(browser: Client, path: str) -> list[str]:
    """The SELECTs of the page."""
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == HTTPStatus.OK
    return [query["sql"] for query in captured if query["sql"].startswith("SELECT")]


def loaded(queries: list[str]) -> set[str]:
    """The large columns that they fetch; to ask whether one is empty fetches nothing."""
    return {column for column in LARGE for sql in queries if f"{column}," in sql.partition(" FROM ")[0] + ","}


# ---- Every model ----


def test_every_tenant_model_has_a_page_or_a_reason():
    have = {model._meta.label for model in REGISTERED}
    assert {model._meta.label for model in apps.get_models() if is_tenant(model)} == have | set(WITHOUT_PAGE)
    assert not have & set(WITHOUT_PAGE)


@pytest.mark.parametrize("page", ["", "{pk}/change/", "{pk}/history/"])
@pytest.mark.parametrize("model", REGISTERED, ids=label)
def test_a_page_opens_for_owners_and_managers(acme: Tenant, model: type[models.Model], page: str):
    path = address(model, page.format(pk=first(acme, model)))
    statuses = [sign_in(Client(), person).get(path).status_code for person in (acme.owner, acme.manager)]
    assert statuses == [HTTPStatus.OK, HTTPStatus.FORBIDDEN if model in OWNERS_ONLY else HTTPStatus.OK]


@pytest.mark.parametrize("model", REGISTERED, ids=label)
def test_a_list_is_searched_and_sorted_by_every_column(owner: Client, model: type[models.Model]):
    page = organization_site._registry[model]
    questions = [{"q": "t1"}, *({"o": str(number)} for number in range(1, len(page.list_display) + 1))]
    assert [owner.get(address(model), question).status_code for question in questions] == [200] * len(questions)


def test_the_index_names_what_the_role_sees(client: Client, acme: Tenant):
    html = sign_in(client, acme.reviewer).get("/o/acme/admin/").content.decode()
    assert address(Annotation) in html
    assert not [model for model in (Job, JobShard, ApiToken, Invitation) if address(model) in html]


@pytest.mark.parametrize("model", [Job, JobShard], ids=label)
def test_reviewers_see_nothing_of_jobs(client: Client, acme: Tenant, model: type[models.Model]):
    assert sign_in(client, acme.reviewer).get(address(model)).status_code == HTTPStatus.FORBIDDEN


# ---- Little is loaded ----


def test_there_are_large_columns():
    """Or the tests below would find none."""
    found = {column.split('"')[1] for column in LARGE}
    assert {"traces_tracebody", "annotations_annotation", "annotations_draft", "schemes_schemeversion"} <= found


@pytest.mark.parametrize("model", REGISTERED, ids=label)
def test_a_list_loads_no_large_column(owner: Client, acme: Tenant, model: type[models.Model]):
    assert not loaded(selects(owner, address(model)))


@pytest.mark.parametrize("model", REGISTERED, ids=label)
def test_a_list_asks_nothing_row_by_row(owner: Client, acme: Tenant, model: type[models.Model]):
    """Queries that differ in numbers only are one query asked again."""
    more = import_project(acme.organization, "more", items=[{"id": f"m{n}", "steps": ["x", "y"]} for n in range(10)])
    for number in range(4):
        submit(more, make_member(acme.organization, name=f"helper-{number}"))
    shapes = [re.sub(r"\d+", "?", sql) for sql in selects(owner, address(model))]
    assert max(shapes.count(shape) for shape in shapes) <= 2


@pytest.mark.parametrize("model", [Project, Trace], ids=label)
def test_the_question_whether_to_remove_counts_and_loads_no_bodies(
    owner: Client, acme: Tenant, model: type[models.Model]
):
    path = address(model, f"{first(acme, model)}/delete/")
    assert not [column for column in loaded(selects(owner, path)) if "tracebody" in column]
    counts = owner.get(path).context_data["model_count"]
    assert dict(counts)["steps"] > 0 and dict(counts)["slots"] > 0


# ---- Nothing runs, nothing leaks ----


@pytest.fixture
def hostile(acme: Tenant) -> Tenant:
    """Markup wherever an agent, an annotator or an import can put it."""
    items = [{"id": f"{SCRIPT}{n}", "task": SCRIPT, "steps": [{"action": SCRIPT}]} for n in (1, 2)]
    schemes = [{**FIX, "description": SCRIPT}, {"annotation_type": "text", "name": "note", "description": SCRIPT}]
    project = import_project(acme.organization, "hostile", items=items, schemes=schemes)
    fix = {"edits": [{"step": "0", "pointer": "/action", "text": f"{SCRIPT}!", "reason": SCRIPT}]}
    answers = {"fix": fix, "note": {"texts": {"text_box": SCRIPT}}}
    eve = make_member(acme.organization, name="Eve", public_name=SCRIPT)
    submit(project, eve, answers)
    save_draft(claim(project, eve), {"note": {"texts": {"text_box": f"{SCRIPT} not for others"}}})
    done_export(project, acme.manager)
    with scope(acme.organization.pk):
        Job.objects.update(error=SCRIPT, error_detail=SCRIPT, title=SCRIPT, payload={"x": SCRIPT})
        Project.objects.filter(pk=project.pk).update(name=SCRIPT, guidelines=SCRIPT)
    return acme


@pytest.mark.parametrize("model", REGISTERED, ids=label)
def test_what_people_and_agents_wrote_is_text(owner: Client, hostile: Tenant, model: type[models.Model]):
    rows = rows_of(hostile, model)[-3:]
    paths = [
        address(model),
        *(address(model, f"{row['id']}/{page}/") for row in rows for page in ("change", "history")),
    ]
    pages = [owner.get(path) for path in paths]
    assert {page.status_code for page in pages} == {HTTPStatus.OK}
    assert not [path for path, page in zip(paths, pages, strict=True) if "<script>alert" in page.content.decode()]


@pytest.mark.parametrize("model", [Annotation, AnnotationRevision, SchemeVersion], ids=label)
def test_an_answer_is_shown_as_json(owner: Client, hostile: Tenant, model: type[models.Model]):
    html = owner.get(address(model, f"{rows_of(hostile, model)[-1]['id']}/change/")).content.decode()
    assert "&lt;script&gt;" in html and "&quot;" in html


def test_a_draft_is_its_authors(owner: Client, hostile: Tenant):
    html = owner.get(address(Draft, f"{rows_of(hostile, Draft)[-1]['id']}/change/")).content.decode()
    assert "not for others" not in html


def test_long_json_is_cut_and_says_so():
    class Row:
        answer = {"text": "x" * TEXT_CHARS}

    # Beside the text: {, line end, two spaces, "text", colon, space, quote are 13 characters, quote, line end, } are 3.
    assert as_text("answer", "answer")(Row()).endswith("… and 16 more characters")


# ---- What can be done here ----


def test_an_invitation_that_is_refused_is_an_error_in_the_form(manager: Client, acme: Tenant):
    sent = {"email": acme.annotator.contact.upper(), "role": "annotator"}
    answer = manager.post(address(Invitation, "add/"), sent)
    [error] = answer.context_data["adminform"].form.non_field_errors()
    assert "is a member already" in error


def test_invitations_are_taken_back_in_bulk(manager: Client, acme: Tenant):
    sent = {"action": "take_back", "_selected_action": [first(acme, Invitation)]}
    assert "1 changed." in manager.post(address(Invitation), sent, follow=True).content.decode()
    assert Client().get(acme.invitation).status_code == HTTPStatus.GONE


def test_a_token_is_removed_by_an_owner_and_works_no_more(owner: Client, acme: Tenant):
    asked = {"headers": {"Authorization": f"Bearer {acme.token}"}}
    assert Client().get("/api/v1/me", **asked).status_code == HTTPStatus.OK
    owner.post(address(ApiToken, f"{first(acme, ApiToken)}/delete/"), {"post": "yes"})
    assert Client().get("/api/v1/me", **asked).status_code == HTTPStatus.UNAUTHORIZED


def test_a_linked_name_stands_with_its_person(owner: Client, acme: Tenant):
    with scope(acme.organization.pk):
        Membership.objects.filter(pk=acme.imported.pk).update(linked_to=acme.annotator)
    html = owner.get(address(Membership, f"{acme.imported.pk}/change/")).content.decode()
    assert acme.annotator.public_name in html and "acme-ann1" in html
