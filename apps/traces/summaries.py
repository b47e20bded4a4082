"""What the table of traces and the page of errors know of a trace, kept in rows: nobody decodes a project to list it.

It follows the imports. After an upgrade that tells more, or otherwise, and for traces from before anything was kept,
`manage.py summarize_traces` does it once more.
"""

from collections.abc import Sequence

from django.db import transaction

from apps.projects.models import Project
from apps.tenants.scope import current
from apps.traces.models import TASK_KEY_CHARS, Failure, Trace, TraceSearch
from tracewright.recovery import Recovery
from tracewright.summary import Summary, summary

ROWS = 500  # written by one statement


COLUMNS = ("model", "outcome", "task_key", "began_at", "recovered", "unrecovered")


def describe(trace: Trace, found: Summary) -> None:
    """Set COLUMNS by what is found of the trace's current revision; whoever asks saves them."""
    trace.model, trace.outcome, trace.began_at = found.model[:200], found.outcome[:100], found.began
    trace.task_key = found.task_key[:TASK_KEY_CHARS]
    trace.recovered, trace.unrecovered = found.errors(recovered=True), found.errors(recovered=False)


def keep_details(found: Sequence[tuple[Trace, Summary]]) -> None:
    """The failures and the searched texts of traces, in the place of what was kept before. Inside a transaction."""
    Failure.objects.filter(organization_id=current(), trace__in=[trace for trace, _ in found]).delete()
    failures = (_failure(trace, each) for trace, summary in found for each in summary.failures)
    Failure.objects.bulk_create(failures, batch_size=ROWS)
    texts = (TraceSearch(organization_id=current(), trace=trace, text=summary.said) for trace, summary in found)
    TraceSearch.objects.bulk_create(texts, update_conflicts=True, unique_fields=["trace"], update_fields=["text"])


def summarize_again(project: Project) -> int:
    """All traces of the project from their documents; how many there are."""
    rows = Trace.objects.filter(organization_id=current(), project=project).exclude(current=None)
    numbers = list(rows.values_list("pk", flat=True))
    for number in numbers:
        with transaction.atomic():
            trace = rows.select_related("current").select_for_update(of=("self",)).filter(pk=number).first()
            if trace and trace.current:
                found = summary(trace.current.document)
                describe(trace, found)
                trace.save(update_fields=COLUMNS)
                keep_details([(trace, found)])
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
