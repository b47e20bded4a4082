"""The hand-out of work: what a claim, a draft and a submit cost as the answers pile up, and that killed claimers lose nothing.

    python benchmarks/claim.py [growth] [kills] [--sqlite]

`growth`: one person answers 1,000 traces of 10,000; milliseconds and CPU milliseconds (medians, in this process, the database
apart) of the first and the last 50, and their ratio: 1 where nothing grows. `kills`: 64 processes (16 on SQLite) offer 100
claims a second in all over 10,000 slots and are killed from outside and from within; what was acknowledged is looked for in
the rows. On a throw-away PostgreSQL, or a SQLite file. Prints one line of JSON for each.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

TRACES, ANSWERS, SAMPLE = 10_000, 1_000, 50
CASES = [
    (1, "fixed_order"),
    (3, "fixed_order"),
    (-1, "fixed_order"),
    (1, "random"),
    (-1, "random"),
    (3, "least_annotated"),
]
ACTION = "web_search(query='the weather in Oslo tomorrow morning')" * 4
ITEM = {"id": "t", "task": "x", "steps": [{"thought": "look", "action": f"{n} {ACTION}"} for n in range(20)]}
EDITS = [
    {"step": str(n), "pointer": "/action", "text": f"{n} {ACTION}".replace("Oslo", "Bergen", 1), "reason": "x"}
    for n in range(20)
]


def main() -> None:
    wanted = [name for name in sys.argv[1:] if not name.startswith("--")] or ["growth", "kills"]
    on_sqlite = "--sqlite" in sys.argv
    with tempfile.TemporaryDirectory() as folder, database(on_sqlite, folder):
        import django

        django.setup()
        for name in wanted:
            for line in {"growth": growth, "kills": kills}[name](on_sqlite, Path(folder)):
                print(
                    json.dumps(
                        {"benchmark": f"claim {name}", "database": "sqlite" if on_sqlite else "postgresql", **line}
                    )
                )
                sys.stdout.flush()
        from django.db import connection

        connection.close()


@contextmanager
def database(on_sqlite: bool, folder: str) -> Iterator[None]:
    os.environ |= {"SECRET_KEY": "for this run", "VAR_DIR": folder, "LOG_LEVEL": "WARNING"}
    os.environ |= {"DJANGO_SETTINGS_MODULE": "server.settings", "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"}
    if on_sqlite:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/claims.sqlite3"
        migrate(os.environ["DATABASE_URL"])
        yield
        return
    import psycopg

    from tests.services.postgres import postgres

    with postgres() as url:
        owner = url.replace("tracewright_app", "tracewright_owner")
        with psycopg.connect(owner, dbname="postgres", autocommit=True) as server:
            server.execute("CREATE DATABASE tracewright")
        migrate(owner)
        os.environ["DATABASE_URL"] = url
        yield


def migrate(url: str) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": url}, check=True)


# ---- What it costs ----


def growth(on_sqlite: bool, folder: Path) -> Iterator[dict[str, Any]]:
    from tests.assignments.crowd import make_crowded, make_people
    from tests.factories import make_organization

    acme = make_organization("growth")
    people = make_people(acme, len(CASES))
    for (overlap, strategy), person in zip(CASES, people, strict=True):
        slug = f"{strategy.replace('_', '-')}-{abs(overlap)}{'u' if overlap < 0 else ''}"
        config = {"overlap": overlap, "slug": slug, "assignment_strategy": strategy}
        costs = work(make_crowded(acme, traces=TRACES, item=ITEM, **config), person)
        yield {"overlap": overlap, "strategy": strategy, "traces": TRACES, "answers": ANSWERS, **costs}


def work(project: Any, person: Any) -> dict[str, dict[str, float]]:
    from apps.annotations.services import save_draft, submit
    from apps.assignments.queries import assignment_of, progress_of
    from apps.assignments.services import claim_next
    from apps.tenants.scope import scope

    spent: dict[str, list[tuple[float, float]]] = defaultdict(list)

    def measured(what: str, act: Callable[[], Any]) -> Any:
        with scope(project.organization_id):
            began, used = time.perf_counter(), time.process_time()
            result = act()
            spent[what].append((time.perf_counter() - began, time.process_time() - used))
        return result

    sent = {"answers": {"fix": {"edits": EDITS}}, "base": {}, "by": person}
    for _ in range(ANSWERS):
        claimed = measured("claim", lambda: claim_next(project=project, by=person))
        turn = measured("fetch", lambda: fetched(assignment_of(person, claimed.pk)))  # noqa: B023
        measured("progress", lambda: progress_of(project, person))
        measured("draft", lambda: save_draft(assignment=turn, number=0, **sent))  # noqa: B023
        measured("submit", lambda: submit(assignment=turn, number=1, **sent))  # noqa: B023
    return {what: compared(times) for what, times in spent.items()}


def fetched(turn: Any) -> Any:
    turn.revision.document  # noqa: B018 (decoded, as the page needs it)
    return turn


def compared(times: list[tuple[float, float]]) -> dict[str, float]:
    wall = [statistics.median(row[0] for row in some) * 1000 for some in (times[:SAMPLE], times[-SAMPLE:])]
    cpu = [statistics.median(row[1] for row in some) * 1000 for some in (times[:SAMPLE], times[-SAMPLE:])]
    return {
        "first_ms": round(wall[0], 2),
        "last_ms": round(wall[1], 2),
        "ratio": round(wall[1] / wall[0], 2),
        "first_cpu_ms": round(cpu[0], 2),
        "last_cpu_ms": round(cpu[1], 2),
    }


# ---- That nothing is lost ----


def kills(on_sqlite: bool, folder: Path) -> Iterator[dict[str, Any]]:
    from tests.assignments.claimers import Plan, events
    from tests.assignments.crowd import make_crowded, make_people
    from tests.factories import make_organization

    acme = make_organization("kills")
    project = make_crowded(acme, traces=TRACES // 2, overlap=2)
    (folder / "journals").mkdir()
    plan = Plan(
        journals=str(folder / "journals"),
        organization=acme.pk,
        project=project.pk,
        people=[person.pk for person in make_people(acme, 1500)],
        claimers=16 if on_sqlite else 64,
        claims_per_second=100,
        kills=100,
        kill_seconds=1,
        self_kill_share=0.005,
        lease_seconds=4,
        most_seconds=900,
    )
    began, load = time.monotonic(), os.getloadavg()[0]
    command = [sys.executable, "-m", "tests.assignments.claimers", str(plan.write(folder / "plan.json"))]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    seconds = time.monotonic() - began
    happened = list(events(plan))
    yield {
        "slots": TRACES,
        "claimers": plan.claimers,
        "offered_per_second": plan.claims_per_second,
        "seconds": round(seconds, 1),
        "load_before": round(load, 1),
        "cores": os.cpu_count(),
        **json.loads(done.stdout),
        "acknowledged": dict(Counter(event.what for event in happened)),
        "claim_ms": percentiles([event.seconds for event in happened if event.what == "claim"]),
        "submit_ms": percentiles([event.seconds for event in happened if event.what == "submit"]),
        **verdict(project, happened),
    }


def percentiles(seconds: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(seconds, n=100)
    return {f"p{cut}": round(cuts[cut - 1] * 1000, 1) for cut in (50, 95, 99)}


def verdict(project: Any, happened: list[Any]) -> dict[str, Any]:
    from apps.annotations.models import Annotation
    from apps.assignments.ledger import faults, ledger
    from apps.assignments.models import Assignment
    from apps.tenants.scope import scope

    with scope(project.organization_id):
        turns, wrong = ledger(project), faults(project)
        rows = Assignment.objects.filter(project=project)
        answered = set(Annotation.objects.filter(assignment__in=rows.submitted()).values_list("assignment", flat=True))
        known = set(rows.values_list("pk", flat=True))
        per_trace = Counter(rows.filter(state__in=("claimed", "submitted")).values_list("trace", flat=True))
    return {
        "ledger": turns._asdict(),
        "adds_up": turns.adds_up,
        "traces_over_overlap": sum(count > project.overlap for count in per_trace.values()),
        "submits_lost": len({event.turn for event in happened if event.what == "submit"} - answered),
        "claims_lost": len({event.turn for event in happened if event.what == "claim"} - known),
        **{name: len(ids) for name, ids in wrong._asdict().items()},
    }


if __name__ == "__main__":
    main()
