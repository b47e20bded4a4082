"""Many traces and many people at once, made without going through an import: what is tested here is the work on them."""

from typing import Any

from apps.assignments.slots import follow_overlap
from apps.projects.models import Project
from apps.tenants.models import Membership, Organization, Role
from apps.tenants.scope import scope
from apps.traces.models import Trace, TraceBody, TraceRevision
from tests.factories import TRACES, import_project
from tracewright.records import encode

BATCH = 1000


def make_crowded(
    of: Organization,
    *,
    traces: int,
    overlap: int = 1,
    slug: str = "crowded",
    item: dict[str, Any] | None = None,
    **config: object,
) -> Project:
    """A project with so many equal traces and their slots; the first comes by import and brings the scheme along."""
    item = item or TRACES[0]
    project = import_project(of, slug, items=[item], overlap=overlap, **config)
    document = encode(item)
    with scope(of.pk):
        body = TraceBody.packed(native=document, document=document)
        for start in range(1, traces, BATCH):
            _add(project, body, range(start, min(start + BATCH, traces)))
        follow_overlap(project)
    return project


def _add(project: Project, body: TraceBody, numbers: range) -> None:
    own = {"organization_id": project.organization_id}
    traces = Trace.objects.bulk_create(
        Trace(project=project, format="potato", identity=f"many-{number}", steps=2, **own) for number in numbers
    )
    revisions = TraceRevision.objects.bulk_create(
        TraceRevision(trace=trace, number=1, converter="potato", converter_version=1, **own) for trace in traces
    )
    for trace, revision in zip(traces, revisions, strict=True):
        trace.current = revision
    Trace.objects.bulk_update(traces, ["current"])
    packed = {"native": body.native, "document_bytes": body.document_bytes}
    TraceBody.objects.bulk_create(TraceBody(revision=revision, **packed, **own) for revision in revisions)


def make_people(of: Organization, count: int) -> list[Membership]:
    with scope(of.pk):
        return Membership.objects.bulk_create(
            Membership(organization=of, role=Role.ANNOTATOR, public_name=f"person-{number}") for number in range(count)
        )
