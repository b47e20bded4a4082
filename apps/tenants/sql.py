"""Statements that run for every trace that anybody takes: as SQL, for building a query takes the ORM longer than running it.

On PostgreSQL each is also planned once for a connection: planning takes longer than running, and Django's own cursors would
do it each time. (Their option `server_side_binding` is no way: it silently cuts a number that is too large for its column.)
"""

import functools
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, Generic, NamedTuple, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Field, Model, QuerySet
from django.db.models.query import get_related_populators
from psycopg import Cursor

Parameters = Mapping[str, Any] | Sequence[Any]
Rows = list[tuple[Any, ...]]
Statement = tuple[str, Parameters]  # that both databases know, and its values
M = TypeVar("M", bound=Model)
ROWS = 500  # written by one statement


def first_row(statement: str, parameters: Parameters) -> tuple[Any, ...] | None:
    """Run a statement that both databases know; its first row, if it gives any."""
    return next(iter(all_rows(statement, parameters)), None)


def all_rows(statement: str, parameters: Parameters) -> Rows:
    """The rows of a statement that both databases know; none of one that gives no rows."""
    with _cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if _gives_rows(cursor) else []


def run_together(*statements: Statement) -> list[Rows]:
    """The rows of each statement, none of which needs what another gives.

    On PostgreSQL they are sent at once and waited for once, with the BEGIN that is due: asking takes longer than the answer.
    """
    ours: Any = connections[DEFAULT_DB_ALIAS]
    if ours.vendor != "postgresql":
        return [all_rows(*each) for each in statements]
    ours.ensure_connection()
    with ExitStack() as stack:
        cursors = [stack.enter_context(_cursor()) for _ in statements]
        with ours.wrap_database_errors, ours.connection.pipeline():
            for cursor, each in zip(cursors, statements, strict=True):
                cursor.execute(*each)
        return [cursor.fetchall() if _gives_rows(cursor) else [] for cursor in cursors]


def locking(how: str) -> str:
    """`FOR ...` where rows can be locked; SQLite locks the whole database when a transaction begins."""
    return how if connection.features.has_select_for_update else ""


def insert(row: M) -> M:
    """Write a new row and give it its id, as `row.save(force_insert=True)` does, but without the signals of a save."""
    statement, fields = _insertion(type(row))
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    (row.pk,) = cast(tuple[int], first_row(statement, values))
    row._state.adding, row._state.db = False, connection.alias
    return row


def insert_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write many rows of plain values, as `bulk_create` does, in a third of the time: no objects, no defaults, no ids back."""
    names, row = ", ".join(f'"{name}"' for name in columns), f"({', '.join(['%s'] * len(columns))})"
    rows = iter(rows)
    while part := list(itertools.islice(rows, ROWS)):
        values = [value for each in part for value in each]
        all_rows(f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {", ".join([row] * len(part))}', values)


@functools.cache
def _insertion(model: type[Model]) -> tuple[str, list["Field[Any, Any]"]]:
    """The statement that writes a row whose id the database makes, and the fields of its values."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    names, values = ", ".join(f'"{field.column}"' for field in fields), ", ".join("%s" for _ in fields)
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({values}) RETURNING id', fields


class Made(NamedTuple):
    """What a queryset came to: its statement, and how its rows become objects."""

    sql: str
    order: list[int]  # which of the caller's numbers each parameter is
    compiler: Any
    converters: Any
    model: Any
    own: slice  # the model's columns in a row
    names: list[str]  # its fields
    relations: list[Any]  # what puts the rows of other tables beside it


class Compiled(Generic[M]):
    """A queryset that is made into SQL once, by a function of whole numbers only, such as ids.

    `Compiled(lambda pk: Trace.objects.filter(pk=pk))(7)` gives the same list as the queryset would, in a third of the time.
    It does what ModelIterable of Django 5.2 does for each query; tests/tenants/test_sql.py compares the two.
    """

    def __init__(self, build: Callable[..., QuerySet[M]]) -> None:
        self.build = build
        self.made: Made | None = None

    def __call__(self, *numbers: int) -> list[M]:
        if any(not -(2**63) <= number < 2**63 for number in numbers):
            return []  # no column holds it; an address may name it
        made = self.made = self.made or self._make(len(numbers))
        rows = all_rows(made.sql, [numbers[which] for which in made.order])
        return [_object(made, row) for row in made.compiler.apply_converters(rows, made.converters)]

    def _make(self, count: int) -> Made:
        """Stand-ins are found again among the parameters, in the order of the statement."""
        stand_ins = [-(10**6) - which for which in range(count)]
        compiler: Any = self.build(*stand_ins).query.get_compiler(connection.alias)
        sql, parameters = compiler.as_sql()
        order = [stand_ins.index(parameter) for parameter in parameters]
        select, about = compiler.select, compiler.klass_info
        own = slice(about["select_fields"][0], about["select_fields"][-1] + 1)
        names = [column.target.attname for column, *_ in select[own]]
        relations = get_related_populators(about, select, compiler.using)  # type: ignore[call-arg]  # stubs of 6.0
        converters = compiler.get_converters([column for column, *_ in select])
        return Made(sql, order, compiler, converters, about["model"], own, names, relations)


def _object(made: Made, row: Sequence[Any]) -> Any:
    found = made.model.from_db(made.compiler.using, made.names, row[made.own])
    for relation in made.relations:
        relation.populate(row, found)
    return found


def _gives_rows(cursor: Any) -> bool:
    """As `cursor.description` says, for which psycopg makes an object of each column."""
    result = getattr(cursor, "pgresult", None)
    return bool(result.nfields if result else cursor.description)


def _cursor() -> Any:
    """Of Django's kind, with its wrappers, logs and errors."""
    ours: Any = connections[DEFAULT_DB_ALIAS]  # looked up once: each attribute of `connection` looks it up again
    if ours.vendor != "postgresql":
        return ours.cursor()
    ours.ensure_connection()
    return ours.make_cursor(Planned(ours.connection))


class Planned(Cursor[Any]):
    """Has the server keep the plan of every statement."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> Any:
        return super().execute(query, params, prepare=True)
