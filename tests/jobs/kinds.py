"""Job kinds for the tests: real generators, no doubles."""

import os
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from apps.jobs.kinds import JobKind


class Count(JobKind):
    """`shards` parts of `units` units, `seconds` apart; with `journal`, a file in which each part writes its begin and end."""

    name = "count"
    title = "Counting"

    def plan(self, job: Any) -> int:
        return job.payload.get("shards", 3)

    def total(self, job: Any) -> int | None:
        return job.payload.get("shards", 3) * job.payload.get("units", 2)

    def work(self, job: Any, index: int) -> Generator[int, None, dict[str, Any]]:
        self.write(job, f"begin {index}")
        for unit in range(job.payload.get("units", 2)):
            time.sleep(job.payload.get("seconds", 0))
            yield unit + 1
        self.write(job, f"end {index}")
        return {"index": index}

    def finish(self, job: Any, results: list[dict[str, Any]]) -> dict[str, Any]:
        return {"indexes": [result["index"] for result in results]}

    def link(self, job: Any) -> str | None:
        return "/counted/"

    @staticmethod
    def write(job: Any, line: str) -> None:
        if path := job.payload.get("journal"):
            with Path(path).open("a") as file:
                file.write(f"{line} {os.getpid()}\n")


class Hooked(JobKind):
    """One part that calls `hook` in its middle, once for each item of `hooks`."""

    name = "hooked"
    title = "Hooked"

    def __init__(self, *hooks: Callable[[], None]) -> None:
        self.hooks = list(hooks)

    def plan(self, job: Any) -> int:
        return 1

    def work(self, job: Any, index: int) -> Generator[int, None, dict[str, Any]]:
        yield 1
        if self.hooks:
            self.hooks.pop(0)()
        yield 2
        return {}


class Deadly(Count):
    """Part 1 kills its process, as running out of memory does."""

    name = "deadly"

    def work(self, job: Any, index: int) -> Generator[int, None, dict[str, Any]]:
        if index == 1:
            self.write(job, f"begin {index}")
            os.kill(os.getpid(), 9)
        result = yield from super().work(job, index)
        return result
