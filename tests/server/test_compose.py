"""The production files: what Compose refuses, who gets which secret, and every service's command run on this machine."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.server import compose
from tests.server.installation import REQUIRED, Installation, installation

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


# ---- Every service, run ----

needs_postgresql = pytest.mark.skipif(not settings.ON_POSTGRESQL, reason="runs in the PostgreSQL part of the tests")
IN_ORDER = compose.in_order(compose.services(REQUIRED))
TRIED = {"command", "environment", "healthcheck", "depends_on", "stop_grace_period"}
NEEDS_DOCKER = {
    "image": "the machine's PostgreSQL and Redis run in place of the images",
    "build": "the image is built nowhere here; hadolint reads the Dockerfile, and its ENV and HEALTHCHECK are used",
    "init": "Docker's own first process passes signals on",
    "restart": "Docker starts again what has died",
    "cap_drop": "the kernel's capabilities of a container",
    "security_opt": "no new privileges, by the kernel",
    "volumes": "folders of this machine are in their places; the files mounted for the first start are run",
    "ports": "the loopback and free ports are taken instead",
}


def test_what_needs_docker_is_named() -> None:
    """Every key of every service is tried below or stands in the list with the reason; so does nothing else."""
    used = {key for service in compose.services(REQUIRED).values() for key in service}
    assert used == TRIED | set(NEEDS_DOCKER)


def test_services_start_after_those_they_depend_on() -> None:
    assert IN_ORDER == ["postgres", "migrate", "valkey", "web", "worker"]


def test_every_service_that_stays_has_a_health_check() -> None:
    services = compose.services(REQUIRED)
    assert [name for name in IN_ORDER if compose.health_check(services[name]) is None] == ["migrate"]


def test_a_check_of_the_image_is_read_with_its_times() -> None:
    check = compose.health_check(compose.services(REQUIRED)["web"])
    assert check and check.command[0] == "python"
    assert (check.interval, check.timeout, check.retries, check.start_period) == (30, 5, 3, 20)
    assert check.patience == 20 + 3 * (30 + 5)


@pytest.fixture(scope="module")
def here() -> Iterator[Installation]:
    with installation() as made:
        yield made


@pytest.mark.slow
@needs_postgresql
@pytest.mark.parametrize("name", IN_ORDER)
def test_a_service_starts_gets_healthy_and_ends_when_asked(here: Installation, name: str) -> None:
    """Its command with its environment, after what it depends on; its own health check; a signal and its time to stop."""
    here.up(name)
    if name != "migrate":  # which has ended by itself
        here.down(name)


@pytest.mark.slow
@needs_postgresql
def test_a_web_process_without_its_database_is_not_healthy(here: Installation) -> None:
    """Or a check that always passes would pass above."""
    here.up("web")
    check = compose.health_check(here.services["web"])
    assert check and here.checked("web", check) is None
    here.down("postgres")
    assert here.checked("web", check) is not None
    here.up("postgres")
    here.wait_until_healthy("web")


@pytest.mark.slow
@needs_postgresql
def test_a_wrong_password_opens_no_database(here: Installation) -> None:
    here.up("migrate")
    wrong = {**here.env("web"), "DATABASE_URL": here.env("web")["DATABASE_URL"].replace("apppassword", "guessed")}
    asked = subprocess.run(
        ["python", "manage.py", "create_organization", "acme", "--owner", "owner@example.org"],
        env=wrong,
        cwd=compose.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode != 0 and "password authentication failed" in asked.stderr


@pytest.mark.slow
@needs_postgresql
def test_web_serves_pages_and_hashed_files_as_the_app_user(here: Installation) -> None:
    here.up("web")
    assert here.get("/healthz") == "ok\n"
    stylesheet = re.search(r"/static/css/base\.[0-9a-f]{12}\.css", here.get("/accounts/login/"))
    assert stylesheet
    assert "{" in here.get(stylesheet[0])


@pytest.mark.slow
@needs_postgresql
def test_first_organization_is_made_as_the_app_user(here: Installation) -> None:
    here.up("migrate")
    made = here.run("web", ["python", "manage.py", "create_organization", "acme", "--owner", "owner@example.org"])
    assert "https://tracewright.example.org/invitation/" in made.stdout


@pytest.mark.slow
@needs_postgresql
def test_no_command_but_migrate_runs_as_the_owner(here: Installation) -> None:
    here.up("migrate")
    command = ["python", "manage.py", "create_organization", "acme", "--owner", "owner@example.org"]
    with pytest.raises(subprocess.CalledProcessError) as refused:
        here.run("migrate", command)
    assert "owns tables" in refused.value.stderr
