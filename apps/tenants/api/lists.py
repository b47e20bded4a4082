"""Lists a page at a time. A cursor names the last row that was shown, not a count of rows: what is added or removed meanwhile
moves nothing, and the thousandth page costs as much as the first.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request

from apps.tenants.api.bodies import Query, Words
from apps.tenants.api.errors import invalid

MOST, USUAL = 200, 50


class PageQuery(Query):
    page_size = serializers.IntegerField(
        min_value=1, max_value=MOST, default=USUAL, help_text="How many rows to answer at most."
    )
    cursor = Words(required=False, help_text="Where to go on: taken from `next` of the page before.")


class Page(NamedTuple):
    rows: Sequence[Any]
    next: str | None  # the address of the page after it


def page(request: Request, rows: QuerySet[Any], query: dict[str, Any], *order: str) -> Page:
    """The rows after the query's cursor, in the order of these whole-number columns, of which the last is unique."""
    if cursor := query.get("cursor"):
        rows = rows.filter(_after(order, _values(cursor, order)))
    found = list(rows.order_by(*order)[: query["page_size"] + 1])
    shown = found[: query["page_size"]]
    if len(found) == len(shown):
        return Page(shown, None)
    parameters = request.query_params.copy()
    parameters["cursor"] = _cursor(shown[-1], order)
    return Page(shown, request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}"))


def page_of(row: type[serializers.Serializer]) -> serializers.Serializer:
    """How a page of such rows is described in the schema."""
    fields = {
        "results": row(many=True),
        "next": serializers.URLField(
            allow_null=True, help_text="The address of the next page; null when this is the last."
        ),
    }
    return inline_serializer(name=f"{row.__name__.removesuffix('Serializer')}Page", fields=fields)


def _after(order: Sequence[str], values: Sequence[int]) -> Q:
    """Rows behind the one with these values: "-steps", "id" gives steps < 12, or steps = 12 and id > 70."""
    (first, *others), (value, *rest) = order, values
    column, is_descending = first.lstrip("-"), first.startswith("-")
    behind = Q(**{f"{column}__{'lt' if is_descending else 'gt'}": value})
    return behind | (Q(**{column: value}) & _after(others, rest)) if others else behind


def _cursor(row: Model, order: Sequence[str]) -> str:
    told = [*order, *(getattr(row, column.lstrip("-")) for column in order)]
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def _values(cursor: str, order: Sequence[str]) -> list[int]:
    try:
        told = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        told = None
    values = told[len(order) :] if isinstance(told, list) and told[: len(order)] == list(order) else []
    if len(values) != len(order) or not all(type(value) is int and abs(value) < 2**63 for value in values):
        text = _("This is no cursor of this list in this order: begin again without it.")
        raise invalid([{"at": "cursor", "code": "invalid", "message": text}])
    return values
