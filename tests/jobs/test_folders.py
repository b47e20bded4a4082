"""Private folders: private, gone with their shard, and swept when their process was killed."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from apps.jobs.folders import PREFIX, private_folder, remove_abandoned

ROOT = Path(__file__).parent.parent.parent
HOLDS = """
import time
from apps.jobs.folders import private_folder
with private_folder() as folder:
    (folder / "data").mkdir()
    (folder / "data" / "file").write_text("what was unpacked")
    print(folder, flush=True)
    time.sleep(1000)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """The system's folder for temporary files, of this test alone."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_only_its_user_may_enter_it_and_it_goes_away_with_its_content():
    with private_folder() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "file").touch()
    assert not folder.exists()


def test_it_goes_away_when_the_work_in_it_fails():
    with pytest.raises(RuntimeError), private_folder() as folder:
        raise RuntimeError
    assert not folder.exists()


def test_a_folder_whose_process_lives_is_left_alone():
    with private_folder() as folder:
        assert remove_abandoned() == 0
        assert folder.exists()


def test_a_folder_whose_process_was_killed_is_removed(temporary):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}", "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        folder = Path(process.stdout.readline().strip())
        assert remove_abandoned() == 0
        process.send_signal(signal.SIGKILL)
    assert (folder / "data" / "file").exists()
    assert remove_abandoned() == 1
    assert not folder.exists()


def test_a_link_or_a_file_of_such_a_name_is_not_followed(temporary, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "precious").touch()
    (temporary / f"{PREFIX}link").symlink_to(elsewhere)
    (temporary / f"{PREFIX}file").touch()
    assert remove_abandoned() == 0
    assert (elsewhere / "precious").exists()


def test_a_sweeper_never_takes_a_folder_from_somebody_who_is_just_making_it():
    over = threading.Event()

    def sweep() -> None:
        while not over.is_set():
            remove_abandoned()

    sweepers = [threading.Thread(target=sweep) for _ in range(2)]
    for sweeper in sweepers:
        sweeper.start()
    try:
        deadline = time.monotonic() + 1
        while time.monotonic() < deadline:
            with private_folder() as folder:
                (folder / "file").touch()
                assert (folder / "file").exists()
    finally:
        over.set()
        for sweeper in sweepers:
            sweeper.join()
