"""What later apps may react to; and a database user that could pass the wall is refused at a process's first connection."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import Signal, receiver

from apps.tenants.walls import refuse_powerful_user

member_linked = Signal()  # imported, person: sent inside the transaction that links them, both rows are locked


@receiver(connection_created)
def look_at_user(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    refuse_powerful_user(connection)
