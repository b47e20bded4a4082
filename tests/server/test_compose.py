"""The production files: what Compose refuses, who gets which secret, and every service's command run on this machine."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.server import compose
from tests.server.installation import REQUIRED, Installation
from tests.services.postgres import postgres
from tests.services.redis import redis_server

OURS = ("web", "worker", "migrate")


def test_the_file_keeps_to_the_compose_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(compose.FILE)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("name", REQUIRED)
def test_nothing_starts_without_a_required_variable(name: str) -> None:
    with pytest.raises(compose.Missing, match=name):
        compose.services({key: value for key, value in REQUIRED.items() if key != name})


def test_the_example_lists_every_variable_of_the_file() -> None:
    listed = set(re.findall(r"^#?([A-Z_]+)=", (compose.ROOT / ".env.example").read_text(), re.MULTILINE))
    assert listed == {found["name"] for found in compose.VARIABLE.finditer(compose.FILE.read_text())}


def test_the_example_shows_the_defaults_of_the_file() -> None:
    shown = dict(re.findall(r"^#([A-Z_]+)=(.*)$", (compose.ROOT / ".env.example").read_text(), re.MULTILINE))
    assert shown == {
        found["name"]: found["rest"]
        for found in compose.VARIABLE.finditer(compose.FILE.read_text())
        if found["sign"] == "-"
    }


def test_only_migrate_has_the_owners_password() -> None:
    services = compose.services(REQUIRED)
    holders = {name for name in OURS if "ownerpassword" in str(services[name])}
    assert holders == {"migrate"}


def test_only_the_web_process_is_published_and_only_on_the_loopback() -> None:
    published = {name: service["ports"] for name, service in compose.services(REQUIRED).items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:8000:8000"]}


def test_what_the_image_copies_is_there() -> None:
    lines = (compose.ROOT / ".dockerignore").read_text().split()
    kept = [line[1:] for line in lines if line.startswith("!") and line != "!locale"]  # locale comes with translations
    assert [path for path in kept if not (compose.ROOT / path).exists()] == []


# ---- Every command, run ----

needs_postgresql = pytest.mark.skipif(not settings.ON_POSTGRESQL, reason="runs in the PostgreSQL part of the tests")


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with postgres() as url, redis_server() as redis_url:
        yield Installation(tmp_path_factory.mktemp("installation"), url.split("@")[1].split("/")[0], redis_url[:-2])


@pytest.mark.slow
@needs_postgresql
def test_web_serves_pages_and_hashed_files_as_the_app_user(installation: Installation) -> None:
    with installation.service("web", ready="Application startup complete"):
        assert installation.get("/healthz") == "ok\n"
        stylesheet = re.search(r"/static/css/base\.[0-9a-f]{12}\.css", installation.get("/accounts/login/"))
        assert stylesheet
        assert "{" in installation.get(stylesheet[0])


@pytest.mark.slow
@needs_postgresql
def test_worker_answers_its_health_check(installation: Installation) -> None:
    check = installation.services["worker"]["healthcheck"]["test"][1].replace("$HOSTNAME", "$(hostname)")
    with installation.service("worker", ready="ready."):
        assert "pong" in installation.run("worker", ["sh", "-c", check]).stdout


@pytest.mark.slow
@needs_postgresql
def test_first_organization_is_made_as_the_app_user(installation: Installation) -> None:
    made = installation.run(
        "web", ["python", "manage.py", "create_organization", "acme", "--owner", "owner@example.org"]
    )
    assert "https://tracewright.example.org/invitation/" in made.stdout


@pytest.mark.slow
@needs_postgresql
def test_no_command_but_migrate_runs_as_the_owner(installation: Installation) -> None:
    command = ["python", "manage.py", "create_organization", "acme", "--owner", "owner@example.org"]
    with pytest.raises(subprocess.CalledProcessError) as refused:
        installation.run("migrate", command)
    assert "owns tables" in refused.value.stderr
