"""Claimers that are killed: processes that claim, draft, submit, skip and hand back at a given pace, and die anywhere.

`python -m tests.assignments.claimers PLAN` runs them. Some are killed from outside at random, others kill themselves before
a statement in the middle of a claim, a draft or a submit; each is replaced, mostly by another person, so that what it held
comes back by its lease alone. A claimer ends by itself when there was nothing to claim for longer than a lease.
Each writes what was acknowledged to a journal of its own.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

CORRECTION = {"fix": {"edits": [{"step": "0", "pointer": "", "text": "look here", "reason": "a typo"}]}}
STATEMENTS = 14  # of the longest of the operations, about


@dataclass
class Plan:
    journals: str  # a folder
    organization: int
    project: int
    people: list[int]  # the first ones begin, the others replace the killed
    claimers: int
    claims_per_second: float  # of all together, offered
    kills: int  # from outside
    kill_seconds: float  # between two of them
    self_kill_share: float  # of the rounds of a claimer
    lease_seconds: float
    most_seconds: float

    @property
    def patience(self) -> float:
        return self.lease_seconds + 2

    def write(self, file: Path) -> Path:
        file.write_text(json.dumps(asdict(self)))
        return file


@dataclass
class Event:
    """One line of a journal: what was acknowledged, after how many seconds, of which turn."""

    what: str
    seconds: float
    turn: int


def events(plan: Plan) -> Iterator[Event]:
    for journal in Path(plan.journals).iterdir():
        for line in journal.read_bytes().splitlines(keepends=True):
            if line.endswith(b"\n"):  # else it was killed here
                what, seconds, turn = line.decode().split(" ", 2)
                yield Event(what, float(seconds), int(turn))


class Claimer:
    """One person at work, in a process of their own."""

    def __init__(self, plan: Plan, person: int) -> None:
        from apps.projects.models import Project
        from apps.tenants.models import Membership
        from apps.tenants.scope import scope

        self.plan, self.scope = plan, scope
        self.chance = random.Random(os.getpid())
        self.number = 0  # of the draft of the turn it is at
        self.journal = os.open(Path(plan.journals) / f"{os.getpid()}", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        with scope(plan.organization):
            self.project = Project.objects.get(pk=plan.project)
            self.person = Membership.objects.get(pk=person)

    def work(self) -> None:
        pause = self.plan.claimers / self.plan.claims_per_second
        next_at = time.monotonic() + pause * self.chance.random()
        nothing_since = None
        while nothing_since is None or time.monotonic() - nothing_since < self.plan.patience:
            time.sleep(max(0, next_at - time.monotonic()))
            next_at = max(next_at + pause, time.monotonic())
            nothing_since = None if self.round() else nothing_since or time.monotonic()

    def round(self) -> bool:
        """Claim, and mostly go on to the end; whether there was something to claim."""
        from apps.assignments.services import SlotTaken, claim_next

        fatal = (
            self.chance.choice(("claim", "draft", "submit")) if self.chance.random() < self.plan.self_kill_share else ""
        )
        turn = self.acknowledged("claim", lambda: self.told(claim_next(project=self.project, by=self.person)), fatal)
        if turn is None:
            return False
        try:
            self.finish(turn, fatal)
        except SlotTaken:  # it was so slow that its lease ran out
            self.note("taken", 0, turn.pk)
        return True

    def finish(self, turn: Any, fatal: str) -> None:
        from apps.annotations.services import save_draft, submit
        from apps.assignments.services import release, skip

        number = self.number
        if fatal == "draft" or self.chance.random() < 0.5:
            number = self.acknowledged("draft", lambda: self.drafted(save_draft, turn), fatal)
        fate = "submit" if fatal else self.chance.choices(("submit", "skip", "release", "leave"), (88, 4, 4, 4))[0]
        by = {"assignment": turn, "by": self.person}
        if fate == "submit":
            sent = {"answers": CORRECTION, "number": number, "base": {}}
            self.acknowledged("submit", lambda: submit(**sent, **by) and turn, fatal)
        elif fate == "skip":
            self.acknowledged("skip", lambda: skip(reason="too long", **by), fatal, turn.pk)
        elif fate == "release":
            self.acknowledged("release", lambda: release(**by), fatal, turn.pk)

    def drafted(self, save_draft: Callable[..., Any], turn: Any) -> int:
        number: int = save_draft(
            assignment=turn, answers=CORRECTION, number=self.number, base={}, by=self.person
        ).number
        return number

    def told(self, turn: Any) -> Any:
        """The page is told with the turn which draft there is."""
        from apps.tenants.sql import first_row

        if turn:
            row = first_row("SELECT number FROM annotations_draft WHERE assignment_id = %s", [turn.pk])
            self.number = row[0] if row else 0
        return turn

    def acknowledged(self, what: str, act: Callable[[], Any], fatal: str, turn: int = 0) -> Any:
        began = time.monotonic()
        dies_before = self.chance.randrange(STATEMENTS) if what == fatal else -1
        with dying_before(dies_before), self.scope(self.plan.organization):
            result = act()
        self.note(
            what if result is not None or turn else "nothing",
            time.monotonic() - began,
            turn or getattr(result, "pk", 0),
        )
        return result

    def note(self, what: str, seconds: float, turn: int) -> None:
        os.write(self.journal, f"{what} {seconds:.6f} {turn}\n".encode())


@contextmanager
def dying_before(statement: int) -> Iterator[None]:
    """Kill this process before so many statements more were run; -1: never."""
    from django.db import connection

    left = [statement]

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return execute(*arguments)

    with connection.execute_wrapper(count):
        yield
        if statement >= 0:  # the operation had fewer: its commit is the next
            os.kill(os.getpid(), signal.SIGKILL)


def start(plan: Plan, person: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        Claimer(plan, person).work()
        code = 0
    finally:
        sys.stderr.flush()
        os._exit(code)


def warm(plan: Plan, person: int) -> None:
    """A round in this process: what is made once, such as compiled queries, the claimers then have from the beginning.

    This process must live on, so it is the one claimer that never kills itself.
    """
    from django.db import connection

    Claimer(replace(plan, self_kill_share=0), person).round()
    connection.close()


def run(plan: Plan) -> dict[str, int]:
    """Keep so many claimers alive until they find nothing more; how many were killed, and failed otherwise."""
    people = iter(plan.people)
    warm(plan, next(people))
    chance, alive = random.Random(1), {start(plan, next(people)) for _ in range(plan.claimers)}
    killed = failed = kills = 0
    began = time.monotonic()
    while alive and time.monotonic() < began + plan.most_seconds:
        if kills < plan.kills and time.monotonic() > began + plan.kill_seconds * (kills + 1):
            kills += 1
            os.kill(chance.choice(sorted(alive)), signal.SIGKILL)
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            time.sleep(0.01)
            continue
        alive.discard(pid)
        failed += os.waitstatus_to_exitcode(status) > 0
        if os.WIFSIGNALED(status):
            killed += 1
            if person := next(people, None):
                alive.add(start(plan, person))
    unfinished = len(alive)
    for pid in alive:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return {"killed": killed, "failed": failed, "unfinished": unfinished}


def main() -> None:
    import django

    plan = Plan(**json.loads(Path(sys.argv[1]).read_text()))
    django.setup()
    from django.conf import settings

    settings.ASSIGNMENT_LEASE_MINUTES = plan.lease_seconds / 60
    import apps.annotations.services  # noqa: F401 (before the fork, so that no claimer has to)

    sys.stdout.write(json.dumps(run(plan)))


if __name__ == "__main__":
    main()
