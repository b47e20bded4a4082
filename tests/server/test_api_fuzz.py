"""Random requests to every address of the API, well-formed and not, by everybody, with ids of both organizations.

No error of ours, every answer as the schema says, and not a row of the other organization is shown or changed.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test
from schemathesis import Case, GenerationMode, Response
from schemathesis.checks import ignored_auth
from schemathesis.specs.openapi.checks import positive_data_acceptance

from apps.assignments.models import Flag
from apps.schemes.models import Scheme
from apps.tenants.idempotency import HEADER
from apps.traces.models import Trace
from server.api import schema
from tests.factories import Tenant
from tests.world import ONLY_OTHER, World, newest, seeded, world

__all__ = ["seeded", "world"]  # fixtures

DESCRIBED = schemathesis.openapi.from_dict(json.loads(json.dumps(schema())))
DESCRIBED.app = get_wsgi_application()
OPERATIONS = [operation.ok() for operation in DESCRIBED.get_all_operations()]
CALLERS = ("owner", "annotator", "annotator", "manager", "reviewer")
FEW = settings(
    max_examples=20,
    stateful_step_count=15,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
MANY = settings(FEW, max_examples=200, derandomize=False)


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """A served request ends with its connection closed, and with it would end the transaction of the test."""
    both = (signals.request_started, signals.request_finished)
    for signal in both:
        signal.disconnect(close_old_connections)
    yield
    for signal in both:
        signal.connect(close_old_connections)


def places(world: World) -> list[dict[str, Any]]:
    """What the parameters of an address are filled with: one's own rows, the other's, what does not exist."""
    own, foreign = ids(world.acme), ids(world.other)
    return [own, own, foreign, {**own, "project": ONLY_OTHER}, dict.fromkeys(own, 2**31 - 1)]


def ids(tenant: Tenant) -> dict[str, Any]:
    return {
        "project": tenant.project.slug,
        "assignment": tenant.claimed.pk,
        "export": tenant.export.pk,
        "name": tenant.export.files[0]["name"],
        "trace": newest(Trace, tenant),
        "scheme": newest(Scheme, tenant),
        "flag": newest(Flag, tenant),
    }


def look_at(case: Case, answer: Response, **given: Any) -> None:
    checks = [ignored_auth]  # the sweep of tests/test_access.py asks without a token and with a wrong one
    if is_a_matter_of_meaning(case, answer):
        checks.append(positive_data_acceptance)
    case.validate_response(answer, excluded_checks=checks, **given)
    assert b"other-" not in answer.content, "a person or a project of the other organization"


def is_a_matter_of_meaning(case: Case, answer: Response) -> bool:
    """A schema cannot say which hosts are served and keys used, what a cursor holds, what is a log of a known format, or what a
    project's own schemes take.
    """
    if case.operation.path.endswith("/traces:batch"):
        return True
    named = [*(case.query or ()), *(case.headers or ()), *(case.body if isinstance(case.body, dict) else ())]
    of_meaning = {"host", "cursor", HEADER.lower(), "answers", "predictions"}
    is_prediction = isinstance(case.body, dict) and "model" in case.body
    return is_prediction or bool(of_meaning & {name.lower() for name in named}) or b'"code":"blank"' in answer.content


def fuzz(world: World, operation: Any, how: settings) -> None:
    strategies = [
        operation.as_strategy(generation_mode=mode, path_parameters=filled(operation, place))
        for mode in GenerationMode
        for place in places(world)
    ]
    tokens = {role: world.tokens[world.acme.people[role].pk] for role in CALLERS}

    @how
    @given(case=st.one_of(strategies), role=st.sampled_from(CALLERS))
    def ask(case: Case, role: str) -> None:
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {tokens[role]}"}
        look_at(case, case.call())

    ask()
    world.assert_untouched(world.other)


def filled(operation: Any, place: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in place.items() if f"{{{name}}}" in operation.path}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_random_requests_are_answered_as_described(world: World, operation: Any):
    fuzz(world, operation, FEW)


@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_many_random_requests_are_answered_as_described(world: World, operation: Any):
    fuzz(world, operation, MANY)


def play(world: World, how: settings) -> None:
    """Requests that build on each other's answers: what was made or listed is asked for, changed, cancelled."""
    token = world.tokens[world.acme.owner.pk]

    class Play(DESCRIBED.as_state_machine()):
        def setup(self) -> None:
            self.rows = transaction.atomic()
            self.rows.__enter__()

        def teardown(self) -> None:
            """Every play begins with the same rows, or it could not be told what it depends on."""
            transaction.set_rollback(True)
            self.rows.__exit__(None, None, None)
            super().teardown()

        def before_call(self, case: Case) -> None:
            if "project" in case.path_parameters:
                case.path_parameters["project"] = world.acme.project.slug

        def get_call_kwargs(self, case: Case) -> dict[str, Any]:
            return {"headers": {"Authorization": f"Bearer {token}"}}

        def validate_response(self, response: Response, case: Case, **given: Any) -> None:
            given.pop("additional_checks", None)
            look_at(case, response, **given)

    run_state_machine_as_test(Play, settings=how)
    world.assert_untouched(world.other)


@pytest.mark.slow
def test_requests_that_build_on_each_other_are_answered_as_described(world: World):
    play(world, FEW)


@pytest.mark.slow
def test_many_requests_that_build_on_each_other_are_answered_as_described(world: World):
    play(world, MANY)
