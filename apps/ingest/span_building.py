"""A trace of ours from the spans of a conversation: converted outside of any transaction, stored as one revision."""

import logging
from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max

from apps.ingest.span_models import SpanBatch, SpanTrace
from apps.jobs.models import Job
from apps.jobs.running import hold_on
from apps.projects.models import Project
from apps.projects.services import as_it_is
from apps.tenants.scope import current, scope
from apps.traces.services import Prepared, prepare, store
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


def build(job: Job, members: Members, until: datetime) -> Built:
    with scope(job.organization_id):
        about = members.rows.aggregate(latest=Max("due_at"), tries=Max("tries"))
        if about["latest"] > until:
            return _postpone(members, about["latest"])
        size = sum(members.rows.values_list("size", flat=True))
        values = _values(members) if size <= CONVERSATION_BYTES and about["tries"] <= TRIES else []
    if about["tries"] > TRIES:
        return _write(job, members, [], State.FAILED, "its conversion ended its worker twice")
    if size > CONVERSATION_BYTES:
        return _write(job, members, [], State.FAILED, f"it has more than {CONVERSATION_BYTES} bytes")
    if not any(is_of_agents(record) for value in values for record in records_of(Placed(value, Place()))):
        return _write(job, members, [], State.NOT_OF_AGENTS, "no span of it tells of a model or an agent")
    prepared, problems = _converted(members.name, values)
    return _write(job, members, prepared, State.UNCHANGED if prepared else State.FAILED, "; ".join(problems))


def _traces(job: Job) -> Any:
    return SpanTrace.objects.filter(organization_id=current(), project=job.payload["project"])


def _postpone(members: Members, latest: datetime) -> Built:
    """Another trace of the conversation is not over: both are told in one revision."""
    members.rows.filter(due_at__isnull=False).update(due_at=latest, tries=0)
    return Built(members.name, State.WAITS)


def _values(members: Members) -> list[dict[str, Any]]:
    """Each span once, where it came first and as it came last; log records, which have no ids, once where they are equal."""
    batches: Iterable[SpanBatch] = SpanBatch.objects.filter(
        organization_id=current(), trace__in=members.versions
    ).order_by("id")
    found: dict[object, dict[str, Any]] = {}
    for batch in batches:
        for value in batch.values():
            record = next(records_of(Placed(value, Place())), None)
            found[(record.trace, record.id) if record else json_text.canonical(value)] = value
    return list(found.values())


def _converted(name: str, values: list[dict[str, Any]]) -> tuple[list[Prepared], list[str]]:
    """The first has the name; others, of spans that say another conversation than those before them, have their own."""
    problems: list[str] = []
    prepared = []
    try:
        for each in otel.traces_of(values, f"spans of {name}", lambda error: problems.append(str(error))):
            identity = each.identity if prepared else name
            document = {**each.document, "id": identity}
            prepared.append(prepare(identity, _record(document, each.native, each.report.repairs, name)))
    except Exception:  # one trace must not keep the others out
        logger.exception("spans of %s cannot be read", name)
        problems.append("it cannot be read: a fault of ours, which the server's log describes")
    return prepared, problems


def _record(document: dict[str, Any], native: bytes, repairs: Any, name: str) -> Record:
    return Record(document, native, repairs, f"spans of {name}", otel.name, otel.version)


def _write(job: Job, members: Members, prepared: list[Prepared], state: State, problem: str) -> Built:
    """Store what was made of the traces as they were read; nothing when more of them has come."""
    with scope(job.organization_id), transaction.atomic():
        hold_on(job)
        project = as_it_is(members.project)
        now = SpanTrace.objects.filter(organization_id=current(), project=project, name=members.name)
        if dict(now.values_list("pk", "version")) != members.versions:
            now.update(tries=0)
            return Built(members.name, State.WAITS)
        for each in prepared:
            stored = store(project=project, prepared=each)
            if stored.revision is not None:
                state = State.ADDED if stored.revision.number == 1 else State.CHANGED
        now.update(due_at=None, tries=0, problem=problem)
        if prepared:
            now.update(is_built=True)
    return Built(members.name, state, problem)
