"""A trace of ours from the spans of a conversation: converted outside of any transaction, stored as one revision."""

import logging
from collections.abc import Generator, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max, Q, Sum

from apps.ingest.patiently import patiently
from apps.ingest.span_models import SpanBatch, SpanTrace
from apps.jobs.models import Job
from apps.jobs.running import hold_on
from apps.projects.models import Project
from apps.projects.services import as_it_is
from apps.tenants.scope import current, scope
from apps.traces.prepared import Prepared, prepare
from apps.traces.services import store
from tracewright import json_text
from tracewright.convert import otel
from tracewright.convert.otel.reading import is_of_agents
from tracewright.convert.otel.records import records_of
from tracewright.convert.place import Place
from tracewright.convert.runs import Placed
from tracewright.records import Record

logger = logging.getLogger(__name__)
CONVERSATION_BYTES = 128 * 1024 * 1024
TRIES = 2
KEPT = timedelta(days=1)  # spans of no agent, to which spans of one may still come
NOT_OF_AGENTS = "no span of it tells of a model or an agent"


class State(Enum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    NOT_OF_AGENTS = "not of agents"
    WAITS = "waits"  # more of it is coming


class Built(NamedTuple):
    name: str
    state: State
    problem: str = ""


class Made(NamedTuple):
    """Of the spans of a name, before anything is written."""

    state: State
    prepared: list[Prepared]
    problem: str = ""


class Members(NamedTuple):
    """The traces of one name, as they were read."""

    project: Project
    name: str
    versions: dict[int, int]  # of each row

    @property
    def rows(self) -> Any:
        return SpanTrace.objects.filter(organization_id=current(), pk__in=self.versions)


def next_due(job: Job, until: datetime) -> Members | None:
    """The traces of the name that is due the longest, marked: a name that ends its worker is not begun a third time."""
    with scope(job.organization_id), transaction.atomic():
        due = _traces(job).filter(due_at__lte=until).order_by("due_at", "id").first()
        if due is None:
            return None
        project = as_it_is(Project(pk=job.payload["project"]))
        rows = list(_traces(job).filter(name=due.name))
        SpanTrace.objects.filter(pk=due.pk).update(tries=due.tries + 1)
        return Members(project, due.name, {row.pk: row.version for row in rows})


def build(job: Job, members: Members, until: datetime) -> Generator[None, None, Built]:
    """Yields while it converts."""
    with scope(job.organization_id):
        about = members.rows.aggregate(latest=Max("due_at", filter=Q(problem="")), tries=Max("tries"), size=Sum("size"))
        if about["latest"] and about["latest"] > until:
            return _postpone(members, about["latest"])
        problem = _too_much(about)
        batches = [] if problem else _batches(members)
    made = Made(State.FAILED, [], problem)
    if not problem:
        made = yield from patiently(lambda: _made(members.name, batches))
    return _write(job, members, made, until)


def _traces(job: Job) -> Any:
    return SpanTrace.objects.filter(organization_id=current(), project=job.payload["project"])


def _postpone(members: Members, latest: datetime) -> Built:
    """Another trace of the conversation is not over: both are told in one revision."""
    members.rows.filter(due_at__isnull=False).update(due_at=latest, tries=0)
    return Built(members.name, State.WAITS)


def _too_much(about: dict[str, Any]) -> str:
    if about["tries"] > TRIES:
        return "its conversion ended its worker twice"
    return f"it has more than {CONVERSATION_BYTES} bytes" if about["size"] > CONVERSATION_BYTES else ""


def _batches(members: Members) -> list[SpanBatch]:
    return list(SpanBatch.objects.filter(organization_id=current(), trace__in=members.versions).order_by("id"))


def _made(name: str, batches: Sequence[SpanBatch]) -> Made:
    """Reads no row. One trace must not keep the others out, so a fault of ours is one of it alone."""
    try:
        values = _values(batches)
        if not any(is_of_agents(record) for value in values for record in records_of(Placed(value, Place()))):
            return Made(State.NOT_OF_AGENTS, [], NOT_OF_AGENTS)
        return _converted(name, values)
    except Exception:
        logger.exception("spans of %s cannot be read", name)
        return Made(State.FAILED, [], "it cannot be read: a fault of ours, which the server's log describes")


def _values(batches: Sequence[SpanBatch]) -> list[dict[str, Any]]:
    """Each span once, where it came first and as it came last; log records, which have no ids, once where they are equal."""
    found: dict[object, dict[str, Any]] = {}
    for batch in batches:
        for value in batch.values():
            record = next(records_of(Placed(value, Place())), None)
            found[(record.trace, record.id) if record else json_text.canonical(value)] = value
    return list(found.values())


def _converted(name: str, values: list[dict[str, Any]]) -> Made:
    """The first has the name; others, of spans that say another conversation than those before them, have their own."""
    problems: list[str] = []
    prepared: list[Prepared] = []
    for each in otel.traces_of(values, f"spans of {name}", lambda error: problems.append(str(error))):
        identity = each.identity if prepared else name
        document = {**each.document, "id": identity}
        record = Record(document, each.native, each.report.repairs, f"spans of {name}", otel.name, otel.version)
        prepared.append(prepare(identity, record))
    return Made(State.UNCHANGED if prepared else State.FAILED, prepared, "; ".join(problems))


def _write(job: Job, members: Members, made: Made, until: datetime) -> Built:
    """Store what was made of the traces as they were read; nothing when more of them has come."""
    state = made.state
    with scope(job.organization_id), transaction.atomic():
        hold_on(job)
        project = as_it_is(members.project)
        now = SpanTrace.objects.filter(organization_id=current(), project=project, name=members.name)
        if dict(now.values_list("pk", "version")) != members.versions:
            now.update(tries=0)
            return Built(members.name, State.WAITS)
        for each in made.prepared:
            stored = store(project=project, prepared=each)
            if stored.revision is not None:
                state = State.ADDED if stored.revision.number == 1 else State.CHANGED
        if state == State.NOT_OF_AGENTS and not now.exclude(problem=made.problem).exists():
            now.delete()
            return Built(members.name, state, made.problem)
        due_at = until + KEPT if state == State.NOT_OF_AGENTS else None
        now.update(due_at=due_at, tries=0, problem=made.problem)
        if made.prepared:
            now.update(is_built=True)
    return Built(members.name, state, made.problem)
