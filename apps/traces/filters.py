"""The filters of the table of traces: what an address asks for, each with its condition and the words of its chip."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.tenants.scope import current
from apps.traces.models import Step, TraceSearch

Words = str | Promise

ERRORS: dict[str, Words] = {"some": _("some"), "none": _("none")}
RECOVERY: dict[str, Words] = {
    "unrecovered": _("some errors not recovered"),
    "recovered": _("some errors recovered"),
}


@dataclass(frozen=True)
class Filter:
    """One that is in use. `value` is what the address has, `shown` what people read of it."""

    name: str
    title: Words
    value: str
    shown: Words
    where: Q


def filters_of(asked: Mapping[str, str]) -> list[Filter]:
    """Those that the address names, in the order of the form. A choice or a date that does not exist is no filter."""
    found = []
    for name, (title, made) in FILTERS.items():
        value = asked.get(name, "").strip()
        if value and (of_value := made(value)):
            found.append(Filter(name, title, value, *of_value))
    return found


Made = tuple[Words, Q] | None


def _words(value: str) -> Made:
    return value, Q(identity__icontains=value) | Q(task__icontains=value) | Q(pk__in=_saying(value))


def _saying(value: str) -> Any:
    """The ids of the organization's traces that say it: all of its words on PostgreSQL, the text as it is on SQLite."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT trace_id FROM lookup.search_traces(%s) AS trace_id", [value])
    return TraceSearch.objects.filter(organization_id=current(), text__icontains=value).values("trace_id")


def _column(name: str) -> Callable[[str], Made]:
    return lambda value: (value, Q(**{name: value}))


def _tool(value: str) -> Made:
    return value, _has_step(~Q(tool=""), tool=value)


def _path(value: str) -> Made:
    return value, _has_step(~Q(path=""), path__icontains=value)


def _has_step(*is_indexed: Q, **fields: str) -> Q:
    """Of the current revision. `is_indexed` is the condition of the index, which PostgreSQL must read in the query."""
    rows = Step.objects.filter(*is_indexed, organization_id=current(), revision=OuterRef("current"), **fields)
    return Q(Exists(rows))


def _errors(value: str) -> Made:
    return (ERRORS[value], Q(errors__gt=0) if value == "some" else Q(errors=0)) if value in ERRORS else None


def _recovery(value: str) -> Made:
    return (RECOVERY[value], Q(**{f"{value}__gt": 0})) if value in RECOVERY else None


def _day(lookup: str) -> Callable[[str], Made]:
    """When the run began, or was imported where its log does not say (`at` of apps.traces.queries)."""

    def made(value: str) -> Made:
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return None
        return date_format(day), Q(**{f"at__date__{lookup}": day})

    return made


FILTERS: dict[str, tuple[Words, Callable[[str], Made]]] = {
    "q": (_("Search"), _words),
    "format": (_("Format"), _column("format")),
    "model": (_("Model"), _column("model")),
    "tool": (_("Tool"), _tool),
    "path": (_("File"), _path),
    "errors": (_("Errors"), _errors),
    "recovery": (_("Recovery"), _recovery),
    "outcome": (_("Outcome"), _column("outcome")),
    "since": (_("From"), _day("gte")),
    "until": (_("To"), _day("lte")),
}
