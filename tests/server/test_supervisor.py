"""Real processes: what is started again, and that nothing is left behind, however the supervisor ends."""

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from server.supervisor import Child, PortInUse, Supervisor

ROOT = Path(__file__).parent.parent.parent

# A child with a child of its own, both deaf to SIGTERM: the worst that a worker with a pool can be.
STUBBORN = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.fork()
while True:
    time.sleep(1)
"""
POLITE = "import time; time.sleep(1000)"
# The supervisor as a process of its own, with one child that runs the given code.
PROGRAM = """
import sys
from server.supervisor import Child, Supervisor
sys.exit(Supervisor([Child("child", [sys.executable, *sys.argv[1:]])], lambda line: print(line, flush=True)).run())
"""


@pytest.fixture
def mark():
    """A value in the environment of everything a test starts, by which it is found again."""
    return uuid.uuid4().hex


def marked(mark: str) -> list[int]:
    """The processes that carry the mark, without those that are dead and only not yet collected."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes() and ") Z " not in (folder / "stat").read_text():
                found.append(int(folder.name))
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return found


def supervise(mark: str, *arguments: str, **environment: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}", "MARK": mark, **environment},
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def wait_until(met, seconds: float) -> float:
    began = time.monotonic()
    while not met():
        assert time.monotonic() - began < seconds, f"not within {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - began


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_ends_at_once_and_leaves_nothing(mark, number):
    with supervise(mark, "-c", POLITE) as process:
        wait_until(lambda: len(marked(mark)) == 3, 10)  # itself, guard, child
        process.send_signal(number)
        assert process.wait(3) == 0
    assert marked(mark) == []


def test_a_child_deaf_to_the_asking_is_killed_with_what_it_started(mark):
    with supervise(mark, "-c", STUBBORN) as process:
        wait_until(lambda: len(marked(mark)) == 4, 10)
        process.terminate()
        assert process.wait(8) == 0
    assert marked(mark) == []


def test_asked_twice_it_does_not_wait(mark):
    with supervise(mark, "-c", STUBBORN) as process:
        wait_until(lambda: len(marked(mark)) == 4, 10)
        process.terminate()
        time.sleep(0.3)
        process.terminate()
        assert process.wait(2) == 0
    assert marked(mark) == []


def test_killed_itself_it_leaves_nothing_either(mark):
    with supervise(mark, "-c", STUBBORN) as process:
        wait_until(lambda: len(marked(mark)) == 4, 10)
        process.kill()
        process.wait()
        wait_until(lambda: marked(mark) == [], 8)


def test_killed_itself_it_leaves_no_worker_and_no_pool(mark):
    worker = ("-m", "celery", "--app", "server.celery", "worker", "--concurrency", "2")
    with supervise(mark, *worker, DJANGO_SETTINGS_MODULE="tests.settings") as process:
        wait_until(lambda: len(marked(mark)) == 5, 20)  # itself, guard, worker, two of its pool
        process.kill()
        process.wait()
        wait_until(lambda: marked(mark) == [], 8)


def test_a_killed_guard_is_replaced(mark):
    with supervise(mark, "-c", POLITE) as process:
        wait_until(lambda: len(marked(mark)) == 3, 10)
        [old] = [pid for pid in marked(mark) if b"supervisor.py" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        os.kill(old, signal.SIGKILL)
        wait_until(lambda: len(marked(mark)) == 3 and old not in marked(mark), 5)
        time.sleep(0.3)
        process.kill()
        process.wait()
        wait_until(lambda: marked(mark) == [], 8)


def test_a_child_that_dies_is_started_again_later_each_time():
    lines: list[str] = []
    supervisor = Supervisor([Child("brief", [sys.executable, "-c", "raise SystemExit(3)"])], lines.append)
    supervisor.start()
    try:
        began = time.monotonic()
        while sum("ended with code" in line for line in lines) < 2:
            supervisor.look_after()
            time.sleep(0.02)
            assert time.monotonic() - began < 10
    finally:
        supervisor.stop()
    deaths = [line for line in lines if "ended with code" in line]
    assert deaths == [
        "brief ended with code 3; it starts again in 0.5 s",
        "brief ended with code 3; it starts again in 1 s",
    ]


def test_a_child_gets_its_environment_beside_ours(tmp_path):
    code = "import os; open(os.environ['OUT'], 'w').write(os.environ['PATH'][:1]); import time; time.sleep(100)"
    supervisor = Supervisor([Child("writer", [sys.executable, "-c", code], {"OUT": str(tmp_path / "out")})])
    supervisor.start()
    try:
        wait_until(lambda: (tmp_path / "out").exists() and (tmp_path / "out").read_text(), 5)
    finally:
        supervisor.stop()


def test_a_port_in_use_is_named_before_anything_starts():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        lines: list[str] = []
        with pytest.raises(PortInUse, match=f"Port {port} of 127.0.0.1 cannot be used for web"):
            Supervisor([Child("web", ["true"], port=port)], lines.append).run()
    assert lines == []
