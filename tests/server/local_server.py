"""A command of manage.py that serves until it is stopped, run as a newcomer runs it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SECONDS = 90
OURS = ("SECRET_KEY", "DATABASE_URL", "VAR_DIR", "FILES_DIR", "BROKER_URL", "DJANGO_SETTINGS_MODULE")


class LocalServer:
    """One run of the command, with a folder of its own; `text` is what it has printed."""

    def __init__(self, folder: Path, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self.folder, self.mark = folder, f"TEST_RUN={folder}"
        number = len(list(folder.parent.glob(f"{folder.name}-*.log")))
        self.log = folder.parent / f"{folder.name}-{number}.log"
        clean = {name: value for name, value in os.environ.items() if name not in OURS}
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), *arguments],
                env={**clean, **environment, "TEST_RUN": str(folder)},
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
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
                if self.mark.encode() in (path / "environ").read_bytes().split(b"\0"):
                    left.append((path / "cmdline").read_text().replace("\0", " "))
            except OSError:  # it ended meanwhile
                continue
        return left

    def wait_until_nothing_is_left(self) -> None:
        deadline = time.monotonic() + 20
        while self.left() and time.monotonic() < deadline:
            time.sleep(0.2)
        assert self.left() == []
