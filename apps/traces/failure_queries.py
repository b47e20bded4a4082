"""A project's failures by tool and kind, and how they were recovered: counted in the database, in a few queries."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Min
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.projects.models import Project
from apps.tenants.scope import current
from apps.traces.models import Failure

MOST_TOOLS = 50
KINDS = ("correction", "retry", "human")
NONE = ""  # of a failure that was not recovered
CLASSES: dict[str, Promise] = {  # of tracewright.recovery
    "not read yet": _("file not read yet"),
    "text not found": _("text not found"),
    "text not unique": _("text not unique"),
    "not found": _("file or command not found"),
    "permission": _("permission"),
    "timeout": _("timeout"),
    "syntax": _("syntax"),
    "failing test": _("failing test"),
    "exception": _("exception"),
    "wrong input": _("wrong input"),
    "other": _("other"),
}


@dataclass
class Row:
    """Failures of one tool, or of one kind at that tool. `examples` has one for each way in which they ended."""

    tool: str
    error_class: str = ""
    kinds: Counter[str] = field(default_factory=Counter)
    distances: Counter[int] = field(default_factory=Counter)
    examples: list[Failure] = field(default_factory=list)

    @property
    def title(self) -> str | Promise:
        """The kind of failure in words; a kind from another version of this program by its name."""
        return CLASSES.get(self.error_class, self.error_class)

    @property
    def total(self) -> int:
        return self.kinds.total()

    @property
    def recovered(self) -> int:
        return self.total - self.kinds[NONE]

    @property
    def counts(self) -> list[int]:
        """Of each way to recover, as KINDS names them, and of none."""
        return [self.kinds[kind] for kind in (*KINDS, NONE)]

    @property
    def percent(self) -> int:
        """How many of 100 were recovered, rounded down: 100 only where all were."""
        return 100 * self.recovered // self.total if self.total else 0

    @property
    def distance(self) -> int | None:
        """The median: half of those that were recovered needed at most so many results; None where none was."""
        passed = 0
        for distance, count in sorted(self.distances.items()):
            passed += count
            if 2 * passed >= self.distances.total():
                return distance
        return None

    def add(self, kind: str, distance: int | None, count: int) -> None:
        self.kinds[kind] += count
        if distance is not None:
            self.distances[distance] += count


@dataclass(frozen=True)
class Told:
    """`tools` has each tool with its kinds of failure, the most frequent first; `more` is how many tools are not listed."""

    all: Row
    tools: list[tuple[Row, list[Row]]]
    more: int
    soft: int


def failures_told(project: Project, *, soft: bool) -> Told:
    """Of the project's current traces; soft errors only where `soft` asks for them."""
    rows = Failure.objects.filter(organization_id=current(), project=project)
    count_soft = rows.filter(is_soft=True).count()
    rows = rows if soft else rows.filter(is_soft=False)
    in_all = Row("")
    for kind, distance, count in rows.values_list("recovery_kind", "distance").annotate(count=Count("pk")):
        in_all.add(kind, distance, count)
    frequent = list(rows.values_list("tool").annotate(count=Count("pk")).order_by("-count", "tool"))
    names = [tool for tool, _count in frequent[:MOST_TOOLS]]
    groups = rows.filter(tool__in=names).values_list("tool", "error_class", "recovery_kind", "distance")
    by_tool = _by_tool(names, groups.annotate(count=Count("pk"), first=Min("pk")))
    return Told(in_all, by_tool, len(frequent) - len(names), count_soft)


def _by_tool(names: Sequence[str], groups: Iterable[Any]) -> list[tuple[Row, list[Row]]]:
    tools = {name: Row(name) for name in names}
    classes: dict[tuple[str, str], Row] = {}
    firsts: dict[tuple[str, str, str], int] = {}
    for tool, error_class, kind, distance, count, first in groups:
        tools[tool].add(kind, distance, count)
        classes.setdefault((tool, error_class), Row(tool, error_class)).add(kind, distance, count)
        place = (tool, error_class, kind)
        firsts[place] = min(first, firsts.get(place, first))
    shown = Failure.objects.filter(organization_id=current()).select_related("trace").in_bulk(list(firsts.values()))
    in_order = sorted(firsts.items(), key=lambda each: (*KINDS, NONE).index(each[0][2]))
    for (tool, error_class, _kind), first in in_order:
        classes[tool, error_class].examples.append(shown[first])
    ordered = sorted(classes.values(), key=lambda row: (-row.total, row.error_class))
    return [(row, [each for each in ordered if each.tool == name]) for name, row in tools.items()]
