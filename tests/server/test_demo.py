"""`manage.py demo` as a newcomer runs it: made once, served, ended by Ctrl-C without a process left."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.demo.people import PEOPLE
from tests.services.postgres import free_port

ROOT = Path(__file__).parent.parent.parent
READY = "Ctrl-C ends it"
SECONDS = 90


class Demo:
    """One run of the command in its own folder; `text` is what it has printed."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.log = folder.parent / f"{folder.name}-{port}.log"
        environment = {
            name: value for name, value in os.environ.items() if name not in ("SECRET_KEY", "DATABASE_URL", "VAR_DIR")
        }
        command = [sys.executable, str(ROOT / "manage.py"), "demo", "--port", str(port)]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, env={**environment, "DEMO_DIR": str(folder)}, stdout=log, stderr=log, start_new_session=True
            )

    @property
    def text(self) -> str:
        return self.log.read_text()

    def wait_for(self, words: str) -> None:
        deadline = time.monotonic() + SECONDS
        while words not in self.text:
            assert self.process.poll() is None, self.text
            assert time.monotonic() < deadline, self.text
            time.sleep(0.1)

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)

    def ended(self) -> int:
        return self.process.wait(SECONDS)

    def left(self) -> list[str]:
        """Commands of the processes that still run in this folder."""
        left = []
        for path in Path("/proc").glob("[0-9]*"):
            try:
                if f"DEMO_DIR={self.folder}".encode() in (path / "environ").read_bytes():
                    left.append((path / "cmdline").read_text().replace("\0", " "))
            except OSError:  # it ended meanwhile
                continue
        return left


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    demo = Demo(tmp_path_factory.mktemp("demo") / "var", free_port())
    demo.wait_for(READY)
    yield demo
    if demo.process.poll() is None:
        demo.end(signal.SIGKILL)


def wait_until_nothing_is_left(demo: Demo) -> None:
    deadline = time.monotonic() + 20
    while demo.left() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert demo.left() == []


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
    wait_until_nothing_is_left(made)
    again = Demo(made.folder, free_port())
    again.wait_for(READY)
    assert "Import" not in again.text
    assert again.end() == 0
    wait_until_nothing_is_left(again)


def test_a_killed_half_made_demo_is_made_anew_and_leaves_no_process(tmp_path: Path) -> None:
    first = Demo(tmp_path / "var", free_port())
    first.wait_for("Annotate")
    first.end(signal.SIGKILL)
    wait_until_nothing_is_left(first)
    again = Demo(first.folder, free_port())
    again.wait_for(READY)
    assert "starting over" in again.text
    again.end(signal.SIGKILL)
    wait_until_nothing_is_left(again)
