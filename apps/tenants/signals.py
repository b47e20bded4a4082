"""Refuse, at a process's first connection, a database user that could pass the wall."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from apps.tenants.walls import refuse_powerful_user


@receiver(connection_created)
def look_at_user(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    refuse_powerful_user(connection)
