"""`manage.py start CONFIG -p PORT`: a project is imported once and served; what changed comes in with the next start."""

import json
import re
import shutil
import signal
import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.worker import database_url
from tests.server.local_server import ROOT, LocalServer
from tests.services.postgres import free_port
from tests.tracewright.folders import labels, make_project, step_edit

READY = "Ctrl-C ends it"
EXAMPLE = ROOT / "examples" / "agent-traces" / "trajectory-correction"


class Start(LocalServer):
    """One run of the command; VAR_DIR is `folder`."""

    def __init__(self, folder: Path, config: Path, *arguments: str, port: int = 0, **environment: str) -> None:
        self.port = port or free_port()
        command = ["start", str(config), "-p", str(self.port), *arguments]
        super().__init__(folder, command, {"VAR_DIR": str(folder), **environment})

    def page(self, path: str) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as response:
            status: int = response.status
            return status

    def complaint(self) -> str:
        """Of a command that ended by itself."""
        assert self.ended() == 1
        assert "Traceback" not in self.text
        return self.text.removeprefix("CommandError: ")


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """A copy of the example, imported and served; the tests below change and start it again, in their order."""
    folder = tmp_path_factory.mktemp("start")
    shutil.copytree(EXAMPLE, folder / "project")
    server = Start(folder / "var", folder / "project" / "config.yaml")
    server.wait_for(READY)
    yield server
    if server.process.poll() is None:
        server.end(signal.SIGKILL)


def anew(started: Start) -> Start:
    """In its folder, also where another process ran the test that ends it."""
    if started.process.poll() is None:
        started.end()
        started.wait_until_nothing_is_left()
    return Start(started.folder, started.folder.parent / "project")


def test_it_imports_the_project_serves_it_and_says_how_to_sign_in(started: Start) -> None:
    assert started.page("/accounts/login/") == 200
    assert "Project home/trajectory-correction created." in started.text
    assert "12 new" in started.text
    assert f"http://127.0.0.1:{started.port}/o/home/p/trajectory-correction/annotate/" in started.text
    assert re.search(r"owner@localhost with the password \S{12} \(shown this once\)", started.text)


@pytest.mark.slow
def test_a_second_one_in_the_same_folder_is_told_of_the_first(started: Start) -> None:
    second = Start(started.folder, EXAMPLE)
    assert f"is running already (process {started.process.pid}" in second.complaint()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_leaves_no_process_and_the_next_start_finds_all(started: Start, number: int) -> None:
    server = started if number == signal.SIGINT else anew(started)
    server.wait_for(READY)
    assert server.end(number) == 0
    server.wait_until_nothing_is_left()
    if server is not started:
        assert "Project home/trajectory-correction as before: 12 traces, 0 stored answers." in server.text
        assert "with the password" not in server.text


@pytest.mark.slow
def test_what_has_changed_in_the_folder_comes_in_with_the_next_start(started: Start) -> None:
    project = started.folder.parent / "project"
    traces = (project / "data" / "traces.jsonl").read_text().splitlines()
    changed = {**json.loads(traces[0]), "final_answer": "another"}
    new = {**json.loads(traces[1]), "id": "a-new-one"}
    (project / "data" / "traces.jsonl").write_text("\n".join(json.dumps(t) for t in (changed, new)))
    again = anew(started)
    again.wait_for(READY)
    assert "1 new, 1 changed, 0 as before" in again.text
    again.end(signal.SIGKILL)
    again.wait_until_nothing_is_left()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_database_that_the_environment_names_is_used(tmp_path: Path) -> None:
    """The test's own, SQLite or PostgreSQL, whose tables are there."""
    states = {"ann1": {"t1": labels(step_edit(0, "look here"))}}
    config = make_project(tmp_path / "project", states=states)
    server = Start(tmp_path / "var", config, "--email", "mirela@acme.test", DATABASE_URL=database_url())
    server.wait_for(READY)
    assert "mirela@acme.test with the password" in server.text
    assert "1 stored" in server.text
    assert not (tmp_path / "var" / "tracewright.sqlite3").exists()
    assert server.page("/healthz") == 200
    assert server.end() == 0
    server.wait_until_nothing_is_left()


# ---- What is wrong is said in a line ----


def complaint(tmp_path: Path, config: Path, *arguments: str, **options: object) -> str:
    return Start(tmp_path / "var", config, *arguments, **options).complaint()  # type: ignore[arg-type]


def test_a_config_that_does_not_exist(tmp_path: Path) -> None:
    assert complaint(tmp_path, tmp_path / "gone.yaml").endswith(
        "gone.yaml does not exist; give a config.yaml or its folder.\n"
    )


def test_a_folder_without_a_config(tmp_path: Path) -> None:
    assert "has no config.yaml (none of its .yaml files has an annotation_task_name)" in complaint(tmp_path, tmp_path)


@pytest.mark.slow
def test_yaml_that_cannot_be_read_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("annotation_task_name: x\ntask_dir: [1\nport: 2\n")
    assert re.fullmatch(r"config.yaml: not YAML: .*line 3 column 5.*\n", complaint(tmp_path, tmp_path))


@pytest.mark.slow
def test_a_port_that_is_taken_or_none(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"For example: -p {port + 1}" in complaint(tmp_path, EXAMPLE, port=port)
    assert complaint(tmp_path, EXAMPLE, port=70000) == "70000 is no port; choose one from 1 to 65535.\n"


@pytest.mark.slow
def test_a_project_with_faults_is_refused_with_their_list_and_nothing_is_served(tmp_path: Path) -> None:
    config = make_project(tmp_path, ["{", '{"id": "t1"}', '{"steps": []}'])
    lines = complaint(tmp_path, config).splitlines()
    assert lines[0] == "Nothing was imported. Mend these first:"
    assert [line.split(":")[0] for line in lines[1:]] == ["  data/items.jsonl line 1", "  data/items.jsonl line 3"]


def test_an_address_that_is_none(tmp_path: Path) -> None:
    assert "--organization 'My Lab': an address is like 'my-lab'." in complaint(
        tmp_path, EXAMPLE, "--organization", "My Lab"
    )


@pytest.mark.slow
def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    url = f"postgres://nobody@127.0.0.1:{free_port()}/nothing"
    words = complaint(tmp_path, EXAMPLE, DATABASE_URL=url)
    assert words.startswith("The database does not answer:") and words.count("\n") == 1
