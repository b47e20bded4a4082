"""What the table of traces and the page of errors know of a trace, kept in rows: nobody decodes a project to list it.

It follows the imports. After an upgrade that tells more, or otherwise, and for traces from before anything was kept,
`manage.py summarize_traces` does it once more.
"""

from django.db import transaction

from apps.projects.models import Project
from apps.tenants.scope import current
from apps.traces.models import Failure, Trace, TraceSearch
from tracewright.recovery import Recovery
from tracewright.summary import Summary, summary

ROWS = 500  # written by one statement


def summarize(trace: Trace, found: Summary) -> None:
    """Keep what is found of the trace's current revision in the place of what was kept before. Inside a transaction."""
    trace.model, trace.outcome, trace.began_at = found.model[:200], found.outcome[:100], found.began
    trace.recovered, trace.unrecovered = found.errors(recovered=True), found.errors(recovered=False)
    trace.save(update_fields=["model", "outcome", "began_at", "recovered", "unrecovered"])
    Failure.objects.filter(organization_id=current(), trace=trace).delete()
    Failure.objects.bulk_create((_failure(trace, each) for each in found.failures), batch_size=ROWS)
    TraceSearch.objects.update_or_create(
        organization_id=trace.organization_id, trace=trace, defaults={"text": found.said}
    )


def summarize_again(project: Project) -> int:
    """All traces of the project from their documents; how many there are."""
    rows = Trace.objects.filter(organization_id=current(), project=project).exclude(current=None)
    numbers = list(rows.values_list("pk", flat=True))
    for number in numbers:
        with transaction.atomic():
            trace = rows.select_related("current").select_for_update(of=("self",)).filter(pk=number).first()
            if trace and trace.current:
                summarize(trace, summary(trace.current.document))
    return len(numbers)


def _failure(trace: Trace, found: Recovery) -> Failure:
    return Failure(
        organization_id=trace.organization_id,
        project_id=trace.project_id,
        trace=trace,
        index=found.error.step,
        call=found.error.call,
        tool=found.tool[:200],
        error_class=found.error_class,
        is_soft=found.is_soft,
        recovery_kind=found.kind or "",
        success_index=found.success.step if found.success else None,
        distance=found.distance,
    )
