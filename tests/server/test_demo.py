"""`manage.py demo` as a newcomer runs it: made once, served, ended by Ctrl-C without a process left."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from server.demo.people import PEOPLE
from tests.server.local_server import ROOT, LocalServer
from tests.services.postgres import free_port

READY = "Ctrl-C ends it"
EXAMPLES = sorted(path.parent for path in ROOT.glob("examples/agent-traces/*/config.yaml"))


class Demo(LocalServer):
    """One run of the command in its own folder."""

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(folder, ["demo", "--port", str(port)], {"DEMO_DIR": str(folder)})
        self.port = port


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    demo = Demo(tmp_path_factory.mktemp("demo") / "var", free_port())
    demo.wait_for(READY)
    yield demo
    if demo.process.poll() is None:
        demo.end(signal.SIGKILL)


def test_it_serves_the_login_page(made: Demo) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{made.port}/accounts/login/", timeout=10) as response:
        assert response.status == 200


def test_it_prints_addresses_logins_and_where_the_files_lie(made: Demo) -> None:
    assert f"http://127.0.0.1:{made.port}/" in made.text
    assert all(person.email in made.text for person in PEOPLE)
    files = re.findall(r"(/\S+\.jsonl?) \(", made.text)
    assert [Path(file).name for file in files] == [
        "trajectory_corrections.json",
        "trajectory_sft.jsonl",
        "trajectory_dpo.jsonl",
    ]


def test_every_example_is_a_project_with_answers_of_several_people(made: Demo) -> None:
    with closing(sqlite3.connect(made.folder / "demo.sqlite3")) as database:
        people = database.execute(
            "select count(distinct member_id) from assignments_assignment where state = 'submitted' group by project_id"
        ).fetchall()
    assert len(people) == len(EXAMPLES)
    assert all(count >= 2 for (count,) in people)


def test_the_files_hold_what_the_demo_annotators_repaired(made: Demo) -> None:
    corrections, sft, dpo = (Path(file) for file in re.findall(r"(/\S+\.jsonl?) \(", made.text))
    assert json.loads(corrections.read_text())["n_edited"] == 6
    assert [len(path.read_text().splitlines()) for path in (sft, dpo)] == [6, 6]


def test_a_second_demo_in_the_same_folder_is_told_of_the_first(made: Demo) -> None:
    second = Demo(made.folder, free_port())
    assert second.ended() == 1
    assert "A demo is running already" in second.text


def test_other_commands_work_on_the_demo_by_its_env_file(made: Demo, tmp_path: Path) -> None:
    command = f". {made.folder}/env && {sys.executable} {ROOT}/manage.py export halden-lab/trajectory-correction"
    bare = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    subprocess.run(
        ["sh", "-c", f"{command} -f trajectory_correction -o {tmp_path}"],
        env=bare,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    assert json.loads((tmp_path / "trajectory_corrections.json").read_text())["n_total"] == 6


def test_a_command_without_settings_says_what_to_set(tmp_path: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    command = [sys.executable, str(ROOT / "manage.py"), "check"]
    ended = subprocess.run(command, env=bare, check=False, capture_output=True, text=True)
    assert ended.returncode == 1
    assert "SECRET_KEY" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_used_port_is_told_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        demo = Demo(tmp_path / "var", port)
        assert demo.ended() == 1
    assert f"Port {port}" in demo.text
    assert f"PORT={port + 1}" in demo.text


def test_ctrl_c_leaves_no_process_and_the_next_run_goes_on(made: Demo) -> None:
    assert made.end() == 0
    made.wait_until_nothing_is_left()
    again = Demo(made.folder, free_port())
    again.wait_for(READY)
    assert "Import" not in again.text
    assert again.end() == 0
    again.wait_until_nothing_is_left()


@pytest.mark.slow
def test_a_killed_half_made_demo_is_made_anew_and_leaves_no_process(tmp_path: Path) -> None:
    first = Demo(tmp_path / "var", free_port())
    first.wait_for("Annotate")
    first.end(signal.SIGKILL)
    first.wait_until_nothing_is_left()
    again = Demo(first.folder, free_port())
    again.wait_for(READY)
    assert "starting over" in again.text
    again.end(signal.SIGKILL)
    again.wait_until_nothing_is_left()
