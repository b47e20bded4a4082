"""The OpenAPI description: complete, valid, with examples that hold, and the same in the documentation."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from jsonschema import Draft202012Validator, FormatChecker

from server.api import schema, urlpatterns
from tests.api import Script
from tests.factories import make_member, make_organization

KEPT = Path(__file__).parent.parent.parent / "docs" / "reference" / "openapi.yaml"
NOT_DESCRIBED = {"api_schema"}  # itself


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return json.loads(json.dumps(schema()))


def operations(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for address, methods in described["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {address}", operation


def test_it_is_valid_and_the_file_in_the_documentation_is_up_to_date(tmp_path: Path):
    call_command("spectacular", fail_on_warn=True, validate=True, file=str(tmp_path / "openapi.yaml"))
    assert (tmp_path / "openapi.yaml").read_text() == KEPT.read_text(), (
        "write it anew: manage.py spectacular --file docs/reference/openapi.yaml"
    )


def test_every_address_is_described(described: dict[str, Any]):
    assert len(described["paths"]) == len(urlpatterns) - len(NOT_DESCRIBED)


def test_every_operation_has_a_name_a_summary_and_says_who_is_refused(described: dict[str, Any]):
    names = [operation["operationId"] for _, operation in operations(described)]
    assert len(set(names)) == len(names)
    for place, operation in operations(described):
        assert operation["summary"], place
        assert operation["security"] == [{"token": []}], place
        assert {"401", "429"} <= set(operation["responses"]), place


def test_every_parameter_but_those_of_the_path_says_what_it_is(described: dict[str, Any]):
    assert not [
        (place, parameter["name"])
        for place, operation in operations(described)
        for parameter in operation.get("parameters", [])
        if parameter["in"] != "path" and not parameter.get("description")
    ]


def test_every_example_is_as_its_schema_says(described: dict[str, Any]):
    count = 0
    for place, operation in operations(described):
        for media in media_types(operation):
            for example in media.get("examples", {}).values():
                whole = {**media["schema"], "components": described["components"]}
                faults = Draft202012Validator(whole, format_checker=FormatChecker()).iter_errors(example["value"])
                assert not list(faults), place
                count += 1
    assert count > len(described["paths"]) / 2


def media_types(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in (operation.get("requestBody", {}), *operation["responses"].values()):
        yield from part.get("content", {}).values()


@pytest.mark.django_db
def test_it_is_served(described: dict[str, Any]):
    assert Script(make_member(make_organization())).get("schema").json() == described


def test_the_file_is_yaml_of_the_same(described: dict[str, Any]):
    assert yaml.safe_load(KEPT.read_text()) == described
