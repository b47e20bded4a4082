"""How the tools of a project are called, counted at the import: nobody decodes its traces to tell a misspelt argument.

Counted are the current revisions of its traces. The counts follow imports and removals of traces; after an upgrade that counts
in another way, and for traces from before anything was counted, `manage.py count_tool_arguments` counts them once more.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from apps.projects.models import Project
from apps.projects.services import as_it_is
from apps.tenants.scope import current
from apps.tenants.sql import all_rows
from apps.traces.models import ToolArgument, Trace
from tracewright.tool_schemas import declared_tools
from tracewright.tool_uses import CALL, MORE, Use, tools_of, uses
from tracewright.trace import Document

ROWS = 500  # written by one statement
MOST_TOOLS, MOST_ARGUMENTS = 200, 200
COLUMNS = "organization_id, project_id, tool, argument, json_type, count"
ADD = f"""
INSERT INTO traces_toolargument ({COLUMNS}) VALUES %s
ON CONFLICT (project_id, tool, argument, json_type) DO UPDATE SET count = traces_toolargument.count + excluded.count
"""


def add_uses(project: Project, found: Counter[Use]) -> None:
    """Counts below 0 take away. Whoever writes others of the project at the same time waits: rows are locked in one order."""
    rows = sorted((use, count) for use, count in found.items() if count)
    for start in range(0, len(rows), ROWS):
        part = rows[start : start + ROWS]
        values = [value for use, count in part for value in (current(), project.pk, *use, count)]
        all_rows(ADD % ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(part)), values)


def forget_trace(instance: Trace, origin: Any = None, **_signal: Any) -> None:
    """Of a trace that goes: its calls are no evidence any more. `origin` is the row or rows that somebody deletes.

    With its project the counts go, too, and none of its traces is decoded for that.
    """
    removed = origin.model if isinstance(origin, QuerySet) else type(origin)
    if removed is Trace and instance.current is not None:
        add_uses(as_it_is(instance.project), less(Counter(), uses(instance.current.document)))


def less(found: Counter[Use], before: Counter[Use]) -> Counter[Use]:
    """What is added when `found` takes the place of `before`; counts may be below 0."""
    change = Counter(found)
    change.subtract(before)
    return change


@transaction.atomic
def count_again(project: Project) -> int:
    """From the traces themselves; how many there are."""
    locked = as_it_is(project)
    ToolArgument.objects.filter(organization_id=current(), project=locked).delete()
    traces = Trace.objects.filter(organization_id=current(), project=locked).exclude(current=None)
    counted = 0
    for trace in traces.select_related("current").iterator(100):
        if trace.current is not None:
            add_uses(locked, uses(trace.current.document))
            counted += 1
    return counted


def known_arguments(project: Project, document: Document) -> list[dict[str, Any]]:
    """What is known of the tools that a trace calls, in one query: as the trace declares them, else as the project calls them.

    [{"tool": "Read", "declared": true, "open": false, "calls": 0, "arguments": [["limit", {"integer": 0}, false], ...]}, ...]

    An argument is its name, its types with how often each occurs, and whether it is required. `open` says that others may stand
    beside those listed.
    """
    tools, declared = tools_of(document), declared_tools(document)
    required = {tool: frozenset(about.required) for tool, about in declared.items()}
    of_trace = [
        {
            "tool": tool,
            "declared": True,
            "open": about.is_open,
            "calls": 0,
            "arguments": [
                [name, dict.fromkeys(sorted(types), 0), name in required[tool]]
                for name, types in about.arguments.items()
            ],
        }
        for tool, about in declared.items()
    ]
    return [*of_trace, *_counted(project, [tool for tool in tools if tool not in declared][:MOST_TOOLS])]


def _counted(project: Project, tools: list[str]) -> Iterable[dict[str, Any]]:
    rows = ToolArgument.objects.filter(organization_id=current(), project=project, tool__in=tools, count__gt=0)
    found: dict[str, dict[str, Counter[str]]] = {}
    limit = MOST_TOOLS * MOST_ARGUMENTS
    for tool, argument, json_type, count in rows.order_by("-count", "argument").values_list(
        "tool", "argument", "json_type", "count"
    )[:limit]:
        # An argument may have no name, either; only of calls themselves a row has such a type.
        key = json_type if json_type in (CALL, MORE) else f"={argument}"
        found.setdefault(tool, {}).setdefault(key, Counter())[json_type] += count
    for tool, of in found.items():
        arguments = [(key[1:], types) for key, types in of.items() if key.startswith("=")]
        yield {
            "tool": tool,
            "declared": False,
            "open": MORE in of or len(arguments) > MOST_ARGUMENTS,
            "calls": of[CALL].total() if CALL in of else 0,
            "arguments": [[name, dict(types), False] for name, types in arguments[:MOST_ARGUMENTS]],
        }
