"""The access sweep: every address x method x person, found by walking the URL configuration; nobody adds addresses by hand.

A new parameter of an address needs an entry in ARGUMENTS, a new body that changes something one in BODIES: the sweep says so.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.utils.regex_helper import normalize

from apps.assignments.models import Flag
from apps.ingest.models import Upload
from apps.schemes.models import Scheme
from apps.tenants.models import Invitation, Membership, Role
from apps.tenants.scope import scope
from apps.tenants.walls import is_tenant
from apps.traces.models import Trace
from tests.factories import CORRECTED, Tenant
from tests.world import ONLY_OTHER, World, newest, seeded, stored, world

__all__ = ["seeded", "world"]  # fixtures

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NOWHERE = 2**31 - 1
ROLES = [role.value for role in Role]


# ---- Every address ----


@dataclass(frozen=True)
class Address:
    """An entry of the URL configuration: "o/%(organization)s/jobs/%(pk)s/" and what it calls."""

    template: str
    parameters: tuple[str, ...]
    name: str  # "jobs:job"
    view: Callable[..., Any]

    def __str__(self) -> str:
        return self.template.replace("%(", "<").replace(")s", ">")

    @property
    def is_page(self) -> bool:
        return self.template.startswith("o/")

    @property
    def is_admin(self) -> bool:
        return self.template.startswith("o/%(organization)s/admin/")

    @property
    def is_api(self) -> bool:
        return self.template.startswith("api/")

    @property
    def least_role(self) -> Role | None:
        return getattr(self.view, "least_role", None)

    @property
    def operations(self) -> dict[str, Callable[..., Any]]:
        """Of an address of the API: what each of its methods calls."""
        endpoint = self.view.cls
        return {method: getattr(endpoint, method.lower()) for method in METHODS if hasattr(endpoint, method.lower())}


def walk(patterns: list[URLPattern | URLResolver], before: str = "", names: str = "") -> Iterator[Address]:
    for entry in patterns:
        [(piece, _parameters), *_others] = normalize(entry.pattern.regex.pattern)
        if isinstance(entry, URLResolver):
            space = f"{names}{entry.namespace}:" if entry.namespace else names
            yield from walk(entry.url_patterns, before + piece, space)
        else:
            template = before + piece
            parameters = tuple(part.partition(")s")[0] for part in template.split("%(")[1:])
            yield Address(template, parameters, f"{names}{entry.name}", entry.callback)


def addresses() -> list[Address]:
    """All of them, each once; the admin of an organization is served from a URL configuration of its own."""
    below = [
        entry for entry in get_resolver("server.urls_organization_admin").url_patterns if str(entry.pattern) == "admin/"
    ]
    return [*walk(get_resolver("server.urls").url_patterns), *walk(below, "o/%(organization)s/")]


ADDRESSES = addresses()
PAGES = [address for address in ADDRESSES if address.is_page]
BESIDE = [address for address in ADDRESSES if not address.is_page]
API = [address for address in ADDRESSES if address.is_api]


# ---- What fills them ----


def row_of(address: Address, tenant: Tenant) -> int:
    """The id of a row of the model that this page of an admin is about: ".../admin/tenants/membership/%(object_id)s/"."""
    app_label, model_name = address.template.partition("admin/")[2].split("/")[:2]
    model = apps.get_model(app_label, model_name)
    return newest(model, tenant) if is_tenant(model) else tenant.owner.user_id


# By parameter: its value in a tenant.
ARGUMENTS: dict[str, Callable[[Address, Tenant], object]] = {
    "organization": lambda _, tenant: tenant.organization.slug,
    "project": lambda _, tenant: tenant.project.slug,
    "pk": lambda _, tenant: tenant.waiting.job_id,
    "assignment": lambda _, tenant: tenant.claimed.pk,
    "export": lambda _, tenant: tenant.export.pk,
    "upload": lambda _, tenant: tenant.upload.pk,
    "trace": lambda _, tenant: newest(Trace, tenant),
    "scheme": lambda _, tenant: newest(Scheme, tenant),
    "number": lambda _, tenant: 1,
    "name": lambda _, tenant: tenant.export.files[0]["name"],
    "secret": lambda _, tenant: tenant.invitation.split("/")[2],
    "object_id": row_of,
    "member": lambda _, tenant: tenant.imported.pk,
    "invitation": lambda _, tenant: newest(Invitation, tenant),
    "model": lambda _, tenant: tenant.prediction.model,
    "flag": lambda _, tenant: newest(Flag, tenant),
    "file": lambda _, tenant: newest(Upload, tenant),
    "step": lambda _, tenant: 1,
    "way": lambda _, tenant: 1,
    "run": lambda _, tenant: 1,
    "attachment": lambda _, tenant: "image-1",  # who may see one: tests/annotations/test_images.py
    # Django's and allauth's own: no row of a tenant is named by them.
    "app_label": lambda _, tenant: "tenants",
    "url": lambda _, tenant: "no/such/page",
    "uidb36": lambda _, tenant: "1",
    "key": lambda _, tenant: "no-such-key",
}
IDS = dict.fromkeys(
    ("pk", "assignment", "export", "upload", "trace", "scheme", "object_id", "member", "invitation", "flag", "file"),
    NOWHERE,
)


def fill(address: Address, tenant: Tenant, **others: object) -> str:
    """The address as this tenant has it, with `others` in place of some of its arguments."""
    values = {}
    for parameter in address.parameters:
        if parameter not in ARGUMENTS:
            pytest.fail(f"/{address} cannot be visited: add {parameter!r} to ARGUMENTS in tests/test_access.py")
        values[parameter] = others.get(parameter, ARGUMENTS[parameter](address, tenant))
    return "/" + address.template % values


PROJECT = {"name": "Renamed", "slug": "renamed", "overlap": 1, "strategy": "random", "seed": 0}
ANSWERS = {"answers": CORRECTED, "number": 1, "base": {}}  # on the draft that make_tenant saved
PREDICTION = {"scheme": "done", "model": "critic-2", "answer": {"choice": "yes"}}
# By address: a body that is taken, as JSON where scripts send it.
BODIES: dict[str, Any] = {
    "annotations:draft": json.dumps(ANSWERS),
    "annotations:submit": json.dumps(ANSWERS),
    "annotations:skip": json.dumps({"reason": "too long"}),
    "annotations:flag": json.dumps({"reason": "broken"}),
    "assignments:resolve_flag": {"outcome": "nothing_wrong"},
    "projects:create": PROJECT,
    "projects:change": PROJECT,
    "schemes:edit": {"text": "annotation_schemes: []", "stand": "of another day"},
    "schemes:preview": {"text": "annotation_schemes: []"},
    "schemes:promote": {"scheme": "1", "key": "none", "name": "none", "stand": "of another day"},
    "exports:list": {"exporter": "trajectory_correction"},
    "ingest:list": json.dumps({"name": "a.jsonl", "size": 9, "modified": 1}),
    "ingest:choose": {"format": "codex"},
    "imports:begin": {"config": "weather/config.yaml", "address": "weather"},
    "api_projects": json.dumps({"name": "Another"}),
    "api_project": json.dumps({"name": "Renamed", "overlap": 1}),
    "api_trace_predictions": json.dumps(PREDICTION),
    "api_trace_batch": json.dumps({"id": "x", "structured_turns": [{"role": "user", "content": "Hello."}]}),
    "api_predictions": json.dumps({"predictions": [{"identity": "t1", **PREDICTION}]}),
    "api_assignment_draft": json.dumps(ANSWERS),
    "api_assignment_submit": json.dumps(ANSWERS),
    "api_assignment_skip": json.dumps({"reason": "too long"}),
    "api_assignment_flag": json.dumps({"reason": "broken"}),
    "api_flag_resolve": json.dumps({"outcome": "nothing_wrong"}),
    "api_exports": json.dumps({"exporter": "trajectory_correction"}),
    "tenants:people": {"email": "x@acme.test", "role": "annotator"},
    "tenants:person": {"role": "reviewer"},
    "tenants:pause": {"paused": "on"},
    "tenants:link": {"email": "x@acme.test", "role": "annotator"},
    "tenants:accept_invitation": {"public_name": "New", "password": "correct horse battery"},
    "account_login": {"login": "acme-owner@acme.test", "password": "wrong"},
    "account_reset_password": {"email": "acme-owner@acme.test"},
    "organization_admin:projects_project_add": PROJECT,
    "organization_admin:projects_project_change": PROJECT,
    "organization_admin:tenants_invitation_add": {"email": "x@acme.test", "role": "annotator"},
    "organization_admin:tenants_membership_change": {"public_name": "Renamed", "role": "annotator"},
    "organization_admin:tenants_membership_changelist": {"action": "pause", "_selected_action": ["1"]},
    "organization_admin:tenants_invitation_delete": {"post": "yes"},
    "organization_admin:traces_trace_delete": {"post": "yes"},
}


def test_every_body_belongs_to_an_address():
    assert set(BODIES) <= {address.name for address in ADDRESSES}


def ask(client: Client, method: str, url: str, address: Address, **headers: str) -> HttpResponse:
    body = BODIES.get(address.name, {}) if method != "GET" else {}
    if isinstance(body, str):
        answer = client.generic(method, url, body, "application/json", headers=headers)
    elif method in ("GET", "POST"):
        answer = getattr(client, method.lower())(url, body, headers=headers)
    else:
        answer = client.generic(method, url, headers=headers)
    if answer.streaming:
        list(answer)  # a download is read to its end, and its file closed
    return answer


# ---- The sweep ----


def unguarded(found: list[Address]) -> list[str]:
    """Pages of an organization that say no least role; its admin is guarded as a whole."""
    return [str(address) for address in found if address.is_page and not address.is_admin and not address.least_role]


def test_every_page_says_its_least_role():
    assert unguarded(ADDRESSES) == []


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_nobody_changes_nothing(world: World, address: Address):
    url = fill(address, world.acme)
    for method in METHODS:
        answer = ask(world.browser(None), method, url, address)
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, method
    if address.name != "tenants:accept_invitation":  # whoever has that link may
        world.assert_untouched(world.acme)
    world.assert_untouched(world.other)


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_nobody_is_sent_to_the_login_alike_where_there_is_something_and_where_not(world: World, address: Address):
    for method in METHODS:
        for others in ({}, {"organization": "no-such", "project": "no-such", **IDS}):
            url = fill(address, world.acme, **others)
            page = ask(world.browser(None), method, url, address, Accept="text/html")
            script = ask(world.browser(None), method, url, address, Accept="application/json")
            if page.status_code != HTTPStatus.UNAUTHORIZED:  # a body in JSON is a script's
                assert (page.status_code, page["Location"]) == (HTTPStatus.FOUND, f"/accounts/login/?next={url}")
            assert script.status_code == HTTPStatus.UNAUTHORIZED


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_a_stranger_finds_nothing(world: World, address: Address):
    stranger = world.other.owner
    for method in METHODS:
        answer = ask(world.browser(stranger), method, fill(address, world.acme), address)
        nowhere = ask(world.browser(stranger), method, fill(address, world.acme, organization="no-such"), address)
        assert answer.status_code == nowhere.status_code == HTTPStatus.NOT_FOUND, method
        assert answer.content == nowhere.content, method
    world.assert_untouched(world.acme)


@pytest.mark.parametrize("address", [a for a in PAGES if set(a.parameters) & set(IDS)], ids=str)
def test_a_foreign_id_is_an_id_that_does_not_exist(world: World, address: Address):
    """The owner, who may everything at home, with each id of the other tenant in turn."""
    for parameter in set(address.parameters) & set(IDS):
        pk = ARGUMENTS[parameter](address, world.other)
        foreign = fill(address, world.acme, **{parameter: pk})
        nowhere = fill(address, world.acme, **{parameter: NOWHERE})
        for method in METHODS:
            answer = ask(world.browser(world.acme.owner), method, foreign, address)
            missing = ask(world.browser(world.acme.owner), method, nowhere, address)
            assert answer.status_code == missing.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, method
            # Django's admin sends .../7/ on to .../7/change/ unseen.
            assert answer.get("Location", "").replace(f"/{pk}/", f"/{NOWHERE}/") == missing.get("Location", ""), method
            assert answer.content == missing.content, method
            assert answer.status_code >= HTTPStatus.FOUND, method
    world.assert_untouched(world.other)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("address", PAGES, ids=str)
def test_a_member_gets_what_their_role_may(world: World, address: Address, role: str):
    url = fill(address, world.acme)
    for method in METHODS:
        answer = ask(world.browser(world.acme.people[role]), method, url, address)
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, method
        too_low = not Role(role).reaches(address.least_role or Role.REVIEWER)
        if too_low:
            assert answer.status_code in (HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED), method
        elif not address.is_admin:
            assert answer.status_code not in (HTTPStatus.FORBIDDEN, HTTPStatus.UNAUTHORIZED), method
        if "assignment" in address.parameters and role != "annotator":  # it is the annotator's
            assert answer.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED), method
    world.assert_untouched(world.other)


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_who_is_paused_may_no_more_than_an_annotator(world: World, address: Address):
    with scope(world.acme.organization.pk):
        Membership.objects.filter(pk=world.acme.manager.pk).update(paused=True)
    url, before = fill(address, world.acme), stored(world.acme)
    for method in METHODS:
        answer = ask(world.browser(world.acme.manager), method, url, address)
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, method
        if address.least_role != Role.ANNOTATOR:
            assert answer.status_code in (HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED), method
    assert stored(world.acme) == before


@pytest.mark.parametrize("address", BESIDE, ids=str)
def test_pages_beside_the_organizations_hold_together(world: World, address: Address):
    url = fill(address, world.acme)
    for person in world.acme.people.values():
        for method in METHODS:
            answer = ask(world.browser(person), method, url, address)
            assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, method
    world.assert_untouched(world.other)


ODD = [
    "?q=%00&s=%00&term=%00",
    "?page=99999999999999999999&p=99999999999999999999",
    "?page=-1&p=-1&sort=nothing&o=nothing.-9",
    "?id=%00&id__exact=many&project__id__exact=%00&by__id__exact=many&nothing__at__all=1",
    "?_popup=1&_to_field=password",
    "?app_label=tenants&model_name=user&field_name=password&term=x",
]


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_an_odd_question_is_no_error_of_ours(world: World, address: Address):
    """NUL, numbers beyond any column, names that mean nothing, in what lists and searches read from the address."""
    browser, url = world.browser(world.acme.owner), fill(address, world.acme)
    for question in ODD:
        answer = ask(browser, "GET", url + question, address)
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, question


@pytest.mark.parametrize("address", [a for a in PAGES if set(a.parameters) & set(IDS)], ids=str)
def test_an_id_beyond_any_column_is_not_found(world: World, address: Address):
    browser = world.browser(world.acme.owner)
    for parameter in set(address.parameters) & set(IDS):
        answer = browser.get(fill(address, world.acme, **{parameter: 10**30}))
        assert HTTPStatus.FOUND <= answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR


@pytest.mark.parametrize("name", [name for name, body in BODIES.items() if isinstance(body, dict)])
def test_a_nul_in_a_form_is_no_error_of_ours(world: World, name: str):
    """PostgreSQL stores no NUL: a form must refuse it before the database does."""
    [address] = [address for address in ADDRESSES if address.name == name]
    body = {key: f"{value}\0" if isinstance(value, str) else value for key, value in BODIES[name].items()}
    for person in (None, world.acme.owner):
        answer = world.browser(person).post(fill(address, world.acme), body)
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR


def test_bodies_are_taken(world: World):
    """The sweep means little if its bodies are refused before anything is written."""
    by_name = {address.name: address for address in PAGES}
    people = (
        "tenants:people",
        "tenants:person",
        "tenants:pause",
        "tenants:link",
        "tenants:send_again",
        "tenants:revoke",
    )
    for name in (
        "annotations:submit",
        "projects:create",
        "exports:list",
        "projects:change",
        "imports:begin",
        "ingest:list",
        "ingest:choose",
        "ingest:begin",
        *people,
    ):
        before, address = stored(world.acme), by_name[name]
        person = world.acme.annotator if name.startswith("annotations") else world.acme.manager
        ask(world.browser(person), "POST", fill(address, world.acme), address)
        assert stored(world.acme) != before, name


# ---- The API ----


def test_every_operation_says_its_least_role():
    assert not [
        f"{method} /{address}"
        for address in API
        for method, operation in address.operations.items()
        if not hasattr(operation, "least_role") and address.name != "api_schema"
    ]


@pytest.mark.parametrize("address", API, ids=str)
def test_the_api_takes_tokens_only(world: World, address: Address):
    for person in (None, world.acme.owner):
        for method in METHODS:
            answer = ask(world.browser(person), method, fill(address, world.acme), address)
            assert answer.status_code == HTTPStatus.UNAUTHORIZED, method
    world.assert_untouched(world.acme)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("address", API, ids=str)
def test_a_token_may_what_its_role_may(world: World, address: Address, role: str):
    url = fill(address, world.acme)
    for method in METHODS:
        answer = ask(world.script(world.acme.people[role]), method, url, address)
        least = getattr(address.operations.get(method), "least_role", Role.ANNOTATOR)
        if method not in address.operations:
            assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED, method
        elif not Role(role).reaches(least):
            assert answer.status_code == HTTPStatus.FORBIDDEN, method
        elif "assignment" in address.parameters and role != "annotator":  # it is the annotator's
            assert answer.status_code == HTTPStatus.NOT_FOUND, method
        else:
            assert answer.status_code < HTTPStatus.MULTIPLE_CHOICES or answer.status_code == HTTPStatus.CONFLICT, method
        assert b"other-" not in b"".join(answer), method  # the other tenant's people and project
    world.assert_untouched(world.other)


@pytest.mark.parametrize("address", [a for a in API if "project" in a.parameters], ids=str)
def test_what_is_the_other_tenants_is_to_a_token_what_does_not_exist(world: World, address: Address):
    """The owner's token with each id of the other tenant in turn, and with a project that only the other has."""
    script = world.script(world.acme.owner)
    foreign = {name: ARGUMENTS[name](address, world.other) for name in set(address.parameters) & set(IDS)}
    for parameter, value in {**foreign, "project": ONLY_OTHER}.items():
        nowhere = {**IDS, "project": "no-such"}[parameter]
        for method in address.operations:
            answer = ask(script, method, fill(address, world.acme, **{parameter: value}), address)
            missing = ask(script, method, fill(address, world.acme, **{parameter: nowhere}), address)
            assert answer.status_code == missing.status_code == HTTPStatus.NOT_FOUND, (method, parameter)
            assert answer.content == missing.content, (method, parameter)
    world.assert_untouched(world.acme)
    world.assert_untouched(world.other)


@pytest.mark.parametrize("address", API, ids=str)
def test_an_odd_question_to_the_api_is_no_error_of_ours(world: World, address: Address):
    script, url = world.script(world.acme.owner), fill(address, world.acme)
    for question in (*ODD, "?cursor=WzFd", "?since=0001-01-01T00:00:00%2B14:00", f"?trace={10**30}"):
        assert ask(script, "GET", url + question, address).status_code < HTTPStatus.INTERNAL_SERVER_ERROR, question
    for parameter in set(address.parameters) & set(IDS):
        assert script.get(fill(address, world.acme, **{parameter: 10**30})).status_code < 500


@pytest.mark.parametrize("name", [name for name in BODIES if name.startswith("api_")])
def test_a_body_of_the_api_is_taken(world: World, name: str):
    [address] = [address for address in API if address.name == name]
    person = world.acme.annotator if "assignment" in name else world.acme.manager
    before = stored(world.acme)
    for method in address.operations.keys() - {"GET"}:
        ask(world.script(person), method, fill(address, world.acme), address)
    assert stored(world.acme) != before


# ---- Negative controls: the sweep finds what it looks for ----


def leak(request: HttpRequest, **_arguments: Any) -> HttpResponse:
    return HttpResponse("everything")


def test_a_page_without_a_guard_is_found():
    assert unguarded(list(walk([path("o/<slug:organization>/leak/", leak)]))) == ["o/<organization>/leak/"]


def test_a_parameter_that_cannot_be_filled_is_named(world: World):
    [address] = walk([path("o/<slug:organization>/leak/<int:unheard_of>/", leak)])
    with pytest.raises(pytest.fail.Exception, match="add 'unheard_of' to ARGUMENTS"):
        fill(address, world.acme)


def test_a_change_of_one_row_is_seen(world: World):
    with scope(world.other.organization.pk):
        Membership.objects.filter(pk=world.other.annotator.pk).update(paused=True)
    with pytest.raises(AssertionError, match="changed in other"):
        world.assert_untouched(world.other)
