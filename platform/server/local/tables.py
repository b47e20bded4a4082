"""The database of a local server, ready to be used."""

from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from server.local import CannotServe


def bring_up_to_date() -> None:
    """Make or change the tables of SQLite. On PostgreSQL only the owner may: CannotServe says what to run."""
    try:
        if connection.vendor == "sqlite":
            call_command("migrate", verbosity=0, interactive=False)
        elif _is_behind():
            raise CannotServe(
                "The tables are not up to date. Run manage.py migrate as the database's owner first "
                "(docs/operations/postgresql.md)."
            )
    except OperationalError as error:
        raise CannotServe(f"The database does not answer: {' '.join(str(error).split())}") from error


def _is_behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
