"""Runs the processes of one machine as one: starts them, starts again what dies, and leaves none behind.

    Supervisor([Child("web", [...], port=8000), Child("worker", [...])]).run()

Every child leads a session of its own, so Ctrl-C reaches the supervisor only and everything a child starts can be ended with
it. A small guard process holds the other end of a pipe: when the supervisor is gone, however it died, the pipe ends and the
guard ends the children. The guard runs this file by itself, which therefore imports the standard library only.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType

STOP_SECONDS = 5.0  # between asking to end and killing
LOOK_SECONDS = 0.2
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # before a dead child is started again; doubled each time it dies young
YOUNG_SECONDS = 10.0


class PortInUse(RuntimeError):
    """Somebody else listens where a child is to listen."""


@dataclass(frozen=True)
class Child:
    """A process to run: its name in what is said, its command, what it gets beside our environment, the port it will take."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    port: int | None = None  # of 127.0.0.1; checked before anything starts


@dataclass
class Life:
    """A child as it runs now; `process` is None between its death and the next start."""

    child: Child
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    pause: float = FIRST_PAUSE
    again_at: float = 0.0


class Supervisor:
    """Runs children until it is asked to stop by SIGINT, SIGTERM or SIGHUP; asked twice, it kills them at once.

    `say` gets one line for each start, death and end. `start` and `stop` can be used by themselves: whatever happens
    between them, the guard ends the children with this process.
    """

    def __init__(self, children: Sequence[Child], say: Callable[[str], object] = lambda line: None) -> None:
        self.say = say
        self._lives = [Life(child) for child in children]
        self._guard: subprocess.Popen[bytes] | None = None
        self._asked = 0

    def run(self) -> int:
        """Start what is not started yet, look after it until asked to stop, and end it. The exit code, 0.

        Raises PortInUse before anything is started.
        """
        with self._signals():
            try:
                if self._guard is None:
                    self.start()
                while not self._asked:
                    self.look_after()
                    time.sleep(LOOK_SECONDS)
            finally:
                self.stop()
        return 0

    def start(self) -> None:
        for life in self._lives:
            refuse_used_port(life.child)
        self._guard = _start_guard()
        for life in self._lives:
            self._begin(life)

    def look_after(self) -> None:
        """Start again who died and has paused long enough. Returns at once."""
        if self._guard is not None and _has_ended(self._guard):
            self._replace_guard(self._guard)
        for life in self._lives:
            if life.process is not None and _has_ended(life.process):
                self._bury(life)
            elif life.process is None and time.monotonic() >= life.again_at:
                self._begin(life)

    def stop(self) -> None:
        """Ask every child to end, kill after STOP_SECONDS what has not, and wait for all of it."""
        running = [life.process for life in self._lives if life.process is not None]
        for process in running:
            _signal(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while not all(map(_has_ended, running)) and time.monotonic() < deadline and self._asked < 2:
            time.sleep(0.05)
        for life in self._lives:
            if life.process is not None:
                self._end(life.process)
                self.say(f"{life.child.name} ended")
                life.process = None
        if self._guard is not None:
            self._guard.communicate()  # closes the pipe, at which it ends
            self._guard = None

    def _begin(self, life: Life) -> None:
        """The child announces itself to the guard before it becomes the command, so there is no moment without a guard."""
        assert self._guard is not None and self._guard.stdin is not None
        pipe = self._guard.stdin.fileno()
        life.process = subprocess.Popen(
            life.child.command,
            env={**os.environ, **life.child.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=lambda: _tell(pipe, f"+{os.getpid()}"),
        )
        life.began = time.monotonic()
        self.say(f"{life.child.name} runs as process {life.process.pid}")

    def _bury(self, life: Life) -> None:
        assert life.process is not None
        code = self._end(life.process)
        life.process = None
        if time.monotonic() - life.began > YOUNG_SECONDS:
            life.pause = FIRST_PAUSE
        how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        self.say(f"{life.child.name} {how}; it starts again in {life.pause:g} s")
        life.again_at = time.monotonic() + life.pause
        life.pause = min(life.pause * 2, LONGEST_PAUSE)

    def _end(self, process: subprocess.Popen[bytes]) -> int:
        """Kill the child with everything it started, and let the guard forget it before its number is given away."""
        _signal_group(process.pid, signal.SIGKILL)
        if self._guard is not None and self._guard.stdin is not None:
            with suppress(BrokenPipeError):
                _tell(self._guard.stdin.fileno(), f"-{process.pid}")
        return process.wait()

    def _replace_guard(self, dead: subprocess.Popen[bytes]) -> None:
        dead.communicate()
        self._guard = _start_guard()
        assert self._guard.stdin is not None
        for life in self._lives:
            if life.process is not None:
                _tell(self._guard.stdin.fileno(), f"+{life.process.pid}")

    @contextmanager
    def _signals(self) -> Iterator[None]:
        def ask(number: int, frame: FrameType | None) -> None:
            self._asked += 1

        before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        try:
            yield
        finally:
            for number, held in before.items():
                signal.signal(number, held)


def refuse_used_port(child: Child) -> None:
    if child.port is None:
        return
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what has only just closed is free
        try:
            probe.bind(("127.0.0.1", child.port))
        except OSError as error:
            raise PortInUse(
                f"Port {child.port} of 127.0.0.1 cannot be used for {child.name} ({error.strerror}): "
                "stop what listens there, or choose another port."
            ) from error


def guard(lines: Iterable[str]) -> None:
    """Keep account of the children ("+pid", "-pid"); when the lines end, so must the children that are left."""
    children: set[int] = set()
    for line in lines:
        (children.add if line.startswith("+") else children.discard)(int(line[1:]))
    for child in children:
        _signal(child, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while any(_signal_group(child, 0) for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    for child in children:
        _signal_group(child, signal.SIGKILL)


def _start_guard() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-I", __file__], stdin=subprocess.PIPE, start_new_session=True)


def _tell(pipe: int, line: str) -> None:
    os.write(pipe, f"{line}\n".encode())


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Without collecting it: until then its number stays its own, and a signal to it reaches nobody else."""
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _signal(process: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, number)


def _signal_group(leader: int, number: int) -> bool:
    """Whether the group still has a member to hear it."""
    try:
        os.killpg(leader, number)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)  # it ends with the supervisor, not before
    guard(sys.stdin)
