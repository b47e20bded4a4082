"""Web processes that see what the others have in hand: real processes, for a lock is a process's."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server import neighbours
from server.neighbours import PLACES, Neighbours

PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from server.neighbours import Neighbours
here = Neighbours(Path(sys.argv[2]))
for line in sys.stdin:
    if line == "leave\\n":
        here.leave()
        break
    here.tell(int(line))
    print(here.fewest(), flush=True)
"""


class Other:
    """A process of its own that tells what it has in hand."""

    def __init__(self, file: Path) -> None:
        program = [sys.executable, "-c", PROGRAM, str(Path(neighbours.__file__).parent.parent), str(file)]
        self.process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def has(self, in_hand: int) -> str:
        """What it sees of the others after it told."""
        assert self.process.stdin and self.process.stdout
        print(in_hand, file=self.process.stdin, flush=True)
        return self.process.stdout.readline().strip()

    def leave(self) -> None:
        self.process.communicate("leave\n")

    def die(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "neighbours"


@pytest.fixture
def start(file: Path) -> Iterator[Callable[[], Other]]:
    started: list[Other] = []

    def start() -> Other:
        started.append(Other(file))
        return started[-1]

    yield start
    for other in started:
        other.die()


def test_who_is_alone_sees_nobody(file):
    here = Neighbours(file)
    here.tell(7)
    assert here.fewest() is None
    here.leave()


def test_processes_see_what_the_freest_of_the_others_has_in_hand(start):
    one, two, three = start(), start(), start()
    assert one.has(9) == "None"
    assert two.has(4) == "9"
    assert three.has(6) == "4"
    assert one.has(2) == "4"
    assert two.has(5) == "2"


def test_more_than_the_place_holds_is_told_as_the_most(start):
    one, two = start(), start()
    one.has(10**6)
    assert two.has(0) == str(0xFFFE)


def test_the_process_in_the_stead_of_a_killed_one_takes_its_place(file, start):
    one, two = start(), start()
    one.has(1)
    two.has(2)
    one.die()
    start().has(8)
    assert two.has(2) == "8"


def test_what_an_earlier_server_left_is_cleared(file):
    file.write_bytes(b"\0" * 2 * PLACES)
    here = Neighbours(file)
    assert here.fewest() is None
    here.leave()


def test_who_leaves_is_not_seen_and_the_last_takes_the_file_away(file, start):
    one, two = start(), start()
    one.has(1)
    assert two.has(2) == "1"
    one.leave()
    assert (two.has(2), file.exists()) == ("None", True)
    two.leave()
    assert not file.exists()


def nothing(file: Path) -> None:
    file.parent.rmdir()


def link(file: Path) -> None:
    file.symlink_to("elsewhere")


def folder(file: Path) -> None:
    file.mkdir()


def pipe(file: Path) -> None:
    os.mkfifo(file)


def second_name(file: Path) -> None:
    """Of something that is not to be written over."""
    (file.parent / "database").write_bytes(b"\0" * 2 * PLACES)
    file.hardlink_to(file.parent / "database")


@pytest.mark.parametrize("put", [nothing, link, folder, pipe, second_name])
def test_where_there_can_be_no_file_a_process_is_alone_and_says_so(tmp_path, caplog, put):
    file = tmp_path / "tmp" / "neighbours"
    file.parent.mkdir()
    put(file)
    here = Neighbours(file)
    here.tell(7)
    assert here.fewest() is None
    here.leave()
    assert "does not see its neighbours" in caplog.text
    if put is second_name:
        assert file.read_bytes() == b"\0" * 2 * PLACES


def test_a_disk_that_is_full_leaves_a_process_alone(file, monkeypatch, caplog):
    def full(*_arguments: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(neighbours.os, "pwrite", full)
    assert Neighbours(file).fewest() is None
    assert "No space left" in caplog.text


def test_who_waited_for_somebody_that_could_not_write_is_alone(file, monkeypatch, caplog):
    monkeypatch.setattr(neighbours.os, "pwrite", lambda *_arguments: 0)
    assert Neighbours(file).fewest() is None
    assert "too short" in caplog.text
