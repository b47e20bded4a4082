"""The admin of an organization shows, offers and changes that organization's rows, as far as the role goes."""

import re
from http import HTTPStatus
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test import Client, RequestFactory

from apps.annotations.models import Annotation
from apps.jobs.models import Job
from apps.projects.models import Project
from apps.tenants.models import AuditEvent, Invitation, Membership, Role, User
from apps.tenants.scope import scope
from apps.tenants.sites import ReadOnly, TenantAdmin, TenantInline, organization_site, superuser_site
from apps.tenants.walls import is_tenant
from apps.traces.models import Trace, TraceRevision
from tests.factories import Tenant, join, make_member, make_project, sign_in

REGISTERED = sorted(organization_site._registry, key=lambda model: model._meta.label)
NOWHERE = 2**31 - 1


def label(model: type[models.Model]) -> str:
    return model._meta.label


def address(model: type[models.Model], page: str = "", slug: str = "acme") -> str:
    return f"/o/{slug}/admin/{model._meta.app_label}/{model._meta.model_name}/{page}"


def rows_of(tenant: Tenant, model: type[models.Model]) -> Any:
    """All rows of one organization, read at once."""
    with scope(tenant.organization.pk):
        return list(model._default_manager.filter(organization=tenant.organization).order_by("pk").values())


def first(tenant: Tenant, model: type[models.Model]) -> int:
    return rows_of(tenant, model)[0]["id"]


@pytest.fixture
def owner(client: Client, acme: Tenant) -> Client:
    return sign_in(client, acme.owner)


@pytest.fixture
def manager(client: Client, acme: Tenant) -> Client:
    return sign_in(client, acme.manager)


# ---- Who is registered ----


def test_every_page_of_the_organizations_admin_is_scoped():
    assert not [model for model, page in organization_site._registry.items() if not isinstance(page, TenantAdmin)]
    assert not [model for model in REGISTERED if not is_tenant(model)]


def test_every_inline_of_the_organizations_admin_is_scoped():
    inlines = [inline for page in organization_site._registry.values() for inline in page.inlines]
    assert not [inline for inline in inlines if not issubclass(inline, TenantInline)]


def test_the_superusers_admin_holds_no_tenant_rows():
    """It runs outside any scope: on SQLite it would show those of all."""
    assert not [model for model in superuser_site._registry if is_tenant(model)]


def test_no_page_overrides_what_scopes_it():
    """An override must call super(): these methods are the first wall of the admin."""
    for page in organization_site._registry.values():
        for name in (
            "get_field_queryset",
            "get_exclude",
            "history_view",
            "save_formset",
            "log_change",
            "log_deletions",
        ):
            held_by = next(cls for cls in type(page).__mro__ if name in vars(cls))
            assert held_by.__module__ == "apps.tenants.sites", f"{type(page).__name__}.{name}"


# ---- The other tenant's rows ----


@pytest.mark.parametrize("model", REGISTERED, ids=label)
def test_a_list_holds_the_rows_of_its_organization(owner: Client, acme: Tenant, other: Tenant, model):
    answer = owner.get(address(model))
    assert answer.status_code == HTTPStatus.OK
    assert {row.organization_id for row in answer.context_data["cl"].result_list} == {acme.organization.pk}


@pytest.mark.parametrize("page", ["change", "delete", "history"])
@pytest.mark.parametrize("model", REGISTERED, ids=label)
def test_a_foreign_id_is_answered_like_one_that_does_not_exist(owner: Client, acme: Tenant, other: Tenant, model, page):
    before, foreign = rows_of(other, model), first(other, model)
    for ask in (owner.get, lambda path: owner.post(path, {"post": "yes"})):
        answer, nowhere = (ask(address(model, f"{pk}/{page}/")) for pk in (foreign, NOWHERE))
        assert (
            answer.status_code == nowhere.status_code in (HTTPStatus.FOUND, HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN)
        )
        assert answer.get("Location") == nowhere.get("Location")
        assert answer.content == nowhere.content
    assert rows_of(other, model) == before


@pytest.mark.parametrize("model", REGISTERED, ids=label)
def test_list_filters_offer_rows_of_the_organization(owner: Client, acme: Tenant, other: Tenant, model):
    for spec in owner.get(address(model)).context_data["cl"].filter_specs:
        if isinstance(getattr(spec, "field", None), models.ForeignKey):
            own = {row["id"] for row in rows_of(acme, spec.field.related_model)}
            assert {choice[0] for choice in spec.lookup_choices} <= own, spec.field


def test_a_list_filtered_by_a_foreign_row_is_empty(owner: Client, acme: Tenant, other: Tenant):
    make_project(acme.organization, "Second")  # a filter of one choice is not shown, and not heard
    answer = owner.get(address(Trace), {"project__id__exact": other.project.pk})
    assert not answer.context_data["cl"].result_list


def test_a_list_filtered_through_a_foreign_rows_name_is_refused(owner: Client, acme: Tenant):
    """Lookups along relations would tell letter by letter what stands in tables that have no page."""
    answer = owner.get(address(Membership), {"user__password__startswith": "md5"})
    assert answer.status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize("model", REGISTERED, ids=label)
def test_no_bulk_action_touches_foreign_rows(owner: Client, acme: Tenant, other: Tenant, model):
    before = rows_of(other, model)
    page = owner.get(address(model)).context_data["cl"].model_admin
    actions = [*page.actions, "delete_selected"]
    for action in actions:
        sent = {"action": action, "_selected_action": [row["id"] for row in before], "post": "yes"}
        assert owner.post(address(model), sent).status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    assert rows_of(other, model) == before


def a_request(tenant: Tenant) -> Any:
    request = RequestFactory().get("/")
    request.user, request.membership = tenant.owner.user, tenant.owner
    return request


class EditableTrace(TenantAdmin):
    """A page with choices of every sort: the registered ones have none so far."""

    class Revisions(TenantInline):
        model = TraceRevision
        fk_name = "trace"

    inlines = (Revisions,)


class Editable(TenantAdmin):
    pass


def test_choices_of_a_foreign_key_are_rows_of_the_organization(acme: Tenant, other: Tenant):
    with scope(acme.organization.pk):
        form = EditableTrace(Trace, organization_site).get_form(a_request(acme))
        assert list(form.base_fields["project"].queryset) == [acme.project]


@pytest.mark.parametrize("model", [m for m in apps.get_models() if is_tenant(m)], ids=label)
def test_choices_would_be_scoped_on_a_page_of_any_model(acme: Tenant, other: Tenant, model):
    with scope(acme.organization.pk):
        form = Editable(model, organization_site).get_form(a_request(acme))
        assert "organization" not in form.base_fields
        for name, field in form.base_fields.items():
            queryset = getattr(field, "queryset", None)
            if queryset is not None and is_tenant(queryset.model):
                assert {row.organization_id for row in queryset} <= {acme.organization.pk}, name


def test_inline_rows_are_those_of_the_organization(acme: Tenant, other: Tenant):
    with scope(acme.organization.pk):
        page = EditableTrace(Trace, organization_site)
        [inline] = page.get_inline_instances(a_request(acme))
        assert {row.organization_id for row in inline.get_queryset(a_request(acme))} == {acme.organization.pk}


def test_autocomplete_offers_rows_of_the_organization(owner: Client, acme: Tenant, other: Tenant):
    asked = {"app_label": "traces", "model_name": "trace", "field_name": "project", "term": ""}
    answer = owner.get("/o/acme/admin/autocomplete/", asked)
    assert [row["id"] for row in answer.json()["results"]] == [str(acme.project.pk)]


def test_a_row_made_here_belongs_to_the_organization(manager: Client, acme: Tenant):
    sent = {"name": "New", "slug": "new", "overlap": 1, "strategy": "random", "seed": 0}
    sent["organization"] = "1000000"  # no field of the form: it is not heard
    manager.post(address(Project, "add/"), sent)
    with scope(acme.organization.pk):
        assert Project.objects.get(slug="new").organization_id == acme.organization.pk


def test_an_address_that_is_taken_is_an_error_in_the_form(manager: Client, acme: Tenant):
    sent = {"name": "Again", "slug": acme.project.slug, "overlap": 1, "strategy": "random", "seed": 0}
    answer = manager.post(address(Project, "add/"), sent)
    assert answer.status_code == HTTPStatus.OK
    assert answer.context_data["adminform"].form.non_field_errors()


def test_a_name_that_is_taken_is_an_error_in_the_form(manager: Client, acme: Tenant):
    sent = {"public_name": acme.colleague.public_name, "role": "annotator"}
    answer = manager.post(address(Membership, f"{acme.annotator.pk}/change/"), sent)
    assert answer.context_data["adminform"].form.non_field_errors()


def test_no_address_tells_where_a_row_of_any_table_is_seen(owner: Client, acme: Tenant, other: Tenant):
    """Django's r/<content type>/<id>/ reads any table without a filter: on SQLite it would name the other's address."""
    jobs = ContentType.objects.get_for_model(Job).pk
    for tenant in (acme, other):
        answer = owner.get(f"/o/acme/admin/r/{jobs}/{tenant.waiting.job_id}/")
        assert answer.status_code == HTTPStatus.NOT_FOUND


# ---- Roles ----


def roles_offered(answer: Any) -> set[str]:
    return {value for value, _label in answer.context_data["adminform"].form.fields["role"].choices if value}


def role_now(person: Membership) -> str:
    with scope(person.organization_id):
        return Membership.objects.get(pk=person.pk).role


def test_a_manager_offers_no_role_above_their_own(manager: Client, acme: Tenant):
    answer = manager.get(address(Membership, f"{acme.annotator.pk}/change/"))
    assert roles_offered(answer) == {"manager", "reviewer", "annotator"}


def test_a_manager_gives_no_role_above_their_own(manager: Client, acme: Tenant):
    for person in (acme.annotator, acme.manager):
        sent = {"public_name": person.public_name, "role": "owner"}
        manager.post(address(Membership, f"{person.pk}/change/"), sent)
        assert role_now(person) == person.role


def test_a_manager_changes_no_owner(manager: Client, acme: Tenant):
    sent = {"public_name": "Nobody", "role": "annotator"}
    answer = manager.post(address(Membership, f"{acme.owner.pk}/change/"), sent)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert role_now(acme.owner) == Role.OWNER


@pytest.mark.parametrize(("action", "paused"), [("pause", False), ("unpause", True)])
def test_no_bulk_action_of_a_manager_changes_an_owner(manager: Client, acme: Tenant, action: str, paused: bool):
    second = make_member(acme.organization, Role.OWNER, "Second", paused=paused)
    manager.post(address(Membership), {"action": action, "_selected_action": [second.pk]})
    with scope(acme.organization.pk):
        assert Membership.objects.get(pk=second.pk).paused == paused


def test_an_owner_makes_a_manager_an_owner(owner: Client, acme: Tenant):
    sent = {"public_name": acme.manager.public_name, "role": "owner"}
    owner.post(address(Membership, f"{acme.manager.pk}/change/"), sent)
    assert role_now(acme.manager) == Role.OWNER


def test_a_reviewer_sees_and_cannot_change(client: Client, acme: Tenant):
    reviewer = sign_in(client, acme.reviewer)
    page = address(Project, f"{acme.project.pk}/change/")
    assert reviewer.get(address(Project)).status_code == HTTPStatus.OK
    assert reviewer.get(page).status_code == HTTPStatus.OK
    for path in (page, address(Project, "add/"), address(Project, f"{acme.project.pk}/delete/")):
        assert reviewer.post(path, {"name": "x", "post": "yes"}).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("model", [Invitation, AuditEvent], ids=label)
def test_a_reviewer_sees_no_page_of_managers(client: Client, acme: Tenant, model):
    assert sign_in(client, acme.reviewer).get(address(model)).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    "model", [m for m in REGISTERED if isinstance(organization_site._registry[m], ReadOnly)], ids=label
)
def test_rows_that_services_write_are_changed_by_nobody_here(owner: Client, acme: Tenant, model):
    before = rows_of(acme, model)
    assert owner.post(address(model, f"{before[0]['id']}/change/"), {}).status_code == HTTPStatus.FORBIDDEN
    assert owner.post(address(model, "add/"), {}).status_code == HTTPStatus.FORBIDDEN
    assert rows_of(acme, model) == before


def test_logins_are_no_page_of_an_organization(owner: Client):
    assert owner.get("/o/acme/admin/tenants/user/").status_code == HTTPStatus.NOT_FOUND


def test_an_owner_does_not_get_into_the_superusers_admin(owner: Client):
    assert owner.get("/admin/tenants/user/").status_code == HTTPStatus.FORBIDDEN


def test_a_superuser_switches_a_login_off(client: Client, acme: Tenant):
    client.force_login(User.objects.create_superuser("root@tracewright.test", "x"))
    client.post(f"/admin/tenants/user/{acme.owner.user_id}/change/", {"email": "owner@acme.test"})
    assert not User.objects.get(pk=acme.owner.user_id).is_active


# ---- Invitations ----

NEW = {"email": "Ines@acme.test", "role": "reviewer"}


def invitations(tenant: Tenant) -> list[tuple[str, str]]:
    """Those that were sent here; the factory's own is the first."""
    return [(row["email"], row["role"]) for row in rows_of(tenant, Invitation)[1:]]


def test_a_manager_invites_and_sees_the_link_once(manager: Client, acme: Tenant):
    html = manager.post(address(Invitation, "add/"), NEW, follow=True).content.decode()
    assert invitations(acme) == [("ines@acme.test", "reviewer")]
    [link] = re.findall(r"http://127.0.0.1:8000(/invitation/tw_[^/]+/)", html)
    assert Client().get(link).status_code == HTTPStatus.OK
    assert link not in manager.get(address(Invitation)).content.decode()


def test_who_is_invited_gets_the_mail_too(
    manager: Client, acme: Tenant, mailoutbox: list, django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks(execute=True):
        manager.post(address(Invitation, "add/"), NEW)
    assert [mail.to for mail in mailoutbox] == [["ines@acme.test"]]


def test_an_invitation_is_one_line_of_the_audit_trail(manager: Client, acme: Tenant):
    manager.post(address(Invitation, "add/"), NEW)
    invitation = rows_of(acme, Invitation)[-1]
    with scope(acme.organization.pk):
        [line] = AuditEvent.objects.filter(model="tenants.invitation", object_id=invitation["id"])
    assert (line.by_id, line.verb, invitation["invited_by_id"]) == (acme.manager.pk, "added", acme.manager.pk)


@pytest.mark.parametrize(("role", "offered"), [("manager", 3), ("owner", 4)])
def test_one_invites_to_roles_up_to_ones_own(client: Client, acme: Tenant, role: str, offered: int):
    page = address(Invitation, "add/")
    person = sign_in(client, acme.people[role])
    assert len(roles_offered(person.get(page))) == offered
    person.post(page, {**NEW, "role": "owner"})
    assert invitations(acme) == ([("ines@acme.test", "owner")] if role == "owner" else [])


def test_an_address_that_is_none_is_an_error_in_the_form(manager: Client, acme: Tenant):
    answer = manager.post(address(Invitation, "add/"), {**NEW, "email": "nobody"})
    assert answer.context_data["adminform"].form.errors["email"]
    assert invitations(acme) == []


def test_a_reviewer_invites_nobody(client: Client, acme: Tenant):
    answer = sign_in(client, acme.reviewer).post(address(Invitation, "add/"), NEW)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert invitations(acme) == []


def test_a_link_of_a_removed_invitation_leads_nowhere(manager: Client, acme: Tenant):
    assert Client().get(acme.invitation).status_code == HTTPStatus.OK
    manager.post(address(Invitation, f"{first(acme, Invitation)}/delete/"), {"post": "yes"})
    assert Client().get(acme.invitation).status_code == HTTPStatus.NOT_FOUND


def test_an_invitation_is_read_and_not_changed(owner: Client, acme: Tenant):
    page = address(Invitation, f"{first(acme, Invitation)}/change/")
    assert "new@acme.test" in owner.get(page).content.decode()
    assert owner.post(page, NEW).status_code == HTTPStatus.FORBIDDEN


# ---- An organization keeps an owner ----


def stored_owner(tenant: Tenant) -> tuple[str, bool]:
    with scope(tenant.organization.pk):
        row = Membership.objects.get(pk=tenant.owner.pk)
        return row.role, row.paused


@pytest.mark.parametrize("sent", [{"role": "annotator"}, {"role": "owner", "paused": "on"}])
def test_the_only_owner_stays_one_who_works(owner: Client, acme: Tenant, sent: dict[str, str]):
    sent = {"public_name": acme.owner.public_name, **sent}
    answer = owner.post(address(Membership, f"{acme.owner.pk}/change/"), sent)
    [error] = answer.context_data["adminform"].form.non_field_errors()
    assert "needs an owner" in error
    assert stored_owner(acme) == ("owner", False)


def test_the_only_owner_is_paused_by_no_bulk_action(owner: Client, acme: Tenant):
    sent = {"action": "pause", "_selected_action": [acme.owner.pk, acme.annotator.pk]}
    html = owner.post(address(Membership), sent, follow=True).content.decode()
    assert stored_owner(acme) == ("owner", False)
    assert f"{acme.owner.public_name}: The organization needs an owner" in html
    assert "1 changed." in html


@pytest.mark.parametrize("page", ["", "%d/change/"])
def test_nobody_pauses_themselves_here(manager: Client, acme: Tenant, page: str):
    member = acme.manager
    fields = {"public_name": member.public_name, "role": "manager", "paused": "on"}
    sent = fields if page else {"action": "pause", "_selected_action": [member.pk]}
    html = manager.post(address(Membership, page and page % member.pk), sent, follow=True).content.decode()
    assert "Nobody pauses themselves" in html
    with scope(acme.organization.pk):
        assert not Membership.objects.get(pk=member.pk).paused


@pytest.mark.parametrize("second", [{"paused": True}, {"login": False}])
def test_an_owner_who_is_paused_or_cannot_sign_in_is_not_counted(owner: Client, acme: Tenant, second: dict[str, bool]):
    make_member(acme.organization, Role.OWNER, "Second", **second)
    owner.post(address(Membership, f"{acme.owner.pk}/change/"), {"public_name": "Ines", "role": "manager"})
    assert stored_owner(acme) == ("owner", False)


def test_an_owner_whose_login_is_off_is_not_counted(owner: Client, acme: Tenant):
    second = make_member(acme.organization, Role.OWNER, "Second")
    User.objects.filter(pk=second.user_id).update(is_active=False)
    owner.post(address(Membership, f"{acme.owner.pk}/change/"), {"public_name": "Ines", "role": "manager"})
    assert stored_owner(acme) == ("owner", False)


def test_one_of_two_owners_may_go(owner: Client, acme: Tenant):
    make_member(acme.organization, Role.OWNER, "Second")
    owner.post(address(Membership, f"{acme.owner.pk}/change/"), {"public_name": "Ines", "role": "manager"})
    assert stored_owner(acme) == ("manager", False)


def test_the_only_owner_takes_another_name(owner: Client, acme: Tenant):
    owner.post(address(Membership, f"{acme.owner.pk}/change/"), {"public_name": "Ines", "role": "owner"})
    with scope(acme.organization.pk):
        assert Membership.objects.get(pk=acme.owner.pk).public_name == "Ines"


# ---- Removing what has answers ----


@pytest.mark.parametrize("model", [Project, Trace], ids=label)
def test_an_owner_removes_what_has_answers(owner: Client, acme: Tenant, model: type[models.Model]):
    with scope(acme.organization.pk):
        pk = acme.project.pk if model is Project else acme.submitted.revision.trace_id
    page = address(model, f"{pk}/delete/")
    assert not owner.get(page).context_data["protected"]
    owner.post(page, {"post": "yes"})
    assert pk not in {row["id"] for row in rows_of(acme, model)}
    assert not rows_of(acme, Annotation)  # the one submission was at this trace


@pytest.mark.parametrize("model", [Project, Trace], ids=label)
def test_a_manager_removes_neither_projects_nor_traces(manager: Client, acme: Tenant, model: type[models.Model]):
    before, answers = rows_of(acme, model), rows_of(acme, Annotation)
    answer = manager.post(address(model, f"{before[0]['id']}/delete/"), {"post": "yes"})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert (rows_of(acme, model), rows_of(acme, Annotation)) == (before, answers)


# ---- The audit trail ----


def test_a_change_is_a_line_of_the_organizations_audit_trail(manager: Client, acme: Tenant):
    sent = {"public_name": acme.annotator.public_name, "role": "reviewer"}
    manager.post(address(Membership, f"{acme.annotator.pk}/change/"), sent)
    with scope(acme.organization.pk):
        line = AuditEvent.objects.filter(model="tenants.membership", object_id=acme.annotator.pk).first()
        assert (line.by, line.verb, line.details) == (acme.manager, "changed", ["Role"])
    assert not LogEntry.objects.exists()


def test_a_removal_is_a_line_too(owner: Client, acme: Tenant):
    invitation = first(acme, Invitation)
    owner.post(address(Invitation, f"{invitation}/delete/"), {"post": "yes"})
    with scope(acme.organization.pk):
        assert AuditEvent.objects.filter(model="tenants.invitation", object_id=invitation, verb="removed").exists()
    assert not LogEntry.objects.exists()


def test_a_bulk_removal_is_a_line_for_each(owner: Client, acme: Tenant):
    invitation = first(acme, Invitation)
    sent = {"action": "delete_selected", "_selected_action": [invitation], "post": "yes"}
    owner.post(address(Invitation), sent)
    with scope(acme.organization.pk):
        assert AuditEvent.objects.filter(model="tenants.invitation", object_id=invitation, verb="removed").count() == 1
    assert not LogEntry.objects.exists()


def test_the_history_of_a_row_is_its_audit_trail(manager: Client, acme: Tenant):
    page = address(Membership, f"{acme.annotator.pk}/")
    manager.post(f"{page}change/", {"public_name": acme.annotator.public_name, "role": "reviewer"})
    assert acme.manager.public_name in manager.get(f"{page}history/").content.decode()


# ---- One person in two organizations ----


@pytest.fixture
def in_both(client: Client, acme: Tenant, other: Tenant) -> Client:
    join(other.organization, acme.manager.user, Role.MANAGER, "guest")
    return sign_in(client, acme.manager)


@pytest.mark.parametrize("page", ["", "projects/project/", "tenants/membership/"])
def test_links_keep_the_organization_of_their_tab(in_both: Client, page: str):
    for slug in ("acme", "other", "acme"):
        html = in_both.get(f"/o/{slug}/admin/{page}").content.decode()
        links = set(re.findall(r'(?:href|action)="(/[^"]*)"', html)) - {"/"}
        strays = {link for link in links if not link.startswith((f"/o/{slug}/", "/static/"))}
        assert f"/o/{slug}/admin/" in links
        assert not strays


def test_after_a_change_one_is_still_in_the_organization_of_the_tab(in_both: Client, other: Tenant):
    sent = {"name": "Renamed", "slug": "weather", "overlap": 2, "strategy": "random", "seed": 0}
    answer = in_both.post(address(Project, f"{other.project.pk}/change/", slug="other"), sent)
    assert answer["Location"] == "/o/other/admin/projects/project/"


def test_the_prefix_of_an_admin_ends_with_its_request(in_both: Client, acme: Tenant):
    in_both.get("/o/acme/admin/")
    assert in_both.get("/o/other/p/weather/settings/").status_code == HTTPStatus.OK
    assert "/o/acme/" not in in_both.get("/o/other/p/weather/settings/").content.decode()
